/** The record store in PostgreSQL, which all instances of a fleet share. No question holds up the recording. */
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
import type { PostgresAddress } from './postgres-address';
import { mayPrune, postgresDialect, waitToWrite } from './postgres-dialect';
import { PostgresLink } from './postgres-link';
import { RecordPruner } from './prune-records';
import type { RecordReader } from './read-records';
import { RecordWriter } from './write-records';

/** Connections of each instance: records are written, and pruned at the same time; administrators ask. */
const CONNECTIONS = { toWrite: 2, toRead: 2 } as const;

/** Nothing is asked before there is something to write or to read. */
export function openPostgresRecordStore(address: PostgresAddress, retention: Retention): RecordStore {
  return new PostgresRecordStore(address, retention);
}

class PostgresRecordStore implements RecordStore {
  readonly #writing: PostgresLink;
  readonly #writer = new RecordWriter(postgresDialect);
  #reader: RecordReader | undefined;

  constructor(
    private readonly address: PostgresAddress,
    private readonly retention: Retention,
  ) {
    this.#writing = new PostgresLink(address, CONNECTIONS.toWrite);
  }

  async add(records: readonly QueryRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.#writing.transaction(async (session) => {
      await session.run(waitToWrite);
      await this.#writer.insert(session, records);
    });
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

  /** One instance at a time; what another is deleting counts as its own. */
  async prune(now: number): Promise<number> {
    const pruner = new RecordPruner(postgresDialect, now, this.retention);
    let sum = 0;
    for (;;) {
      const deleted = await this.#writing.transaction(async (session) => {
        const [row] = await session.run(`SELECT ${mayPrune} AS free`);
        return row?.['free'] === true ? pruner.prune(session) : 0;
      });
      if (deleted === 0) return sum;
      sum += deleted;
    }
  }

  async size(): Promise<RecordStoreSize> {
    return (await this.#read()).size();
  }

  async close(): Promise<void> {
    await Promise.all([this.#reader?.close(), this.#writing.close()]);
  }

  async #read(): Promise<RecordReader> {
    const { readPostgres } = await import('./read-records.js');
    this.#reader ??= readPostgres(new PostgresLink(this.address, CONNECTIONS.toRead));
    return this.#reader;
  }
}
