/** Values with their EDM meaning (exact decimals, instants, guids) and how they compare. */
import { compareDecimals, parseDecimal, toNumber, type Decimal } from './decimal';
import { JsonNumber, sameJson, type JsonValue } from './lossless-json';
import { ordinalCollation, type TextCollation } from './text-collation';

export type TypedValue =
  | null
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'decimal'; readonly value: Decimal; readonly whole: boolean }
  | { readonly kind: 'double'; readonly value: number }
  /** Picoseconds since 1970, so that twelve fractional digits survive. */
  | { readonly kind: 'instant'; readonly picoseconds: bigint }
  /** Compared by sameness only: guids, dates, enum members. */
  | { readonly kind: 'token'; readonly token: string };

/** The meaning of a JSON value in a column of the given type; undefined where it doesn't fit the type. */
export function typedValue(type: string, value: JsonValue | undefined): TypedValue | undefined {
  if (value === null) return null;
  if (typeof value === 'boolean') return type === 'Edm.Boolean' ? { kind: 'boolean', value } : undefined;
  const written = value instanceof JsonNumber ? value.text : value;
  if (typeof written !== 'string') return undefined;
  switch (type) {
    case 'Edm.String':
      return { kind: 'text', text: written };
    case 'Edm.Int16':
    case 'Edm.Int32':
    case 'Edm.Int64':
      return decimalValue(written, true);
    case 'Edm.Decimal':
      return decimalValue(written, false);
    case 'Edm.Double':
      return { kind: 'double', value: readDouble(written) };
    case 'Edm.DateTimeOffset':
      return readInstant(written);
    default:
      return { kind: 'token', token: type === 'Edm.Guid' ? written.toLowerCase() : written };
  }
}

export function decimalValue(written: string, whole: boolean): TypedValue | undefined {
  const value = parseDecimal(written);
  return value && { kind: 'decimal', value, whole };
}

export function readDouble(written: string): number {
  if (written === 'INF') return Infinity;
  return written === '-INF' ? -Infinity : Number(written);
}

/** Reads `2026-01-31T08:30:00.1234567Z`; undefined where the text is no point in time. */
export function readInstant(written: string): TypedValue | undefined {
  const match = /^(.+T\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d)$/.exec(written);
  if (match === null) return undefined;
  const [, second = '', fraction = '', zone = ''] = match;
  const milliseconds = Date.parse(second + zone);
  if (Number.isNaN(milliseconds)) return undefined;
  return {
    kind: 'instant',
    picoseconds: BigInt(milliseconds) * 1_000_000_000n + BigInt(fraction.padEnd(12, '0')),
  };
}

/** Below, equal or above zero; undefined where the two have no order between them. */
export function compareValues(
  left: TypedValue,
  right: TypedValue,
  collation: TextCollation,
): number | undefined {
  if (left === null || right === null) return undefined;
  if (left.kind === 'text' && right.kind === 'text') return collation.compare(left.text, right.text);
  if (left.kind === 'instant' && right.kind === 'instant') return sign(left.picoseconds - right.picoseconds);
  if (left.kind === 'boolean' && right.kind === 'boolean') return Number(left.value) - Number(right.value);
  if (left.kind === 'decimal' && right.kind === 'decimal') return compareDecimals(left.value, right.value);
  if (left.kind === 'token' && right.kind === 'token') {
    return left.token < right.token ? -1 : Number(left.token > right.token);
  }
  const [a, b] = [asNumber(left), asNumber(right)];
  return a === undefined || b === undefined || Number.isNaN(a) || Number.isNaN(b) ? undefined : a - b;
}

/** Whether two JSON values of a column mean the same: `10.0` and `10`, a moment with and without its fraction. */
export function sameValue(type: string, left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (sameJson(left, right)) return true;
  const [a, b] = [typedValue(type, left), typedValue(type, right)];
  return a !== undefined && b !== undefined && compareValues(a, b, ordinalCollation) === 0;
}

/** The value as a floating-point number, where it is one. */
export function asNumber(value: TypedValue): number | undefined {
  if (value?.kind === 'double') return value.value;
  return value?.kind === 'decimal' ? toNumber(value.value) : undefined;
}

function sign(difference: bigint): number {
  return difference < 0n ? -1 : Number(difference > 0n);
}
