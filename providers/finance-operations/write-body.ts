/** Writes the body of a change: JSON text with each value as F&O keeps it, numbers with all their digits. */
import {
  decimalText,
  InvalidValue,
  instantOrder,
  isValueOf,
  type Row,
  type Value,
} from '../../src/provider-sdk/index';
import { emptyValueOf } from './empty-value';
import type { KnownEntity } from './entity-catalog';
import { FIRST_INSTANT, type SourceColumn } from './source-column';

/**
 * @example writeBody(customers, { CreditLimit: '12345678901234567890.5', OrganizationName: null })
 * // '{"CreditLimit":12345678901234567890.5,"OrganizationName":""}'
 *
 * @throws {InvalidValue} naming the column, for a value that F&O cannot keep in it
 */
export function writeBody({ name: entity, columns }: KnownEntity, values: Row): string {
  const members = Object.entries(values).map(([name, value]) => {
    const column = columns.get(name);
    if (column === undefined) throw new InvalidValue(`${entity} has no column ${name}.`, { column: name });
    return `${JSON.stringify(name)}:${value === null ? writeEmpty(column) : writeValue(column, value)}`;
  });
  return `{${members.join(',')}}`;
}

function writeEmpty(column: SourceColumn): string {
  const empty = emptyValueOf(column);
  if (empty !== undefined) return empty.json;
  throw new InvalidValue(`${column.name} always has a value.`, {
    column: column.name,
    safeText: 'Finance & Operations keeps no empty value in this field.',
  });
}

/** Enums by the bare name of their member (facts page 1.5); the literals of URLs are qualified. */
function writeValue(column: SourceColumn, value: Exclude<Value, null>): string {
  switch (column.kind) {
    case 'noYes':
      return value === true ? '"Yes"' : '"No"';
    case 'boolean':
      return String(value === true);
    case 'int32':
      return writeNumber(column, 'Int32', value);
    case 'int64':
      return writeNumber(column, 'Int64', value);
    case 'decimal':
      return writeNumber(column, 'Decimal', value);
    case 'day':
      return writeTime(column, `${String(value)}T12:00:00Z`);
    case 'instant':
      return writeTime(column, String(value));
    case 'text':
    case 'enum':
    case 'guid':
      return JSON.stringify(String(value));
  }
}

/** Into the text as it is: JSON.stringify would round it to a double. */
function writeNumber(
  { name }: SourceColumn,
  type: 'Int32' | 'Int64' | 'Decimal',
  value: Exclude<Value, null>,
): string {
  if (typeof value !== 'boolean' && isValueOf(type)(value)) return decimalText(value);
  throw new InvalidValue(`${name} takes a number of type ${type}.`, { column: name });
}

function writeTime({ name, isKey }: SourceColumn, instant: string): string {
  if (!isKey && instantOrder(instant) < instantOrder(FIRST_INSTANT)) {
    throw new InvalidValue(`${name} takes no time before ${FIRST_INSTANT}.`, {
      column: name,
      safeText: 'Finance & Operations takes a time before 2 January 1900 for an empty one.',
    });
  }
  return JSON.stringify(instant);
}
