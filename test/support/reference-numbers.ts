/** Exact numbers as fractions of big integers: slow and plain, and sharing no code with the product. */

export interface Fraction {
  readonly numerator: bigint;
  /** Above 0, without common divisor with the numerator. */
  readonly denominator: bigint;
}

export function fraction(numerator: bigint, denominator = 1n): Fraction {
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(absolute(numerator), absolute(denominator));
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

/** Reads JSON number text; undefined if it is none. */
export function readFraction(text: string): Fraction | undefined {
  const match = /^([+-]?)([0-9]+)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.exec(text);
  if (match === null) return undefined;
  const decimals = (match[3] ?? '.').slice(1);
  const exponent = BigInt((match[4] ?? 'e0').slice(1).replace('+', '')) - BigInt(decimals.length);
  const digits = BigInt(`${match[2] ?? ''}${decimals}`);
  const signed = match[1] === '-' ? -digits : digits;
  return exponent >= 0n ? fraction(signed * 10n ** exponent) : fraction(signed, 10n ** -exponent);
}

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function negate(a: Fraction): Fraction {
  return fraction(-a.numerator, a.denominator);
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** The exact quotient; `b` is not 0. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function compareFractions(a: Fraction, b: Fraction): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function truncate(a: Fraction): Fraction {
  return fraction(a.numerator / a.denominator);
}

export function floor(a: Fraction): Fraction {
  const whole = truncate(a);
  return compareFractions(whole, a) > 0 ? add(whole, fraction(-1n)) : whole;
}

export function ceiling(a: Fraction): Fraction {
  return negate(floor(negate(a)));
}

/** Half away from zero. */
export function round(a: Fraction): Fraction {
  const half = fraction(1n, 2n);
  return a.numerator < 0n ? negate(floor(add(negate(a), half))) : floor(add(a, half));
}

/** To so many significant digits, half away from zero. */
export function roundToDigits(a: Fraction, digits: number): Fraction {
  if (a.numerator === 0n) return a;
  const lowest = fraction(10n ** BigInt(digits - 1));
  const highest = fraction(10n ** BigInt(digits));
  const ten = fraction(10n);
  let scaled = a;
  let scale = fraction(1n);
  const size = (): Fraction => (scaled.numerator < 0n ? negate(scaled) : scaled);
  while (compareFractions(size(), lowest) < 0)
    [scaled, scale] = [multiply(scaled, ten), multiply(scale, ten)];
  while (compareFractions(size(), highest) >= 0) [scaled, scale] = [divide(scaled, ten), divide(scale, ten)];
  return divide(round(scaled), scale);
}

/** Plain decimal text of a fraction that has one. */
export function fractionText(a: Fraction): string {
  let scale = 0;
  let scaled = a;
  while (scaled.denominator !== 1n) {
    scaled = multiply(scaled, fraction(10n));
    scale++;
  }
  const digits = absolute(scaled.numerator)
    .toString()
    .padStart(scale + 1, '0');
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return a.numerator < 0n ? `-${text}` : text;
}

export function fractionToDouble(a: Fraction): number {
  return Number(fractionText(a));
}

function absolute(number: bigint): bigint {
  return number < 0n ? -number : number;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? (a === 0n ? 1n : a) : greatestCommonDivisor(b, a % b);
}
