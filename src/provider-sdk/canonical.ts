/** The one form of each type's values in rows: checks it, and orders the values that have it. */
import { canonicalDuration, compareDurations } from './duration';
import { compareExactNumbers, isExactNumber } from './exact-number';
import type { Collation } from './expression';
import { compareInstants, isDate, isInstant, isTimeOfDay } from './instant';
import { compareOrdinally, compareText } from './text-order';
import type { ColumnType, Value } from './value';

const LARGEST_INT64 = '9223372036854775807';
const SMALLEST_INT64 = '-9223372036854775808';
/** An integral number below this lies in the range of Int64 and is in canonical form. */
const CERTAIN_INTEGER = 1e15;

/**
 * Whether a value that is not null has the form which {@link ColumnType} gives for the type. Quick enough for every cell
 * of a page. Of an Enum only that it is a name: the members are not known here.
 *
 * @example isValueOf('Int32')(2147483648) // false
 */
export function isValueOf(type: ColumnType): (value: unknown) => boolean {
  return valueChecks[type];
}

/**
 * The order of a type's values, none of them null: negative, 0 or positive. It gives 0 exactly for equal values.
 *
 * `false` stands before `true`, NaN before all other numbers; a Guid orders as text, a Duration by its length, an Enum
 * by its members' names.
 *
 * @example ['PT1H', 'PT30M'].sort(compareValues('Duration', 'ordinal')) // ['PT30M', 'PT1H']
 */
export function compareValues(type: ColumnType, collation: Collation): (a: Value, b: Value) => number {
  return (type === 'String' ? compareText(collation) : comparisons[type]) as (a: Value, b: Value) => number;
}

/**
 * Reads a Guid of 36 characters in any case; undefined if it is none.
 *
 * @example canonicalGuid('6F9619FF-8B86-D011-B42D-00C04FC964FF') // '6f9619ff-8b86-d011-b42d-00c04fc964ff'
 */
export function canonicalGuid(text: string): string | undefined {
  if (text.length !== 36) return undefined;
  const lower = text.toLowerCase();
  return isGuid(lower) ? lower : undefined;
}

/** Whether a text is a Guid in canonical form. */
export function isGuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (let index = 0; index < 36; index++) {
    const code = text.charCodeAt(index);
    const isHyphen = index === 8 || index === 13 || index === 18 || index === 23;
    if (isHyphen ? code !== 45 : !((code >= 48 && code <= 57) || (code >= 97 && code <= 102))) return false;
  }
  return true;
}

const valueChecks: Record<ColumnType, (value: unknown) => boolean> = {
  Boolean: (value) => typeof value === 'boolean',
  SByte: (value) => isIntegerWithin(value, -128, 127),
  Byte: (value) => isIntegerWithin(value, 0, 255),
  Int16: (value) => isIntegerWithin(value, -32_768, 32_767),
  Int32: (value) => isIntegerWithin(value, -2_147_483_648, 2_147_483_647),
  Int64: isInt64,
  Single: (value) => typeof value === 'number',
  Double: (value) => typeof value === 'number',
  Decimal: isExactNumber,
  String: (value) => typeof value === 'string',
  Guid: (value) => typeof value === 'string' && isGuid(value),
  Date: (value) => typeof value === 'string' && isDate(value),
  TimeOfDay: (value) => typeof value === 'string' && isTimeOfDay(value),
  DateTimeOffset: (value) => typeof value === 'string' && isInstant(value),
  Duration: (value) => typeof value === 'string' && canonicalDuration(value) === value,
  Enum: (value) => typeof value === 'string' && value !== '',
};

function isIntegerWithin(value: unknown, smallest: number, largest: number): boolean {
  return Number.isInteger(value) && (value as number) >= smallest && (value as number) <= largest;
}

function isInt64(value: unknown): boolean {
  if (Number.isInteger(value) && Math.abs(value as number) < CERTAIN_INTEGER) return true;
  return (
    isExactNumber(value) &&
    (typeof value === 'number' ? Number.isInteger(value) : !value.includes('.')) &&
    compareExactNumbers(value, SMALLEST_INT64) >= 0 &&
    compareExactNumbers(value, LARGEST_INT64) <= 0
  );
}

const comparisons: Record<Exclude<ColumnType, 'String'>, (a: never, b: never) => number> = {
  Boolean: (a: boolean, b: boolean) => Number(a) - Number(b),
  SByte: compareNumbers,
  Byte: compareNumbers,
  Int16: compareNumbers,
  Int32: compareNumbers,
  Int64: compareExactNumbers,
  Single: compareNumbers,
  Double: compareNumbers,
  Decimal: compareExactNumbers,
  Guid: compareOrdinally,
  Date: compareOrdinally,
  TimeOfDay: compareOrdinally,
  DateTimeOffset: compareInstants,
  Duration: compareDurations,
  Enum: compareOrdinally,
};

function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b ? 0 : Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}
