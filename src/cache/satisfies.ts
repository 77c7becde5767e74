/** Whether the rows of one remote query answer another: the safe rules of subsumption (provider-contract 3.5), and no others. */
import type { Expression, RemoteQuery } from '../provider-sdk/index';
import { impliesTerm } from './implies-term';
import { sameTree } from './same-tree';

/** What is held of an earlier query. */
export interface StoredRows {
  readonly query: RemoteQuery;
  /** How many rows came in all. */
  readonly rows: number;
  readonly lastPageSeen: boolean;
}

/** Filters of more terms than this are not compared: it would cost more than it saves. */
const MOST_TERMS = 32;

/**
 * Whether every row that the asked query is about is among the stored ones, with all columns that it takes to answer.
 * The gateway still filters them by the whole of the asked filter, orders, counts and cuts.
 *
 * @example stored `Group eq 'A'`, asked `Group eq 'A' and Limit gt 5`: yes, if `Limit` is among the stored columns
 */
export function satisfies(stored: StoredRows, asked: RemoteQuery): boolean {
  const { query } = stored;
  return (
    query.entity === asked.entity &&
    query.collation === asked.collation &&
    isComplete(stored) &&
    hasColumns(query.columns, asked) &&
    isWeaker(query.filter, asked)
  );
}

/** Whether no row that matches the stored filter is missing. */
function isComplete({ query: { skip = 0, top = Infinity }, rows, lastPageSeen }: StoredRows): boolean {
  return lastPageSeen && skip === 0 && rows < top;
}

/** Those that are wanted, and those that the gateway needs to filter and to order. */
function hasColumns(stored: readonly string[], asked: RemoteQuery): boolean {
  const names = new Set(stored);
  return (
    asked.columns.every((name) => names.has(name)) &&
    asked.orderBy.every(({ column }) => names.has(column)) &&
    (asked.filter === undefined || columnsOf(asked.filter).every((name) => names.has(name)))
  );
}

/** Whether each stored term is implied by an asked one; asked terms beyond that only narrow. */
function isWeaker(stored: Expression | undefined, { filter, collation }: RemoteQuery): boolean {
  if (stored === undefined) return true;
  if (filter === undefined) return false;
  const [weaker, stronger] = [termsOf(stored), termsOf(filter)];
  if (weaker.length > MOST_TERMS || stronger.length > MOST_TERMS) return false;
  return weaker.every((term) =>
    stronger.some((other) => sameTree(other, term) || impliesTerm(other, term, collation)),
  );
}

function termsOf(filter: Expression): readonly Expression[] {
  return filter.kind === 'and' ? filter.operands : [filter];
}

/** With a list of what is still to be looked at in place of recursion, however deep the filter is. */
function columnsOf(filter: Expression): readonly string[] {
  const names: string[] = [];
  const open: Expression[] = [filter];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'column') names.push(next.name);
    else open.push(...partsOf(next));
  }
  return names;
}

function partsOf(expression: Exclude<Expression, { kind: 'column' }>): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'and':
    case 'or':
      return expression.operands;
    case 'not':
    case 'negate':
    case 'in':
      return [expression.operand];
    case 'comparison':
    case 'arithmetic':
      return [expression.left, expression.right];
    case 'call':
      return expression.arguments;
  }
}
