/** Opens the store of records and the queue in front of it. A gateway without records answers all the same. */
import { join } from 'node:path';
import { RecordQueue } from '../record/record-queue';
import type { RecordStore } from '../record/record-store';
import { openSqliteRecordStore } from '../record/store/sqlite-record-store';
import type { Configuration } from './configuration/configuration';
import type { KeptRecords } from './gateway';
import { logLine } from './log';

/** Whatever sizes are given: more records are not looked through in the time that an administrator waits. */
const MOST_RECORDS = 5_000_000;
const PRUNE_EVERY = 10 * 60_000;

export function openRecords({
  records,
  dataFolder,
}: Pick<Configuration, 'records' | 'dataFolder'>): KeptRecords | undefined {
  if (records === undefined) return undefined;
  const store = openSqliteRecordStore(join(dataFolder, 'records.sqlite'), {
    milliseconds: records.keep,
    bytes: records.size,
    records: MOST_RECORDS,
  });
  const queue = new RecordQueue(reporting(store));
  const pruning = setInterval(() => void store.prune(Date.now()).catch(() => undefined), PRUNE_EVERY);
  pruning.unref();
  return {
    store,
    keep: (record) => queue.push(record),
    flush: () => queue.flush(),
    lost: () => queue.dropped + queue.failed,
    async close() {
      clearInterval(pruning);
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
