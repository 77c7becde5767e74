/** Writes rows of the source as the members of JSON entities. Prepared once per query, because pages are long. */
import type { EntitySet, Property } from '../model/entity-set';
import type { Row, Value } from '../provider-sdk/index';
import { entityTag } from './entity-tag';
import type { ResponseFormat } from './negotiate';
import { typeAnnotation, typeOfValue } from './property-type';
import { encodeJson, type JsonBytes } from './serialise-bytes';
import { valueWriter } from './serialise-value';

export interface RowWriterOptions {
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

/** Appends an entity's control information and properties, each with a comma before it, without the braces. */
export type RowWriter = (out: JsonBytes, row: Row) => void;

export function createRowWriter(options: RowWriterOptions): RowWriter {
  const readProperty = readingKeysOnce(options);
  const writers = [
    ...controlWriters({ ...options, readProperty }),
    ...options.select.map((property) => memberWriter(property, { ...options, readProperty })),
  ];
  return (out, row) => {
    for (const write of writers) write(out, row);
  };
}

/** The key is the dearest of the properties, and `full` writes it three times. */
function readingKeysOnce({ entitySet, readProperty }: RowWriterOptions): RowWriterOptions['readProperty'] {
  const { key } = entitySet;
  let readKey: ((row: Row) => Value) | undefined;
  return (property) => {
    if (property !== key) return readProperty(property);
    readKey ??= rememberingLast(readProperty(key));
    return readKey;
  };
}

function rememberingLast(read: (row: Row) => Value): (row: Row) => Value {
  let lastRow: Row | undefined;
  let last: Value = null;
  return (row) => {
    if (row !== lastRow) {
      last = read(row);
      lastRow = row;
    }
    return last;
  };
}

/** What stands before the properties: nothing, the ETag, or all that `full` asks for (JSON Format 4.01, 3.1). */
function controlWriters(options: RowWriterOptions): readonly RowWriter[] {
  const { entitySet, format } = options;
  switch (format.metadata) {
    case 'none':
      return [];
    case 'minimal':
      return etagWriters(entitySet);
    case 'full':
      return fullControlWriters(options);
  }
}

function etagWriters(entitySet: EntitySet): readonly RowWriter[] {
  if (entitySet.declaration.concurrencyToken === undefined) return [];
  const name = memberName('@odata.etag');
  const write: RowWriter = (out, row) => {
    const etag = entityTag(entitySet, row);
    if (etag === undefined) return;
    out.prepared(name);
    out.string(etag);
  };
  return [write];
}

/** In the order that `odata.streaming` promises: type, id and etag before everything else (JSON Format 4.01, 4.4). */
function fullControlWriters({
  entitySet,
  namespace,
  serviceRoot,
  readProperty,
}: RowWriterOptions): readonly RowWriter[] {
  const readKey = readProperty(entitySet.key);
  const type = JSON.stringify(`#${namespace}.${entitySet.typeName}`);
  const address = JSON.stringify(`${serviceRoot}${encodeURIComponent(entitySet.name)}(`).slice(0, -1);
  const typeAndId = encodeJson(`,"@odata.type":${type},"@odata.id":${address}`);
  const editLink = encodeJson(`,"@odata.editLink":${address}`);
  const end = encodeJson(')"');
  const linkWriter =
    (before: Uint8Array): RowWriter =>
    (out, row) => {
      out.prepared(before);
      out.ascii(String(readKey(row)));
      out.prepared(end);
    };
  return [linkWriter(typeAndId), ...etagWriters(entitySet), linkWriter(editLink)];
}

function memberWriter(property: Property, options: RowWriterOptions): RowWriter {
  const read = options.readProperty(property);
  const write = valueWriter(property.type, options.format);
  const { start, withNull } = membersOf(property);
  const typed = typedStart(property, options);
  const absent = options.omitNulls ? nothing : withNull;
  return (out, row) => {
    const value = read(row);
    if (value === null) return out.prepared(absent);
    out.prepared(typed === undefined ? start : (typed(value) ?? start));
    write(out, value);
  };
}

/** In `full`, the name of a member with its type before it, where JSON does not tell that. */
function typedStart(
  { name, ...property }: Property,
  { format, namespace }: RowWriterOptions,
): ((value: Value) => Uint8Array | undefined) | undefined {
  const annotation = typeAnnotation({ name, ...property }, namespace);
  const type = annotation.always ?? annotation.asText;
  if (format.metadata !== 'full' || type === undefined) return undefined;
  const typed = encodeJson(
    `,${JSON.stringify(`${name}@odata.type`)}:${JSON.stringify(type)},${JSON.stringify(name)}:`,
  );
  return (value) => (typeOfValue(annotation, value) === undefined ? undefined : typed);
}

const nothing = encodeJson('');

interface PreparedMember {
  /** `,"Name":` */
  readonly start: Uint8Array;
  /** `,"Name":null` */
  readonly withNull: Uint8Array;
}

/** Kept as long as the model is: a page of few rows would spend as much on its names as on its values. */
const preparedMembers = new WeakMap<Property, PreparedMember>();

function membersOf(property: Property): PreparedMember {
  const known = preparedMembers.get(property);
  if (known !== undefined) return known;
  const start = memberName(property.name);
  const prepared = { start, withNull: Uint8Array.of(...start, ...encodeJson('null')) };
  preparedMembers.set(property, prepared);
  return prepared;
}

function memberName(name: string): Uint8Array {
  return encodeJson(`,${JSON.stringify(name)}:`);
}
