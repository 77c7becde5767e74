/** Answers a remote query from the rows of a wider one that memory still has (provider-contract 3.5, rule 3). */
import { satisfies } from '../cache/satisfies';
import { compileOrder } from '../evaluate/compile-order';
import { compilePredicate } from '../evaluate/compile-predicate';
import type { Scope } from '../evaluate/scope';
import type { EntityDeclaration, RemoteQuery, Row } from '../provider-sdk/index';

/** A query whose answer was the whole of what matches it, and where memory has that. */
export interface WiderQuery {
  readonly query: RemoteQuery;
  readonly rows: number;
  readonly key: string;
}

/** Each is compared with every query that memory does not know: a few of the latest find most of what there is to find. */
const MOST_KEPT = 8;

/** The latest complete answers, by entity. */
export class WiderQueries {
  readonly #byEntity = new Map<string, readonly WiderQuery[]>();

  add(entity: string, query: WiderQuery): void {
    const known = (this.#byEntity.get(entity) ?? []).filter(({ key }) => key !== query.key);
    this.#byEntity.set(entity, [query, ...known].slice(0, MOST_KEPT));
  }

  /** Those whose rows hold every row of the query; whether memory still has them is to be seen. */
  of(entity: string, asked: RemoteQuery): readonly WiderQuery[] {
    return (this.#byEntity.get(entity) ?? []).filter(({ query, rows }) =>
      satisfies({ query, rows, lastPageSeen: true }, asked),
    );
  }
}

export interface NarrowedRows {
  readonly rows: readonly Row[];
  readonly count: number | undefined;
}

/** What the source would give of these rows: filtered, ordered, counted and cut as it was asked to. */
export function narrow(
  rows: readonly Row[],
  { filter, orderBy, skip = 0, top = Infinity, count, collation }: RemoteQuery,
  { columns }: EntityDeclaration,
): NarrowedRows {
  const scope: Scope = { collation, readProperty: noProperty };
  const matching = filter === undefined ? rows : rows.filter(compilePredicate(filter, scope));
  const keys = orderBy.map(({ column, descending }) => {
    const type = columns.find(({ name }) => name === column)?.type ?? 'String';
    return { expression: { kind: 'column', name: column, type } as const, descending };
  });
  const ordered = keys.length === 0 ? matching : compileOrder(keys, scope)(matching);
  return { rows: ordered.slice(skip, skip + top), count: count ? matching.length : undefined };
}

/** A remote query speaks of columns alone. */
function noProperty(): never {
  throw new TypeError('A remote query refers to a property.');
}
