/** A source whose rows come from memory while they are still true, and whose reads by key are put together. */
import type { CachePolicy } from '../cache/cache-policy';
import { setInService } from '../cache/cache-statistics';
import type { KeyBatcher, RowsOfKeys } from '../cache/key-batcher';
import { ProviderTags } from '../cache/provider-tags';
import type { Aside, CacheAddress, Cached, Loaded } from '../cache/read-through';
import { listTag, rowTag, setTag } from '../cache/tags';
import type { EntitySet } from '../model/entity-set';
import type { CallContext, Connection, Key, Page, RemoteQuery, Row } from '../provider-sdk/index';
import type { SharedCache } from './shared-cache';
import type { StoredRows } from './stored-values';
import { narrow } from './wider-rows';

export interface CachedSource {
  readonly connection: Pick<Connection, 'read' | 'getMany' | 'plan' | 'planSort'>;
  /** When the source was asked for the oldest of what was read so far, on the cache's clock; undefined before. */
  askedAt(): number | undefined;
  /** What the rows that were read so far depend on besides, as their provider names it. */
  tags(): readonly string[];
}

export interface CachedSourceParts {
  /** The name of the service that asks. */
  readonly service: string;
  readonly entitySet: EntitySet;
  readonly connection: Connection;
  readonly cache: SharedCache;
  readonly policy: CachePolicy;
  readonly batcher: KeyBatcher;
  /** Of the caller, if rows depend on who asks. */
  readonly partition: string | undefined;
}

/** More keys at once are no burst of single reads but a list, and are asked for as they are. */
const MOST_SINGLE_KEYS = 50;
/** Of a longer page the rows are not kept one by one: nobody opens so many. */
const MOST_SEEN_ROWS = 250;

export function cachedSource({
  service,
  entitySet,
  connection,
  cache,
  policy,
  batcher,
  partition,
}: CachedSourceParts): CachedSource {
  const { declaration } = entitySet;
  const whole = setTag(entitySet.connection, declaration.name);
  // It is part of every key: another set of the same rows may let them live longer.
  const rowsPolicy = policyOfRows(policy);
  const entity = JSON.stringify([entitySet.connection, rowsPolicy, declaration.name, partition]);
  const own = partition === undefined ? {} : { partition };
  const set = setInService(service, entitySet.name);
  const addressOf = (key: readonly unknown[]): CacheAddress => ({
    ...own,
    set,
    key: textOf([entitySet.connection, rowsPolicy, ...key]),
  });
  /** Written for each row of a page, so without a look at each value: the numbers of a key are such that JSON has them. */
  const addressOfSeen = (key: Key): CacheAddress => ({
    ...own,
    set,
    key: `seen${entity}${JSON.stringify(key)}`,
  });
  let oldest: number | undefined;
  const named = new Set<string>();
  const note = ({ value, askedAt }: Pick<Cached<StoredRows>, 'value' | 'askedAt'>): void => {
    oldest = Math.min(oldest ?? askedAt, askedAt);
    for (const tag of value.tags) named.add(tag);
  };
  const peek = (address: CacheAddress): StoredRows | undefined => {
    const found = cache.rows.find(address);
    if (found !== undefined) note(found);
    return found?.value;
  };
  const read = async (
    key: readonly unknown[],
    tag: string,
    signal: AbortSignal,
    load: (signal: AbortSignal) => Promise<Loaded<StoredRows>>,
  ): Promise<StoredRows> => {
    const found = await cache.rows.read({
      ...addressOf(key),
      tags: [whole, tag],
      policy: rowsPolicy,
      signal,
      load,
    });
    note(found);
    return found.value;
  };

  /** Without an end of its own a read may stop early, and what it has seen is not the whole. */
  async function* readPages(query: RemoteQuery, context: CallContext): AsyncIterable<Page> {
    const { top, skip = 0 } = query;
    if (top === undefined) {
      const names = new ProviderTags(entitySet.connection);
      try {
        yield* connection.read(query, { ...context, tag: names.add });
      } finally {
        for (const tag of names.carried()) named.add(tag);
      }
      return;
    }
    const tag = listTag(entitySet.connection, declaration.name);
    const key = ['rows', { ...query, columns: query.columns.toSorted() }];
    const known = peek(addressOf(key)) ?? fromWider(query);
    const { rows, count } =
      known ??
      (await read(key, tag, context.signal, async (signal) => {
        const names = new ProviderTags(entitySet.connection);
        const pages = connection.read(query, { ...context, signal, tag: names.add });
        const value = { ...(await readAll(pages)), tags: names.carried() };
        if (value.rows.length < top && skip === 0) {
          cache.wider.add(entity, { query, rows: value.rows.length, key: addressOf(key).key });
        }
        const { tags } = value;
        const aside = () =>
          value.rows.length > MOST_SEEN_ROWS ? [] : value.rows.map((row) => seen(row, tags));
        return { kind: 'complete', value, bytes: bytesOf(value), tags, aside };
      }));
    yield count === undefined ? { rows } : { rows, count };
  }

  /** Any row that was seen whole answers reads by its key (provider-contract 3.5, rule 5). */
  const seen = (row: Row, tagged: readonly string[]): Aside<StoredRows> => {
    const key = declaration.key.map((column) => row[column]) as Key;
    return {
      ...addressOfSeen(key),
      tags: [whole, rowTag(entitySet.connection, declaration.name, key), ...tagged],
      ...oneRow(row, tagged),
    };
  };

  const fromWider = (query: RemoteQuery): StoredRows | undefined => {
    for (const { key, query: wider } of cache.wider.of(entity, query)) {
      const found = cache.rows.find({ ...own, set, key });
      // Memory may have what the same query gave later, and that may not be all that there is.
      if (found === undefined || found.value.rows.length >= (wider.top ?? Infinity)) continue;
      note(found);
      return { ...narrow(found.value.rows, query, declaration), tags: found.value.tags };
    }
    return undefined;
  };

  const askMany = async (
    keys: readonly Key[],
    columns: readonly string[],
    context: CallContext,
    getMany: NonNullable<Connection['getMany']>,
  ): Promise<RowsOfKeys> => {
    const names = new ProviderTags(entitySet.connection);
    const rows = await getMany(declaration.name, keys, columns, { ...context, tag: names.add });
    return { rows, tags: names.carried() };
  };

  const readRow = async (
    key: Key,
    columns: readonly string[],
    context: CallContext,
    getMany: NonNullable<Connection['getMany']>,
  ): Promise<Row | undefined> => {
    const tag = rowTag(entitySet.connection, declaration.name, key);
    const row = peek(addressOfSeen(key))?.rows[0];
    if (row !== undefined && columns.every((column) => Object.hasOwn(row, column))) return row;
    const address = ['row', declaration.name, columns.toSorted(), key];
    const { rows } = await read(address, tag, context.signal, async (signal) => {
      const { row, tags } = await batcher.read({
        key,
        columns,
        signal,
        getMany: (keys, wanted, alive) => askMany(keys, wanted, { ...context, signal: alive }, getMany),
      });
      return row === undefined
        ? { kind: 'nothing', value: { ...nothing, tags }, bytes: 0, tags }
        : { kind: 'complete', ...oneRow(row, tags), tags, aside: () => [seen(row, tags)] };
    });
    return rows[0];
  };

  const getMany = connection.getMany?.bind(connection);
  return {
    askedAt: () => oldest,
    tags: () => [...named],
    connection: {
      read: readPages,
      ...(connection.plan === undefined ? {} : { plan: connection.plan.bind(connection) }),
      ...(connection.planSort === undefined ? {} : { planSort: connection.planSort.bind(connection) }),
      ...(getMany === undefined
        ? {}
        : {
            getMany: async (_entity, keys, columns, context) => {
              if (keys.length <= MOST_SINGLE_KEYS)
                return Promise.all(keys.map((key) => readRow(key, columns, context, getMany)));
              const { rows, tags } = await askMany(keys, columns, context, getMany);
              for (const tag of tags) named.add(tag);
              return rows;
            },
          }),
    },
  };
}

/**
 * What is stale while it is fetched anew, and what is not there, is remembered with the answer alone: if rows were, too,
 * it would be used once more after its time, or for twice as long.
 */
export function policyOfRows({ ttl, staleIfError = 0, sizeClass }: CachePolicy): CachePolicy {
  return { ttl, staleIfError, ...(sizeClass === undefined ? {} : { sizeClass }) };
}

/** JSON has no NaN, no infinities and no -0: it writes `null` and `0`, and queries that differ would be one. */
function textOf(parts: readonly unknown[]): string {
  return JSON.stringify(parts, (_name, value: unknown) =>
    typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
      ? { number: Object.is(value, -0) ? '-0' : String(value) }
      : value,
  );
}

const nothing = { rows: [], count: undefined };

function oneRow(row: Row, tags: readonly string[]): Pick<Aside<StoredRows>, 'value' | 'bytes'> {
  const value = { rows: [row], count: undefined, tags };
  return { value, bytes: bytesOf(value) };
}

async function readAll(pages: AsyncIterable<Page>): Promise<Omit<StoredRows, 'tags'>> {
  const rows: Row[] = [];
  let count: Page['count'];
  for await (const page of pages) {
    count ??= page.count;
    for (const row of page.rows) rows.push(row);
  }
  return { rows, count };
}

/** What a value takes in a row on average, its name shared by all rows: measured over the demo's customers. */
const BYTES_OF_VALUE = 40;
const BYTES_OF_ROW = 80;

export function bytesOf({ rows, tags }: StoredRows): number {
  return bytesOfRows(rows) + tags.reduce((sum, tag) => sum + tag.length, 0);
}

/** An estimate by the first row: rows of one query have the same columns. */
export function bytesOfRows(rows: readonly Row[]): number {
  const [first = {}] = rows;
  return rows.length * (BYTES_OF_ROW + BYTES_OF_VALUE * Object.keys(first).length);
}
