/** Decides who orders: the source, if it can do all of it exactly, otherwise the gateway. */
import type { PropertyReference, RowSortKey, SortKey } from '../model/expression';
import type { RemoteSortKey } from '../provider-sdk/index';
import { lower } from './lower';
import type { GuidRules } from './lower-guid';
import { printExpression } from './print-expression';
import type { PlannedSource, Why } from './push-filter';
import type { PlanPart } from './read-plan';
import { columnOf } from './row-expression';

export interface PlannedOrder {
  /** The whole order, for the source; absent if it cannot do it. */
  readonly remote?: readonly RemoteSortKey[];
  /** The same, for the gateway. */
  readonly keys: readonly RowSortKey[];
  readonly parts: readonly PlanPart[];
}

/** The order asked for, then the key, so that it is total and pages neither lose nor repeat rows. */
export function planOrder(given: readonly SortKey[], source: PlannedSource, rules: GuidRules): PlannedOrder {
  const orderBy = withoutRepeated(given, rules);
  const asked = orderBy.map((key) => lowerSortKey(key, rules));
  const keys = [...asked, ...tieBreakers(asked, source)];
  const remote: RemoteSortKey[] = [];
  const parts: PlanPart[] = [];
  let refused = tooMany(keys.length, source);
  for (const [index, key] of keys.entries()) {
    const why = sortRefusal(key, source);
    refused ??= why;
    if (key.expression.kind === 'column')
      remote.push({ column: key.expression.name, descending: key.descending });
    const text = `${printExpression(orderBy[index]?.expression ?? key.expression)}${key.descending ? ' desc' : ''}`;
    if (index < orderBy.length || why !== undefined) parts.push(orderPart(text, why));
  }
  if (refused === undefined) return { remote, keys, parts };
  const because = refused;
  return {
    keys,
    parts: parts.map((part) => (part.place === 'source' ? orderPart(part.text, because) : part)),
  };
}

/** Among equal values of a column, ordering by it again changes nothing; some sources refuse it. */
function withoutRepeated(orderBy: readonly SortKey[], rules: GuidRules): readonly SortKey[] {
  const seen = new Set<string>();
  return orderBy.filter((key) => {
    const { expression } = lowerSortKey(key, rules);
    if (expression.kind !== 'column') return true;
    const isFirst = !seen.has(expression.name);
    seen.add(expression.name);
    return isFirst;
  });
}

function orderPart(text: string, why: Why | undefined): PlanPart {
  return { clause: '$orderby', text, place: why === undefined ? 'source' : 'gateway', ...why };
}

/** A date orders as its midnight does, so the column will do. */
function lowerSortKey({ expression, descending }: SortKey, rules: GuidRules): RowSortKey {
  const column = expression.kind === 'property' ? orderingColumn(expression) : undefined;
  return { expression: column ?? lower(expression, rules), descending };
}

function orderingColumn({ property }: PropertyReference): ReturnType<typeof columnOf> | undefined {
  return property.kind === 'column' && property.conversion !== 'optionValue'
    ? columnOf(property.column)
    : undefined;
}

function tieBreakers(
  keys: readonly RowSortKey[],
  { declaration, columns }: PlannedSource,
): readonly RowSortKey[] {
  const ordered = new Set(
    keys.map(({ expression }) => (expression.kind === 'column' ? expression.name : undefined)),
  );
  return declaration.key.flatMap((name) => {
    const column = columns.get(name);
    if (column === undefined || ordered.has(name)) return [];
    return [{ expression: columnOf(column), descending: false }];
  });
}

function tooMany(count: number, { declaration }: PlannedSource): Why | undefined {
  const most = declaration.capabilities.sort?.maxKeys;
  if (most === undefined || count <= most) return undefined;
  return { reason: 'TooMany', explanation: `the source orders by at most ${most} columns, the key included` };
}

function sortRefusal({ expression, descending }: RowSortKey, source: PlannedSource): Why | undefined {
  const { declaration, columns, collation, connection } = source;
  if (expression.kind === 'property') {
    return { reason: 'ComputedProperty', explanation: `the gateway computes ${expression.property.name}` };
  }
  if (expression.kind !== 'column') {
    return { reason: 'NotATerm', explanation: 'what is calculated is no column' };
  }
  const column = columns.get(expression.name);
  const { sort } = declaration.capabilities;
  const sorts = column?.sort ?? false;
  if (sort === undefined || column === undefined || sorts === false) {
    return { reason: 'NotDeclared', explanation: `the source does not order by ${expression.name}` };
  }
  if (sorts !== true && (sorts === 'descending') !== descending) {
    return { reason: 'NotDeclared', explanation: `the source orders by ${expression.name} ${sorts} only` };
  }
  if (sort.nulls === 'last' && column.nullable !== false) {
    return { reason: 'NotDeclared', explanation: 'the source puts null last, OData first' };
  }
  const own = declaration.collation ?? 'ordinal';
  if (column.type === 'String' && own !== 'any' && own !== collation) {
    return {
      reason: 'OtherCollation',
      explanation: 'the source orders text by other rules than the service',
    };
  }
  const opinion = connection.planSort?.(declaration.name, column.name);
  if (opinion === undefined) return undefined;
  const { refused, hint } = opinion;
  return { reason: 'RefusedByConnection', explanation: refused, ...(hint === undefined ? {} : { hint }) };
}
