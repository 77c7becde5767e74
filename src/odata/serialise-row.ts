/** Turns rows of the source into entities ready for `JSON.stringify`. Prepared once per query, because pages are long. */
import type { EntitySet, Property } from '../model/entity-set';
import type { Row, Value } from '../provider-sdk/index';
import { entityTag } from './entity-tag';
import type { ResponseFormat } from './negotiate';
import { type TypeAnnotation, typeAnnotation, typeOfValue } from './property-type';
import { type JsonConversion, type JsonValue, jsonConversion } from './serialise-value';

export interface RowSerialiserOptions {
  readonly entitySet: EntitySet;
  /** The schema namespace of the service. */
  readonly namespace: string;
  /** In the order of the answer. */
  readonly select: readonly Property[];
  readonly format: ResponseFormat;
  /** The public address of the service, with a slash at its end. */
  readonly serviceRoot: string;
  /** `Prefer: omit-values`. */
  readonly omitNulls: boolean;
  /** Makes the reader of a property; called once for each. */
  readonly readProperty: (property: Property) => (row: Row) => Value;
}

/** One entity as JSON will have it: control information and properties by name. */
export type JsonEntity = Record<string, JsonValue>;

export type RowSerialiser = (row: Row) => JsonEntity;

export function createRowSerialiser(options: RowSerialiserOptions): RowSerialiser {
  const createEntity = entityCreator(options.select);
  const writeFields = fieldsWriter(options);
  const writeControl = controlWriter(options);
  return (row) => {
    const entity = createEntity();
    writeControl?.(entity, row);
    writeFields(entity, row);
    return entity;
  };
}

type EntityWriter = (entity: JsonEntity, row: Row) => void;

/** To set `__proto__` on an ordinary object is no property; objects without prototype are slower, so only where needed. */
function entityCreator(select: readonly Property[]): () => JsonEntity {
  const isOrdinary = select.every(({ name }) => name !== '__proto__');
  return isOrdinary ? () => ({}) : () => Object.create(null) as JsonEntity;
}

/** What stands before the properties: nothing, the ETag, or all that `full` asks for (JSON Format 4.01, 3.1). */
function controlWriter(options: RowSerialiserOptions): EntityWriter | undefined {
  const { entitySet } = options;
  switch (options.format.metadata) {
    case 'none':
      return undefined;
    case 'minimal':
      return entitySet.declaration.concurrencyToken === undefined ? undefined : etagWriter(entitySet);
    case 'full':
      return fullControlWriter(options);
  }
}

function etagWriter(entitySet: EntitySet): EntityWriter {
  return (entity, row) => {
    const etag = entityTag(entitySet, row);
    if (etag !== undefined) entity['@odata.etag'] = etag;
  };
}

/** In the order that `odata.streaming` promises: type, id and etag before everything else (JSON Format 4.01, 4.4). */
function fullControlWriter(options: RowSerialiserOptions): EntityWriter {
  const { entitySet, namespace, serviceRoot, readProperty } = options;
  const readKey = readProperty(entitySet.key);
  const type = `#${namespace}.${entitySet.typeName}`;
  const address = `${serviceRoot}${encodeURIComponent(entitySet.name)}(`;
  const writeETag = etagWriter(entitySet);
  return (entity, row) => {
    const link = `${address}${String(readKey(row))})`;
    entity['@odata.type'] = type;
    entity['@odata.id'] = link;
    writeETag(entity, row);
    entity['@odata.editLink'] = link;
  };
}

interface Field {
  readonly name: string;
  readonly read: (row: Row) => JsonValue;
  readonly mayBeOmitted: boolean;
  /** The name of the type annotation. */
  readonly typeName: string;
  readonly type: TypeAnnotation;
}

function fieldsWriter(options: RowSerialiserOptions): EntityWriter {
  const fields = options.select.map((property) => fieldOf(property, options));
  if (options.format.metadata === 'full') return typedFieldsWriter(fields);
  if (options.omitNulls) return sparseFieldsWriter(fields);
  return (entity, row) => {
    for (const { name, read } of fields) entity[name] = read(row);
  };
}

function sparseFieldsWriter(fields: readonly Field[]): EntityWriter {
  return (entity, row) => {
    for (const { name, read, mayBeOmitted } of fields) {
      const value = read(row);
      if (value !== null || !mayBeOmitted) entity[name] = value;
    }
  };
}

function typedFieldsWriter(fields: readonly Field[]): EntityWriter {
  return (entity, row) => {
    for (const { name, read, mayBeOmitted, typeName, type } of fields) {
      const value = read(row);
      if (value === null && mayBeOmitted) continue;
      const annotation = typeOfValue(type, value);
      if (annotation !== undefined) entity[typeName] = annotation;
      entity[name] = value;
    }
  };
}

function fieldOf(property: Property, options: RowSerialiserOptions): Field {
  const { format, namespace, omitNulls, readProperty } = options;
  return {
    name: property.name,
    read: compose(readProperty(property), jsonConversion(property.type, format)),
    mayBeOmitted: omitNulls && property.nullable,
    typeName: `${property.name}@odata.type`,
    type: typeAnnotation(property, namespace),
  };
}

function compose(read: (row: Row) => Value, convert: JsonConversion | undefined): (row: Row) => JsonValue {
  return convert === undefined ? read : (row) => convert(read(row));
}
