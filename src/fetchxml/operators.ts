/** Every operator of FetchXML: what it becomes in OData, or why it becomes nothing. */
import type { ComparisonOperator } from '../odata/syntax/syntax-tree';

export type TimeUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A stretch of time: relative to the instant of the query, but for `date`, which the condition names. */
export type TimeSpan =
  /** From the beginning of a date, to its end, or both. */
  | { readonly kind: 'date'; readonly from: boolean; readonly until: boolean }
  /** A whole day, week, month or year: this one, the one before (-1) or the one after (1). */
  | { readonly kind: 'period'; readonly unit: CalendarUnit; readonly offset: -1 | 0 | 1 }
  /** So many units back or ahead of now, or anything older; how many is in the condition where it is not here. */
  | { readonly kind: 'last' | 'next' | 'olderThan'; readonly unit: TimeUnit; readonly amount?: number };

export type CalendarUnit = Exclude<TimeUnit, 'minute' | 'hour'>;

export type OperatorRule =
  | { readonly kind: 'comparison'; readonly operator: Exclude<ComparisonOperator, 'has'> }
  | { readonly kind: 'null'; readonly operator: 'eq' | 'ne' }
  | { readonly kind: 'list'; readonly negated: boolean }
  | { readonly kind: 'between'; readonly negated: boolean }
  /** A pattern of `like`: the value, with a wildcard before or after it. */
  | {
      readonly kind: 'pattern';
      readonly before: Wildcard;
      readonly after: Wildcard;
      readonly negated: boolean;
    }
  | { readonly kind: 'time'; readonly span: TimeSpan }
  | { readonly kind: 'refused'; readonly reason: string };

type Wildcard = '' | '%';

const FISCAL =
  "fiscal years and periods are a setting of the Dataverse environment that the gateway does not know. Use 'between' with dates";
const CURRENT_USER =
  'it depends on who looks at the view, and Dataverse tells an OData source nothing of its user. Filter on a column of the source';
const HIERARCHY =
  "a hierarchy is kept by Dataverse's own tables, and no OData query can ask for it. Filter on the parent with 'eq'";
const MULTI_SELECT =
  'a choices column of several values maps to no type of the OData provider. Filter on another column';

/** In the order of Microsoft's list (powerapps-docs: fetchxml/reference/operators.md). */
export const operatorRules: ReadonlyMap<string, OperatorRule> = new Map<string, OperatorRule>([
  ['eq', { kind: 'comparison', operator: 'eq' }],
  ['ne', { kind: 'comparison', operator: 'ne' }],
  ['neq', { kind: 'comparison', operator: 'ne' }],
  ['gt', { kind: 'comparison', operator: 'gt' }],
  ['ge', { kind: 'comparison', operator: 'ge' }],
  ['lt', { kind: 'comparison', operator: 'lt' }],
  ['le', { kind: 'comparison', operator: 'le' }],
  ['null', { kind: 'null', operator: 'eq' }],
  ['not-null', { kind: 'null', operator: 'ne' }],
  ['in', { kind: 'list', negated: false }],
  ['not-in', { kind: 'list', negated: true }],
  ['between', { kind: 'between', negated: false }],
  ['not-between', { kind: 'between', negated: true }],
  ['like', { kind: 'pattern', before: '', after: '', negated: false }],
  ['not-like', { kind: 'pattern', before: '', after: '', negated: true }],
  ['begins-with', { kind: 'pattern', before: '', after: '%', negated: false }],
  ['not-begin-with', { kind: 'pattern', before: '', after: '%', negated: true }],
  ['ends-with', { kind: 'pattern', before: '%', after: '', negated: false }],
  ['not-end-with', { kind: 'pattern', before: '%', after: '', negated: true }],
  ...timeOperators({
    on: { kind: 'date', from: true, until: true },
    'on-or-after': { kind: 'date', from: true, until: false },
    'on-or-before': { kind: 'date', from: false, until: true },
    yesterday: { kind: 'period', unit: 'day', offset: -1 },
    today: { kind: 'period', unit: 'day', offset: 0 },
    tomorrow: { kind: 'period', unit: 'day', offset: 1 },
    'last-week': { kind: 'period', unit: 'week', offset: -1 },
    'this-week': { kind: 'period', unit: 'week', offset: 0 },
    'next-week': { kind: 'period', unit: 'week', offset: 1 },
    'last-month': { kind: 'period', unit: 'month', offset: -1 },
    'this-month': { kind: 'period', unit: 'month', offset: 0 },
    'next-month': { kind: 'period', unit: 'month', offset: 1 },
    'last-year': { kind: 'period', unit: 'year', offset: -1 },
    'this-year': { kind: 'period', unit: 'year', offset: 0 },
    'next-year': { kind: 'period', unit: 'year', offset: 1 },
    'last-seven-days': { kind: 'last', unit: 'day', amount: 7 },
    'next-seven-days': { kind: 'next', unit: 'day', amount: 7 },
    'last-x-hours': { kind: 'last', unit: 'hour' },
    'last-x-days': { kind: 'last', unit: 'day' },
    'last-x-weeks': { kind: 'last', unit: 'week' },
    'last-x-months': { kind: 'last', unit: 'month' },
    'last-x-years': { kind: 'last', unit: 'year' },
    'next-x-hours': { kind: 'next', unit: 'hour' },
    'next-x-days': { kind: 'next', unit: 'day' },
    'next-x-weeks': { kind: 'next', unit: 'week' },
    'next-x-months': { kind: 'next', unit: 'month' },
    'next-x-years': { kind: 'next', unit: 'year' },
    'olderthan-x-minutes': { kind: 'olderThan', unit: 'minute' },
    'olderthan-x-hours': { kind: 'olderThan', unit: 'hour' },
    'olderthan-x-days': { kind: 'olderThan', unit: 'day' },
    'olderthan-x-weeks': { kind: 'olderThan', unit: 'week' },
    'olderthan-x-months': { kind: 'olderThan', unit: 'month' },
    'olderthan-x-years': { kind: 'olderThan', unit: 'year' },
  }),
  ...refusedOperators(FISCAL, [
    'last-fiscal-period',
    'this-fiscal-period',
    'next-fiscal-period',
    'last-fiscal-year',
    'this-fiscal-year',
    'next-fiscal-year',
    'last-x-fiscal-periods',
    'next-x-fiscal-periods',
    'last-x-fiscal-years',
    'next-x-fiscal-years',
    'in-fiscal-period',
    'in-fiscal-year',
    'in-fiscal-period-and-year',
    'in-or-after-fiscal-period-and-year',
    'in-or-before-fiscal-period-and-year',
  ]),
  ...refusedOperators(CURRENT_USER, [
    'eq-userid',
    'ne-userid',
    'eq-userteams',
    'eq-useroruserteams',
    'eq-useroruserhierarchy',
    'eq-useroruserhierarchyandteams',
    'eq-businessid',
    'ne-businessid',
    'eq-userlanguage',
  ]),
  ...refusedOperators(HIERARCHY, ['under', 'eq-or-under', 'not-under', 'above', 'eq-or-above']),
  ...refusedOperators(MULTI_SELECT, ['contain-values', 'not-contain-values']),
]);

function timeOperators(spans: Readonly<Record<string, TimeSpan>>): readonly [string, OperatorRule][] {
  return Object.entries(spans).map(([name, span]) => [name, { kind: 'time', span }]);
}

function refusedOperators(reason: string, names: readonly string[]): readonly [string, OperatorRule][] {
  return names.map((name) => [name, { kind: 'refused', reason }]);
}
