/** The record store in a SQLite file: one worker writes, another reads, so that no question holds up the recording. */
import type { RecordStore, Retention } from '../record-store';
import { readLazily } from './read-lazily';
import { untilNoneIsLeft } from './until-none-is-left';
import { WorkerLink } from './worker-link';

/** Nothing is started before there is something to write or to read: a worker costs some 14 MB, Kysely 9 MB. */
export function openSqliteRecordStore(file: string, retention: Retention): RecordStore {
  const writer = new WorkerLink({ file, readOnly: false });
  const reading = readLazily(async () => {
    const { readSqlite } = await import('./read-records.js');
    return readSqlite(new WorkerLink({ file, readOnly: true }));
  });
  return {
    ...reading,
    async add(records) {
      if (records.length === 0) return;
      await writer.ask({ kind: 'insert', records: JSON.stringify(records) });
    },
    prune: (now) => untilNoneIsLeft(async () => Number(await writer.ask({ kind: 'prune', now, retention }))),
    async close() {
      await reading.close();
      await writer.close();
    },
  };
}
