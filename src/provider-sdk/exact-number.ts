/** Numbers that lose no digit: reads, checks, compares and writes an {@link ExactNumber}. */
import type { ExactNumber } from './value';

/** Digits that every double gives back unchanged (IEEE 754 binary64). */
const NUMBER_DIGITS = 15;
/** The power of ten up to which, in both directions, a double keeps them; not far beyond it loses precision or is infinite. */
const NUMBER_MAGNITUDE = 300;
/** The power of ten up to which numbers are read at all: `1e999999999` must not become a text of that length. */
const LARGEST_MAGNITUDE = 1000;
const SAFE_LIMIT = 1e15;

const shortNumber = /^[+-]?\d+(?:\.\d+)?$/;
const anyNumber = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** `(negative ? -1 : 1) × digits × 10^exponent`; `digits` has no zero at either end and is empty for 0. */
interface Digits {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/**
 * Reads a number as JSON or OData writes it, with or without exponent: a `number` if it has at most 15 significant
 * digits, otherwise plain decimal text. Undefined if it is no number, or its first digit stands beyond 10^1000 or 10^-1000.
 *
 * @example canonicalNumber('1500.50') // 1500.5
 * @example canonicalNumber('-9223372036854775808') // '-9223372036854775808'
 * @example canonicalNumber('1.5e3') // 1500
 */
export function canonicalNumber(text: string): ExactNumber | undefined {
  // Adding 0 makes 0 of -0.
  if (text.length <= NUMBER_DIGITS && shortNumber.test(text)) return Number(text) + 0;
  const digits = readDigits(text);
  if (digits === undefined || Math.abs(magnitude(digits)) > LARGEST_MAGNITUDE) return undefined;
  return writeDigits(digits);
}

/**
 * Whether a value is an {@link ExactNumber} in its one canonical form, so that equal numbers are identical values.
 *
 * @example isExactNumber(1500.5) // true
 * @example isExactNumber('1500.5') // false: few digits, so it should be a number
 * @example isExactNumber(0.1 + 0.2) // false: 17 digits
 */
export function isExactNumber(value: unknown): value is ExactNumber {
  if (typeof value === 'number') return isShortNumber(value);
  return typeof value === 'string' && value.length > NUMBER_DIGITS && canonicalNumber(value) === value;
}

/**
 * Orders two exact numbers: negative, 0 or positive.
 *
 * @example compareExactNumbers('9223372036854775807', 5) // 1
 */
export function compareExactNumbers(a: ExactNumber, b: ExactNumber): number {
  // Rounding to a double never swaps two numbers, so doubles that differ decide; only equal ones need their digits.
  const roundedA = Number(a);
  const roundedB = Number(b);
  if (roundedA < roundedB) return -1;
  if (roundedA > roundedB) return 1;
  return a === b || (typeof a === 'number' && typeof b === 'number') ? 0 : compareDigits(a, b);
}

/**
 * Plain decimal text of an exact number: no exponent, however large or small it is.
 *
 * @example decimalText(1e21) // '1000000000000000000000'
 */
export function decimalText(value: ExactNumber): string {
  const text = String(value);
  return text.includes('e') ? plainText(digitsOf(value)) : text;
}

/** `coefficient × 10^exponent`: the form in which exact numbers are calculated with. */
export interface ScaledNumber {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** Takes an exact number apart. @throws {RangeError} for NaN, an infinity or text that is no number */
export function scaledOf(value: ExactNumber): ScaledNumber {
  if (Number.isSafeInteger(value)) return { coefficient: BigInt(value), exponent: 0 };
  const { negative, digits, exponent } = digitsOf(value);
  const coefficient = BigInt(digits);
  return { coefficient: negative ? -coefficient : coefficient, exponent };
}

/** Puts an exact number together again, in canonical form. */
export function fromScaled({ coefficient, exponent }: ScaledNumber): ExactNumber {
  const negative = coefficient < 0n;
  return writeDigits(trimmed(negative, (negative ? -coefficient : coefficient).toString(), exponent));
}

function isShortNumber(value: number): boolean {
  // The common case without making text: an integer, or a number of at most four decimals, of at most 15 digits.
  const scaled = value * 10_000;
  if (Number.isInteger(scaled) && Math.abs(scaled) < SAFE_LIMIT && scaled / 10_000 === value) return true;
  return Number.isFinite(value) && canonicalNumber(String(value)) === value;
}

function readDigits(text: string): Digits | undefined {
  const match = anyNumber.exec(text);
  if (match === null) return undefined;
  const [, sign, integral = '', fraction = '', exponent = '0'] = match;
  return trimmed(sign === '-', integral + fraction, Number(exponent) - fraction.length);
}

function digitsOf(value: ExactNumber): Digits {
  const digits = readDigits(String(value));
  if (digits === undefined) throw new RangeError('Not an exact number');
  return digits;
}

/** Cuts the zeros off both ends. Loops, because a pattern like `0+$` takes quadratic time on hostile digits. */
function trimmed(negative: boolean, text: string, exponent: number): Digits {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === 48) start++;
  while (end > start && text.charCodeAt(end - 1) === 48) end--;
  if (start === end) return { negative: false, digits: '', exponent: 0 };
  return { negative, digits: text.slice(start, end), exponent: exponent + text.length - end };
}

/** The power of ten of the first digit. */
function magnitude({ digits, exponent }: Digits): number {
  return digits.length + exponent - 1;
}

function writeDigits(number: Digits): ExactNumber {
  const { negative, digits, exponent } = number;
  if (digits === '') return 0;
  const fits = digits.length <= NUMBER_DIGITS && Math.abs(magnitude(number)) <= NUMBER_MAGNITUDE;
  return fits ? Number(`${negative ? '-' : ''}${digits}e${exponent}`) : plainText(number);
}

function plainText(number: Digits): string {
  const { negative, digits, exponent } = number;
  const sign = negative ? '-' : '';
  if (exponent >= 0) return `${sign}${digits || '0'}${'0'.repeat(exponent)}`;
  const point = magnitude(number) + 1;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function compareDigits(a: ExactNumber, b: ExactNumber): number {
  const left = digitsOf(a);
  const right = digitsOf(b);
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  const sign = left.negative ? -1 : 1;
  const difference = magnitude(left) - magnitude(right);
  if (difference !== 0) return sign * Math.sign(difference);
  // Of the same magnitude and without zeros at their ends, digits order like text.
  if (left.digits === right.digits) return 0;
  return left.digits < right.digits ? -sign : sign;
}
