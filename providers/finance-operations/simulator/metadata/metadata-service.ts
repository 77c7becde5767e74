/** The `/metadata` service: entities and enumerations as JSON, with a richer `$filter` than `/data` has. */
import { allEntities } from '../entities/all-entities';
import { type Answer, invalidQuery, jsonAnswer, noRoute, noSuchRow } from '../http/answer';
import { compileFilter } from '../query/compile-filter';
import type { QueryPair } from '../query/read-options';
import { ordinal } from '../rows/collation';
import { type NewRow, Table } from '../rows/table';
import { defineEntity } from '../schema/define-entity';
import type { EntitySchema } from '../schema/entity-schema';
import { enumerations } from '../schema/enumerations';
import { describeEnumeration, describeListedEntity, describePublicEntity } from './descriptions';

/** One collection of the service: what can be filtered on, and each element as it is shown. */
interface Collection {
  readonly name: string;
  readonly elements: readonly object[];
  /** The filterable members of the elements, as rows. */
  readonly table: Table;
}

const collections: ReadonlyMap<string, () => Collection> = new Map([
  ['DataEntities', once(() => collectionOf(listedEntity, allEntities.map(describeListedEntity)))],
  ['PublicEntities', once(() => collectionOf(publicEntity, allEntities.map(describePublicEntity)))],
  [
    'PublicEnumerations',
    once(() => collectionOf(publicEnumeration, [...enumerations.values()].map(describeEnumeration))),
  ],
]);

const listedEntity = filterable('DataEntities', 'DataEntity', 'Name', [
  'String: Name PublicEntityName PublicCollectionName LabelId EntityCategory',
  'Boolean: DataServiceEnabled DataManagementEnabled IsReadOnly',
]);
const publicEntity = filterable('PublicEntities', 'PublicEntity', 'Name', [
  'String: Name EntitySetName LabelId',
  'Boolean: IsReadOnly ConfigurationEnabled',
]);
const publicEnumeration = filterable('PublicEnumerations', 'PublicEnumeration', 'Name', [
  'String: Name LabelId',
]);

/** Answers `/metadata/{path}`. */
export function metadataService(
  path: string,
  pairs: readonly QueryPair[],
  url: string,
  origin: string,
): Answer {
  const [, name = '', key] = /^(\w+)(?:\('((?:[^']|'')*)'\))?$/.exec(path) ?? [];
  const collection = collections.get(name)?.();
  if (collection === undefined) return noRoute(url);
  const context = `${origin}/Metadata/$metadata#${name}`;
  if (key === undefined) return listing(collection, new Map(pairs), context);
  return single(collection, key.replaceAll("''", "'"), context);
}

/** The key is the type name; an unknown one is 404. */
function single(collection: Collection, key: string, context: string): Answer {
  const [row] = matches(collection, (candidate) => collection.table.text('Name', candidate) === key);
  if (row === undefined) return noSuchRow();
  return jsonAnswer(JSON.stringify({ '@odata.context': `${context}/$entity`, ...collection.elements[row] }));
}

function listing(collection: Collection, options: ReadonlyMap<string, string>, context: string): Answer {
  const filter = options.get('$filter');
  const passes =
    filter === undefined ? (): boolean => true : compileFilter(filter, scopeOf(collection.table));
  const rows = matches(collection, passes);
  const skip = wholeNumber(options.get('$skip')) ?? 0;
  const shown = rows.slice(skip, skip + (wholeNumber(options.get('$top')) ?? rows.length));
  const select = options
    .get('$select')
    ?.split(',')
    .map((name) => name.trim());
  const value = shown.map((row) => projection(collection.elements[row] ?? {}, select));
  const count = options.get('$count') === 'true' ? { '@odata.count': rows.length } : {};
  return jsonAnswer(JSON.stringify({ '@odata.context': context, ...count, value }));
}

function matches(collection: Collection, passes: (row: number) => boolean): number[] {
  return collection.elements.map((_, row) => row).filter(passes);
}

function projection(element: object, select: readonly string[] | undefined): object {
  if (select === undefined) return element;
  return Object.fromEntries(Object.entries(element).filter(([name]) => select.includes(name)));
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw invalidQuery(`Invalid value '${text}'.`);
  return Number(text);
}

/** Clients use `contains()` and `tolower()` here without trouble; comparisons mind case (inferred). */
function scopeOf(table: Table): Parameters<typeof compileFilter>[1] {
  return {
    table,
    rules: ordinal,
    wildcards: false,
    isFunctionSupported: () => true,
    isVirtual: () => false,
    refusesEnums: false,
    related: () => table,
  };
}

function filterable(
  setName: string,
  typeName: string,
  key: string,
  properties: readonly string[],
): EntitySchema {
  return defineEntity({
    setName,
    typeName,
    aotName: typeName,
    key: [key],
    dataSources: 1,
    firstRecordId: 0,
    properties: properties.join(' '),
  });
}

function collectionOf(entity: EntitySchema, elements: readonly object[]): Collection {
  const table = new Table(entity);
  for (const element of elements) table.append(rowOf(entity, element));
  return { name: entity.setName, elements, table };
}

function rowOf(entity: EntitySchema, element: object): NewRow {
  return Object.fromEntries(Object.entries(element).filter(([name]) => entity.propertyOf.has(name)));
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
