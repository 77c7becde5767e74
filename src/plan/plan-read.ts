/** The planner: a bound query against the abilities of its source becomes a plan, with a reason for each part. Pure. */
import { RequestError } from '../errors';
import { columnsIn, columnsOfProperty } from '../model/columns-in';
import type { EntitySet } from '../model/entity-set';
import type { RowExpression } from '../model/expression';
import type { ReadQuery } from '../odata/read-query';
import type { Collation, Connection, RemoteQuery } from '../provider-sdk/index';
import type { GuidRules } from './lower-guid';
import { type PlannedFilter, missingRequiredColumns, planFilter } from './plan-filter';
import { type PlannedOrder, planOrder } from './plan-order';
import { joinAll, type PlannedSource } from './push-filter';
import type { PlanPart, PlanSource, ReadPlan } from './read-plan';
import type { DecodeGuid } from './source-key';

export interface PlanContext {
  readonly collation: Collation;
  readonly connection: Pick<Connection, 'plan' | 'planSort' | 'getMany'>;
  readonly decode: DecodeGuid;
}

/** The rows of the whole result that are wanted: what `$skip`, `$top`, the skip token and the page size come to. */
export interface Window {
  readonly skip: number;
  readonly top?: number;
}

/**
 * @throws {RequestError} FilterRequired, if the source lists nothing without a filter that is missing
 */
export function planRead(query: ReadQuery, window: Window, context: PlanContext): ReadPlan {
  const { source, rules } = sightOf(query.entitySet, context);
  const filter = planFilter(clausesOf(query), query.entitySet, source, rules);
  const order = planOrder(query.orderBy, source, rules);
  if (filter.never) return nothing(query, filter);
  if (filter.keys !== undefined) return planKeys(query, window, filter, order);

  const missing = missingRequiredColumns(filter.remote, source);
  if (missing !== undefined) throw filterRequired(query, missing);
  return planScan(query, window, {
    filter,
    order: window.top === 0 ? NO_ORDER : order,
    collation: context.collation,
  });
}

/** What the planner sees of an entity set's source. */
export function sightOf(
  { declaration, columns }: EntitySet,
  { collation, connection, decode }: PlanContext,
): { readonly source: PlannedSource; readonly rules: GuidRules } {
  const distinctCase = collation === 'ignoreCase' && declaration.collation !== 'ignoreCase';
  return { source: { declaration, columns, collation, connection }, rules: { decode, distinctCase } };
}

/** Nobody sees the order of no rows: a count need not be ordered. */
const NO_ORDER: PlannedOrder = { remote: [], keys: [], parts: [] };

function clausesOf(query: ReadQuery): Parameters<typeof planFilter>[0] {
  return [
    ...(query.filter === undefined ? [] : [{ clause: '$filter', expression: query.filter } as const]),
    ...(query.search === undefined ? [] : [{ clause: '$search', expression: query.search } as const]),
  ];
}

function nothing(query: ReadQuery, filter: PlannedFilter): ReadPlan {
  const count = query.count ? 'gateway' : 'none';
  return { source: { kind: 'nothing' }, order: [], window: { skip: 0 }, count, parts: filter.parts };
}

function planKeys(query: ReadQuery, window: Window, filter: PlannedFilter, order: PlannedOrder): ReadPlan {
  const residual = conjunction(filter.residual);
  const columns = columnsOf(query, residual, order.keys);
  const entity = query.entitySet.declaration.name;
  return {
    source: { kind: 'keys', entity, keys: filter.keys ?? [], columns },
    ...(residual === undefined ? {} : { residual }),
    order: order.keys,
    window,
    count: query.count ? 'gateway' : 'none',
    parts: [...filter.parts, ...partsAfterKeys(query, order)],
  };
}

/** What is asked of a few rows that are read by key costs nothing, whoever does it. */
function partsAfterKeys(query: ReadQuery, order: PlannedOrder): readonly PlanPart[] {
  const part = (clause: PlanPart['clause'], text: string): PlanPart => ({
    clause,
    text,
    place: 'gateway',
    reason: 'ReadByKey',
    explanation: 'the rows are read by key first',
  });
  return [
    // After the keys asked for, the parts may name those that make the order total.
    ...order.parts.slice(0, query.orderBy.length).map(({ clause, text }) => part(clause, text)),
    ...(query.skip > 0 ? [part('$skip', String(query.skip))] : []),
    ...(query.top === undefined ? [] : [part('$top', String(query.top))]),
    ...(query.count ? [part('$count', 'true')] : []),
  ];
}

interface ScanInput {
  readonly filter: PlannedFilter;
  readonly order: PlannedOrder;
  readonly collation: Collation;
}

function planScan(query: ReadQuery, window: Window, { filter, order, collation }: ScanInput): ReadPlan {
  const { capabilities, name: entity } = query.entitySet.declaration;
  const residual = conjunction(filter.residual);
  const exact = residual === undefined;
  const count = !query.count ? 'none' : exact && capabilities.count === true ? 'source' : 'gateway';
  // A window on the source's side is right only if it sees exactly our rows in exactly our order, and if nobody here
  // has to count the others.
  const windowed = exact && count !== 'gateway' && order.remote !== undefined;
  const skips = windowed && (window.skip === 0 || capabilities.skip === true);
  const stops = windowed && capabilities.top === true && window.top !== undefined;
  const remoteTop = window.top === undefined ? 0 : skips ? window.top : window.skip + window.top;
  const filterTerm = joinAll('and', filter.remote);
  const gatewayOrder = order.remote === undefined ? order.keys : [];
  const remote: RemoteQuery = {
    entity,
    columns: columnsOf(query, residual, gatewayOrder),
    orderBy: order.remote ?? [],
    count: count === 'source',
    collation,
    ...(filterTerm === undefined ? {} : { filter: filterTerm }),
    ...(skips && window.skip > 0 ? { skip: window.skip } : {}),
    ...(stops ? { top: remoteTop } : {}),
  };
  const planned: PlanSource = { kind: 'scan', query: remote };
  return {
    source: planned,
    ...(exact ? {} : { residual }),
    order: gatewayOrder,
    window: skips ? (window.top === undefined ? { skip: 0 } : { skip: 0, top: window.top }) : window,
    count,
    parts: [
      ...filter.parts,
      ...order.parts,
      ...windowParts(query, { skips, stops, exact, ordered: order.remote !== undefined }),
      ...countParts(count, exact),
    ],
  };
}

interface WindowVerdict {
  readonly skips: boolean;
  readonly stops: boolean;
  readonly exact: boolean;
  readonly ordered: boolean;
}

function windowParts(query: ReadQuery, { skips, stops, exact, ordered }: WindowVerdict): readonly PlanPart[] {
  const why = !exact
    ? ({ reason: 'AfterResidual', explanation: 'rows are filtered again first' } as const)
    : !ordered
      ? ({ reason: 'AfterResidual', explanation: 'rows are ordered by the gateway first' } as const)
      : ({
          reason: 'NoAbility',
          explanation: 'the source does not cut, or somebody must count all rows',
        } as const);
  const part = (clause: '$skip' | '$top', text: string, pushed: boolean): PlanPart =>
    pushed ? { clause, text, place: 'source' } : { clause, text, place: 'gateway', ...why };
  return [
    ...(query.skip > 0 ? [part('$skip', String(query.skip), skips)] : []),
    ...(query.top === undefined ? [] : [part('$top', String(query.top), stops)]),
  ];
}

function countParts(count: ReadPlan['count'], exact: boolean): readonly PlanPart[] {
  if (count === 'none') return [];
  if (count === 'source') return [{ clause: '$count', text: 'true', place: 'source' }];
  const why = exact
    ? ({ reason: 'NoAbility', explanation: 'the source does not count' } as const)
    : ({
        reason: 'AfterResidual',
        explanation: 'rows are filtered again first, so all must be read',
      } as const);
  return [{ clause: '$count', text: 'true', place: 'gateway', ...why }];
}

function conjunction(operands: readonly RowExpression[]): RowExpression | undefined {
  return operands.length > 1 ? { kind: 'and', operands } : operands[0];
}

/** The key, and nothing that neither the caller nor the gateway will look at. */
function columnsOf(
  query: ReadQuery,
  residual: RowExpression | undefined,
  order: ReadPlan['order'],
): readonly string[] {
  const names = new Set(query.entitySet.declaration.key);
  for (const property of query.select) columnsOfProperty(property, names);
  if (residual !== undefined) columnsIn(residual, names);
  for (const { expression } of order) columnsIn(expression, names);
  return [...names];
}

function filterRequired(query: ReadQuery, required: readonly (readonly string[])[]): RequestError {
  const alternatives = required.map((columns) =>
    columns.map((column) => publicName(query, column)).join(' and '),
  );
  return new RequestError(
    'FilterRequired',
    `${query.entitySet.name} is listed only with a filter by eq or in on ${alternatives.join(', or on ')}.`,
    { target: '$filter' },
  );
}

function publicName({ entitySet }: ReadQuery, column: string): string {
  const exposed = entitySet.properties.find(
    (property) => property.kind === 'column' && property.column.name === column,
  );
  return exposed?.name ?? column;
}
