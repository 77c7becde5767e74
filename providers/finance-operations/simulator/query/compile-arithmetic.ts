/** Compiles arithmetic. F&O lists it as supported; nobody was seen using it. */
import { unsupportedQuery } from '../http/answer';
import { DECIMAL_SCALE } from '../rows/cell';
import { incompatible, type NumberOperand, type Operand } from './operand';
import type { ArithmeticOperator } from './parse-filter';

const OPERATOR_KINDS: Readonly<Record<ArithmeticOperator, string>> = {
  add: 'Add',
  sub: 'Subtract',
  mul: 'Multiply',
  div: 'Divide',
  divby: 'Divide',
  mod: 'Modulo',
};

export function compileArithmetic(
  operator: ArithmeticOperator,
  left: Operand,
  right: Operand,
): NumberOperand {
  if (left.family !== 'number' || right.family !== 'number') {
    throw incompatible(left, right, OPERATOR_KINDS[operator]);
  }
  const isWhole = isInteger(left) && isInteger(right);
  const apply = operationOf(operator, isWhole);
  return {
    family: 'number',
    origin: left.origin === 'row' ? 'row' : right.origin,
    edmType: isWhole && operator !== 'divby' ? left.edmType : 'Edm.Decimal',
    read: (row) => apply(left.read(row), right.read(row)),
  };
}

export function negate(operand: Operand): NumberOperand {
  if (operand.family !== 'number') throw unsupportedQuery();
  return {
    family: 'number',
    origin: operand.origin,
    edmType: operand.edmType,
    read: (row) => -operand.read(row),
  };
}

function operationOf(
  operator: ArithmeticOperator,
  isWhole: boolean,
): (left: bigint, right: bigint) => bigint {
  switch (operator) {
    case 'add':
      return (left, right) => left + right;
    case 'sub':
      return (left, right) => left - right;
    case 'mul':
      return (left, right) => (left * right) / DECIMAL_SCALE;
    case 'div':
      return isWhole
        ? (left, right) => (left / divisor(right)) * DECIMAL_SCALE
        : (left, right) => (left * DECIMAL_SCALE) / divisor(right);
    case 'divby':
      return (left, right) => (left * DECIMAL_SCALE) / divisor(right);
    case 'mod':
      return (left, right) => left % divisor(right);
  }
}

function divisor(value: bigint): bigint {
  if (value === 0n) throw unsupportedQuery();
  return value;
}

function isInteger(operand: NumberOperand): boolean {
  return operand.edmType === 'Edm.Int32' || operand.edmType === 'Edm.Int64';
}
