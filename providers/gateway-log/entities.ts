/** The entities of the log: how each is declared and read. */
import type {
  CallContext,
  EntityCapabilities,
  EntityDeclaration,
  RemoteQuery,
  Row,
} from '../../src/provider-sdk/index';
import { callColumns, type CallOfRecord, fingerprintColumns, queryColumns, writeColumns } from './columns';
import { type LogColumn, rowOf } from './log-column';
import { fingerprintOfGuid, recordOfGuid } from './log-guid';
import type { LogFilter, LogRecord, LogSource } from './log-source';
import { type AskName, narrowTo } from './narrow';
import { recordsByKey, recordsByTime } from './read-records';

export interface LogEntity {
  readonly declaration: EntityDeclaration;
  read(query: RemoteQuery, source: LogSource, context: CallContext): AsyncIterable<readonly Row[]>;
  /** How many rows match the filter; of what is declared to count. */
  count?(query: RemoteQuery, source: LogSource): Promise<number>;
  /** The row with this key. */
  find(guid: string, source: LogSource): Promise<Row | undefined>;
}

/** Keys are looked up one by one. */
const capabilities: EntityCapabilities = {
  sort: { nulls: 'first' },
  top: true,
  getMany: { maxKeys: 50 },
};

const changes: ReadonlySet<string> = new Set(['insert', 'update', 'delete']);

export const entities: ReadonlyMap<string, LogEntity> = new Map(
  [
    entityOfRecords('Queries', 'One row for each request.', queryColumns, {}),
    entityOfRecords('Writes', 'One row for each change, made or refused.', writeColumns, { writes: true }),
    entityOfCalls(),
    entityOfFingerprints(),
  ].map((entity) => [entity.declaration.name, entity]),
);

function entityOfRecords(
  name: string,
  description: string,
  columns: readonly LogColumn<LogRecord>[],
  base: LogFilter,
): LogEntity {
  const asked = asksOf(columns);
  return {
    declaration: declare(name, description, columns, { ...capabilities, skip: true, count: true }),
    async *read({ filter, orderBy, skip = 0, top }, source, { signal }) {
      const inOrder = orderBy[0]?.column === 'Time' ? recordsByTime : recordsByKey;
      const narrowed = narrowTo(filter, asked, base);
      for await (const records of inOrder({ source, narrowed, skip, top, signal }))
        yield records.map((record) => rowOf(record, columns));
    },
    async count({ filter }, source) {
      const narrowed = narrowTo(filter, asked, base);
      return narrowed === undefined ? 0 : source.count(narrowed.filter);
    },
    async find(guid, source) {
      const place = recordOfGuid(guid);
      const record = place?.number === 0 ? await source.find(place.id) : undefined;
      if (record === undefined || (base.writes === true && !changes.has(record.operation))) return undefined;
      return rowOf(record, columns);
    },
  };
}

function entityOfCalls(): LogEntity {
  const asked = asksOf(callColumns);
  const rowsOf = (calls: readonly CallOfRecord[]): readonly Row[] =>
    calls.map((call) => rowOf(call, callColumns));
  return {
    declaration: declare('UpstreamCalls', 'One row for each attempt to ask a source.', callColumns),
    async *read({ filter, top }, source, { signal }) {
      const narrowed = narrowTo(filter, asked, {});
      for await (const records of recordsByKey({ source, narrowed, skip: 0, top, signal })) {
        // Lists are without calls.
        const whole = await Promise.all(records.map(({ id }) => source.find(id)));
        yield rowsOf(whole.flatMap(callsOf));
      }
    },
    async find(guid, source) {
      const place = recordOfGuid(guid);
      const record = place && (await source.find(place.id));
      return rowsOf(callsOf(record).filter(({ number }) => number === place?.number))[0];
    },
  };
}

function callsOf(record: LogRecord | undefined): readonly CallOfRecord[] {
  return (record?.calls ?? []).map((call, index) => ({
    record: record as LogRecord,
    call,
    number: index + 1,
  }));
}

function entityOfFingerprints(): LogEntity {
  return {
    declaration: declare(
      'Fingerprints',
      'Queries that differ in literals only, together: the 500 most frequent.',
      fingerprintColumns,
    ),
    async *read(_query, source) {
      yield (await source.fingerprints({})).map((each) => rowOf(each, fingerprintColumns));
    },
    async find(guid, source) {
      const fingerprint = fingerprintOfGuid(guid);
      if (fingerprint === undefined) return undefined;
      const [found] = await source.fingerprints({ fingerprint });
      return found && rowOf(found, fingerprintColumns);
    },
  };
}

function declare<Item>(
  name: string,
  description: string,
  columns: readonly LogColumn<Item>[],
  abilities = capabilities,
): EntityDeclaration {
  return {
    name,
    description,
    columns: columns.map(({ declaration }) => declaration),
    key: ['Id'],
    capabilities: abilities,
    // As the store compares.
    collation: 'ordinal',
  };
}

function asksOf<Item>(columns: readonly LogColumn<Item>[]): ReadonlyMap<string, AskName> {
  return new Map(
    columns.flatMap(({ declaration, ask }) => (ask === undefined ? [] : [[declaration.name, ask] as const])),
  );
}
