/** Makes terms over the columns of a source. */
import type { RowExpression } from '../model/expression';
import type {
  ColumnDeclaration,
  ColumnReference,
  ComparisonOperator,
  Literal,
  Value,
} from '../provider-sdk/index';
import { anyOf, constant } from './logic';

export function columnOf(column: ColumnDeclaration): ColumnReference {
  return { kind: 'column', name: column.name, type: column.type };
}

/** A term. Null comparisons of a column that is never null are decided here: the source need not know them. */
export function compareColumn(
  operator: ComparisonOperator,
  column: ColumnDeclaration,
  value: Value,
): RowExpression {
  if (value === null && column.nullable === false) return constant(operator === 'ne');
  return {
    kind: 'comparison',
    operator,
    left: columnOf(column),
    right: { kind: 'literal', type: column.type, value },
  };
}

/** `column in (values)`, in the simplest form; a null among the values becomes a term of its own. */
export function columnIn(column: ColumnDeclaration, values: readonly Value[]): RowExpression {
  const distinct = [...new Set(values)];
  const present = distinct.filter((value) => value !== null);
  const [only] = present;
  const alternatives: RowExpression[] = [];
  if (present.length === 1 && only !== undefined) alternatives.push(compareColumn('eq', column, only));
  if (present.length > 1) {
    const items = present.map((value): Literal => ({ kind: 'literal', type: column.type, value }));
    alternatives.push({ kind: 'in', operand: columnOf(column), items });
  }
  if (present.length < distinct.length) alternatives.push(compareColumn('eq', column, null));
  return anyOf(alternatives);
}
