/** Opens the store of records and the queue in front of it. A gateway without records answers all the same. */
import { join } from 'node:path';
import { HitRecords } from '../record/hit-records';
import { RecordQueue } from '../record/record-queue';
import type { QueryRecord } from '../record/query-record';
import type { RecordStore } from '../record/record-store';
import type { Configuration } from './configuration/configuration';
import type { KeptRecords } from './gateway';
import { logLine } from './log';

/** Whatever sizes are given: more records are not looked through in the time that an administrator waits. */
const MOST_RECORDS = 5_000_000;
const PRUNE_EVERY = 10 * 60_000;

/**
 * The store is loaded only where records are kept.
 *
 * @param hear is told of each record that is kept, when it is
 */
export async function openRecords(
  { records, dataFolder }: Pick<Configuration, 'records' | 'dataFolder'>,
  hear: (record: QueryRecord) => void,
): Promise<KeptRecords | undefined> {
  if (records === undefined) return undefined;
  const { openSqliteRecordStore } = await import('../record/store/sqlite-record-store.js');
  const store = openSqliteRecordStore(join(dataFolder, 'records.sqlite'), {
    milliseconds: records.keep,
    readMilliseconds: Math.min(records.keepReads, records.keep),
    bytes: records.size,
    records: MOST_RECORDS,
  });
  const queue = new RecordQueue(reporting(store));
  const keep = (record: QueryRecord): void => {
    queue.push(record);
    hear(record);
  };
  const hits = new HitRecords(keep);
  const pruning = setInterval(() => void store.prune(Date.now()).catch(() => undefined), PRUNE_EVERY);
  pruning.unref();
  return {
    store,
    keep,
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
