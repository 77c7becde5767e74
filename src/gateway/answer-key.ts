/** The canonical form of a read: the same for every spelling of a URL that must have the same answer, and for no others. */
import type { ReadRequest } from '../odata/read-query';
import type { ResponseFormat } from '../odata/negotiate';
import { printExpression } from '../odata/syntax/print-expression';
import { printSearch } from '../odata/syntax/print-search';
import type { QueryOptionsSyntax } from '../odata/syntax/query-options-syntax';

export type RowRequest = Extract<ReadRequest, { kind: 'collection' | 'count' | 'entity' }>;

export interface KeyedRead {
  readonly service: string;
  readonly request: RowRequest;
  readonly options: QueryOptionsSyntax;
  readonly format: ResponseFormat;
  /** What `Prefer` changes of the answer. */
  readonly preferred: readonly (string | number | undefined)[];
}

/** Undefined for what means something else each time: a filter with `now()`. */
export function answerKey(read: KeyedRead): string | undefined {
  const { service, request, format, preferred } = read;
  const asked = resourceOf(read);
  if (asked === undefined) return undefined;
  return JSON.stringify([service, request.kind, ...asked, format.contentType, ...preferred]);
}

function resourceOf({
  request,
  options,
}: KeyedRead): readonly (string | number | boolean | undefined)[] | undefined {
  switch (request.kind) {
    case 'entity':
      return [
        request.entitySet.name,
        request.key,
        request.selected,
        request.property?.property.name,
        request.property?.raw,
      ];
    case 'count': {
      const clauses = clausesOf(options);
      return clauses === undefined ? undefined : [request.query.entitySet.name, ...clauses];
    }
    case 'collection': {
      const clauses = clausesOf(options);
      if (clauses === undefined) return undefined;
      const { query, selected, skipToken } = request;
      // The next link of an answer is of the spelling that came first, and leads on to the same rows; but it repeats
      // `$format`, which whoever asks by `Accept` does not need, and whoever follows the link without it does.
      const window = [query.skip, query.top, query.count, skipToken, options.format];
      return [query.entitySet.name, ...clauses, selected, ...window];
    }
  }
}

/** `$filter`, `$search`, `$orderby` and the aliases that they may use; undefined if they hold the time of day. */
function clausesOf({
  filter,
  search,
  orderBy,
  aliases,
}: QueryOptionsSyntax): readonly (string | undefined)[] | undefined {
  const texts = [
    filter === undefined ? undefined : printExpression(filter),
    search === undefined ? undefined : printSearch(search),
    orderBy?.items
      .map(({ expression, descending }) => `${printExpression(expression)}${descending ? ' desc' : ''}`)
      .join(','),
    aliases.size === 0
      ? undefined
      : [...aliases]
          .map(([name, value]) => `@${name}=${printExpression(value)}`)
          .toSorted()
          .join('&'),
  ];
  return texts.some((text) => text !== undefined && timeOfDay.test(text)) ? undefined : texts;
}

/** It may also stand within a text; then that one answer is not stored, which does no harm. */
const timeOfDay = /\bnow\(/i;
