/** A source whose rows come from memory while they are still true, and whose reads by key are put together. */
import type { CachePolicy } from '../cache/cache-policy';
import type { KeyBatcher } from '../cache/key-batcher';
import type { Loaded } from '../cache/read-through';
import { listTag, rowTag, setTag } from '../cache/tags';
import type { EntitySet } from '../model/entity-set';
import type { CallContext, Connection, Key, Page, RemoteQuery, Row } from '../provider-sdk/index';
import type { SharedCache } from './shared-cache';

/** All rows of one remote query, or the row of one key. */
export interface StoredRows {
  readonly rows: readonly Row[];
  readonly count: Page['count'];
}

export interface CachedSource {
  readonly connection: Pick<Connection, 'read' | 'getMany' | 'plan' | 'planSort'>;
  /** When the source was asked for the oldest of what was read so far, on the cache's clock; undefined before. */
  askedAt(): number | undefined;
}

export interface CachedSourceParts {
  readonly entitySet: EntitySet;
  readonly connection: Connection;
  readonly cache: SharedCache;
  readonly policy: CachePolicy;
  readonly batcher: KeyBatcher;
}

/** More keys at once are no burst of single reads but a list, and are asked for as they are. */
const MOST_SINGLE_KEYS = 50;

export function cachedSource({
  entitySet,
  connection,
  cache,
  policy,
  batcher,
}: CachedSourceParts): CachedSource {
  const { declaration } = entitySet;
  const whole = setTag(entitySet.connection, declaration.name);
  let oldest: number | undefined;
  const read = async (
    key: readonly unknown[],
    tag: string,
    signal: AbortSignal,
    load: (signal: AbortSignal) => Promise<Loaded<StoredRows>>,
  ): Promise<StoredRows> => {
    const { value, askedAt } = await cache.rows.read({
      set: entitySet.name,
      key: JSON.stringify([entitySet.connection, ...key]),
      tags: [whole, tag],
      policy,
      signal,
      load,
    });
    oldest = Math.min(oldest ?? askedAt, askedAt);
    return value;
  };

  /** Without an end of its own a read may stop early, and what it has seen is not the whole. */
  async function* readPages(query: RemoteQuery, context: CallContext): AsyncIterable<Page> {
    if (query.top === undefined) {
      yield* connection.read(query, context);
      return;
    }
    const tag = listTag(entitySet.connection, declaration.name);
    const key = ['rows', { ...query, columns: query.columns.toSorted() }];
    const { rows, count } = await read(key, tag, context.signal, (signal) =>
      readAll(connection.read(query, { ...context, signal })),
    );
    yield count === undefined ? { rows } : { rows, count };
  }

  const readRow = async (
    key: Key,
    columns: readonly string[],
    context: CallContext,
    getMany: NonNullable<Connection['getMany']>,
  ): Promise<Row | undefined> => {
    const tag = rowTag(entitySet.connection, declaration.name, key);
    const address = ['row', declaration.name, columns.toSorted(), key];
    const { rows } = await read(address, tag, context.signal, async (signal) => {
      const row = await batcher.read({
        key,
        columns,
        signal,
        getMany: (keys, wanted, alive) =>
          getMany(declaration.name, keys, wanted, { ...context, signal: alive }),
      });
      return row === undefined
        ? { kind: 'nothing', value: nothing, bytes: 0 }
        : { kind: 'complete', value: { rows: [row], count: undefined }, bytes: bytesOfRows([row]) };
    });
    return rows[0];
  };

  const getMany = connection.getMany?.bind(connection);
  return {
    askedAt: () => oldest,
    connection: {
      read: readPages,
      ...(connection.plan === undefined ? {} : { plan: connection.plan.bind(connection) }),
      ...(connection.planSort === undefined ? {} : { planSort: connection.planSort.bind(connection) }),
      ...(getMany === undefined
        ? {}
        : {
            getMany: (entity, keys, columns, context) =>
              keys.length > MOST_SINGLE_KEYS
                ? getMany(entity, keys, columns, context)
                : Promise.all(keys.map((key) => readRow(key, columns, context, getMany))),
          }),
    },
  };
}

const nothing: StoredRows = { rows: [], count: undefined };

async function readAll(pages: AsyncIterable<Page>): Promise<Loaded<StoredRows>> {
  const rows: Row[] = [];
  let count: Page['count'];
  for await (const page of pages) {
    count ??= page.count;
    for (const row of page.rows) rows.push(row);
  }
  return { kind: 'complete', value: { rows, count }, bytes: bytesOfRows(rows) };
}

/** What a value takes in a row on average, its name shared by all rows: measured over the demo's customers. */
const BYTES_OF_VALUE = 40;
const BYTES_OF_ROW = 80;

/** An estimate by the first row: rows of one query have the same columns. */
export function bytesOfRows(rows: readonly Row[]): number {
  const [first = {}] = rows;
  return rows.length * (BYTES_OF_ROW + BYTES_OF_VALUE * Object.keys(first).length);
}
