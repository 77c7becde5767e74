/** Turns the exposed value of a property back into that of its column: members, days and narrow types again. */
import type { ColumnProperty } from '../model/entity-set';
import { type ColumnDeclaration, dateOf, isValueOf, type Value } from '../provider-sdk/index';

export type SourceValue =
  | { readonly kind: 'value'; readonly value: Value }
  /** What values the column takes, for people. */
  | { readonly kind: 'mismatch'; readonly expected: string };

/** The opposite of what a property's reader does. */
export function toSourceValue({ column, conversion }: ColumnProperty, value: Value): SourceValue {
  if (value === null) return { kind: 'value', value };
  switch (conversion) {
    case 'optionValue':
      return toMember(column, value);
    case 'midnight':
      return toDate(value);
    case 'same':
      return isValueOf(column.type)(value) && (column.type !== 'Single' || fitsSingle(value))
        ? { kind: 'value', value }
        : { kind: 'mismatch', expected: expectedOf(column) };
  }
}

function toMember({ members = [] }: ColumnDeclaration, option: Value): SourceValue {
  const member = members.find(({ value }) => value === option);
  return member === undefined
    ? { kind: 'mismatch', expected: 'one of its option values' }
    : { kind: 'value', value: member.name };
}

/** Dropping a time of day would store another day than was meant, wherever midnight is not at Greenwich. */
function toDate(instant: Value): SourceValue {
  if (typeof instant === 'string' && instant.endsWith('T00:00:00Z'))
    return { kind: 'value', value: dateOf(instant) };
  return {
    kind: 'mismatch',
    expected:
      'a day, that is 00:00:00 in UTC (tip: give the column in Dataverse the format Date Only and the behaviour Time-Zone Independent)',
  };
}

/**
 * Whether a single holds the number: rounded to as many digits, it is the same. `0.1` is, `16777217` is not; of a single
 * that lies in the middle, like 2097152.25, `2097152.2` is written as well as `2097152.3`.
 */
function fitsSingle(value: Value): boolean {
  if (typeof value !== 'number') return false;
  const single = Math.fround(value);
  if (Object.is(single, value)) return true;
  const digits = value.toExponential().replace(/e.*$|[-.]/g, '').length;
  const middle = Number(value.toExponential(digits).replace('0e', '5e'));
  return single === middle || Number(single.toPrecision(digits)) === value;
}

/** The narrow types are those that other values reach: all others were checked when they were bound. */
function expectedOf({ type }: ColumnDeclaration): string {
  switch (type) {
    case 'SByte':
      return 'an integer from -128 to 127';
    case 'Byte':
      return 'an integer from 0 to 255';
    case 'Int16':
      return 'an integer from -32768 to 32767';
    case 'Single':
      return 'a number up to 3.4e38 that need not be rounded to about 7 digits';
    case 'Boolean':
    case 'Int32':
    case 'Int64':
    case 'Double':
    case 'Decimal':
    case 'String':
    case 'Guid':
    case 'Date':
    case 'TimeOfDay':
    case 'DateTimeOffset':
    case 'Duration':
    case 'Enum':
      return `an Edm.${type}`;
  }
}
