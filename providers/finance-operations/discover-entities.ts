/** Reads the columns and enums of entity sets from `/metadata`, which answers in a second where `$metadata` has 50 MB. */
import { NotFound, UpstreamContract, type EnumMember, type HttpContext } from '../../src/provider-sdk/index';
import type { DataService } from './data-service';
import { columnKindOf } from './column-kind';
import { memberOf } from './read-errors';
import type { SourceColumn, SourceEntity } from './source-column';
import { encodeOption, writeText } from './write-literal';

/** About a dozen names fit into one short URL. */
const NAMES_PER_CALL = 12;

interface PropertyMetadata {
  readonly name: string;
  readonly typeName: string;
  readonly dataType: string;
  readonly isKey: boolean;
  readonly insertable: boolean;
  readonly updatable: boolean;
}

interface EntityMetadata {
  readonly name: string;
  readonly typeName: string;
  readonly properties: readonly PropertyMetadata[];
}

/** @throws {NotFound} naming the first set that the environment does not have */
export async function discoverEntities(
  names: readonly string[],
  service: DataService,
  context: HttpContext,
): Promise<readonly SourceEntity[]> {
  const found = await readNamed('PublicEntities', 'EntitySetName', names, service, context);
  const entities = names.map((name) => {
    const metadata = found.get(name);
    if (metadata === undefined) {
      throw new NotFound(
        `F&O has no public entity set "${name}". Names are case sensitive; "IsPublic" must be Yes.`,
      );
    }
    return readEntity(name, metadata);
  });
  const enums = await discoverEnums(entities, service, context);
  return entities.map((entity) => ({
    name: entity.name,
    typeName: entity.typeName,
    columns: entity.properties.flatMap((property) => columnOf(property, enums) ?? []),
  }));
}

async function discoverEnums(
  entities: readonly EntityMetadata[],
  service: DataService,
  context: HttpContext,
): Promise<ReadonlyMap<string, readonly EnumMember[]>> {
  const names = new Set<string>();
  for (const { properties } of entities) {
    for (const property of properties) {
      const kind = columnKindOf(property.typeName, property.dataType);
      if (kind?.kind === 'enum') names.add(kind.enumName);
    }
  }
  const found = await readNamed('PublicEnumerations', 'Name', [...names], service, context);
  return new Map([...found].map(([name, metadata]) => [name, readMembers(name, metadata)]));
}

/** Several things of one kind by name, a few names at a time. `/metadata` filters better than `/data` does (facts page 1.1). */
async function readNamed(
  collection: 'PublicEntities' | 'PublicEnumerations',
  property: 'EntitySetName' | 'Name',
  names: readonly string[],
  service: DataService,
  context: HttpContext,
): Promise<ReadonlyMap<string, unknown>> {
  const found = new Map<string, unknown>();
  for (let start = 0; start < names.length; start += NAMES_PER_CALL) {
    const filter = names
      .slice(start, start + NAMES_PER_CALL)
      .map((name) => `${property} eq ${writeText(name)}`)
      .join(' or ');
    const path = `/metadata/${collection}?$filter=${encodeOption(filter)}`;
    const { body } = await service.get(path, { subject: `/metadata/${collection}` }, context);
    for (const item of arrayOf(body, 'value')) found.set(textOf(item, property), item);
  }
  return found;
}

function readEntity(name: string, metadata: unknown): EntityMetadata {
  const isReadOnly = memberOf(metadata, 'IsReadOnly') === true;
  const properties = arrayOf(metadata, 'Properties').map((property) => readProperty(property, isReadOnly));
  if (!properties.some(({ isKey }) => isKey))
    throw new UpstreamContract(`The metadata of ${name} has no key.`);
  return { name, typeName: textOf(metadata, 'Name'), properties };
}

function readProperty(property: unknown, isReadOnly: boolean): PropertyMetadata {
  return {
    name: textOf(property, 'Name'),
    typeName: textOf(property, 'TypeName'),
    dataType: textOf(property, 'DataType'),
    isKey: memberOf(property, 'IsKey') === true,
    // Absent means yes: only the restriction is said.
    insertable: !isReadOnly && memberOf(property, 'AllowEditOnCreate') !== false,
    updatable:
      !isReadOnly && memberOf(property, 'AllowEdit') !== false && memberOf(property, 'IsKey') !== true,
  };
}

function columnOf(
  { name, typeName, dataType, isKey, insertable, updatable }: PropertyMetadata,
  enums: ReadonlyMap<string, readonly EnumMember[]>,
): SourceColumn | undefined {
  const kind = columnKindOf(typeName, dataType);
  if (kind === undefined) return undefined;
  const column = { name, kind: kind.kind, isKey, insertable, updatable };
  if (kind.kind !== 'enum') return column;
  const members = enums.get(kind.enumName);
  return members === undefined ? undefined : { ...column, enumName: kind.enumName, members };
}

function readMembers(enumName: string, metadata: unknown): readonly EnumMember[] {
  return arrayOf(metadata, 'Members').map((member) => {
    const value = memberOf(member, 'Value');
    if (!Number.isInteger(value))
      throw new UpstreamContract(`A member of the enum ${enumName} has no number.`);
    return { name: textOf(member, 'Name'), value: Number(value) };
  });
}

function arrayOf(value: unknown, name: string): readonly unknown[] {
  const array = memberOf(value, name);
  if (!Array.isArray(array)) throw new UpstreamContract(`The answer of /metadata has no list "${name}".`);
  return array;
}

function textOf(value: unknown, name: string): string {
  const text = memberOf(value, name);
  if (typeof text !== 'string') throw new UpstreamContract(`The answer of /metadata has no text "${name}".`);
  return text;
}
