/** What to change in a request so that its source does more of it and fewer rows and columns are read: from its plan, in one list. */
import type { EntitySet } from '../model/entity-set';
import type { ReadQuery } from '../odata/read-query';
import { planOrder } from './plan-order';
import { type PlanContext, sightOf } from './plan-read';
import { takesEquality } from './push-filter';
import type { PlanPart, ReadPlan } from './read-plan';

export interface Suggestion {
  /** What of the request to change; `$select` also stands for one that is missing. */
  readonly clause: PlanPart['clause'] | '$select';
  /** The part of it, as it stands in the plan; absent where the whole clause is meant. */
  readonly text?: string;
  /** What to do and what it is good for, in whole sentences. */
  readonly change: string;
}

/** An entity may have hundreds; so many give the idea. */
const MOST_NAMES = 8;

/** @returns nothing for rows that are read by key or not at all: what is left to do for those few costs nothing */
export function suggestChanges(
  query: ReadQuery,
  plan: ReadPlan,
  context: PlanContext,
): readonly Suggestion[] {
  if (plan.source.kind !== 'scan') return [];
  const isUnfiltered = plan.residual !== undefined && plan.source.query.filter === undefined;
  const suggestions = [
    ...plan.parts.flatMap(suggestByHint),
    ...(isUnfiltered ? suggestFilter(query.entitySet, context) : []),
    ...(plan.order.length > 0 ? suggestOrder(query, plan, context) : []),
    ...(plan.count === 'gateway' ? [UNCOUNTED] : []),
    ...(plan.window.top === 0 || plan.source.query.top === 0 ? [] : suggestColumns(query)),
  ];
  return [...new Map(suggestions.map((one) => [`${one.clause} ${one.change}`, one])).values()];
}

function suggestByHint({ clause, text, explanation, hint }: PlanPart): readonly Suggestion[] {
  if (hint === undefined) return [];
  const because = explanation === undefined ? '' : ` ${sentence(explanation)}`;
  return [{ clause, text, change: `${sentence(hint)}${because}` }];
}

function suggestFilter(entitySet: EntitySet, context: PlanContext): readonly Suggestion[] {
  const { source } = sightOf(entitySet, context);
  const names = entitySet.properties.flatMap((property) =>
    property.kind === 'column' && takesEquality(property.column, source) ? [property.name] : [],
  );
  if (names.length === 0) return [];
  const change = `Add a condition that the source takes, such as eq on ${listed(names)}. None of the conditions reaches it, so that it gives all of its rows.`;
  return [{ clause: '$filter', change }];
}

/** Where even the key cannot be ordered by, no other order would help. */
function suggestOrder(
  { entitySet, orderBy }: ReadQuery,
  { parts }: ReadPlan,
  context: PlanContext,
): readonly Suggestion[] {
  if (orderBy.length === 0) return [];
  const { source, rules } = sightOf(entitySet, context);
  const descending = orderBy[0]?.descending ?? false;
  const names = entitySet.properties.flatMap((property) => {
    if (property.kind !== 'column') return [];
    const expression = { kind: 'property', property, type: property.type } as const;
    return planOrder([{ expression, descending }], source, rules).remote === undefined ? [] : [property.name];
  });
  if (names.length === 0) return [];
  const why = parts.find(({ clause, place }) => clause === '$orderby' && place === 'gateway')?.explanation;
  const because = why === undefined ? '' : `${sentence(why)} `;
  const change = `Order by ${listed(names)}, or leave the order out. ${because}All rows have to be read before the first can be shown.`;
  return [{ clause: '$orderby', change }];
}

/** Grids need the count to offer a next page (dataverse-client 2.5). */
const UNCOUNTED: Suggestion = {
  clause: '$count',
  change:
    "Do without the number of rows ('Return inline count' of the data source) where no grid pages by it. To count, the gateway reads all rows that the source gives.",
};

function suggestColumns({ entitySet, select }: ReadQuery): readonly Suggestion[] {
  const count = entitySet.properties.length;
  if (select.length < count) return [];
  const change = `Name the columns that are shown. All ${count} are asked for, and each is fetched for every row.`;
  return [{ clause: '$select', change }];
}

function listed(names: readonly string[]): string {
  if (names.length > MOST_NAMES) {
    const left = names.length - MOST_NAMES;
    return `${names.slice(0, MOST_NAMES).join(', ')} or one of ${left} more`;
  }
  return names.length === 1 ? String(names[0]) : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** Explanations and hints are parts of sentences; those of providers may be whole ones. */
function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** The same as lines of text. */
export function printSuggestions(suggestions: readonly Suggestion[]): string {
  const lines = suggestions.map(
    ({ clause, text = '', change }) => `  ${`${clause} ${text}`.trim()}: ${change}`,
  );
  return `${['what to change', ...(lines.length === 0 ? ['  nothing'] : lines)].join('\n')}\n`;
}
