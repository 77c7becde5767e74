/** Joins a service's definition with the declarations of its sources into the model that requests are bound against. */
import type { ColumnDeclaration, EntityDeclaration } from '../provider-sdk/index';
import type { EntitySetDefinition, ModelFault, PropertyDefinition, ServiceDefinition } from './definition';
import type { EntitySet, KeyProperty, LookupProperty, Property, ServiceModel } from './entity-set';
import { exposeType } from './expose-type';
import { createKeyCodec, type KeyCodec } from './key-codec';
import type { KeyPartType } from './key-part';

/** Finds what a connection declares of an entity. */
export type FindDeclaration = (connection: string, entity: string) => EntityDeclaration | undefined;

export type ModelOutcome = { readonly model: ServiceModel } | { readonly faults: readonly ModelFault[] };

/** Builds the model, or says everything that is wrong with it at once. */
export function buildModel(definition: ServiceDefinition, findDeclaration: FindDeclaration): ModelOutcome {
  const faults: ModelFault[] = [];
  const keys = new Map<string, KeyProperty>();
  const declarations = new Map<string, EntityDeclaration>();

  for (const set of definition.entitySets) {
    const declaration = findDeclaration(set.connection, set.entity);
    if (declaration === undefined) {
      faults.push({
        entitySet: set.name,
        message: `connection ${set.connection} has no entity ${set.entity}`,
      });
      continue;
    }
    declarations.set(set.name, declaration);
    const key = buildKey(set, declaration, faults);
    if (key !== undefined) keys.set(set.name, key);
  }

  const entitySets = new Map<string, EntitySet>();
  for (const set of definition.entitySets) {
    const declaration = declarations.get(set.name);
    const key = keys.get(set.name);
    if (declaration === undefined || key === undefined) continue;
    const properties = [key, ...buildProperties(set, declaration, { definition, keys, faults })];
    entitySets.set(set.name, {
      name: set.name,
      typeName: set.typeName,
      connection: set.connection,
      declaration,
      columns: new Map(declaration.columns.map((column) => [column.name, column])),
      key,
      write: set.write ?? [],
      requireIfMatch: set.requireIfMatch ?? false,
      properties,
      propertiesByName: new Map(properties.map((property) => [property.name, property])),
      ...(set.description === undefined ? {} : { description: set.description }),
    });
  }
  if (faults.length > 0) return { faults };
  const { name, namespace, profile, collation } = definition;
  return { model: { name, namespace, profile, collation, entitySets } };
}

function buildKey(
  set: EntitySetDefinition,
  declaration: EntityDeclaration,
  faults: ModelFault[],
): KeyProperty | undefined {
  const { name, from } = set.key;
  if (from.length !== declaration.key.length || !declaration.key.every((part) => from.includes(part))) {
    const message = `key must be made of the source's key columns ${declaration.key.join(', ')}, not of ${from.join(', ')}`;
    faults.push({ entitySet: set.name, property: name, message });
    return undefined;
  }
  // The source's own order, whatever order the configuration has: a row's Guid must not depend on how a list is written.
  const columns = declaration.key.flatMap((part) =>
    declaration.columns.filter((column) => column.name === part),
  );
  const codec = keyCodec(declaration, columns);
  if (codec === undefined) {
    faults.push({ entitySet: set.name, property: name, message: 'a key cannot hold an inexact number' });
    return undefined;
  }
  return {
    kind: 'key',
    name,
    type: 'Guid',
    nullable: false,
    from: columns,
    codec,
    connection: set.connection,
  };
}

function keyCodec(
  declaration: EntityDeclaration,
  columns: readonly ColumnDeclaration[],
): KeyCodec | undefined {
  const parts: KeyPartType[] = [];
  for (const { type } of columns) {
    if (type === 'Single' || type === 'Double') return undefined;
    parts.push(type);
  }
  return createKeyCodec({ identity: declaration.name, parts, version: 1 });
}

interface PropertyScope {
  readonly definition: ServiceDefinition;
  readonly keys: ReadonlyMap<string, KeyProperty>;
  readonly faults: ModelFault[];
}

function buildProperties(
  set: EntitySetDefinition,
  declaration: EntityDeclaration,
  scope: PropertyScope,
): readonly Property[] {
  if (set.properties === undefined) return exposeEverything(declaration, set.key.name, scope.definition);
  return set.properties.flatMap((property) => {
    const built =
      property.kind === 'column'
        ? buildColumn(property, declaration, scope)
        : buildLookup(property, declaration, scope);
    if (typeof built !== 'string') return [built];
    scope.faults.push({ entitySet: set.name, property: property.name, message: built });
    return [];
  });
}

function exposeEverything(
  declaration: EntityDeclaration,
  keyName: string,
  definition: ServiceDefinition,
): readonly Property[] {
  return declaration.columns.flatMap((column) => {
    const exposed = exposeType(column, definition.profile);
    if (exposed === undefined || column.name === keyName) return [];
    return [{ kind: 'column', name: column.name, nullable: true, column, ...exposed } as const];
  });
}

/** The property, or what is wrong with it. */
function buildColumn(
  property: Extract<PropertyDefinition, { kind: 'column' }>,
  declaration: EntityDeclaration,
  { definition }: PropertyScope,
): Property | string {
  const column = declaration.columns.find(({ name }) => name === property.column);
  if (column === undefined) return `entity ${declaration.name} has no column ${property.column}`;
  const exposed = exposeType(column, definition.profile);
  if (exposed === undefined) {
    return `column ${column.name} is of type ${column.type}, which Dataverse cannot map; leave it out or use profile: standard`;
  }
  // Nullable whatever the source says: a Dataverse column on a non-nullable property would have to be Business Required
  // (dataverse-client 1.1).
  return {
    kind: 'column',
    name: property.name,
    nullable: true,
    column,
    ...exposed,
    ...(property.description === undefined ? describe(column) : { description: property.description }),
  };
}

function describe(column: ColumnDeclaration): { readonly description?: string } {
  return column.description === undefined ? {} : { description: column.description };
}

function buildLookup(
  property: Extract<PropertyDefinition, { kind: 'lookup' }>,
  declaration: EntityDeclaration,
  { keys }: PropertyScope,
): LookupProperty | string {
  const target = keys.get(property.target);
  if (target === undefined) return `the service has no usable entity set ${property.target}`;
  const from: ColumnDeclaration[] = [];
  for (const [index, name] of property.from.entries()) {
    const column = declaration.columns.find((candidate) => candidate.name === name);
    if (column === undefined) return `entity ${declaration.name} has no column ${name}`;
    const part = target.from[index];
    if (part !== undefined && part.type !== column.type) {
      return `column ${name} is of type ${column.type}, but ${property.target} has ${part.type} in that place of its key`;
    }
    from.push(column);
  }
  if (from.length !== target.from.length) {
    const wanted = target.from.map(({ name }) => name).join(', ');
    return `a lookup into ${property.target} needs ${target.from.length} columns, for ${wanted}`;
  }
  const { name, description } = property;
  return {
    kind: 'lookup',
    name,
    type: 'Guid',
    nullable: true,
    from,
    target: property.target,
    codec: target.codec,
    connection: target.connection,
    ...(description === undefined ? {} : { description }),
  };
}
