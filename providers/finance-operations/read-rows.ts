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
import { splitRead, type SplitRead } from './read-address';
import { type PageReader, readPages } from './read-pages';
import { translateFilter, translateTerm } from './translate-filter';

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
  return service.origin.length + path.length <= maxUrlLength;
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
      identify: disjoint ? undefined : (row) => identityOf(entity.key.map((name) => row[name] ?? null)),
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
 * be cut, or else the longest term is left to the gateway.
 */
function tooLong(
  query: RemoteQuery,
  filter: Predicate,
  entity: KnownEntity,
  reading: Reading,
): UnsupportedQuery {
  const { filter: expression } = query;
  const uncounted = splitRead({ ...query, count: false }, filter, (path) => fits(path, reading));
  const opinion: TermOpinion =
    uncounted === undefined
      ? {
          refused: 'With this term the URL would be too long for F&O.',
          hint: 'Filter by fewer terms at once.',
        }
      : 'superset';
  const lengths = (expression === undefined ? [] : termsOf(expression)).map((term) => {
    const translated = translateTerm(term, entity.columns);
    return { term, length: typeof translated === 'boolean' ? 0 : writePredicate(translated).length };
  });
  const longest = lengths.sort((a, b) => b.length - a.length)[0]?.term;
  if (longest !== undefined) reading.experience.rememberOpinion(entity.name, longest, opinion);
  return new UnsupportedQuery(`The URL of this query of ${entity.name} would be too long for F&O.`);
}
