/** Exact decimal arithmetic on the digits of a JSON number, for re-evaluating filters. */

/** `digits × 10^-scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** Reads `-12.50` or `1.5E3`; undefined where the text is no number. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^([+-]?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (match === null) return undefined;
  const [, whole = '0', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * power(-scale), scale: 0 };
}

export function compareDecimals(left: Decimal, right: Decimal): number {
  const [a, b] = aligned(left, right);
  return a < b ? -1 : a > b ? 1 : 0;
}

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const [a, b, scale] = aligned(left, right);
  return { digits: a + b, scale };
}

export function negateDecimal(value: Decimal): Decimal {
  return { digits: -value.digits, scale: value.scale };
}

export function multiplyDecimals(left: Decimal, right: Decimal): Decimal {
  return { digits: left.digits * right.digits, scale: left.scale + right.scale };
}

/** The whole part of the quotient, towards zero, as the division of integers gives it. */
export function divideWhole(left: Decimal, right: Decimal): Decimal | undefined {
  const [a, b] = aligned(left, right);
  return b === 0n ? undefined : { digits: a / b, scale: 0 };
}

/** The remainder, with the sign of the dividend. */
export function remainder(left: Decimal, right: Decimal): Decimal | undefined {
  const [a, b, scale] = aligned(left, right);
  return b === 0n ? undefined : { digits: a % b, scale };
}

export function floorDecimal(value: Decimal): Decimal {
  const unit = power(value.scale);
  const whole = value.digits / unit;
  const below = value.digits < 0n && value.digits % unit !== 0n;
  return { digits: below ? whole - 1n : whole, scale: 0 };
}

/** Half away from zero, as OData's `round`. */
export function roundDecimal(value: Decimal): Decimal {
  const unit = power(value.scale);
  const magnitude = value.digits < 0n ? -value.digits : value.digits;
  const rounded = (magnitude * 2n + unit) / (unit * 2n);
  return { digits: value.digits < 0n ? -rounded : rounded, scale: 0 };
}

export function toNumber(value: Decimal): number {
  return Number(`${value.digits}e-${value.scale}`);
}

function aligned(left: Decimal, right: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(left.scale, right.scale);
  return [left.digits * power(scale - left.scale), right.digits * power(scale - right.scale), scale];
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
