/** Evaluates a remote query's filter on one row, node by node: the plainest reading of the contract. */
import {
  type Collation,
  compareValues,
  type Comparison,
  type Expression,
  foldCase,
  type Row,
  typeOf,
  UnsupportedQuery,
  type Value,
} from '../../src/provider-sdk/index';

/** True, false, or null where OData's three-valued logic has no answer. */
export function evaluateTerm(expression: Expression, row: Row, collation: Collation): boolean | null {
  switch (expression.kind) {
    case 'and':
      return all(expression.operands.map((operand) => evaluateTerm(operand, row, collation)));
    case 'or':
      return negate(all(expression.operands.map((operand) => negate(evaluateTerm(operand, row, collation)))));
    case 'not':
      return negate(evaluateTerm(expression.operand, row, collation));
    case 'comparison':
      return compare(expression, row, collation);
    case 'in':
      return expression.items.some((item) =>
        compare(
          { kind: 'comparison', operator: 'eq', left: expression.operand, right: item },
          row,
          collation,
        ),
      );
    case 'call':
      return searchText(
        expression.function,
        expression.arguments.map((argument) => valueOf(argument, row)),
        collation,
      );
    case 'column':
    case 'literal':
    case 'arithmetic':
    case 'negate':
      throw undeclared(expression.kind);
  }
}

function all(values: readonly (boolean | null)[]): boolean | null {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}

function negate(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

function valueOf(expression: Expression, row: Row): Value {
  if (expression.kind === 'column') return row[expression.name] ?? null;
  if (expression.kind === 'literal') return expression.value;
  throw undeclared(expression.kind);
}

function compare({ operator, left, right }: Comparison, row: Row, collation: Collation): boolean {
  const a = valueOf(left, row);
  const b = valueOf(right, row);
  if (operator === 'has') return a !== null && b !== null && hasFlags(String(a), String(b));
  if (a === null || b === null) return compareWithNull(operator, a === b);
  // NaN is equal to nothing and in order with nothing.
  if (Number.isNaN(a) || Number.isNaN(b)) return operator === 'ne';
  const order = compareValues(typeOf(left), collation)(a, b);
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
  }
}

function compareWithNull(operator: Exclude<Comparison['operator'], 'has'>, bothNull: boolean): boolean {
  return operator === 'ne'
    ? !bothNull
    : bothNull && (operator === 'eq' || operator === 'ge' || operator === 'le');
}

function hasFlags(value: string, wanted: string): boolean {
  const names = value.split(',');
  return wanted.split(',').every((name) => names.includes(name));
}

function searchText(name: string, [text, needle]: readonly Value[], collation: Collation): boolean | null {
  if (typeof text !== 'string' || typeof needle !== 'string') return null;
  const fold = (value: string): string => (collation === 'ignoreCase' ? foldCase(value) : value);
  switch (name) {
    case 'contains':
      return fold(text).includes(fold(needle));
    case 'startswith':
      return fold(text).startsWith(fold(needle));
    case 'endswith':
      return fold(text).endsWith(fold(needle));
    default:
      throw undeclared(name);
  }
}

function undeclared(what: string): UnsupportedQuery {
  return new UnsupportedQuery(`The memory provider declares no ${what}.`);
}
