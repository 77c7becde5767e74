/** What Dataverse hands to its provider (a saved view, a quick find, a subgrid) and how that becomes OData. */
import { binary, call, chain, not, nullLiteral, property, type Expression } from './expression';
import type { ListQuery, OrderKey } from './wire-request';

export type ConditionOperator =
  | 'Equal'
  | 'NotEqual'
  | 'GreaterThan'
  | 'GreaterEqual'
  | 'LessThan'
  | 'LessEqual'
  | 'Like'
  | 'NotLike'
  | 'BeginsWith'
  | 'DoesNotBeginWith'
  | 'EndsWith'
  | 'DoesNotEndWith'
  | 'Contains'
  | 'DoesNotContain'
  | 'Null'
  | 'NotNull'
  | 'In'
  | 'NotIn'
  | 'Between'
  | 'NotBetween'
  | 'On'
  | 'NotOn'
  | 'OnOrBefore'
  | 'OnOrAfter';

export interface Condition {
  readonly attribute: string;
  readonly operator: ConditionOperator;
  /** Literals of the column's own type; for the text operators and the `On` family, plain text. */
  readonly values: readonly Expression[];
}

export interface FilterGroup {
  readonly operator: 'and' | 'or';
  readonly members: readonly (Condition | FilterGroup)[];
}

export interface QueryExpression {
  readonly columns: readonly string[];
  readonly criteria?: FilterGroup | undefined;
  readonly orders?: readonly OrderKey[] | undefined;
  readonly page: { readonly number: number; readonly size: number };
  readonly returnTotalCount: boolean;
}

/** A condition that has no OData form, such as `Like` with a wildcard in the middle. The provider never sends it. */
export class UntranslatableCondition extends Error {}

/** Client-side paging: page 1 has no `$skip`, page n skips `(n - 1) × size` rows. */
export function toListQuery(query: QueryExpression): ListQuery {
  const { number, size } = query.page;
  return {
    filter: query.criteria && translateGroup(query.criteria),
    orderBy: query.orders,
    skip: number > 1 ? (number - 1) * size : undefined,
    top: size,
    select: query.columns,
    count: query.returnTotalCount,
  };
}

/** The filter of a group of conditions; an empty group filters nothing. */
export function translateGroup(group: FilterGroup): Expression | undefined {
  const [first, ...others] = group.members
    .map((member) => ('members' in member ? translateGroup(member) : translateCondition(member)))
    .filter((term) => term !== undefined);
  return first && chain(group.operator, [first, ...others]);
}

/** The filter of one condition. */
export function translateCondition(condition: Condition): Expression {
  const column = property(condition.attribute);
  const value = (index: number): Expression => valueAt(condition, index);
  switch (condition.operator) {
    case 'Equal':
      return binary('eq', column, value(0));
    case 'NotEqual':
      return binary('ne', column, value(0));
    case 'GreaterThan':
      return binary('gt', column, value(0));
    case 'GreaterEqual':
      return binary('ge', column, value(0));
    case 'LessThan':
      return binary('lt', column, value(0));
    case 'LessEqual':
      return binary('le', column, value(0));
    case 'Like':
      return translateLike(column, value(0));
    case 'NotLike':
      return not(translateLike(column, value(0)));
    case 'BeginsWith':
      return call('startswith', column, value(0));
    case 'DoesNotBeginWith':
      return not(call('startswith', column, value(0)));
    case 'EndsWith':
      return call('endswith', column, value(0));
    case 'DoesNotEndWith':
      return not(call('endswith', column, value(0)));
    case 'Contains':
      return call('contains', column, value(0));
    case 'DoesNotContain':
      return not(call('contains', column, value(0)));
    case 'Null':
      return binary('eq', column, nullLiteral);
    case 'NotNull':
      return binary('ne', column, nullLiteral);
    case 'In':
      return chain(
        'or',
        eachValue(condition, (item) => binary('eq', column, item)),
      );
    case 'NotIn':
      return chain(
        'and',
        eachValue(condition, (item) => binary('ne', column, item)),
      );
    case 'Between':
      return binary('and', binary('ge', column, value(0)), binary('le', column, value(1)));
    case 'NotBetween':
      return binary('or', binary('lt', column, value(0)), binary('gt', column, value(1)));
    case 'On':
      return binary(
        'and',
        binary('ge', column, dayStart(value(0), 0)),
        binary('lt', column, dayStart(value(0), 1)),
      );
    case 'NotOn':
      return binary(
        'or',
        binary('lt', column, dayStart(value(0), 0)),
        binary('ge', column, dayStart(value(0), 1)),
      );
    case 'OnOrBefore':
      return binary('lt', column, dayStart(value(0), 1));
    case 'OnOrAfter':
      return binary('ge', column, dayStart(value(0), 0));
  }
}

function valueAt(condition: Condition, index: number): Expression {
  const value = condition.values[index];
  if (value === undefined)
    throw new Error(`${condition.operator} on ${condition.attribute} lacks value ${index + 1}`);
  return value;
}

function eachValue(
  condition: Condition,
  term: (item: Expression) => Expression,
): readonly [Expression, ...Expression[]] {
  return [term(valueAt(condition, 0)), ...condition.values.slice(1).map(term)];
}

/** `x%`, `%x` and `%x%` have a function each; `_` and an inner `%` have none. */
function translateLike(column: Expression, pattern: Expression): Expression {
  const written = plainText(pattern);
  const open = written.startsWith('%');
  const close = written.endsWith('%') && written.length > 1;
  const wanted = written.slice(open ? 1 : 0, close ? -1 : undefined);
  if (/[%_]/.test(wanted)) throw new UntranslatableCondition(`Like '${written}' has no OData form`);
  const operand: Expression = { kind: 'literal', literal: { type: 'string', text: wanted } };
  if (open && close) return call('contains', column, operand);
  if (close) return call('startswith', column, operand);
  if (open) return call('endswith', column, operand);
  return binary('eq', column, operand);
}

/** Midnight UTC of the day that a value falls on, or of a later day. */
function dayStart(value: Expression, daysLater: number): Expression {
  const day = new Date(`${plainText(value).slice(0, 10)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + daysLater);
  return {
    kind: 'literal',
    literal: { type: 'dateTimeOffset', text: day.toISOString().replace('.000Z', 'Z') },
  };
}

function plainText(value: Expression): string {
  if (value.kind !== 'literal' || !('text' in value.literal))
    throw new Error('a condition value has to be a literal with text');
  return value.literal.text;
}
