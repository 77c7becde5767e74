/**
 * Small sets that are held whole: every filter, order, count and lookup of them is answered from memory
 * (provider-contract 3.5, rule 4).
 */
import { listTag, setTag } from '../cache/tags';
import type { CachePolicy } from '../cache/cache-policy';
import { setInService } from '../cache/cache-statistics';
import { ProviderTags } from '../cache/provider-tags';
import type { Cached, Loaded } from '../cache/read-through';
import { columnsOfProperty } from '../model/columns-in';
import type { EntitySet, ServiceModel } from '../model/entity-set';
import type { CallContext, Connection, EntityDeclaration, Key, Row } from '../provider-sdk/index';
import { partitionOf } from './caller-partition';
import type { OpenService } from './open-service';
import { bytesOf, bytesOfRows, policyOfRows } from './rows-from-cache';
import type { StoredRows } from './stored-values';

/** A set in memory, as a source that can list its rows and find them by key. */
export interface WholeSet {
  readonly entitySet: EntitySet;
  readonly connection: Pick<Connection, 'read' | 'getMany'>;
  /** When the source was asked for it. */
  readonly askedAt: number;
  /** What it depends on besides, as its provider names it. */
  readonly tags: readonly string[];
}

type Holder = Pick<OpenService, 'budget' | 'cache' | 'connection' | 'definition' | 'wholeSets'>;

/**
 * Undefined for a set that is not to be held, or not now, or is larger than that.
 *
 * @throws what the source throws when it is asked for the rows
 */
export async function wholeSet(
  entitySet: EntitySet,
  policy: CachePolicy,
  service: Holder,
  { collation }: ServiceModel,
  context: CallContext,
): Promise<WholeSet | undefined> {
  // Rows from memory count as read: more than a query may read are of no use.
  const most = Math.min(service.wholeSets.get(entitySet.name) ?? 0, service.budget.rows);
  const { connection, declaration } = entitySet;
  const tags = [setTag(connection, declaration.name), listTag(connection, declaration.name)];
  if (most === 0 || !wouldBeKept(tags, policy, service.cache)) return undefined;
  const bounds = { rows: most, bytes: service.cache.largestSet(policy.sizeClass) };
  const held = await service.cache.rows.read({
    ...partitionOf(entitySet, context),
    set: setInService(service.definition.name, entitySet.name),
    key: JSON.stringify(['whole', service.definition.name, entitySet.name]),
    tags,
    policy: policyOfRows(policy),
    signal: context.signal,
    load: (signal) =>
      readWhole(entitySet, bounds, collation, service.connection(connection), { ...context, signal }),
  });
  return held.value === tooLarge ? undefined : asSource(entitySet, held);
}

/** Otherwise each query would read all rows for itself. */
function wouldBeKept(
  tags: readonly string[],
  { ttl }: CachePolicy,
  { generations, link }: OpenService['cache'],
): boolean {
  return ttl > 0 && link.isLinked() && !generations.isQuarantined(generations.stamp(tags));
}

/** In the place of rows that are too many; it is remembered as long as they would be. */
const tooLarge: StoredRows = { rows: [], count: undefined, tags: [] };

/** One row more than may be held tells that there are too many. */
async function readWhole(
  { declaration, properties, connection: name }: EntitySet,
  most: { readonly rows: number; readonly bytes: number },
  collation: ServiceModel['collation'],
  connection: Connection,
  context: CallContext,
): Promise<Loaded<StoredRows>> {
  const columns = new Set(declaration.key);
  for (const property of properties) columnsOfProperty(property, columns);
  const query = { entity: declaration.name, columns: [...columns], orderBy: [], count: false, collation };
  const bounded = declaration.capabilities.top === true ? { ...query, top: most.rows + 1 } : query;
  const rows: Row[] = [];
  const names = new ProviderTags(name);
  for await (const page of connection.read(bounded, { ...context, tag: names.add })) {
    for (const row of page.rows) rows.push(row);
    if (rows.length > most.rows || bytesOfRows(rows) > most.bytes) {
      return { kind: 'complete', value: tooLarge, bytes: 0 };
    }
  }
  const tags = names.carried();
  const value = { rows, count: undefined, tags };
  return { kind: 'complete', value, bytes: bytesOf(value), tags };
}

function asSource(entitySet: EntitySet, { value: { rows, tags }, askedAt }: Cached<StoredRows>): WholeSet {
  const { byKey, entitySet: plain } = memoryOf(rows, entitySet);
  return {
    entitySet: plain,
    askedAt,
    tags,
    connection: {
      async *read() {
        yield { rows };
      },
      getMany: (_entity, keys) => Promise.resolve(keys.map((key) => byKey.get(JSON.stringify(key)))),
    },
  };
}

interface Memory {
  readonly byKey: ReadonlyMap<string, Row>;
  /** The set without any ability of its source but reading by key: all else is done here. */
  readonly entitySet: EntitySet;
}

/** Made once for the rows that are held, not for each query of them. */
const memories = new WeakMap<readonly Row[], Memory>();

function memoryOf(rows: readonly Row[], entitySet: EntitySet): Memory {
  const known = memories.get(rows);
  if (known !== undefined) return known;
  const { key } = entitySet.declaration;
  const made: Memory = {
    byKey: new Map(rows.map((row) => [JSON.stringify(keyIn(row, key)), row])),
    entitySet: withoutAbilities(entitySet),
  };
  memories.set(rows, made);
  return made;
}

function keyIn(row: Row, columns: EntityDeclaration['key']): Key {
  // Key columns are never null.
  return columns.map((column) => row[column]) as Key;
}

function withoutAbilities(entitySet: EntitySet): EntitySet {
  const { declaration } = entitySet;
  const columns = declaration.columns.map(({ filter: _filter, sort: _sort, ...column }) => column);
  return {
    ...entitySet,
    declaration: { ...declaration, columns, capabilities: { getMany: { maxKeys: Infinity } } },
    columns: new Map(columns.map((column) => [column.name, column])),
  };
}
