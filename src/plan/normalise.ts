/**
 * Brings a filter into negation normal form, in which every `not` stands before a single boolean function: only then can
 * its parts be sent to a source one by one. Null decides each step, so each rule says why it may be applied.
 */
import type { BoundExpression, PropertyReference } from '../model/expression';
import { allOf, anyOf, constant } from './logic';
import type { Comparison, ComparisonOperator, Literal, Membership } from '../provider-sdk/index';

/** The same rows pass before and after; the value of a subexpression may change from null to false. */
export function normalise(filter: BoundExpression): BoundExpression {
  return whereTrue(filter);
}

/** `null` counts as false here: at the top, and below `and` and `or` as far as no `not` intervenes. */
function whereTrue(expression: BoundExpression): BoundExpression {
  switch (expression.kind) {
    case 'and':
      return allOf(expression.operands.map(whereTrue));
    case 'or':
      return disjunction(expression.operands.map(whereTrue));
    case 'not':
      return whereFalse(expression.operand);
    case 'comparison':
      return comparisonTrue(turn(expression));
    case 'property':
      return isTrue(expression, true);
    case 'literal':
      return constant(expression.value === true);
    case 'in':
    case 'arithmetic':
    case 'negate':
    case 'call':
      return expression;
  }
}

/** True exactly where the expression is false, so not where it is null. */
function whereFalse(expression: BoundExpression): BoundExpression {
  switch (expression.kind) {
    // A conjunction is false as soon as one operand is, a disjunction when all are; null does not disturb either.
    case 'and':
      return disjunction(expression.operands.map(whereFalse));
    case 'or':
      return allOf(expression.operands.map(whereFalse));
    case 'not':
      return whereTrue(expression.operand);
    case 'comparison':
      return comparisonFalse(turn(expression));
    case 'in':
      return allOf(expression.items.map((item) => compare('ne', expression.operand, item)));
    case 'property':
      return isTrue(expression, false);
    case 'literal':
      return constant(expression.value === false);
    case 'arithmetic':
    case 'negate':
    case 'call':
      return { kind: 'not', operand: expression };
  }
}

function comparisonTrue(comparison: Comparison<PropertyReference>): BoundExpression {
  const { operator, left, right } = comparison;
  if (right.kind !== 'literal') return comparison;
  if (right.value === null) return comparisonWithNull(comparison, right);
  if (
    operator === 'eq' &&
    typeof right.value === 'boolean' &&
    left.kind !== 'property' &&
    right.type === 'Boolean'
  ) {
    return right.value ? whereTrue(left) : whereFalse(left);
  }
  return comparison;
}

/** `ge` and `le` are true of two nulls, as `eq` is; `gt` and `lt` never are (URL Conventions 5.1.1.1). */
function comparisonWithNull(comparison: Comparison<PropertyReference>, literal: Literal): BoundExpression {
  switch (comparison.operator) {
    case 'ge':
    case 'le':
      return compare('eq', comparison.left, literal);
    case 'gt':
    case 'lt':
      return constant(false);
    case 'eq':
    case 'ne':
    case 'has':
      return comparison;
  }
}

const OPPOSITE = { gt: 'le', ge: 'lt', lt: 'ge', le: 'gt' } as const;

function comparisonFalse(comparison: Comparison<PropertyReference>): BoundExpression {
  const { operator, left, right } = comparison;
  switch (operator) {
    // Both are never null, so each is the other's negation.
    case 'eq':
      return comparisonTrue(compare('ne', left, right));
    case 'ne':
      return comparisonTrue(compare('eq', left, right));
    case 'has':
      return { kind: 'not', operand: comparison };
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le': {
      if (right.kind === 'literal' && right.value === null) return orderWithNullFalse(operator, left, right);
      const simple = left.kind === 'property' && right.kind === 'literal';
      // NaN is neither above nor below anything, so for floats the opposite is no negation.
      if (!simple || left.type === 'Double' || left.type === 'Single')
        return { kind: 'not', operand: comparison };
      return disjunction([
        compare(OPPOSITE[operator], left, right),
        compare('eq', left, { ...right, value: null }),
      ]);
    }
  }
}

/** The negation of {@link comparisonWithNull}: an order with null is never null itself. */
function orderWithNullFalse(
  operator: 'gt' | 'ge' | 'lt' | 'le',
  left: BoundExpression,
  literal: Literal,
): BoundExpression {
  return operator === 'gt' || operator === 'lt' ? constant(true) : compare('ne', left, literal);
}

const MIRROR = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const;

/** Puts the constant on the right. */
function turn(comparison: Comparison<PropertyReference>): Comparison<PropertyReference> {
  const { operator, left, right } = comparison;
  if (operator === 'has' || left.kind !== 'literal' || right.kind === 'literal') return comparison;
  return compare(MIRROR[operator], right, left);
}

function isTrue(property: PropertyReference, value: boolean): BoundExpression {
  return compare('eq', property, constant(value));
}

function compare(
  operator: ComparisonOperator,
  left: BoundExpression,
  right: BoundExpression,
): Comparison<PropertyReference> {
  return { kind: 'comparison', operator, left, right };
}

function disjunction(operands: readonly BoundExpression[]): BoundExpression {
  const flat = anyOf(operands);
  return flat.kind === 'or' ? anyOf(mergeEqualities(flat.operands)) : flat;
}

/** `A eq 1 or A eq 2 or A in (3)` is `A in (1,2,3)`: Dataverse writes lists so (dataverse-client 2.3). */
function mergeEqualities(operands: readonly BoundExpression[]): readonly BoundExpression[] {
  const lists = new Map<object, Map<Literal['value'], Literal>>();
  const merged: BoundExpression[] = [];
  for (const operand of operands) {
    const equality = asEquality(operand);
    if (equality === undefined) {
      merged.push(operand);
      continue;
    }
    const { reference, items } = equality;
    let list = lists.get(reference.property);
    if (list === undefined) {
      list = new Map();
      lists.set(reference.property, list);
      merged.push(reference);
    }
    for (const item of items) list.set(item.value, item);
  }
  return merged.map((operand) => {
    if (operand.kind !== 'property') return operand;
    const items = [...(lists.get(operand.property)?.values() ?? [])];
    const [only] = items;
    if (only !== undefined && items.length === 1) return compare('eq', operand, only);
    return { kind: 'in', operand, items } satisfies Membership<PropertyReference>;
  });
}

interface Equality {
  readonly reference: PropertyReference;
  readonly items: readonly Literal[];
}

function asEquality(expression: BoundExpression): Equality | undefined {
  if (expression.kind === 'in' && expression.operand.kind === 'property') {
    return { reference: expression.operand, items: expression.items };
  }
  if (expression.kind !== 'comparison' || expression.operator !== 'eq') return undefined;
  const { left, right } = expression;
  return left.kind === 'property' && right.kind === 'literal'
    ? { reference: left, items: [right] }
    : undefined;
}
