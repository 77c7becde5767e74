/** Whether one filter term implies another: both about the same column, range inside range and list inside list. */
import {
  type Collation,
  type ColumnReference,
  type Comparison,
  compareValues,
  type Expression,
  foldCase,
  type Literal,
  type Value,
} from '../provider-sdk/index';

/** The values for which a term is true, as far as it can be reasoned about. */
type Extent =
  | { readonly kind: 'list'; readonly column: ColumnReference; readonly values: readonly Value[] }
  | { readonly kind: 'range'; readonly column: ColumnReference; readonly bound: Bound };

/** A range is open at one end: a term has one bound. Null and NaN lie in none. */
interface Bound {
  readonly side: 'above' | 'below';
  readonly value: Value;
  readonly inclusive: boolean;
}

/**
 * Nothing is concluded from `or`, `not`, functions, patterns, `ne` or `has`, nor from constants of another type than the
 * column's, which compare in another way.
 */
export function impliesTerm(stronger: Expression, weaker: Expression, collation: Collation): boolean {
  const inner = extentOf(stronger);
  const outer = extentOf(weaker);
  if (inner === undefined || outer === undefined || !isSameColumn(inner.column, outer.column)) return false;
  if (outer.kind === 'list') {
    return inner.kind === 'list' && isListInside(inner.values, outer, collation);
  }
  const compare = compareValues(outer.column.type, collation);
  return inner.kind === 'list'
    ? inner.values.every(
        (value) => value !== null && isInside(compare(value, outer.bound.value), outer.bound),
      )
    : isRangeInside(inner.bound, outer.bound, compare);
}

function extentOf(term: Expression): Extent | undefined {
  if (term.kind === 'in') {
    const { operand: column, items } = term;
    if (column.kind !== 'column' || !items.every((item) => isPlain(item, column))) return undefined;
    return { kind: 'list', column, values: items.map(({ value }) => value) };
  }
  if (term.kind !== 'comparison') return undefined;
  const { left: column, right, operator } = term;
  if (column.kind !== 'column' || right.kind !== 'literal' || !isPlain(right, column)) return undefined;
  if (operator === 'eq') return { kind: 'list', column, values: [right.value] };
  const bound = boundOf(operator, right.value);
  // How a source orders the members of an Enum is not known.
  if (bound === undefined || column.type === 'Enum') return undefined;
  return { kind: 'range', column, bound };
}

/** Of the column's own type and equal to itself, or null. */
function isPlain({ type, value }: Literal, column: ColumnReference): boolean {
  return value === null || (type === column.type && !Number.isNaN(value));
}

function boundOf(operator: Comparison['operator'], value: Value): Bound | undefined {
  if (value === null) return undefined;
  switch (operator) {
    case 'gt':
    case 'ge':
      return { side: 'above', value, inclusive: operator === 'ge' };
    case 'lt':
    case 'le':
      return { side: 'below', value, inclusive: operator === 'le' };
    case 'eq':
    case 'ne':
    case 'has':
      return undefined;
  }
}

function isSameColumn(a: ColumnReference, b: ColumnReference): boolean {
  return a.name === b.name && a.type === b.type;
}

function isListInside(
  values: readonly Value[],
  { column, values: all }: Extract<Extent, { kind: 'list' }>,
  collation: Collation,
): boolean {
  const ignoresCase = column.type === 'String' && collation === 'ignoreCase';
  // Values are in canonical form, so that but for the case of text the equal ones are identical.
  const identity = (value: Value): Value =>
    ignoresCase && typeof value === 'string' ? foldCase(value) : value;
  const identities = new Set(all.map(identity));
  return values.every((value) => identities.has(identity(value)));
}

function isRangeInside(inner: Bound, outer: Bound, compare: (a: Value, b: Value) => number): boolean {
  if (inner.side !== outer.side) return false;
  const order = compare(inner.value, outer.value);
  return order === 0 ? outer.inclusive || !inner.inclusive : isInside(order, outer);
}

/** @param order how a value compares with the bound's */
function isInside(order: number, { side, inclusive }: Bound): boolean {
  if (order === 0) return inclusive;
  return side === 'above' ? order > 0 : order < 0;
}
