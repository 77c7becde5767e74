/** Answers a remote query: translates it, cuts it to the length of URLs, reads the parts and puts them together. */
import {
  UnsupportedQuery,
  type CallContext,
  type Page,
  type RemoteQuery,
  type TermOpinion,
} from '../../src/provider-sdk/index';
import { rowConverterOf } from './convert-rows';
import type { KnownEntity } from './entity-catalog';
import { learnRefusals, type Learning, termsOf } from './learn-refusals';
import { identityOf, mergePages, rowOrderOf } from './merge-pages';
import { type Predicate, writePredicate } from './predicate';
import { splitRead, type SplitRead, writeAddress } from './read-address';
import { type PageReader, readPages } from './read-pages';
import type { Term } from './term';
import { translateFilter, translateTerm } from './translate-filter';
import { encodeOption } from './write-literal';

export interface Reading extends Learning {
  readonly linkHosts: readonly string[];
  readonly maxUrlLength: number;
  readonly pageSize: number;
}

export async function* readRows(
  asked: RemoteQuery,
  reading: Reading,
  context: CallContext,
): AsyncGenerator<Page, void, undefined> {
  const entity = await reading.catalog.entity(asked.entity, context);
  // `$select` alone does not bring the key (facts page, trap 9).
  const query = { ...asked, columns: [...new Set([...entity.key, ...asked.columns])] };
  const filter = query.filter === undefined ? true : translateFilter(query.filter, entity.columns);
  if (filter === false) {
    yield query.count ? { rows: [], count: 0 } : { rows: [] };
    return;
  }
  const split = splitRead(query, filter, (path) => fits(path, reading));
  if (split === undefined) throw tooLong(query, filter, entity, reading);
  const explain: PageReader['explain'] = (answer) => learnRefusals(answer, query, entity, reading, context);
  yield* readParts(split, query, entity, { ...reading, explain }, context);
}

export function fits(
  path: string,
  { service, maxUrlLength }: Pick<Reading, 'service' | 'maxUrlLength'>,
): boolean {
  return lengthOf(path, { service }) <= maxUrlLength;
}

function lengthOf(path: string, { service }: Pick<Reading, 'service'>): number {
  return service.origin.length + path.length;
}

async function* readParts(
  { parts, disjoint }: SplitRead,
  query: RemoteQuery,
  entity: KnownEntity,
  reading: Omit<PageReader, 'convert'>,
  context: CallContext,
): AsyncGenerator<Page, void, undefined> {
  const [first] = parts;
  if (first === undefined) return;
  if (parts.length === 1) {
    const convert = rowConverterOf(entity, query.columns);
    yield* readPages(first, { ...reading, convert }, context);
    return;
  }
  const convert = rowConverterOf(entity, first.select ?? query.columns);
  const stop = new AbortController();
  const inside = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  const streams = parts.map((part) => readPages(part, { ...reading, convert }, inside));
  try {
    yield* mergePages(streams, {
      compare: rowOrderOf(query.orderBy, entity.declaration.columns),
      // Where the gateway filters again it counts by itself: then F&O reads a term loosely, and a row may come in two
      // parts though no value does.
      identify:
        disjoint && query.count
          ? undefined
          : (row) => identityOf(entity.key.map((name) => row[name] ?? null)),
      skip: query.skip ?? 0,
      top: query.top,
      count: query.count,
    });
  } finally {
    // Whoever stops early ends the calls that are still under way.
    stop.abort();
    await Promise.allSettled(streams.map((stream) => stream.return()));
  }
}

/**
 * The query cannot be cut. What is remembered lets the next plan be another: without a count of overlapping parts it can
 * be cut, or else the longest terms are left to the gateway, as many as there are too many.
 */
function tooLong(
  query: RemoteQuery,
  filter: Predicate,
  entity: KnownEntity,
  reading: Reading,
): UnsupportedQuery {
  const remember = (term: Term, opinion: TermOpinion): void =>
    reading.experience.rememberOpinion(entity.name, term, opinion);
  const terms = termsByLength(query, entity);
  const [longest] = terms;
  if (longest !== undefined) {
    const uncounted = splitRead({ ...query, count: false }, filter, (path) => fits(path, reading));
    if (uncounted === undefined) {
      const { columns: _columns, ...unselected } = query;
      let excess = lengthOf(writeAddress({ ...unselected, filter }), reading) - reading.maxUrlLength;
      for (const { term, length } of terms) {
        remember(term, TOO_LONG);
        excess -= length;
        if (excess <= 0) break;
      }
    } else {
      remember(longest.term, 'superset');
    }
  }
  return new UnsupportedQuery(`The URL of this query of ${entity.name} would be too long for F&O.`);
}

const TOO_LONG: TermOpinion = {
  refused: 'With this term the URL would be too long for F&O.',
  hint: 'Filter by fewer terms at once.',
};

/** The longest first. */
function termsByLength(
  { filter }: RemoteQuery,
  { columns }: KnownEntity,
): readonly { readonly term: Term; readonly length: number }[] {
  return (filter === undefined ? [] : termsOf(filter))
    .map((term) => {
      const translated = translateTerm(term, columns);
      const length = typeof translated === 'boolean' ? 0 : encodeOption(writePredicate(translated)).length;
      return { term, length };
    })
    .sort((a, b) => b.length - a.length);
}
