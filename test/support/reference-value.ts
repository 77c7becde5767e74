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

export function isExact(type: ColumnType): boolean {
  return ['SByte', 'Byte', 'Int16', 'Int32', 'Int64', 'Decimal'].includes(type);
}

export function isNumber(type: ColumnType): boolean {
  return isExact(type) || type === 'Single' || type === 'Double';
}

export function load(value: Value, type: ColumnType): Computed {
  if (value === null) return null;
  if (isExact(type)) return present(readFraction(String(value)));
  switch (type) {
    case 'Date':
      return present(readDate(String(value)));
    case 'TimeOfDay':
      return present(readTime(String(value)));
    case 'DateTimeOffset':
      return present(readInstant(String(value)));
    case 'Duration':
      return present(readDuration(String(value)));
    default:
      return value;
  }
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
