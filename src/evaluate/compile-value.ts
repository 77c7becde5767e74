/** Compiles an expression to a function of a row that gives its value, null for unknown. */
import type { PropertyReference, RowExpression } from '../model/expression';
import { type ColumnReference, type Comparison, typeOf } from '../provider-sdk/index';
import { compileArithmetic, compileNegative } from './arithmetic';
import { compileComparison, compileHas, compileMembership } from './comparison';
import { compileFunction } from './functions';
import type { Operand, Scope, ValueOf } from './scope';

/**
 * Compiles once; the function is then called for each row.
 *
 * @throws {RequestError} for an operator or function that does not take its operands' types
 */
export function compileValue(expression: RowExpression, scope: Scope): ValueOf {
  switch (expression.kind) {
    case 'column':
      return readColumn(expression.name);
    case 'property':
      return scope.readProperty(expression.property);
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'comparison':
      return compileComparisonValue(expression, scope);
    case 'in':
      return compileMembership(compileOperand(expression.operand, scope), expression.items, scope.collation);
    case 'and':
      return compileConnective(expression.operands, false, scope);
    case 'or':
      return compileConnective(expression.operands, true, scope);
    case 'not': {
      const operand = compileValue(expression.operand, scope);
      return (row) => {
        const value = operand(row);
        return value === null ? null : value === false;
      };
    }
    case 'arithmetic':
      return compileArithmetic(
        expression.operator,
        compileOperand(expression.left, scope),
        compileOperand(expression.right, scope),
        expression.type,
      );
    case 'negate':
      return compileNegative(compileOperand(expression.operand, scope));
    case 'call':
      return compileFunction(
        expression.function,
        expression.arguments.map((argument) => compileOperand(argument, scope)),
        expression.type,
        scope.collation,
      );
  }
}

function compileComparisonValue(
  { operator, left, right }: Comparison<ColumnReference | PropertyReference>,
  scope: Scope,
): ValueOf {
  const leftOperand = compileOperand(left, scope);
  const rightOperand = compileOperand(right, scope);
  if (operator === 'has') return compileHas(leftOperand, rightOperand);
  return compileComparison(operator, leftOperand, rightOperand, scope.collation);
}

function compileOperand(expression: RowExpression, scope: Scope): Operand {
  return {
    type: typeOf(expression),
    read: compileValue(expression, scope),
    constant: expression.kind === 'literal' ? expression.value : undefined,
  };
}

function readColumn(name: string): ValueOf {
  return (row) => row[name] ?? null;
}

/** `and` is decided by a false, `or` by a true; otherwise one null makes it null. */
function compileConnective(operands: readonly RowExpression[], decisive: boolean, scope: Scope): ValueOf {
  const values = operands.map((operand) => compileValue(operand, scope));
  return (row) => {
    let unknown = false;
    for (const valueOf of values) {
      const value = valueOf(row);
      if (value === decisive) return decisive;
      if (value === null) unknown = true;
    }
    return unknown ? null : !decisive;
  };
}
