/** Arithmetic of the reference evaluator. */
import type { ColumnType } from '../../src/provider-sdk/index';
import { isDuration, TICKS_PER_DAY, writeDate, writeInstant } from './reference-calendar';
import {
  add,
  divide,
  type Fraction,
  fraction,
  fractionToDouble,
  multiply,
  negate,
  readFraction,
  round,
  roundToDigits,
  truncate,
} from './reference-numbers';
import { type Computed, double, isExact, isNumber } from './reference-value';

/** Of two numbers, neither null. */
export function calculate(
  operator: string,
  left: Computed,
  right: Computed,
  [leftType, rightType]: [ColumnType, ColumnType],
  type: ColumnType,
): Computed {
  if (!isExact(leftType) || !isExact(rightType) || !isExact(type)) {
    const [a, b] = [double(left), double(right)];
    return { add: a + b, sub: a - b, mul: a * b, div: a / b, divby: a / b, mod: a % b }[operator] ?? null;
  }
  const [a, b] = [left as Fraction, right as Fraction];
  if (operator === 'add') return add(a, b);
  if (operator === 'sub') return add(a, negate(b));
  if (operator === 'mul') return multiply(a, b);
  if (b.numerator === 0n) return null;
  const quotient = divide(a, b);
  if (operator === 'mod') return add(a, negate(multiply(b, truncate(quotient))));
  const isIntegral = operator === 'div' && leftType !== 'Decimal' && rightType !== 'Decimal';
  return isIntegral ? truncate(quotient) : roundToDigits(quotient, 28);
}

/** Of two values of which at least one is a date, an instant or a duration. */
export function calculateTime(
  operator: string,
  left: Computed,
  right: Computed,
  [leftType, rightType]: [ColumnType, ColumnType],
): Computed {
  if (isNumber(leftType)) return calculateTime(operator, right, left, [rightType, leftType]);
  const a = left as bigint;
  if (isNumber(rightType)) return scaleDuration(operator, a, right);
  const b = operator === 'add' ? (right as bigint) : -(right as bigint);
  if (leftType === 'Date' && rightType === 'Date') return duration((a + b) * TICKS_PER_DAY);
  if (leftType === 'Date') {
    const ticks = a * TICKS_PER_DAY + b;
    const days = ticks / TICKS_PER_DAY - (ticks % TICKS_PER_DAY < 0n ? 1n : 0n);
    return writeDate(days) === undefined ? null : days;
  }
  if (leftType === 'DateTimeOffset' && rightType === 'Duration') {
    return writeInstant(a + b) === undefined ? null : a + b;
  }
  return duration(a + b);
}

function scaleDuration(operator: string, ticks: bigint, factor: Computed): Computed {
  const exact = typeof factor === 'number' ? readFraction(String(factor)) : (factor as Fraction);
  if (exact === undefined) return null;
  if (operator === 'mul') return duration(round(multiply(fraction(ticks), exact)).numerator);
  if (exact.numerator === 0n) return null;
  return duration(round(roundToDigits(divide(fraction(ticks), exact), 28)).numerator);
}

function duration(ticks: bigint): Computed {
  return isDuration(ticks) ? ticks : null;
}

/** Rounds a double by its very value. */
export function throughFraction(value: number, change: (value: Fraction) => Fraction): number {
  if (!Number.isFinite(value)) return value;
  return fractionToDouble(change(binaryFraction(value)));
}

/** The very value of a double. */
function binaryFraction(value: number): Fraction {
  let scaled = value;
  let denominator = 1n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return fraction(BigInt(scaled), denominator);
}
