/** Writes the bodies of answers that succeed: collections, entities, properties (JSON Format 4.01, 6, 11 and 12). */
import type { Property } from '../model/entity-set';
import type { Row, Value } from '../provider-sdk/index';
import type { ResponseFormat } from './negotiate';
import { typeAnnotation, typeOfValue } from './property-type';
import { encodeJson, JsonBytes } from './serialise-bytes';
import type { RowWriter } from './serialise-row';
import { valueWriter } from './serialise-value';

export interface Collection {
  readonly context: string;
  /** Given = asked for with `$count=true`. */
  readonly count?: number | undefined;
  readonly rows: readonly Row[];
  readonly writeRow: RowWriter;
  readonly nextLink?: string | undefined;
  readonly format: ResponseFormat;
}

/** The order that `odata.streaming` promises: context and count first, the next link after the rows. */
export function serialiseCollection(collection: Collection): Uint8Array {
  const { context, count, rows, writeRow, nextLink, format } = collection;
  const out = new JsonBytes();
  writeContext(out, context, format);
  if (count !== undefined) writeCount(out, count, format);
  out.prepared(valueStart);
  rows.forEach((row, index) => {
    if (index > 0) out.prepared(comma);
    const start = out.length;
    writeRow(out, row);
    out.closeObject(start);
    // Rows of a page are much alike in length.
    if (index === 0) out.reserve((out.length - start) * rows.length * 1.2);
  });
  out.prepared(arrayEnd);
  if (nextLink !== undefined) writeMember(out, '@odata.nextLink', nextLink);
  out.closeObject(0);
  return out.finish();
}

export interface SingleEntity {
  readonly context: string;
  readonly row: Row;
  readonly writeRow: RowWriter;
  readonly format: ResponseFormat;
}

export function serialiseEntity({ context, row, writeRow, format }: SingleEntity): Uint8Array {
  const out = new JsonBytes();
  writeContext(out, context, format);
  writeRow(out, row);
  out.closeObject(0);
  return out.finish();
}

export interface SingleProperty {
  readonly context: string;
  readonly property: Property;
  readonly namespace: string;
  readonly value: Value;
  readonly format: ResponseFormat;
}

/** Undefined for null: that is an answer without content, 204 (Protocol 4.01, 11.2.4). */
export function serialiseProperty(answer: SingleProperty): Uint8Array | undefined {
  const { context, property, namespace, value, format } = answer;
  if (value === null) return undefined;
  const out = new JsonBytes();
  writeContext(out, context, format);
  const type =
    format.metadata === 'full' ? typeOfValue(typeAnnotation(property, namespace), value) : undefined;
  if (type !== undefined) writeMember(out, '@odata.type', type);
  out.ascii(',"value":');
  valueWriter(property.type, format)(out, value);
  out.closeObject(0);
  return out.finish();
}

const comma = encodeJson(',');
const valueStart = encodeJson(',"value":[');
const arrayEnd = encodeJson(']');

function writeContext(out: JsonBytes, context: string, { metadata }: ResponseFormat): void {
  if (metadata !== 'none') writeMember(out, '@odata.context', context);
}

function writeCount(out: JsonBytes, count: number, { ieee754Compatible }: ResponseFormat): void {
  if (ieee754Compatible) return writeMember(out, '@odata.count', String(count));
  out.ascii(',"@odata.count":');
  out.number(count);
}

function writeMember(out: JsonBytes, name: string, text: string): void {
  out.ascii(`,"${name}":`);
  out.string(text);
}
