/** Makes the nodes of expressions over rows, simplified as they are made. */
import type { RowExpression } from '../model/expression';
import type {
  ColumnDeclaration,
  ColumnReference,
  ComparisonOperator,
  Literal,
  Value,
} from '../provider-sdk/index';
import { isConstant } from './normalise';

export function constant(value: boolean): Literal {
  return { kind: 'literal', type: 'Boolean', value };
}

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

/** Flattened, without `true`; `false` if one operand is. Only for filters, where null and false are one. */
export function allOf(operands: readonly RowExpression[]): RowExpression {
  const flat: RowExpression[] = [];
  for (const operand of operands) {
    if (isConstant(operand, false)) return constant(false);
    if (operand.kind === 'and') flat.push(...operand.operands);
    else if (!isConstant(operand, true)) flat.push(operand);
  }
  const [first] = flat;
  if (first === undefined) return constant(true);
  return flat.length === 1 ? first : { kind: 'and', operands: flat };
}

/** Flattened, without `false`; `true` if one operand is. Only for filters, where null and false are one. */
export function anyOf(operands: readonly RowExpression[]): RowExpression {
  const flat: RowExpression[] = [];
  for (const operand of operands) {
    if (isConstant(operand, true)) return constant(true);
    if (operand.kind === 'or') flat.push(...operand.operands);
    else if (!isConstant(operand, false)) flat.push(operand);
  }
  const [first] = flat;
  if (first === undefined) return constant(false);
  return flat.length === 1 ? first : { kind: 'or', operands: flat };
}
