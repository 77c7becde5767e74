/** Opens the store of records and the queue in front of it. A gateway without records answers all the same. */
import { join } from 'node:path';
import { HitRecords } from '../record/hit-records';
import { RecordQueue } from '../record/record-queue';
import type { RecordStore, Retention } from '../record/record-store';
import type { Configuration, RecordKeeping } from './configuration/configuration';
import type { KeptRecords } from './gateway';
import { logLine } from './log';

/** Whatever sizes are given: more records are not looked through in the time that an administrator waits. */
const MOST_RECORDS = 5_000_000;
const PRUNE_EVERY = 10 * 60_000;

/** The store is loaded only where records are kept. */
export async function openRecords({
  records,
  dataFolder,
}: Pick<Configuration, 'records' | 'dataFolder'>): Promise<KeptRecords | undefined> {
  if (records === undefined) return undefined;
  const store = await openStore(records, dataFolder);
  const queue = new RecordQueue(reporting(store));
  const hits = new HitRecords((record) => queue.push(record));
  const pruning = setInterval(() => void store.prune(Date.now()).catch(() => undefined), PRUNE_EVERY);
  pruning.unref();
  return {
    store,
    keep: (record) => queue.push(record),
    keepHit: (hit) => hits.add(hit),
    flush() {
      hits.flush();
      return queue.flush();
    },
    lost: () => queue.dropped + queue.failed,
    waiting: () => queue.waiting,
    async close() {
      clearInterval(pruning);
      hits.flush();
      await queue.close();
      await store.close();
    },
  };
}

async function openStore({ postgres, ...limits }: RecordKeeping, dataFolder: string): Promise<RecordStore> {
  const retention: Retention = {
    milliseconds: limits.keep,
    readMilliseconds: Math.min(limits.keepReads, limits.keep),
    bytes: limits.size,
    records: MOST_RECORDS,
  };
  if (postgres !== undefined) {
    const { openPostgresRecordStore } = await import('../record/store/postgres-record-store.js');
    return openPostgresRecordStore(postgres, retention);
  }
  const { openSqliteRecordStore } = await import('../record/store/sqlite-record-store.js');
  return openSqliteRecordStore(join(dataFolder, 'records.sqlite'), retention);
}

/** The administrator is told once that records are lost, and once that they are kept again. */
function reporting(store: RecordStore): Pick<RecordStore, 'add'> {
  let works = true;
  return {
    async add(records) {
      try {
        await store.add(records);
        if (!works) logLine('info', 'records are kept again.');
        works = true;
      } catch (error) {
        if (works)
          logLine(
            'warn',
            `records cannot be kept: ${error instanceof Error ? error.message : String(error)}`,
          );
        works = false;
        throw error;
      }
    },
  };
}
