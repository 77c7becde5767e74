/** `cast` between primitive types (OData 4.01 URL Conventions 5.1.1.10.1): null where a value does not fit. */
import { RequestError } from '../errors';
import {
  canonicalDate,
  canonicalDuration,
  canonicalGuid,
  canonicalInstant,
  canonicalNumber,
  canonicalTimeOfDay,
  type ColumnType,
  dateOf,
  decimalText,
  type ExactNumber,
  isValueOf,
  roundExact,
  startOfDay,
  timeOf,
  type Value,
} from '../provider-sdk/index';
import { numberKind } from './number-kind';
import { lift, type Operand, type Present, type ValueOf } from './scope';

const doubleText = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const integerText = /^[+-]?\d+$/;

/** @throws {RequestError} for an Enum other than as text: its numbers are not known here */
export function compileCast(operand: Operand, target: ColumnType): ValueOf {
  if (operand.type === target) return operand.read;
  if (target === 'String') return lift(operand, textOf);
  if (target === 'Enum' || operand.type === 'Enum') {
    throw new RequestError('NotImplemented', `cast from ${operand.type} to ${target} is not available.`);
  }
  if (operand.type === 'String') return lift(operand, parsers[target]);
  if (numberKind(operand.type) !== undefined && numberKind(target) !== undefined) {
    return lift(operand, (value: ExactNumber) => castNumber(value, target));
  }
  const convert = timeCasts[`${operand.type} ${target}`];
  return convert === undefined ? () => null : lift(operand, convert);
}

/** As in a JSON payload. */
function textOf(value: Present): string {
  if (typeof value !== 'number') return String(value);
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? decimalText(value) : value > 0 ? 'INF' : '-INF';
}

const parsers: Record<Exclude<ColumnType, 'String' | 'Enum'>, (text: string) => Value> = {
  Boolean: parseBoolean,
  SByte: (text) => parseInteger(text, 'SByte'),
  Byte: (text) => parseInteger(text, 'Byte'),
  Int16: (text) => parseInteger(text, 'Int16'),
  Int32: (text) => parseInteger(text, 'Int32'),
  Int64: (text) => parseInteger(text, 'Int64'),
  Single: (text) => single(parseDouble(text)),
  Double: parseDouble,
  Decimal: (text) => canonicalNumber(text) ?? null,
  Guid: (text) => canonicalGuid(text) ?? null,
  Date: (text) => canonicalDate(text) ?? null,
  TimeOfDay: (text) => canonicalTimeOfDay(text) ?? null,
  // Without an offset it is UTC (rule 11).
  DateTimeOffset: (text) => canonicalInstant(text) ?? canonicalInstant(`${text}Z`) ?? null,
  Duration: (text) => canonicalDuration(text) ?? null,
};

const timeCasts: Record<string, (value: string) => Value> = {
  'Date DateTimeOffset': startOfDay,
  'DateTimeOffset Date': dateOf,
  'DateTimeOffset TimeOfDay': timeOf,
};

function parseBoolean(text: string): boolean | null {
  const lower = text.toLowerCase();
  return lower === 'true' || (lower === 'false' ? false : null);
}

function parseInteger(text: string, type: ColumnType): ExactNumber | null {
  const value = integerText.test(text) ? canonicalNumber(text) : undefined;
  return value !== undefined && isValueOf(type)(value) ? value : null;
}

function parseDouble(text: string): number | null {
  if (text === 'NaN') return NaN;
  if (text === 'INF') return Infinity;
  if (text === '-INF') return -Infinity;
  return doubleText.test(text) ? finite(Number(text)) : null;
}

function castNumber(value: ExactNumber, target: ColumnType): Value {
  if (target === 'Double') return Number(value);
  if (target === 'Single') return single(Number(value));
  const exact = canonicalNumber(String(value));
  if (exact === undefined || target === 'Decimal') return exact ?? null;
  const rounded = roundExact(exact);
  return isValueOf(target)(rounded) ? rounded : null;
}

/** The nearest Single; null if a finite number is too large for one. */
function single(value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return value;
  return finite(Math.fround(value));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
