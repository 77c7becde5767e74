/** The record store in PostgreSQL, which all instances of a fleet share. No question holds up the recording. */
import type { RecordStore, Retention } from '../record-store';
import type { PostgresAddress } from './postgres-address';
import { mayPrune, postgresDialect, waitToWrite } from './postgres-dialect';
import { PostgresLink } from './postgres-link';
import { RecordPruner } from './prune-records';
import { readLazily } from './read-lazily';
import { untilNoneIsLeft } from './until-none-is-left';
import { RecordWriter } from './write-records';

/** Connections of each instance: records are written, and pruned at the same time; administrators ask. */
const CONNECTIONS = { toWrite: 2, toRead: 2 } as const;

/** Nothing is asked before there is something to write or to read. */
export function openPostgresRecordStore(address: PostgresAddress, retention: Retention): RecordStore {
  const writing = new PostgresLink(address, CONNECTIONS.toWrite);
  const writer = new RecordWriter(postgresDialect);
  const reading = readLazily(async () => {
    const { readPostgres } = await import('./read-records.js');
    return readPostgres(new PostgresLink(address, CONNECTIONS.toRead));
  });
  return {
    ...reading,
    async add(records) {
      if (records.length === 0) return;
      await writing.transaction(async (session) => {
        await session.run(waitToWrite);
        await writer.insert(session, records);
      });
    },
    /** One instance at a time; what another is deleting counts as its own. */
    prune(now) {
      const pruner = new RecordPruner(postgresDialect, now, retention);
      return untilNoneIsLeft(() =>
        writing.transaction(async (session) => {
          const [row] = await session.run(`SELECT ${mayPrune} AS free`);
          return row?.['free'] === true ? pruner.prune(session) : 0;
        }),
      );
    },
    async close() {
      await Promise.all([reading.close(), writing.close()]);
    },
  };
}
