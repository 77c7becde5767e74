/** Writes the URL of a read, and cuts a filter that is too long for one URL into several. */
import { type RemoteQuery, type RemoteSortKey } from '../../src/provider-sdk/index';
import { allOf, anyOf, type Any, type Predicate, writePredicate } from './predicate';
import { encodeOption } from './write-literal';

export interface ReadAddress {
  readonly entity: string;
  readonly filter: Predicate;
  readonly orderBy: readonly RemoteSortKey[];
  /** Absent = all columns. */
  readonly select?: readonly string[];
  readonly top?: number;
  readonly skip?: number;
  readonly count: boolean;
}

/** F&O reads both numbers as Int32 and refuses larger ones with 400; no entity has as many rows. */
const MOST_ROWS = 2_147_483_647;

/** Path and query. Without `cross-company` only the default company's rows would be seen (facts page, trap 1). */
export function writeAddress({ entity, filter, orderBy, select, top, skip, count }: ReadAddress): string {
  const options = ['cross-company=true'];
  if (typeof filter !== 'boolean') options.push(`$filter=${encodeOption(writePredicate(filter))}`);
  if (orderBy.length > 0) options.push(`$orderby=${orderBy.map(writeSortKey).join(',')}`);
  if (select !== undefined) options.push(`$select=${select.join(',')}`);
  if (top !== undefined) options.push(`$top=${Math.min(top, MOST_ROWS)}`);
  if (skip !== undefined && skip > 0) options.push(`$skip=${Math.min(skip, MOST_ROWS)}`);
  if (count) options.push('$count=true');
  return `/data/${entity}?${options.join('&')}`;
}

function writeSortKey({ column, descending }: RemoteSortKey): string {
  return descending ? `${column}%20desc` : column;
}

export interface SplitRead {
  /** Together they give the rows of the whole, each perhaps several times. */
  readonly parts: readonly ReadAddress[];
  /** No row is in two parts. */
  readonly disjoint: boolean;
}

/**
 * The whole read as one address if that is short enough, otherwise its longest `or` cut into pieces.
 *
 * A part may hold any row of the window, so each is asked for the window from its beginning.
 *
 * @returns undefined if no cut makes it short enough
 */
export function splitRead(
  query: RemoteQuery,
  filter: Predicate,
  fits: (path: string) => boolean,
): SplitRead | undefined {
  const { entity, orderBy, count } = query;
  const select = query.columns;
  const rest = { entity, orderBy, select, count };
  const whole = { ...rest, filter, ...given('top', query.top), ...given('skip', query.skip) };
  if (fits(writeAddress(whole))) return { parts: [whole], disjoint: true };

  const alternatives = longestAlternatives(filter);
  // Counts of parts that overlap do not add up.
  if (alternatives !== undefined && (alternatives.disjoint || !count)) {
    const top = query.top === undefined ? undefined : query.top + (query.skip ?? 0);
    // The parts are merged by the order, so they must show what they are ordered by.
    const shown = [...new Set([...select, ...orderBy.map(({ column }) => column)])];
    const parts = cut(
      alternatives,
      (piece) => ({
        ...rest,
        select: shown,
        filter: replace(filter, alternatives, piece),
        ...given('top', top),
      }),
      fits,
    );
    if (parts !== undefined) return { parts, disjoint: alternatives.disjoint };
  }
  const { select: _select, ...wide } = whole;
  return fits(writeAddress(wide)) ? { parts: [wide], disjoint: true } : undefined;
}

function given<Name extends string>(name: Name, value: number | undefined): { [K in Name]?: number } {
  return value === undefined ? {} : ({ [name]: value } as { [K in Name]: number });
}

/** An `or` at the top, or the one with the longest text below an `and` at the top. */
function longestAlternatives(filter: Predicate): Any | undefined {
  if (typeof filter === 'boolean') return undefined;
  const candidates = filter.kind === 'all' ? filter.of : [filter];
  return candidates
    .filter((candidate) => candidate.kind === 'any')
    .map((any) => ({ any, length: writePredicate(any).length }))
    .sort((a, b) => b.length - a.length)[0]?.any;
}

function replace(filter: Predicate, alternatives: Any, piece: Predicate): Predicate {
  if (typeof filter === 'boolean' || filter.kind !== 'all') return piece;
  return allOf(filter.of.map((part) => (part === alternatives ? piece : part)));
}

/** As few pieces as a greedy walk gives: each takes alternatives as long as its address fits. */
function cut(
  { of, disjoint }: Any,
  addressOf: (piece: Predicate) => ReadAddress,
  fits: (path: string) => boolean,
): readonly ReadAddress[] | undefined {
  const addresses: ReadAddress[] = [];
  let piece: ReadAddress | undefined;
  let taken: Any['of'][number][] = [];
  for (const alternative of of) {
    const larger = addressOf(anyOf([...taken, alternative], disjoint));
    if (fits(writeAddress(larger))) {
      piece = larger;
      taken.push(alternative);
      continue;
    }
    const alone = addressOf(alternative);
    if (piece === undefined || !fits(writeAddress(alone))) return undefined;
    addresses.push(piece);
    piece = alone;
    taken = [alternative];
  }
  return piece === undefined ? undefined : [...addresses, piece];
}
