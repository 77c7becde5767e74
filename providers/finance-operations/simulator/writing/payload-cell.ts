/** Turns one value of a JSON body into a cell, refusing it with the text that Microsoft's OData library gives (inferred). */
import { invalidBody } from '../http/answer';
import { type Cell, decimal, defaultCell } from '../rows/cell';
import { edmTypeName, isNullable, NAMESPACE, type PropertySchema } from '../schema/entity-schema';

/** A scalar as it stands in the body: texts decoded, numbers digit by digit, since a double would lose some. */
export type PayloadValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

type Present = Exclude<Cell, undefined>;

const INT32 = { lowest: -2_147_483_648n, highest: 2_147_483_647n };
const INT64 = { lowest: -9_223_372_036_854_775_808n, highest: 9_223_372_036_854_775_807n };
const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
// A .NET decimal ends at 29 digits, an SQL numeric(32,6) at 26 before the point.
const DECIMAL = /^-?\d{1,26}(?:\.\d+)?$/;
const INSTANT = /^(\d{4}-\d\d-(\d\d)T\d\d:\d\d)(?::(\d\d)(?:\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)$/;
const DAY = 86_400_000;

export function payloadCell(property: PropertySchema, value: PayloadValue): Present {
  if (value.kind === 'null') return nullCell(property);
  const cell = cellOf(property, value);
  if (cell === undefined) throw notConvertible(property, value);
  return cell;
}

/** Texts and enumerations become empty; a null for a key or for any other type is refused. */
function nullCell(property: PropertySchema): Present {
  if (isNullable(property)) return defaultCell(property);
  const type = `${edmTypeName(property)}[Nullable=False]`;
  throw invalidBody(
    `A null value was found for the property named '${property.name}', which has the expected type '${type}'. ` +
      `The expected type '${type}' does not allow null values.`,
  );
}

function cellOf(property: PropertySchema, value: Exclude<PayloadValue, { kind: 'null' }>): Cell {
  switch (property.kind) {
    case 'String':
      return value.kind === 'text' ? value.text : undefined;
    case 'Guid':
      return value.kind === 'text' && GUID.test(value.text) ? value.text.toLowerCase() : undefined;
    case 'Boolean':
      return value.kind === 'boolean' ? value.value : undefined;
    case 'Int32': {
      const whole = value.kind === 'number' ? wholeNumber(value.text, INT32) : undefined;
      return whole === undefined ? undefined : Number(whole);
    }
    case 'Int64':
      return value.kind === 'number' ? wholeNumber(value.text, INT64) : undefined;
    case 'Decimal':
      return value.kind === 'number' ? decimalCell(value.text) : undefined;
    case 'UtcDateTime':
      return value.kind === 'text' ? instantOf(value.text) : undefined;
    case 'Date':
      return value.kind === 'text' ? noonOf(instantOf(value.text)) : undefined;
    case 'Enum':
      return value.kind === 'text' ? member(property, value.text) : undefined;
  }
}

function wholeNumber(text: string, { lowest, highest }: typeof INT64): bigint | undefined {
  if (!/^-?\d{1,19}$/.test(text)) return undefined;
  const whole = BigInt(text);
  return whole >= lowest && whole <= highest ? whole : undefined;
}

function decimalCell(text: string): bigint | undefined {
  const plain = /[eE]/.test(text) ? Number(text).toFixed(6) : text;
  return DECIMAL.test(plain) ? decimal(plain) : undefined;
}

/** Whole seconds. A text without a zone is none, and the 30th of February is no day. */
function instantOf(text: string): number | undefined {
  const [, minute, day, second = '00', zone = 'Z'] = INSTANT.exec(text) ?? [];
  if (minute === undefined) return undefined;
  const local = new Date(`${minute}:${second}Z`);
  if (Number.isNaN(local.getTime()) || local.getUTCDate() !== Number(day)) return undefined;
  const instant = Date.parse(`${minute}:${second}${zone}`);
  return Number.isNaN(instant) ? undefined : instant;
}

/** The day in UTC, at noon: a time with an offset can so name the day before or after. */
function noonOf(instant: number | undefined): number | undefined {
  return instant === undefined ? undefined : Math.floor(instant / DAY) * DAY + DAY / 2;
}

function member(property: Extract<PropertySchema, { kind: 'Enum' }>, text: string): string {
  if (property.enumeration.valueOf.has(text)) return text;
  throw invalidBody(
    `The value '${text}' of property '${property.name}' is not a member of '${NAMESPACE}.${property.enumeration.name}'.`,
  );
}

function notConvertible(property: PropertySchema, value: Exclude<PayloadValue, { kind: 'null' }>): Error {
  const text = value.kind === 'boolean' ? String(value.value) : value.text;
  return invalidBody(`Cannot convert the literal '${text}' to the expected type '${edmTypeName(property)}'.`);
}
