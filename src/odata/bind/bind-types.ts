/** Says of a bound expression what type it has: to people, and where an enumeration comes from. */
import type { BoundExpression } from '../../model/expression';
import { type ColumnDeclaration, typeOf } from '../../provider-sdk/index';

/** `Name (Edm.String)`, `null`, `an Edm.Int32`. */
export function typeText(expression: BoundExpression): string {
  if (expression.kind === 'literal' && expression.value === null) return 'null';
  if (expression.kind === 'property') return `${expression.property.name} (Edm.${expression.type})`;
  const type = typeOf(expression);
  return `an Edm.${type}`;
}

/** The column that gives an enumeration its members. */
export function findEnumColumn(expression: BoundExpression): ColumnDeclaration | undefined {
  if (expression.kind !== 'property' || expression.property.kind !== 'column') return undefined;
  return expression.property.column;
}
