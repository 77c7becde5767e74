/** What a column can be asked for in the store, and a filter of such terms as the store takes it. */
import {
  type ColumnFilter,
  type Comparison,
  type Expression,
  instantTicks,
  UnsupportedQuery,
  type Value,
} from '../../src/provider-sdk/index';
import { recordOfGuid } from './log-guid';
import type { LogFilter } from './log-source';

/** What is asked of the store, and of which record alone if it is of one. Undefined: no record can be meant. */
export type Narrowed = { readonly filter: LogFilter; readonly id?: string } | undefined;

type Operator = Exclude<Comparison['operator'], 'has' | 'ne'>;

interface Ask {
  /** What is declared of the column. */
  readonly filter: ColumnFilter;
  narrow(operator: Operator, value: Value): Narrowed;
}

type TextName = 'service' | 'entitySet' | 'code' | 'caller' | 'fingerprint';

function text(name: TextName): Ask {
  return { filter: { eq: 'exact' }, narrow: (_operator, value) => ({ filter: { [name]: String(value) } }) };
}

const range: ColumnFilter = { eq: 'exact', gt: 'exact', ge: 'exact', lt: 'exact', le: 'exact' };

/** By what a column says of it. */
export const asks = {
  service: text('service'),
  entitySet: text('entitySet'),
  code: text('code'),
  caller: text('caller'),
  fingerprint: text('fingerprint'),
  // The store looks among all ids of a request, whichever column is compared.
  anyId: {
    filter: { eq: 'superset' },
    narrow: (_operator, value) => ({ filter: { correlationId: String(value) } }),
  },
  record: { filter: { eq: 'exact' }, narrow: (_operator, value) => oneRecord(String(value)) },
  status: { filter: { eq: 'exact' }, narrow: (_operator, value) => ({ filter: { status: Number(value) } }) },
  hit: {
    filter: { eq: 'exact' },
    narrow: (_operator, value) => ({ filter: { cache: value === true ? 'hit' : 'miss' } }),
  },
  pushed: { filter: { eq: 'exact' }, narrow: (_operator, value) => ({ filter: { pushed: value === true } }) },
  fetched: {
    filter: { gt: 'exact', ge: 'exact' },
    narrow: (operator, value) => ({ filter: { minFetched: Number(value) + (operator === 'gt' ? 1 : 0) } }),
  },
  milliseconds: {
    filter: { gt: 'superset', ge: 'exact', lt: 'superset', le: 'exact' },
    narrow: (operator, value) => ({
      filter:
        operator === 'gt' || operator === 'ge'
          ? { minMilliseconds: Number(value) }
          : { maxMilliseconds: Number(value) },
    }),
  },
  time: { filter: range, narrow: (operator, value) => ({ filter: narrowTime(operator, String(value)) }) },
} as const satisfies Readonly<Record<string, Ask>>;

export type AskName = keyof typeof asks;

function oneRecord(guid: string): Narrowed {
  const found = recordOfGuid(guid);
  return found?.number === 0 ? { filter: {}, id: found.id } : undefined;
}

/** Requests arrive at whole milliseconds: between two of them there is none. */
function narrowTime(operator: Operator, instant: string): LogFilter {
  const ticks = instantTicks(instant);
  const below = Math.floor(Number(ticks) / TICKS);
  const above = ticks % BigInt(TICKS) === 0n ? below : below + 1;
  switch (operator) {
    case 'eq':
      return { from: above, to: below + 1 };
    case 'gt':
      return { from: below + 1 };
    case 'ge':
      return { from: above };
    case 'lt':
      return { to: above };
    case 'le':
      return { to: below + 1 };
  }
}

/** Of 100 ns, in a millisecond. */
const TICKS = 10_000;

/** @throws {UnsupportedQuery} on what no column has declared */
export function narrowTo(
  filter: Expression | undefined,
  asked: ReadonlyMap<string, AskName>,
  base: LogFilter,
): Narrowed {
  const terms = filter === undefined ? [] : filter.kind === 'and' ? filter.operands : [filter];
  return terms.reduce<Narrowed>((narrowed, term) => both(narrowed, narrowTerm(term, asked)), {
    filter: base,
  });
}

function narrowTerm(term: Expression, asked: ReadonlyMap<string, AskName>): Narrowed {
  if (term.kind !== 'comparison' || term.left.kind !== 'column' || term.right.kind !== 'literal')
    throw new UnsupportedQuery(`The log takes comparisons of columns only, no ${term.kind}.`);
  const { operator, left, right } = term;
  const name = asked.get(left.name);
  if (name === undefined || operator === 'has' || operator === 'ne')
    throw new UnsupportedQuery(`The log does not take ${operator} on ${left.name}.`);
  return asks[name].narrow(operator, right.value);
}

/** Where the bounds of both hold, and nothing is to be two things at once. */
function both(one: Narrowed, other: Narrowed): Narrowed {
  if (one === undefined || other === undefined) return undefined;
  const filter: Record<string, unknown> = { ...one.filter };
  for (const [name, value] of Object.entries(other.filter) as [keyof LogFilter, string | number][]) {
    const already = one.filter[name];
    if (typeof already === 'number' && typeof value === 'number' && name in bounds)
      filter[name] = bounds[name as keyof typeof bounds](already, value);
    else if (already !== undefined && already !== value) return undefined;
    else filter[name] = value;
  }
  const ids = [one.id, other.id].filter((id) => id !== undefined);
  if (new Set(ids).size > 1) return undefined;
  return { filter, ...(ids[0] === undefined ? {} : { id: ids[0] }) };
}

const bounds = {
  from: Math.max,
  to: Math.min,
  minMilliseconds: Math.max,
  maxMilliseconds: Math.min,
  minFetched: Math.max,
} as const;
