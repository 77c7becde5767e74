/** Evaluates beforehand what no row can change: `1 add 1` becomes `2`, `true and x` becomes `x`. */
import type { PropertyReference, RowExpression } from '../model/expression';
import {
  type Collation,
  type ColumnReference,
  type Conjunction,
  type Disjunction,
  type Expression,
  isValueOf,
  type Literal,
  typeOf,
} from '../provider-sdk/index';
import { compileValue } from './compile-value';
import type { Scope } from './scope';

type RowLeaf = ColumnReference | PropertyReference;

/**
 * Where the expression stands. `filter`: a row passes only where it is true, so null may become false. `value`: null and
 * false differ.
 */
export type Position = 'filter' | 'value';

/**
 * Folds the constants of an expression. For every row its value stays the same; as a filter it passes the same rows.
 *
 * @throws {RequestError} for a constant part whose operator or function does not take its operands' types
 */
export function foldConstants<Leaf extends RowLeaf>(
  expression: Expression<Leaf>,
  collation: Collation,
  position: Position,
): Expression<Leaf> {
  // No leaf is asked for its value, and none is added: the result holds leaves of the expression only.
  const scope: Scope = { collation, readProperty: () => () => null };
  return fold(expression, scope, position) as Expression<Leaf>;
}

function fold(expression: RowExpression, scope: Scope, position: Position): RowExpression {
  const folded = foldNode(expression, scope, position);
  const isNull = position === 'filter' && isLiteral(folded) && folded.value === null;
  return isNull ? booleanLiteral(false) : folded;
}

function foldNode(expression: RowExpression, scope: Scope, position: Position): RowExpression {
  const part = (operand: RowExpression): RowExpression => fold(operand, scope, 'value');
  switch (expression.kind) {
    case 'column':
    case 'property':
    case 'literal':
      return expression;
    case 'and':
    case 'or':
      return foldConnective(expression, scope, position);
    case 'comparison':
    case 'arithmetic': {
      const left = part(expression.left);
      const right = part(expression.right);
      return settle({ ...expression, left, right }, [left, right], scope);
    }
    case 'not':
    case 'in':
    case 'negate': {
      const operand = part(expression.operand);
      return settle({ ...expression, operand }, [operand], scope);
    }
    case 'call': {
      const operands = expression.arguments.map(part);
      return settle({ ...expression, arguments: operands }, operands, scope);
    }
  }
}

/** An `or` with true is true, and false adds nothing to it; an `and` the other way round. */
function foldConnective(
  expression: Conjunction<RowLeaf> | Disjunction<RowLeaf>,
  scope: Scope,
  position: Position,
): RowExpression {
  const { kind } = expression;
  const decisive = kind === 'or';
  const operands: RowExpression[] = [];
  for (const operand of expression.operands) {
    const folded = fold(operand, scope, position);
    if (!isLiteral(folded)) {
      // What collapsed to the same connective joins this one.
      operands.push(...(folded.kind === kind ? folded.operands : [folded]));
    } else if (folded.value === decisive) {
      return folded;
    } else if (folded.value === null && !operands.some(isLiteral)) {
      operands.push(folded);
    }
  }
  const [first, second] = operands;
  if (first === undefined) return booleanLiteral(!decisive);
  return second === undefined ? first : { kind, operands };
}

/** The value as a literal if all parts are literals. A value outside of its type (`Int32` overflow) stays unevaluated: a literal must have its type's form. */
function settle(expression: RowExpression, parts: readonly RowExpression[], scope: Scope): RowExpression {
  if (!parts.every(isLiteral)) return expression;
  const type = typeOf(expression);
  const value = compileValue(expression, scope)({});
  return value === null || isValueOf(type)(value) ? { kind: 'literal', type, value } : expression;
}

function isLiteral(expression: RowExpression): expression is Literal {
  return expression.kind === 'literal';
}

function booleanLiteral(value: boolean): Literal {
  return { kind: 'literal', type: 'Boolean', value };
}
