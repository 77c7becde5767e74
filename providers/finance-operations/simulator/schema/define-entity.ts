/** Turns the compact text table of an entity file into its schema. */
import { enumerationNamed } from './enumerations';
import type { EntitySchema, NavigationSchema, PropertySchema, ScalarKind } from './entity-schema';

/** `properties` lists names after the type they have: `String: A B Decimal: C NoYes: D`. */
export interface EntityDefinition {
  readonly setName: string;
  readonly typeName: string;
  readonly aotName: string;
  readonly label?: string;
  readonly key: readonly string[];
  readonly mandatory?: readonly string[];
  /** Properties that the server alone fills. */
  readonly readOnly?: readonly string[];
  readonly dataSources: number;
  readonly firstRecordId: number;
  readonly navigations?: readonly NavigationSchema[];
  readonly properties: string;
}

const SCALAR_KINDS: ReadonlySet<string> = new Set<ScalarKind>([
  'String',
  'Int32',
  'Int64',
  'Decimal',
  'Date',
  'UtcDateTime',
  'Guid',
  'Boolean',
]);

/** Builds a schema; key properties come first, as F&O returns them. */
export function defineEntity(definition: EntityDefinition): EntitySchema {
  const declared = readTable(definition);
  const propertyOf = new Map(declared.map((property) => [property.name, property]));
  const keyProperties = definition.key.map((name) =>
    required(propertyOf.get(name), definition.setName, name),
  );
  const others = declared.filter((property) => !property.isKey);
  return {
    setName: definition.setName,
    typeName: definition.typeName,
    aotName: definition.aotName,
    label: definition.label ?? `@Simulator:${definition.typeName}`,
    keyNames: definition.key,
    properties: [...keyProperties, ...others],
    propertyOf,
    navigations: definition.navigations ?? [],
    isPerCompany: definition.key.includes('dataAreaId'),
    dataSources: definition.dataSources,
    firstRecordId: definition.firstRecordId,
  };
}

function readTable(definition: EntityDefinition): PropertySchema[] {
  const properties: PropertySchema[] = [];
  let type = '';
  for (const word of definition.properties.trim().split(/\s+/)) {
    if (word.endsWith(':')) type = word.slice(0, -1);
    else properties.push(propertyOfType(type, word, definition));
  }
  return properties;
}

function propertyOfType(type: string, name: string, definition: EntityDefinition): PropertySchema {
  const isKey = definition.key.includes(name);
  const isMandatory = isKey || (definition.mandatory?.includes(name) ?? false);
  const isReadOnly = definition.readOnly?.includes(name) ?? false;
  const property = { name, isKey, isMandatory, isReadOnly };
  return isScalarKind(type)
    ? { ...property, kind: type }
    : { ...property, kind: 'Enum', enumeration: enumerationNamed(type) };
}

function isScalarKind(type: string): type is ScalarKind {
  return SCALAR_KINDS.has(type);
}

function required<T>(found: T | undefined, setName: string, name: string): T {
  if (found === undefined) throw new Error(`${setName} has no property ${name} for its key`);
  return found;
}
