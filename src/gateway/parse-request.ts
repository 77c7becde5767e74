/** Stage 1 of a read: from the raw URL to syntax, and what of the URL a next link has to repeat. */
import { RequestError } from '../errors';
import { ODataSyntaxError } from '../odata/syntax/syntax-error';
import { decodeComponent } from '../odata/syntax/decode-component';
import { parseSystemQueryOptions } from '../odata/syntax/parse-query-options';
import { parseResourcePath } from '../odata/syntax/parse-resource-path';
import type { QueryOptionsSyntax } from '../odata/syntax/query-options-syntax';
import { type RawOption, splitQuery, splitRequestTarget } from '../odata/syntax/split-request-target';
import type { SyntaxLimits } from '../odata/syntax/syntax-limits';
import type { ResourcePathSyntax } from '../odata/syntax/syntax-tree';
import type { Incoming } from './incoming';

export interface ParsedRequest {
  /** Without `$query` at its end. */
  readonly path: ResourcePathSyntax;
  /** `POST …/$query`: the options came in the body (Protocol 4.01, 11.2.6.9). */
  readonly isQuery: boolean;
  readonly options: QueryOptionsSyntax;
  /**
   * The query options that make up the result, encoded anew: what a next link repeats, and what a skip token is bound to.
   * Most answers need none of it, and it costs as much as the parser does.
   */
  readonly repeatable: () => string;
}

/** @throws {RequestError} for anything that the grammar does not allow */
export function parseRequest({ target, body }: Incoming, limits: SyntaxLimits): ParsedRequest {
  try {
    const { segments, options: inUrl } = splitRequestTarget(target);
    const path = parseResourcePath(segments, limits);
    const isQuery = path.segments.length > 1 && path.segments.at(-1)?.kind === '$query';
    const rawOptions = isQuery && body !== undefined ? [...inUrl, ...splitQuery(body)] : inUrl;
    return {
      path: isQuery ? { segments: path.segments.slice(0, -1) } : path,
      isQuery,
      options: parseSystemQueryOptions(rawOptions, limits),
      repeatable: () => repeat(rawOptions),
    };
  } catch (error) {
    throw error instanceof ODataSyntaxError ? asRequestError(error) : error;
  }
}

function asRequestError(error: ODataSyntaxError): RequestError {
  const { code, clause, message } = error;
  const options = { target: clause, cause: error };
  switch (code) {
    case 'InvalidSyntax':
      return new RequestError(
        clause === 'path' || clause === 'URL' ? 'MalformedUrl' : code,
        message,
        options,
      );
    case 'LimitExceeded':
      return new RequestError(code, message, options);
    case 'MalformedEncoding':
      return new RequestError('MalformedUrl', message, options);
    // An option that OData knows or may come to know, but this service does not (Protocol 4.01, 11.2.1).
    case 'UnknownQueryOption':
      return new RequestError('NotImplemented', message, options);
    case 'DuplicateQueryOption':
      return new RequestError('InvalidQueryOption', message, options);
  }
}

/** The token says where the page begins, `$format` how it looks: neither changes the result. */
const NOT_REPEATED = new Set(['skiptoken']);

/**
 * System query options and aliases, in the order they came. Other options do not reach a link: among them is the key
 * of the caller, which Dataverse adds to each request itself.
 */
function repeat(options: readonly RawOption[]): string {
  const kept: string[] = [];
  for (const { name, rawValue } of options) {
    const decoded = decodeComponent(name, 'URL');
    if (decoded.startsWith('@')) {
      kept.push(`@${encodeURIComponent(decoded.slice(1))}=${encode(rawValue)}`);
      continue;
    }
    const plain = (decoded.startsWith('$') ? decoded.slice(1) : decoded).toLowerCase();
    if (SYSTEM_OPTIONS.has(plain) && !NOT_REPEATED.has(plain)) kept.push(`$${plain}=${encode(rawValue)}`);
  }
  return kept.join('&');
}

const SYSTEM_OPTIONS = new Set([
  'filter',
  'search',
  'orderby',
  'select',
  'top',
  'skip',
  'count',
  'format',
  'skiptoken',
]);

function encode(rawValue: string): string {
  return encodeURIComponent(decodeComponent(rawValue, 'URL'));
}
