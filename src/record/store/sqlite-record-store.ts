/** The record store in a SQLite file: one worker writes, another reads, so that no question holds up the recording. */
import type { QueryRecord } from '../query-record';
import type {
  FingerprintSummary,
  RecordFilter,
  RecordList,
  RecordListing,
  RecordStore,
  RecordStoreSize,
  Retention,
} from '../record-store';
import type { RecordReader } from './read-records';
import { WorkerLink } from './worker-link';

/** Nothing is started before there is something to write or to read: a worker costs some 14 MB, Kysely 9 MB. */
export function openSqliteRecordStore(file: string, retention: Retention): RecordStore {
  return new SqliteRecordStore(file, retention);
}

class SqliteRecordStore implements RecordStore {
  readonly #writer: WorkerLink;
  #reader: RecordReader | undefined;

  constructor(
    private readonly file: string,
    private readonly retention: Retention,
  ) {
    this.#writer = new WorkerLink({ file, readOnly: false });
  }

  async add(records: readonly QueryRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.#writer.ask({ kind: 'insert', records: JSON.stringify(records) });
  }

  async find(id: string): Promise<QueryRecord | undefined> {
    return (await this.#read()).find(id);
  }

  async list(filter: RecordListing): Promise<RecordList> {
    return (await this.#read()).list(filter);
  }

  async fingerprints(filter: RecordFilter): Promise<readonly FingerprintSummary[]> {
    return (await this.#read()).fingerprints(filter);
  }

  async prune(now: number): Promise<number> {
    let sum = 0;
    for (;;) {
      const deleted = Number(await this.#writer.ask({ kind: 'prune', now, retention: this.retention }));
      if (deleted === 0) return sum;
      sum += deleted;
    }
  }

  async size(): Promise<RecordStoreSize> {
    return (await this.#read()).size();
  }

  async close(): Promise<void> {
    await this.#reader?.close();
    await this.#writer.close();
  }

  async #read(): Promise<RecordReader> {
    const { readSqlite } = await import('./read-records.js');
    this.#reader ??= readSqlite(new WorkerLink({ file: this.file, readOnly: true }));
    return this.#reader;
  }
}
