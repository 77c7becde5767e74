/** `cast` of the reference evaluator. */
import type { ColumnType } from '../../src/provider-sdk/index';
import { readDate, readDuration, readInstant, readTime, TICKS_PER_DAY } from './reference-calendar';
import { type Fraction, fractionText, readFraction, round } from './reference-numbers';
import { type Computed, double, isExact, isNumber, present, textOf } from './reference-value';

/** Null where the value does not fit. */
export function cast(value: Computed, source: ColumnType, target: ColumnType): Computed {
  if (source === target) return value;
  if (target === 'String') return castToText(value, source);
  if (source === 'String') return castFromText(value as string, target);
  if (isNumber(source) && isNumber(target)) return castNumber(value as number | Fraction, target);
  if (source === 'Date' && target === 'DateTimeOffset') return (value as bigint) * TICKS_PER_DAY;
  if (source === 'DateTimeOffset' && target === 'Date') return (value as bigint) / TICKS_PER_DAY;
  if (source === 'DateTimeOffset' && target === 'TimeOfDay') return (value as bigint) % TICKS_PER_DAY;
  return null;
}

function castToText(value: Computed, source: ColumnType): string {
  if (typeof value === 'bigint') return textOf(value, source);
  if (typeof value === 'number') {
    const shortest = readFraction(String(value));
    if (shortest !== undefined) return fractionText(shortest);
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'INF' : '-INF';
  }
  return typeof value === 'object' && value !== null ? fractionText(value) : String(value);
}

function castFromText(text: string, target: ColumnType): Computed {
  switch (target) {
    case 'Boolean':
      return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : null;
    case 'Guid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : null;
    case 'Date':
      return readDate(text) ?? null;
    case 'TimeOfDay':
      return readTime(text) ?? null;
    case 'DateTimeOffset':
      return readInstant(text) ?? readInstant(`${text}Z`) ?? null;
    case 'Duration':
      return readDuration(text) ?? null;
    default: {
      if (['NaN', 'INF', '-INF'].includes(text)) {
        return isExact(target) ? null : Number(text.replace('INF', 'Infinity'));
      }
      const number = readFraction(text);
      if (number === undefined) return null;
      const isWrittenAsInteger = /^[+-]?[0-9]+$/.test(text);
      if (isExact(target) && target !== 'Decimal' && !isWrittenAsInteger) return null;
      return castNumber(number, target);
    }
  }
}

function castNumber(value: number | Fraction, target: ColumnType): Computed {
  if (target === 'Double') return double(value);
  if (target === 'Single') {
    const nearest = Math.fround(double(value));
    return Number.isFinite(nearest) || !Number.isFinite(double(value)) ? nearest : null;
  }
  const exact = typeof value === 'number' ? readFraction(String(value)) : value;
  if (exact === undefined) return null;
  if (target === 'Decimal') return exact;
  const rounded = round(exact);
  const [smallest, largest] = integerRange(target);
  return rounded.numerator >= smallest && rounded.numerator <= largest ? rounded : null;
}

function integerRange(type: ColumnType): [smallest: bigint, largest: bigint] {
  if (type === 'Byte') return [0n, 255n];
  const bits = { SByte: 7n, Int16: 15n, Int32: 31n, Int64: 63n }[type as string];
  const limit = 2n ** present(bits);
  return [-limit, limit - 1n];
}
