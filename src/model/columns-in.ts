/** Finds the columns that an expression looks at. */
import type { EntitySet, Property } from './entity-set';
import type { RowExpression } from './expression';

/** Adds the columns behind a property. */
export function columnsOfProperty(property: Property, names: Set<string>): void {
  if (property.kind === 'column') names.add(property.column.name);
  else for (const column of property.from) names.add(column.name);
}

const shown = new WeakMap<EntitySet, readonly string[]>();

/** The columns of the key, and of all that some property shows. */
export function shownColumns(entitySet: EntitySet): readonly string[] {
  const known = shown.get(entitySet);
  if (known !== undefined) return known;
  const names = new Set(entitySet.declaration.key);
  for (const property of entitySet.properties) columnsOfProperty(property, names);
  const columns = [...names];
  shown.set(entitySet, columns);
  return columns;
}

/** Adds the columns in an expression, those of its computed properties included. */
export function columnsIn(expression: RowExpression, names: Set<string>): void {
  switch (expression.kind) {
    case 'column':
      names.add(expression.name);
      return;
    case 'property':
      columnsOfProperty(expression.property, names);
      return;
    case 'literal':
      return;
    case 'and':
    case 'or':
      for (const operand of expression.operands) columnsIn(operand, names);
      return;
    case 'not':
    case 'negate':
    case 'in':
      columnsIn(expression.operand, names);
      return;
    case 'comparison':
    case 'arithmetic':
      columnsIn(expression.left, names);
      columnsIn(expression.right, names);
      return;
    case 'call':
      for (const argument of expression.arguments) columnsIn(argument, names);
      return;
  }
}
