/** Compiles comparisons and `in`: two operands to a yes or no, null included (OData 4.01 URL Conventions 5.1.1.1). */
import type { Collation, ComparisonOperator, Literal } from '../provider-sdk/index';
import { type ComparisonKey, type Ordering, orderingOf } from './ordering';
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

/** The first item that is not of the operand's own type (a Double among integers) decides how all compare. */
function itemOrdering(operand: Operand, items: readonly Literal[], collation: Collation): Ordering {
  const item = items.find(({ type, value }) => value !== null && type !== operand.type);
  const other: Operand =
    item === undefined ? operand : { type: item.type, read: () => item.value, constant: item.value };
  return orderingOf(operand, other, collation);
}

function keyOf(value: Present, ordering: Ordering): ComparisonKey {
  return ordering.key === undefined ? value : ordering.key(value);
}

function compareWithConstant(
  operator: OrderOperator,
  operand: Operand,
  constant: Operand['constant'] & {},
  ordering: Ordering,
): Test {
  return constant;
}
