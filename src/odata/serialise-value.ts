/** Writes single values: as JSON, and as the raw text of `$value` (JSON Format 4.01, 7.1; Protocol 4.01, 11.2.4.1). */
import { type ColumnType, decimalText, type Value } from '../provider-sdk/index';
import type { ResponseFormat } from './negotiate';

/** A value that `JSON.stringify` writes as it should be. */
export type JsonValue = Value | object;

export type JsonConversion = (value: Value) => JsonValue;

/**
 * How values of a type become JSON, or undefined where they are JSON already.
 *
 * An Int64 or Decimal of many digits is text in a row and must be a JSON number with all of them, which only
 * `JSON.rawJSON` can write; with `IEEE754Compatible` it is the other way round. Decimals have no exponent in OData 4.0.
 */
export function jsonConversion(
  type: ColumnType,
  { ieee754Compatible }: Pick<ResponseFormat, 'ieee754Compatible'>,
): JsonConversion | undefined {
  switch (type) {
    case 'Int64':
    case 'Decimal':
      return ieee754Compatible ? exactText : exactNumber;
    case 'Single':
    case 'Double':
      return floatingPoint;
    case 'Boolean':
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Int32':
    case 'String':
    case 'Guid':
    case 'Date':
    case 'TimeOfDay':
    case 'DateTimeOffset':
    case 'Duration':
    case 'Enum':
      return undefined;
  }
}

/** The raw text of a value that is not null (a null is an answer without content). */
export function rawValue(value: Exclude<Value, null>, type: ColumnType): string {
  if (type === 'Int64' || type === 'Decimal') return decimalText(value as number | string);
  return typeof value === 'number' ? String(floatingPoint(value)) : String(value);
}

/** ES2025, and in every Node.js that we run on; the library types of ES2023 do not know it. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => object };

function exactText(value: Value): JsonValue {
  return value === null ? null : decimalText(value as number | string);
}

function exactNumber(value: Value): JsonValue {
  if (typeof value === 'string') return rawJSON(value);
  if (typeof value === 'number' && writesExponent(value)) return rawJSON(decimalText(value));
  return value;
}

/** Where JavaScript's own text of a number has an exponent (ECMA-262, Number::toString). */
function writesExponent(number: number): boolean {
  const size = Math.abs(number);
  return size >= 1e21 || (size < 1e-6 && size > 0);
}

function floatingPoint(value: Value): JsonValue {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'INF' : '-INF';
}
