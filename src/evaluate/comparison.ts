/** Compiles comparisons and `in`: two operands to a yes or no, null included (OData 4.01 URL Conventions 5.1.1.1). */
import type { Collation, ComparisonOperator, Literal, Value } from '../provider-sdk/index';
import { numberKind } from './number-kind';
import { type ComparisonKey, type Ordering, orderingOf, orderingOfType } from './ordering';
import { liftTwo, type Operand, type Present, type Test, type ValueOf } from './scope';

/** The comparisons that are never unknown; `has` may be. */
export type OrderOperator = Exclude<ComparisonOperator, 'has'>;

/**
 * Null equals null only; against a value it is unequal, and neither greater nor less.
 *
 * @throws {RequestError} where the types cannot be compared
 */
export function compileComparison(
  operator: OrderOperator,
  left: Operand,
  right: Operand,
  collation: Collation,
): Test {
  const ordering = orderingOf(left, right, collation);
  if (right.constant !== undefined) return compareWithConstant(operator, left, right.constant, ordering);
  if (left.constant !== undefined) {
    return compareWithConstant(mirrored[operator], right, left.constant, ordering);
  }
  return compareOperands(operator, left, right, ordering);
}

/** Null is a member if null is listed; NaN never is. */
export function compileMembership(operand: Operand, items: readonly Literal[], collation: Collation): Test {
  const { read } = operand;
  const ordering = itemOrdering(operand, items, collation);
  const withNull = items.some((item) => item.value === null);
  const keys = new Set<ComparisonKey>();
  for (const { value } of items) {
    if (value !== null && !Number.isNaN(value)) keys.add(keyOf(value, ordering));
  }
  const { key } = ordering;
  if (key === undefined) {
    return (row) => {
      const value = read(row);
      return value === null ? withNull : keys.has(value);
    };
  }
  return (row) => {
    const value = read(row);
    return value === null ? withNull : keys.has(key(value));
  };
}

/** Whether all the members named on the right are set on the left; unknown if either is null. */
export function compileHas(left: Operand, right: Operand): ValueOf {
  return liftTwo(left, right, (value: string, wanted: string) => {
    if (value === wanted) return true;
    const members = value.split(',');
    return wanted.split(',').every((member) => members.includes(member));
  });
}

const mirrored: Record<OrderOperator, OrderOperator> = {
  eq: 'eq',
  ne: 'ne',
  gt: 'lt',
  ge: 'le',
  lt: 'gt',
  le: 'ge',
};

/** Items are of the operand's own type or another number's; a Double on either side makes all compare as doubles. */
function itemOrdering(operand: Operand, items: readonly Literal[], collation: Collation): Ordering {
  const others = items.filter(({ type, value }) => value !== null && type !== operand.type);
  const item = others.find(({ type }) => numberKind(type) === 'double') ?? others[0];
  if (item === undefined) return orderingOfType(operand.type, collation);
  return orderingOf(operand, { type: item.type, read: () => item.value, constant: item.value }, collation);
}

function keyOf(value: Present, ordering: Ordering): ComparisonKey {
  return ordering.key === undefined ? value : ordering.key(value);
}

function compareWithConstant(
  operator: OrderOperator,
  { read }: Operand,
  constant: Value,
  ordering: Ordering,
): Test {
  if (constant === null) return compareWithNull(operator, read);
  const constantKey = keyOf(constant, ordering);
  const { key } = ordering;
  // Null is identical to no key, so these two need not ask for it.
  if (key === undefined && operator === 'eq') return (row) => read(row) === constantKey;
  if (key === undefined && operator === 'ne') return (row) => read(row) !== constantKey;
  const holds = relation(operator, ordering);
  const ofNull = operator === 'ne';
  return (row) => {
    const value = read(row);
    return value === null ? ofNull : holds(key === undefined ? value : key(value), constantKey);
  };
}

function compareWithNull(operator: OrderOperator, read: ValueOf): Test {
  switch (operator) {
    case 'eq':
    case 'ge':
    case 'le':
      return (row) => read(row) === null;
    case 'ne':
      return (row) => read(row) !== null;
    case 'gt':
    case 'lt':
      return () => false;
  }
}

function compareOperands(operator: OrderOperator, left: Operand, right: Operand, ordering: Ordering): Test {
  const holds = relation(operator, ordering);
  const ofNulls = operator === 'eq' || operator === 'ge' || operator === 'le';
  const ofOneNull = operator === 'ne';
  return (row) => {
    const a = left.read(row);
    const b = right.read(row);
    if (a === null || b === null) return a === b ? ofNulls : ofOneNull;
    return holds(keyOf(a, ordering), keyOf(b, ordering));
  };
}

function relation(
  operator: OrderOperator,
  { less }: Ordering,
): (a: ComparisonKey, b: ComparisonKey) => boolean {
  switch (operator) {
    case 'eq':
      return (a, b) => a === b;
    case 'ne':
      return (a, b) => a !== b;
    case 'gt':
      return (a, b) => less(b, a);
    case 'ge':
      return (a, b) => a === b || less(b, a);
    case 'lt':
      return less;
    case 'le':
      return (a, b) => a === b || less(a, b);
  }
}
