/** Compiles the six comparisons: a value of the row against a constant of the same type. */
import { unsupportedQuery } from '../http/answer';
import { type TextRules, wildcardMatcher } from '../rows/collation';
import type { FilterScope } from './filter-scope';
import {
  type BooleanOperand,
  type EnumOperand,
  incompatible,
  type NumberOperand,
  type Operand,
  type TextOperand,
} from './operand';
import type { ComparisonOperator } from './parse-filter';

type Test = (row: number) => boolean;

const OPERATOR_KINDS: Readonly<Record<ComparisonOperator, string>> = {
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
};

export function compileComparison(
  operator: ComparisonOperator,
  left: Operand,
  right: Operand,
  scope: FilterScope,
): BooleanOperand {
  const origin = left.origin === 'row' ? 'row' : right.origin;
  const read = testOf(operator, left, right, scope);
  // Property against property was never seen to work (facts page 2.3).
  if (left.origin === 'row' && right.origin === 'row') throw unsupportedQuery();
  return { family: 'boolean', origin, read };
}

function testOf(operator: ComparisonOperator, left: Operand, right: Operand, scope: FilterScope): Test {
  if (left.family === 'null' || right.family === 'null') return nullTest(operator, left, right);
  if (left.family === 'text' && right.family === 'text') return textTest(operator, left, right, scope);
  if (left.family === 'number' && right.family === 'number') return numberTest(operator, left, right);
  if (left.family === 'enum' && right.family === 'enum') return enumTest(operator, left, right);
  if (left.family === 'instant' && right.family === 'instant')
    return orderTest(operator, left.read, right.read);
  if (left.family === 'guid' && right.family === 'guid') return orderTest(operator, left.read, right.read);
  if (left.family === 'boolean' && right.family === 'boolean')
    return orderTest(operator, left.read, right.read);
  throw incompatible(left, right, OPERATOR_KINDS[operator]);
}

/** No stored value is ever null: `eq null` finds nothing, `ne null` everything. */
function nullTest(operator: ComparisonOperator, left: Operand, right: Operand): Test {
  const isNull = left.family === right.family;
  return () => (operator === 'eq' ? isNull : operator === 'ne' ? !isNull : false);
}

function textTest(
  operator: ComparisonOperator,
  left: TextOperand,
  right: TextOperand,
  scope: FilterScope,
): Test {
  if (operator === 'eq' || operator === 'ne') {
    const equal = textEquality(left, right, scope);
    return operator === 'eq' ? equal : (row) => !equal(row);
  }
  const { compare } = scope.rules;
  return comparisonTest(operator, (row) => compare(left.read(row), right.read(row)));
}

function textEquality(left: TextOperand, right: TextOperand, scope: FilterScope): Test {
  const [constant, value] = left.origin === 'constant' ? [left, right] : [right, left];
  const wanted = constant.read(0);
  if (scope.wildcards && wanted.includes('*')) return wildcardTest(wanted, value, scope.rules);
  const folded = constant.readFolded(0);
  return (row) => value.readFolded(row) === folded;
}

function wildcardTest(pattern: string, value: TextOperand, rules: TextRules): Test {
  const matches = wildcardMatcher(pattern, rules);
  return (row) => matches(value.readFolded(row));
}

function numberTest(operator: ComparisonOperator, left: NumberOperand, right: NumberOperand): Test {
  const finer = left.finer ?? right.finer;
  if (finer === undefined) return orderTest(operator, left.read, right.read);
  return orderTest(operator, readAtScale(left, finer.scale), readAtScale(right, finer.scale));
}

function readAtScale(operand: NumberOperand, scale: bigint): (row: number) => bigint {
  const { finer, read } = operand;
  return finer?.scale === scale ? () => finer.value : (row) => read(row) * scale;
}

function enumTest(operator: ComparisonOperator, left: EnumOperand, right: EnumOperand): Test {
  if (left.edmType !== right.edmType) throw incompatible(left, right, OPERATOR_KINDS[operator]);
  if (operator !== 'eq' && operator !== 'ne') throw unsupportedQuery();
  return orderTest(operator, left.read, right.read);
}

function orderTest<T extends string | number | bigint | boolean>(
  operator: ComparisonOperator,
  left: (row: number) => T,
  right: (row: number) => T,
): Test {
  switch (operator) {
    case 'eq':
      return (row) => left(row) === right(row);
    case 'ne':
      return (row) => left(row) !== right(row);
    case 'gt':
      return (row) => left(row) > right(row);
    case 'ge':
      return (row) => left(row) >= right(row);
    case 'lt':
      return (row) => left(row) < right(row);
    case 'le':
      return (row) => left(row) <= right(row);
  }
}

function comparisonTest(operator: 'gt' | 'ge' | 'lt' | 'le', compare: (row: number) => number): Test {
  return orderTest(operator, compare, () => 0);
}
