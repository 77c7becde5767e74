/** Judges one JSON value against the EDM type of its column. */
import { JsonNumber, showJson, type JsonValue } from './lossless-json';
import type { PropertyModel } from './service-model';

const wholeNumber = /^-?\d+$/;
const decimalNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const guidText = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const utcInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,12})?)?Z$/;

/** What is wrong with a value, or undefined where nothing is. `wideAsText` is the answer's IEEE754Compatible. */
export function valueFault(
  property: PropertyModel,
  value: JsonValue,
  wideAsText: boolean,
): string | undefined {
  if (value === null) return undefined;
  const expected = mismatch(property.type, value, wideAsText);
  return expected && `${property.name} is ${showJson(value)}, expected ${expected}`;
}

function mismatch(type: string, value: JsonValue, wideAsText: boolean): string | undefined {
  switch (type) {
    case 'Edm.Boolean':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'Edm.Int32':
      return isWhole(value, -(2n ** 31n), 2n ** 31n) ? undefined : 'a whole number of 32 bits';
    case 'Edm.Int64':
      return isWhole(unwrapped(value, wideAsText), -(2n ** 63n), 2n ** 63n)
        ? undefined
        : wide('whole number', wideAsText);
    case 'Edm.Decimal':
      return isNumber(unwrapped(value, wideAsText)) ? undefined : wide('decimal number', wideAsText);
    case 'Edm.Double':
      return isNumber(value) || value === 'INF' || value === '-INF' || value === 'NaN'
        ? undefined
        : 'a number';
    case 'Edm.String':
      return typeof value === 'string' ? undefined : 'text';
    case 'Edm.Guid':
      return typeof value === 'string' && guidText.test(value) ? undefined : 'a Guid of 36 characters';
    case 'Edm.DateTimeOffset':
      return isInstant(value) ? undefined : 'a date and time in UTC that ends in Z';
    default:
      // Enum members travel as text; types that Dataverse can't map are the model's fault, not the value's.
      return typeof value === 'string' || !type.startsWith('Edm.') ? undefined : 'text';
  }
}

/** A wide number written as text, where the answer says that it writes them so. */
function unwrapped(value: JsonValue, wideAsText: boolean): JsonValue {
  if (!wideAsText) return value;
  return typeof value === 'string' ? new JsonNumber(value) : null;
}

function wide(what: string, wideAsText: boolean): string {
  return wideAsText
    ? `a ${what} as text (IEEE754Compatible=true)`
    : `a ${what}, not text (no IEEE754Compatible)`;
}

function isWhole(value: JsonValue, least: bigint, beyond: bigint): boolean {
  if (!(value instanceof JsonNumber) || !wholeNumber.test(value.text)) return false;
  const number = BigInt(value.text);
  return number >= least && number < beyond;
}

function isNumber(value: JsonValue): boolean {
  return value instanceof JsonNumber && decimalNumber.test(value.text);
}

function isInstant(value: JsonValue): boolean {
  return (
    typeof value === 'string' && utcInstant.test(value) && !Number.isNaN(Date.parse(value.slice(0, 16) + 'Z'))
  );
}
