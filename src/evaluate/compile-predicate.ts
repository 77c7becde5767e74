/** Compiles a Boolean expression to a yes or no per row: a row passes only where the expression is true. */
import type { RowExpression } from '../model/expression';
import { compileValue } from './compile-value';
import type { Scope, Test } from './scope';

/**
 * Compiles once; the test is then called for each row. Where the expression is null the answer is no.
 *
 * @throws {RequestError} for an operator or function that does not take its operands' types
 */
export function compilePredicate(expression: RowExpression, scope: Scope): Test {
  return whenever(true, expression, scope);
}

/**
 * Says whether the expression is the wanted truth value. Asked like that, three-valued logic needs no third value: a
 * conjunction is true if all operands are true and false if any is false, and `not` asks for the opposite.
 */
function whenever(wanted: boolean, expression: RowExpression, scope: Scope): Test {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const tests = expression.operands.map((operand) => whenever(wanted, operand, scope));
      return (expression.kind === 'and') === wanted ? all(tests) : any(tests);
    }
    case 'not':
      return whenever(!wanted, expression.operand, scope);
    case 'column':
    case 'property':
    case 'literal':
    case 'comparison':
    case 'in':
    case 'arithmetic':
    case 'negate':
    case 'call': {
      const value = compileValue(expression, scope);
      return (row) => value(row) === wanted;
    }
  }
}

function all(tests: readonly Test[]): Test {
  return (row) => {
    for (const test of tests) if (!test(row)) return false;
    return true;
  };
}

function any(tests: readonly Test[]): Test {
  return (row) => {
    for (const test of tests) if (test(row)) return true;
    return false;
  };
}
