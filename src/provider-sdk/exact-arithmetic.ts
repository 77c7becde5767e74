/** Calculates with exact numbers, digit for digit. */
import { fromScaled, type ScaledNumber, scaledOf } from './exact-number';
import type { ExactNumber } from './value';

/** Significant digits of a quotient: as many as a .NET or SQL Server decimal has. */
const QUOTIENT_DIGITS = 28;
/** Below this an integer has at most 15 digits, so that a `number` is its canonical form. */
const NUMBER_LIMIT = 1e15;

/**
 * The sum, exactly.
 *
 * @example addExact(0.1, 0.2) // 0.3
 */
export function addExact(a: ExactNumber, b: ExactNumber): ExactNumber {
  if (isSmallInteger(a) && isSmallInteger(b)) {
    const sum = a + b;
    if (isSmallInteger(sum)) return sum;
  }
  const [left, right, exponent] = aligned(a, b);
  return fromScaled({ coefficient: left + right, exponent });
}

/**
 * The difference, exactly.
 *
 * @example subtractExact('9223372036854775807', 1) // '9223372036854775806'
 */
export function subtractExact(a: ExactNumber, b: ExactNumber): ExactNumber {
  return addExact(a, negateExact(b));
}

/**
 * The product, exactly.
 *
 * @example multiplyExact(1.1, 1.1) // 1.21
 */
export function multiplyExact(a: ExactNumber, b: ExactNumber): ExactNumber {
  if (isSmallInteger(a) && isSmallInteger(b)) {
    const product = a * b;
    // A product this small was not rounded; adding 0 makes 0 of -0.
    if (isSmallInteger(product)) return product + 0;
  }
  const left = scaledOf(a);
  const right = scaledOf(b);
  return fromScaled({
    coefficient: left.coefficient * right.coefficient,
    exponent: left.exponent + right.exponent,
  });
}

/**
 * The quotient to at most 28 significant digits, half rounded away from zero; undefined if `b` is 0.
 *
 * @example divideExact(10, 4) // 2.5
 * @example divideExact(2, 3) // '0.6666666666666666666666666667'
 */
export function divideExact(a: ExactNumber, b: ExactNumber): ExactNumber | undefined {
  if (b === 0) return undefined;
  const left = scaledOf(a);
  const right = scaledOf(b);
  const missing = QUOTIENT_DIGITS + 1 + digitCount(right.coefficient) - digitCount(left.coefficient);
  const shift = Math.max(missing, 0);
  const coefficient = (left.coefficient * powerOfTen(shift)) / right.coefficient;
  return fromScaled(toDigits({ coefficient, exponent: left.exponent - right.exponent - shift }));
}

/**
 * The integral quotient, cut towards zero; undefined if `b` is 0.
 *
 * @example quotientExact(-7, 2) // -3
 */
export function quotientExact(a: ExactNumber, b: ExactNumber): ExactNumber | undefined {
  if (b === 0) return undefined;
  if (isSmallInteger(a) && isSmallInteger(b)) return Math.trunc(a / b) + 0;
  const [left, right] = aligned(a, b);
  return fromScaled({ coefficient: left / right, exponent: 0 });
}

/**
 * What {@link quotientExact} leaves over: it has the sign of `a`; undefined if `b` is 0.
 *
 * @example modExact(-7, 2) // -1
 */
export function modExact(a: ExactNumber, b: ExactNumber): ExactNumber | undefined {
  if (b === 0) return undefined;
  if (isSmallInteger(a) && isSmallInteger(b)) return (a % b) + 0;
  const [left, right, exponent] = aligned(a, b);
  return fromScaled({ coefficient: left % right, exponent });
}

/**
 * The number with the other sign; 0 stays 0.
 *
 * @example negateExact('9223372036854775808') // '-9223372036854775808'
 */
export function negateExact(value: ExactNumber): ExactNumber {
  if (typeof value === 'number') return 0 - value;
  return value.startsWith('-') ? value.slice(1) : `-${value}`;
}

/**
 * The nearest integer, half rounded away from zero (OData 4.01 URL Conventions 5.1.1.9.1).
 *
 * @example roundExact(-2.5) // -3
 */
export function roundExact(value: ExactNumber): ExactNumber {
  // A canonical number of at most 15 digits lies nearer to its own decimals than to any other integer or half.
  if (typeof value === 'number') return roundNumber(value);
  return integral(value, (quotient, rest, unit) => quotient + (2n * rest) / unit);
}

/**
 * The next integer downwards.
 *
 * @example floorExact(-2.5) // -3
 */
export function floorExact(value: ExactNumber): ExactNumber {
  if (typeof value === 'number') return Math.floor(value);
  return integral(value, (quotient, rest) => (rest < 0n ? quotient - 1n : quotient));
}

/**
 * The next integer upwards.
 *
 * @example ceilingExact(-2.5) // -2
 */
export function ceilingExact(value: ExactNumber): ExactNumber {
  if (typeof value === 'number') return Math.ceil(value) + 0;
  return integral(value, (quotient, rest) => (rest > 0n ? quotient + 1n : quotient));
}

/**
 * Rounds a double, half away from zero; NaN and infinities stay what they are.
 *
 * @example roundNumber(0.49999999999999994) // 0
 */
export function roundNumber(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole + 0;
}

function isSmallInteger(value: ExactNumber): value is number {
  return Number.isInteger(value) && Math.abs(value as number) < NUMBER_LIMIT;
}

/** Both coefficients on the smaller of the two exponents. */
function aligned(a: ExactNumber, b: ExactNumber): [left: bigint, right: bigint, exponent: number] {
  const left = scaledOf(a);
  const right = scaledOf(b);
  const exponent = Math.min(left.exponent, right.exponent);
  return [
    left.coefficient * powerOfTen(left.exponent - exponent),
    right.coefficient * powerOfTen(right.exponent - exponent),
    exponent,
  ];
}

function integral(
  value: ExactNumber,
  settle: (quotient: bigint, rest: bigint, unit: bigint) => bigint,
): ExactNumber {
  const { coefficient, exponent } = scaledOf(value);
  if (exponent >= 0) return value;
  const unit = powerOfTen(-exponent);
  return fromScaled({ coefficient: settle(coefficient / unit, coefficient % unit, unit), exponent: 0 });
}

/** Rounds half away from zero. The first digit cut off decides, so a quotient that was cut itself rounds right. */
function toDigits({ coefficient, exponent }: ScaledNumber): ScaledNumber {
  const excess = digitCount(coefficient) - QUOTIENT_DIGITS;
  if (excess <= 0) return { coefficient, exponent };
  const unit = powerOfTen(excess);
  const rounded = coefficient / unit + (2n * (coefficient % unit)) / unit;
  return { coefficient: rounded, exponent: exponent + excess };
}

function digitCount(coefficient: bigint): number {
  return (coefficient < 0n ? -coefficient : coefficient).toString().length;
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
