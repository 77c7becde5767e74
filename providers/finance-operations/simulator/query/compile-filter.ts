/** Compiles a `$filter` into a test of one row, refusing what the entity cannot do. */
import { invalidQuery } from '../http/answer';
import { compileArithmetic, negate } from './compile-arithmetic';
import { compileCall } from './compile-call';
import { compileComparison } from './compile-comparison';
import { literalOperand } from './compile-literal';
import { enumLiteral, propertyOperand } from './compile-property';
import type { FilterScope } from './filter-scope';
import { type BooleanOperand, edmTypeOf, incompatible, type Operand } from './operand';
import { type Expression, type LogicalOperator, parseFilter } from './parse-filter';

/** The test that a `$filter` text means. */
export function compileFilter(text: string, scope: FilterScope): (row: number) => boolean {
  const operand = compile(parseFilter(text), scope);
  if (operand.family !== 'boolean') {
    throw invalidQuery('The $filter expression must evaluate to a single boolean value.');
  }
  return operand.read;
}

function compile(expression: Expression, scope: FilterScope): Operand {
  switch (expression.kind) {
    case 'literal':
      return literalOperand(expression.type, expression.text, scope.rules);
    case 'enum':
      return enumLiteral(expression.type, expression.member);
    case 'boolean':
      return { family: 'boolean', origin: 'constant', read: () => expression.value };
    case 'null':
      return { family: 'null', origin: 'constant' };
    case 'path':
      return propertyOperand(expression.path, scope);
    case 'call':
      return compileCall(expression.name, expression.operands, scope, compile);
    case 'not':
      return not(compile(expression.operand, scope));
    case 'negate':
      return negate(compile(expression.operand, scope));
    case 'logical':
      return logical(expression.operator, compile(expression.left, scope), compile(expression.right, scope));
    case 'comparison':
      return compileComparison(
        expression.operator,
        compile(expression.left, scope),
        compile(expression.right, scope),
        scope,
      );
    case 'arithmetic':
      return compileArithmetic(
        expression.operator,
        compile(expression.left, scope),
        compile(expression.right, scope),
      );
  }
}

function not(operand: Operand): BooleanOperand {
  if (operand.family !== 'boolean') {
    throw invalidQuery(
      'A unary operator with an incompatible type was detected. ' +
        `Found operand type '${edmTypeOf(operand)}' for operator kind 'Not'.`,
    );
  }
  const { read } = operand;
  return { ...operand, read: (row) => !read(row) };
}

function logical(operator: LogicalOperator, left: Operand, right: Operand): BooleanOperand {
  if (left.family !== 'boolean' || right.family !== 'boolean') {
    throw incompatible(left, right, operator === 'and' ? 'And' : 'Or');
  }
  const first = left.read;
  const second = right.read;
  return {
    family: 'boolean',
    origin: left.origin === 'row' ? 'row' : right.origin,
    read: operator === 'and' ? (row) => first(row) && second(row) : (row) => first(row) || second(row),
  };
}
