/** Rewrites a normalised filter from public properties to the source's columns, wherever a column can carry the meaning. */
import type { BoundExpression, PropertyReference, RowExpression } from '../model/expression';
import type { ColumnProperty } from '../model/entity-set';
import type { ColumnReference, ComparisonOperator, Literal, Value } from '../provider-sdk/index';
import { lowerGuidComparison, type GuidRules } from './lower-guid';
import { allOf, anyOf, constant } from './logic';
import { columnIn, columnOf, compareColumn } from './row-expression';

/**
 * Every leaf that a column can stand for becomes that column. What remains a property is computed by the gateway: an
 * option value or a midnight inside an expression, a Guid compared with something else than constants.
 */
export function lower(expression: BoundExpression, rules: GuidRules): RowExpression {
  switch (expression.kind) {
    case 'property':
      return lowerReference(expression);
    case 'literal':
      return expression;
    case 'and':
      return allOf(expression.operands.map((operand) => lower(operand, rules)));
    case 'or':
      return anyOf(expression.operands.map((operand) => lower(operand, rules)));
    case 'not':
    case 'negate':
      return { ...expression, operand: lower(expression.operand, rules) };
    case 'comparison': {
      const { operator, left, right } = expression;
      const term = left.kind === 'property' && right.kind === 'literal' && operator !== 'has';
      const lowered = term ? lowerTerm(operator, left, right, rules) : undefined;
      return lowered ?? { ...expression, left: lower(left, rules), right: lower(right, rules) };
    }
    case 'in': {
      const { operand, items } = expression;
      const lowered = operand.kind === 'property' ? lowerMembership(operand, items, rules) : undefined;
      return lowered ?? { ...expression, operand: lower(operand, rules) };
    }
    case 'arithmetic':
      return { ...expression, left: lower(expression.left, rules), right: lower(expression.right, rules) };
    case 'call':
      return { ...expression, arguments: expression.arguments.map((argument) => lower(argument, rules)) };
  }
}

/** A property outside a comparison with constants: its column if that has the very same values. */
export function lowerReference(reference: PropertyReference): ColumnReference | PropertyReference {
  const { property } = reference;
  return property.kind === 'column' && property.conversion === 'same' ? columnOf(property.column) : reference;
}

type TermOperator = Exclude<ComparisonOperator, 'has'>;

function lowerTerm(
  operator: TermOperator,
  reference: PropertyReference,
  literal: Literal,
  rules: GuidRules,
): RowExpression | undefined {
  const { property } = reference;
  if (property.kind !== 'column') {
    if (operator !== 'eq' && operator !== 'ne') return undefined;
    return lowerGuidComparison(operator, { ...reference, property }, [literal], rules);
  }
  if (literal.value === null) return compareColumn(operator, property.column, null);
  switch (property.conversion) {
    case 'same':
      return lowerSame(operator, property, literal);
    case 'optionValue':
      return lowerOption(operator, property, literal);
    case 'midnight':
      return lowerMidnight(operator, property, literal);
  }
}

function lowerMembership(
  reference: PropertyReference,
  items: readonly Literal[],
  rules: GuidRules,
): RowExpression | undefined {
  const { property } = reference;
  if (property.kind !== 'column') return lowerGuidComparison('eq', { ...reference, property }, items, rules);
  if (items.some(({ type, value }) => value !== null && type !== property.type)) return undefined;
  if (property.conversion === 'same')
    return columnIn(
      property.column,
      items.map(({ value }) => value),
    );
  const terms = items.map((item) => lowerTerm('eq', reference, item, rules));
  return mergeIntoList(property, terms);
}

/** The equalities of one column, some of them impossible, as one `in`. */
function mergeIntoList(
  { column }: ColumnProperty,
  terms: readonly (RowExpression | undefined)[],
): RowExpression | undefined {
  const values: Value[] = [];
  for (const term of terms) {
    if (term === undefined) return undefined;
    if (term.kind === 'comparison' && term.right.kind === 'literal') values.push(term.right.value);
    if (term.kind === 'in') values.push(...term.items.map(({ value }) => value));
  }
  return columnIn(column, values);
}

/** A literal of another numeric type than the column stays with the gateway, which compares them exactly. */
function lowerSame(
  operator: TermOperator,
  property: ColumnProperty,
  literal: Literal,
): RowExpression | undefined {
  return literal.type === property.type ? compareColumn(operator, property.column, literal.value) : undefined;
}

/** Option values are the members' numbers, which two may share: an order of options is a list of members. */
function lowerOption(
  operator: TermOperator,
  { column }: ColumnProperty,
  literal: Literal,
): RowExpression | undefined {
  const value = literal.value;
  if (typeof value !== 'number') return undefined;
  const members = (column.members ?? []).filter((member) =>
    holds(operator === 'ne' ? 'eq' : operator, member.value, value),
  );
  const names = members.map(({ name }) => name);
  return operator === 'ne'
    ? allOf(names.map((name) => compareColumn('ne', column, name)))
    : columnIn(column, names);
}

function holds(operator: Exclude<TermOperator, 'ne'>, left: number, right: number): boolean {
  switch (operator) {
    case 'eq':
      return left === right;
    case 'gt':
      return left > right;
    case 'ge':
      return left >= right;
    case 'lt':
      return left < right;
    case 'le':
      return left <= right;
  }
}

/** A date stands for its first instant, so a bound within a day excludes that day from `ge` and includes it in `lt`. */
function lowerMidnight(
  operator: TermOperator,
  { column }: ColumnProperty,
  literal: Literal,
): RowExpression | undefined {
  if (typeof literal.value !== 'string') return undefined;
  const day = literal.value.slice(0, 10);
  const isMidnight = literal.value.slice(10) === 'T00:00:00Z';
  switch (operator) {
    case 'eq':
      return isMidnight ? compareColumn('eq', column, day) : constant(false);
    case 'ne':
      return isMidnight ? compareColumn('ne', column, day) : constant(true);
    case 'gt':
    case 'le':
      return compareColumn(operator, column, day);
    case 'ge':
      return compareColumn(isMidnight ? 'ge' : 'gt', column, day);
    case 'lt':
      return compareColumn(isMidnight ? 'lt' : 'le', column, day);
  }
}
