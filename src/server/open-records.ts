/** Opens the store of records and the queue in front of it. A gateway without records answers all the same. */
import { join } from 'node:path';
import { HitRecords } from '../record/hit-records';
import { RecordQueue } from '../record/record-queue';
import type { QueryRecord } from '../record/query-record';
import type { RecordStore, Retention } from '../record/record-store';
import type { Configuration, RecordKeeping } from './configuration/configuration';
import type { KeptRecords } from './gateway';
import { pruneRegularly } from './prune-regularly';
import { reportingFaults } from './report-faults';
import { openSinks } from './sinks/open-sinks';

/** Whatever sizes are given: more records are not looked through in the time that an administrator waits. */
const MOST_RECORDS = 5_000_000;

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
  const store = await openStore(records, dataFolder);
  const queue = new RecordQueue(reportingFaults(store, 'the store'));
  const sinks = openSinks(records.sinks);
  const keep = (record: QueryRecord): void => {
    queue.push(record);
    sinks.push(record);
    hear(record);
  };
  const hits = new HitRecords(keep);
  const stopPruning = pruneRegularly(store);
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
    lostBySink: () => sinks.lost(),
    async close() {
      stopPruning();
      hits.flush();
      await Promise.all([queue.close(), sinks.close()]);
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
