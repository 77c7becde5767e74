/** What the reference evaluator calculates with, and how row values become that and back. */
import type { ColumnType, Value } from '../../src/provider-sdk/index';
import {
  readDate,
  readDuration,
  readInstant,
  readTime,
  writeDate,
  writeDuration,
  writeInstant,
  writeTime,
} from './reference-calendar';
import { type Fraction, fractionText, fractionToDouble, readFraction } from './reference-numbers';

/** A value while it is calculated with: exact numbers as fractions, everything of time in days or ticks. */
export type Computed = null | boolean | string | number | bigint | Fraction;

const exactTypes: readonly ColumnType[] = ['SByte', 'Byte', 'Int16', 'Int32', 'Int64', 'Decimal'];

export function isExact(type: ColumnType): boolean {
  return exactTypes.includes(type);
}

export function isNumber(type: ColumnType): boolean {
  return isExact(type) || type === 'Single' || type === 'Double';
}

/** Values of the other types are calculated with as they are. */
const readers = new Map<ColumnType, (text: string) => Computed | undefined>([
  ...exactTypes.map((type) => [type, readFraction] as const),
  ['Date', readDate],
  ['TimeOfDay', readTime],
  ['DateTimeOffset', readInstant],
  ['Duration', readDuration],
]);

/** What values of each type were read to be: all queries of a test ask the same rows. */
const known = new Map<ColumnType, Map<Value, Computed>>();
/** Of each type; constants of queries come and go. */
const MOST_KNOWN = 50_000;

export function load(value: Value, type: ColumnType): Computed {
  const read = readers.get(type);
  if (value === null || read === undefined) return value;
  const ofType = known.get(type) ?? new Map<Value, Computed>();
  known.set(type, ofType);
  const found = ofType.get(value);
  if (found !== undefined) return found;
  if (ofType.size >= MOST_KNOWN) ofType.clear();
  const computed = present(read(String(value)));
  ofType.set(value, computed);
  return computed;
}

export function textOf(value: bigint, type: ColumnType): string {
  switch (type) {
    case 'Date':
      return present(writeDate(value));
    case 'TimeOfDay':
      return writeTime(value);
    case 'DateTimeOffset':
      return present(writeInstant(value));
    case 'Duration':
      return writeDuration(value);
    default:
      throw new Error(`No text of ${type}`);
  }
}

/** A number of at most 15 significant digits, otherwise text. */
export function rowNumber(value: Fraction): number | string {
  const text = fractionText(value);
  const digits = text.replace(/^-|\./g, '').replace(/^0+/, '').replace(/0+$/, '');
  return digits.length <= 15 ? Number(text) : text;
}

export function double(value: Computed): number {
  return typeof value === 'number' ? value : fractionToDouble(value as Fraction);
}

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A value does not have the form of its type');
  return value;
}
