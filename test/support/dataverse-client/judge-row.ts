/** Judges one row: its columns, its types, its nulls, its annotations. */
import type { Check } from './check';
import type { Exchange } from './http-caller';
import { isIeee754Compatible } from './judge-answer';
import { valueFault } from './judge-value';
import { showJson, type JsonObject, type JsonValue } from './lossless-json';
import type { ServiceAddress } from './service-address';
import { keyOf, propertyOf, type TableModel } from './service-model';

/** A row that came back: its key, lower case, and its columns without annotations. */
export interface Row {
  readonly key: string;
  readonly values: ReadonlyMap<string, JsonValue>;
}

export interface RowExpectation {
  readonly table: TableModel;
  readonly address: ServiceAddress;
  /** The columns asked for; all of them where undefined. */
  readonly select: readonly string[] | undefined;
}

/** Judges a row and reads it; undefined where it has no usable key. */
export function judgeRow(
  check: Check,
  exchange: Exchange,
  body: JsonObject,
  expected: RowExpectation,
): Row | undefined {
  const values = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(body)) {
    if (name.includes('@')) judgeAnnotation(check, exchange, name, value, expected);
    else values.set(name, value);
  }
  judgeColumns(check, exchange, values, expected);
  const key = values.get(keyOf(expected.table));
  if (typeof key === 'string') return { key: key.toLowerCase(), values };
  check.fail('key', `a row has ${showJson(key)} as its key ${keyOf(expected.table)}`, exchange);
  return undefined;
}

function judgeColumns(
  check: Check,
  exchange: Exchange,
  values: ReadonlyMap<string, JsonValue>,
  { table, select }: RowExpectation,
): void {
  const wideAsText = isIeee754Compatible(exchange);
  const wanted = new Set(select ?? table.properties.map(({ name }) => name));
  for (const [name, value] of values) {
    const property = propertyOf(table, name);
    if (property === undefined) {
      check.fail('select', `column ${name} is not in $metadata`, exchange);
      continue;
    }
    if (!wanted.has(name) && !table.keyNames.includes(name)) {
      check.fail('select', `column ${name} came back without having been selected`, exchange);
    }
    if (value === null && !property.nullable) {
      check.fail('null', `${name} is null, though $metadata says Nullable="false"`, exchange);
    }
    const fault = valueFault(property, value, wideAsText);
    if (fault !== undefined) check.fail('type', fault, exchange);
  }
  for (const name of wanted) {
    if (!values.has(name)) check.fail('select', `column ${name} is missing from a row`, exchange);
  }
}

const linkAnnotation = /@odata\.(id|editLink|readLink|navigationLink|associationLink|mediaReadLink)$/;

function judgeAnnotation(
  check: Check,
  exchange: Exchange,
  name: string,
  value: JsonValue,
  { table, address }: RowExpectation,
): void {
  if (linkAnnotation.test(name)) {
    const fault = typeof value === 'string' ? address.linkFault(value) : 'is no text';
    if (fault !== undefined) check.fail('link', `${name} ${showJson(value)} ${fault}`, exchange);
  }
  if (name === '@odata.type' && (typeof value !== 'string' || !value.endsWith(`#${table.typeName}`))) {
    check.fail('type', `@odata.type is ${showJson(value)}, expected "#${table.typeName}"`, exchange);
  }
  const annotated = name.endsWith('@odata.type')
    ? propertyOf(table, name.slice(0, -'@odata.type'.length))
    : undefined;
  if (annotated === undefined) return;
  const expected = `#${annotated.type.replace(/^Edm\./, '')}`;
  if (value !== expected)
    check.fail('type', `${name} is ${showJson(value)}, expected "${expected}"`, exchange);
}
