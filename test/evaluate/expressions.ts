/** Short ways to write expressions in the evaluator's tests. */
import type { Property } from '../../src/model/entity-set';
import type { PropertyReference, RowExpression } from '../../src/model/expression';
import type { Scope } from '../../src/evaluate/scope';
import type {
  ArithmeticOperator,
  Collation,
  ColumnReference,
  ColumnType,
  ComparisonOperator,
  FunctionName,
  Literal,
  Value,
} from '../../src/provider-sdk/index';

export function column(name: string, type: ColumnType): ColumnReference {
  return { kind: 'column', name, type };
}

export function property(name: string, type: ColumnType): PropertyReference {
  const member: Property = {
    kind: 'column',
    name,
    type,
    nullable: true,
    column: { name, type },
    conversion: 'same',
  };
  return { kind: 'property', property: member, type };
}

export function literal(type: ColumnType, value: Value): Literal {
  return { kind: 'literal', type, value };
}

export function compare(
  operator: ComparisonOperator,
  left: RowExpression,
  right: RowExpression,
): RowExpression {
  return { kind: 'comparison', operator, left, right };
}

export function and(...operands: RowExpression[]): RowExpression {
  return { kind: 'and', operands };
}

export function or(...operands: RowExpression[]): RowExpression {
  return { kind: 'or', operands };
}

export function not(operand: RowExpression): RowExpression {
  return { kind: 'not', operand };
}

export function calculate(
  operator: ArithmeticOperator,
  left: RowExpression,
  right: RowExpression,
  type: ColumnType,
): RowExpression {
  return { kind: 'arithmetic', operator, left, right, type };
}

export function call(name: FunctionName, type: ColumnType, ...operands: RowExpression[]): RowExpression {
  return { kind: 'call', function: name, arguments: operands, type };
}

/** Properties are read from the row by their names in capitals. */
export function scopeOf(collation: Collation): Scope {
  return { collation, readProperty: (read) => (row) => row[read.name.toUpperCase()] ?? null };
}
