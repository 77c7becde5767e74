/** Writes single values: as JSON, and as the raw text of `$value` (JSON Format 4.01, 7.1; Protocol 4.01, 11.2.4.1). */
import { type ColumnType, decimalText, type ExactNumber, type Value } from '../provider-sdk/index';
import type { ResponseFormat } from './negotiate';
import { encodeJson, type JsonBytes } from './serialise-bytes';

/** Appends a value that is not null, in the form that {@link ColumnType} gives for its type. */
export type ValueWriter = (out: JsonBytes, value: Exclude<Value, null>) => void;

/**
 * How values of a type become JSON.
 *
 * An Int64 or Decimal of many digits is text in a row and must be a JSON number with all of them; with `IEEE754Compatible`
 * it is the other way round.
 */
export function valueWriter(
  type: ColumnType,
  { ieee754Compatible }: Pick<ResponseFormat, 'ieee754Compatible'>,
): ValueWriter {
  switch (type) {
    case 'Int64':
    case 'Decimal':
      return (ieee754Compatible ? writeExactText : writeExactNumber) as ValueWriter;
    case 'Boolean':
      return writeBoolean as ValueWriter;
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Int32':
    case 'Single':
    case 'Double':
      return writeNumber as ValueWriter;
    case 'String':
    case 'Enum':
      return writeText as ValueWriter;
    case 'Guid':
    case 'Date':
    case 'TimeOfDay':
    case 'DateTimeOffset':
    case 'Duration':
      return writePlainText as ValueWriter;
  }
}

/** The raw text of a value that is not null (a null is an answer without content). */
export function rawValue(value: Exclude<Value, null>, type: ColumnType): string {
  if (type === 'Int64' || type === 'Decimal') return decimalText(value as ExactNumber);
  return typeof value === 'number' && !Number.isFinite(value) ? wordOf(value) : String(value);
}

const yes = encodeJson('true');
const no = encodeJson('false');

function writeBoolean(out: JsonBytes, value: boolean): void {
  out.prepared(value ? yes : no);
}

function writeText(out: JsonBytes, value: string): void {
  out.string(value);
}

/** Of the types whose one form has no character that JSON escapes; that they have it was checked when they were read. */
function writePlainText(out: JsonBytes, value: string): void {
  out.plainString(value);
}

function writeExactText(out: JsonBytes, value: ExactNumber): void {
  out.plainString(decimalText(value));
}

/** Decimals have no exponent in OData 4.0. */
function writeExactNumber(out: JsonBytes, value: ExactNumber): void {
  if (typeof value === 'number' && !writesExponent(value)) out.number(value);
  else out.ascii(decimalText(value));
}

/** Where JavaScript's own text of a number has an exponent (ECMA-262, Number::toString). */
function writesExponent(number: number): boolean {
  const size = Math.abs(number);
  return size >= 1e21 || (size < 1e-6 && size > 0);
}

function writeNumber(out: JsonBytes, value: number): void {
  if (Number.isFinite(value)) out.number(value);
  else out.plainString(wordOf(value));
}

/** How OData names a number that is not finite. */
function wordOf(number: number): string {
  if (Number.isNaN(number)) return 'NaN';
  return number > 0 ? 'INF' : '-INF';
}
