/** What the endpoint's `$metadata` says about itself: entity sets, keys, properties, types and nullability. */
import { readWriteRights, type WriteRights } from './write-rights';
import { scanXml, type XmlElement } from './xml-scanner';

export interface PropertyModel {
  readonly name: string;
  /** `Edm.String`, or the qualified name of an enum or other type, aliases resolved. */
  readonly type: string;
  readonly nullable: boolean;
  /** Of a text column, where `$metadata` gives it as a number. */
  readonly maxLength?: number;
}

export interface TableModel {
  /** The entity set's name: Dataverse's External Collection Name. */
  readonly set: string;
  /** The qualified entity type: its last part is Dataverse's External Name. */
  readonly typeName: string;
  readonly keyNames: readonly string[];
  readonly properties: readonly PropertyModel[];
  readonly writes: WriteRights;
}

export interface ServiceModel {
  readonly version: string;
  readonly tables: readonly TableModel[];
  /** Member names of each enum type, by qualified name. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

interface TypeModel {
  readonly parent: string | undefined;
  readonly keyNames: readonly string[];
  readonly properties: readonly PropertyModel[];
}

/** Reads an EDMX document. Throws an Error where it isn't one. */
export function readServiceModel(text: string): ServiceModel {
  const root = scanXml(text);
  if (root.name !== 'Edmx') throw new Error(`the root element is <${root.name}>, not <Edmx>`);
  const schemas = childrenOf(childrenOf([root], 'DataServices'), 'Schema');
  const resolve = aliasResolver(schemas);
  const types = new Map<string, TypeModel>();
  const enums = new Map<string, readonly string[]>();
  for (const schema of schemas) {
    const namespace = attribute(schema, 'Namespace');
    for (const type of childrenOf([schema], 'EntityType')) {
      types.set(`${namespace}.${attribute(type, 'Name')}`, readType(type, resolve));
    }
    for (const type of childrenOf([schema], 'EnumType')) {
      const members = childrenOf([type], 'Member').map((member) => attribute(member, 'Name'));
      enums.set(`${namespace}.${attribute(type, 'Name')}`, members);
    }
  }
  const sets = childrenOf(childrenOf(schemas, 'EntityContainer'), 'EntitySet');
  const apart = childrenOf(schemas, 'Annotations');
  const tables = sets.map((set) => ({
    ...readTable(set, types, resolve),
    writes: readWriteRights(annotationsOf(set, apart)),
  }));
  return { version: root.attributes.get('Version') ?? '', tables, enums };
}

/** The single key of a table that has passed the model's checks. */
export function keyOf(table: TableModel): string {
  const [name = ''] = table.keyNames;
  return name;
}

export function propertyOf(table: TableModel, name: string): PropertyModel | undefined {
  return table.properties.find((property) => property.name === name);
}

/**
 * The column that Dataverse would use as primary name. Metadata doesn't say which, so: `Name`, else a text
 * column whose name ends so, else the first text column.
 */
export function primaryNameOf(table: TableModel): string | undefined {
  const texts = table.properties.filter((property) => property.type === 'Edm.String').map(({ name }) => name);
  return texts.find((name) => name === 'Name') ?? texts.find((name) => name.endsWith('Name')) ?? texts[0];
}

function readTable(
  set: XmlElement,
  types: ReadonlyMap<string, TypeModel>,
  resolve: (name: string) => string,
): Omit<TableModel, 'writes'> {
  const typeName = resolve(attribute(set, 'EntityType'));
  const lineage: TypeModel[] = [];
  let type = types.get(typeName);
  while (type !== undefined && !lineage.includes(type)) {
    lineage.unshift(type);
    type = type.parent === undefined ? undefined : types.get(type.parent);
  }
  return {
    set: attribute(set, 'Name'),
    typeName,
    keyNames: lineage.flatMap((each) => each.keyNames),
    properties: lineage.flatMap((each) => each.properties),
  };
}

function readType(type: XmlElement, resolve: (name: string) => string): TypeModel {
  const parent = type.attributes.get('BaseType');
  return {
    parent: parent === undefined ? undefined : resolve(parent),
    keyNames: childrenOf(childrenOf([type], 'Key'), 'PropertyRef').map((key) => attribute(key, 'Name')),
    properties: childrenOf([type], 'Property').map((property) => readProperty(property, resolve)),
  };
}

function readProperty(property: XmlElement, resolve: (name: string) => string): PropertyModel {
  const maxLength = Number(property.attributes.get('MaxLength'));
  return {
    name: attribute(property, 'Name'),
    type: resolve(attribute(property, 'Type')),
    nullable: property.attributes.get('Nullable') !== 'false',
    ...(maxLength > 0 && { maxLength }),
  };
}

/** They stand inside the entity set, or apart with its path as their target. */
function annotationsOf(set: XmlElement, apart: readonly XmlElement[]): readonly XmlElement[] {
  const path = `/${attribute(set, 'Name')}`;
  const targeted = apart.filter((each) => each.attributes.get('Target')?.endsWith(path));
  return childrenOf([set, ...targeted], 'Annotation');
}

function aliasResolver(schemas: readonly XmlElement[]): (name: string) => string {
  const namespaces = new Map<string, string>();
  for (const schema of schemas) {
    const alias = schema.attributes.get('Alias');
    if (alias !== undefined) namespaces.set(alias, attribute(schema, 'Namespace'));
  }
  return (name) => {
    const dot = name.lastIndexOf('.');
    const namespace = namespaces.get(name.slice(0, Math.max(dot, 0)));
    return namespace === undefined ? name : `${namespace}${name.slice(dot)}`;
  };
}

function childrenOf(parents: readonly XmlElement[], name: string): readonly XmlElement[] {
  return parents.flatMap((parent) => parent.children.filter((child) => child.name === name));
}

function attribute(element: XmlElement, name: string): string {
  const value = element.attributes.get(name);
  if (value === undefined) throw new Error(`<${element.name}> has no ${name} attribute`);
  return value;
}
