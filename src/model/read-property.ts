/** Reads a property's value from a row of the source: checks what the source gave, and converts it to the exposed form. */
import {
  type ColumnDeclaration,
  isValueOf,
  type Row,
  UpstreamContract,
  type Value,
} from '../provider-sdk/index';
import type { ColumnProperty, Conversion, KeyProperty, LookupProperty, Property } from './entity-set';
import type { EncodedKey, KeyCodec } from './key-codec';
import type { KeyMap } from './key-map';
import { InvalidKeyPart, type KeyPart } from './key-part';

export type PropertyReader = (row: Row) => Value;

export interface PropertyReaderOptions {
  /** Learns the Guids that only it can trace back. Default: they are forgotten. */
  readonly keyMap?: Pick<KeyMap, 'remember'>;
}

/**
 * Prepares the reader of a property: make one per query, call it per row. It throws {@link UpstreamContract} for a column
 * that is absent or holds a value of another type; the value stays out of the message, which reaches logs.
 */
export function createPropertyReader(
  property: Property,
  options: PropertyReaderOptions = {},
): PropertyReader {
  switch (property.kind) {
    case 'column':
      return readColumnProperty(property);
    case 'key':
    case 'lookup':
      return readGuid(property, options);
  }
}

function readColumnProperty({ column, conversion }: ColumnProperty): PropertyReader {
  const read = readColumn(column);
  const convert = converter(column, conversion);
  if (convert === undefined) return read;
  return (row) => {
    const value = read(row);
    return value === null ? null : convert(value);
  };
}

/** The column's value as the source declares it. */
export function readColumn(column: ColumnDeclaration): PropertyReader {
  const { name } = column;
  const isValid = isValueOf(column.type);
  const nullable = column.nullable !== false;
  return (row) => {
    const value = row[name];
    if (value === null ? nullable : isValid(value)) return value as Value;
    throw new UpstreamContract(fault(column, value), { column: name });
  };
}

function fault({ name, type }: ColumnDeclaration, value: unknown): string {
  if (value === undefined) return `A row has no column ${name}.`;
  if (value === null) return `Column ${name} is null, though it is declared never to be.`;
  return `Column ${name} holds a value that is no ${type} in canonical form.`;
}

function converter(column: ColumnDeclaration, conversion: Conversion): ((value: Value) => Value) | undefined {
  switch (conversion) {
    case 'same':
      return undefined;
    case 'optionValue':
      return optionValue(column);
    case 'midnight':
      return (date) => `${String(date)}T00:00:00Z`;
  }
}

function optionValue({ name, members = [] }: ColumnDeclaration): (value: Value) => Value {
  const numbers = new Map<Value, number>(members.map((member) => [member.name, member.value]));
  return (member) => {
    const number = numbers.get(member);
    if (number !== undefined) return number;
    throw new UpstreamContract(`Column ${name} holds a member that its enumeration does not declare.`, {
      column: name,
    });
  };
}

/** A lookup without all its parts points nowhere; a key without them is a fault of the source. */
function readGuid(property: KeyProperty | LookupProperty, options: PropertyReaderOptions): PropertyReader {
  const readers = property.from.map(readColumn);
  const encode = keyEncoder(property, options);
  const guidOf = property.kind === 'lookup' ? withRecent(encode) : encode;
  return (row) => {
    const parts: KeyPart[] = [];
    for (const read of readers) {
      const part = read(row);
      if (part === null) return withoutPart(property);
      parts.push(part);
    }
    return guidOf(parts);
  };
}

function withoutPart(property: KeyProperty | LookupProperty): null {
  if (property.kind === 'lookup') return null;
  throw new UpstreamContract(`A row has no complete key ${property.name}.`);
}

type GuidOf = (parts: readonly KeyPart[]) => string;

function keyEncoder(
  { name, codec }: KeyProperty | LookupProperty,
  { keyMap }: PropertyReaderOptions,
): GuidOf {
  const { identity } = codec.scheme;
  return (parts) => {
    const { kind, guid } = encodeParts(name, codec, parts);
    if (kind === 'mapped') keyMap?.remember(identity, guid, parts);
    return guid;
  };
}

function encodeParts(name: string, codec: KeyCodec, parts: readonly KeyPart[]): EncodedKey {
  try {
    return codec.encode(parts);
  } catch (error) {
    if (!(error instanceof InvalidKeyPart)) throw error;
    throw new UpstreamContract(`The columns of ${name} hold values that make no key.`, { cause: error });
  }
}

/** How many Guids a lookup's reader keeps: many rows of a page point at few rows of another set. */
const recentGuids = 1_000;

/** Remembers Guids by the last part, the one that differs most, and makes one again where the others differ. */
function withRecent(encode: GuidOf): GuidOf {
  const recent = new Map<
    KeyPart | undefined,
    { readonly parts: readonly KeyPart[]; readonly guid: string }
  >();
  return (parts) => {
    const last = parts.at(-1);
    const known = recent.get(last);
    if (known?.parts.every((part, index) => part === parts[index]) === true) return known.guid;
    const guid = encode(parts);
    if (recent.size >= recentGuids) recent.clear();
    recent.set(last, { parts, guid });
    return guid;
  };
}
