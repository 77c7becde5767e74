/** Compiles arithmetic: numbers exactly or as doubles, dates and durations in ticks (OData 4.01 URL Conventions 5.1.1.2). */
import { RequestError } from '../errors';
import {
  addExact,
  type ArithmeticOperator,
  type ColumnType,
  divideExact,
  type ExactNumber,
  modExact,
  multiplyExact,
  negateExact,
  quotientExact,
  subtractExact,
} from '../provider-sdk/index';
import { commonNumberKind, isIntegerType, numberKind, toDouble } from './number-kind';
import { lift, liftTwo, type Operand, type ValueOf } from './scope';
import { negateDuration, timeArithmetic } from './time-arithmetic';

/** An exact result that needs more characters than this is null: no request may make the gateway calculate with thousands of digits per row. */
const LONGEST_NUMBER = 400;

/**
 * Integers do not overflow: a result keeps every digit, whatever the type. What has no value (an exact division by zero,
 * a date after the year 9999) is null, because one row must not fail the whole query; doubles divide to INF and NaN.
 *
 * @throws {RequestError} where the operator does not take the types
 */
export function compileArithmetic(
  operator: ArithmeticOperator,
  left: Operand,
  right: Operand,
  type: ColumnType,
): ValueOf {
  if (left.constant === null || right.constant === null) return () => null;
  const kind = commonNumberKind(left.type, right.type);
  if (kind === undefined) return compileTimeArithmetic(operator, left, right);
  if (kind === 'double' || numberKind(type) === 'double') {
    const calculate = doubleArithmetic[operator];
    return liftTwo(left, right, (a: ExactNumber, b: ExactNumber) => calculate(toDouble(a), toDouble(b)));
  }
  const isIntegral = operator === 'div' && isIntegerType(left.type) && isIntegerType(right.type);
  const calculate = isIntegral ? quotientExact : exactArithmetic[operator];
  return liftTwo(left, right, (a: ExactNumber, b: ExactNumber) => bounded(calculate(a, b)));
}

function compileTimeArithmetic(operator: ArithmeticOperator, left: Operand, right: Operand): ValueOf {
  const calculate = timeArithmetic(operator, left.type, right.type);
  if (calculate === undefined) {
    throw new RequestError('InvalidType', `${operator} does not take ${left.type} and ${right.type}.`);
  }
  return liftTwo(left, right, calculate);
}

/** @throws {RequestError} where the type has no negative */
export function compileNegative(operand: Operand): ValueOf {
  switch (numberKind(operand.type)) {
    case 'exact':
      return lift(operand, negateExact);
    case 'double':
      return lift(operand, (value: number) => -value);
    case undefined:
      if (operand.type === 'Duration') return lift(operand, negateDuration);
      throw new RequestError('InvalidType', `There is no negative of ${operand.type}.`);
  }
}

const exactArithmetic: Record<
  ArithmeticOperator,
  (a: ExactNumber, b: ExactNumber) => ExactNumber | undefined
> = {
  add: addExact,
  sub: subtractExact,
  mul: multiplyExact,
  div: divideExact,
  divby: divideExact,
  mod: modExact,
};

const doubleArithmetic: Record<ArithmeticOperator, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  divby: (a, b) => a / b,
  mod: (a, b) => a % b,
};

function bounded(value: ExactNumber | undefined): ExactNumber | null {
  return value === undefined || (typeof value === 'string' && value.length > LONGEST_NUMBER) ? null : value;
}
