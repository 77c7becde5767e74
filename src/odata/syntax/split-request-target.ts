/** Splits a raw request target into path segments and query options, before anything is decoded. */

import { ODataSyntaxError } from './syntax-error';

/** One query option as it came: its name and value are still percent-encoded. */
export interface RawOption {
  readonly name: string;
  readonly rawValue: string;
}

export interface RequestTarget {
  /** Up to the first `?`, still encoded. */
  readonly path: string;
  /** The path's segments, still encoded, since an encoded `/` belongs to a segment. A slash at the end adds none. */
  readonly segments: readonly string[];
  readonly options: readonly RawOption[];
}

/** `/sales/Accounts(1)?$select=Name` → segments `sales`, `Accounts(1)` and one option. */
export function splitRequestTarget(rawTarget: string): RequestTarget {
  const fragment = rawTarget.indexOf('#');
  if (fragment !== -1) {
    const message = `a request has no fragment: '#' at position ${fragment} must be written %23`;
    throw new ODataSyntaxError('InvalidSyntax', 'URL', fragment, message);
  }
  const mark = rawTarget.indexOf('?');
  const path = mark === -1 ? rawTarget : rawTarget.slice(0, mark);
  const query = mark === -1 ? '' : rawTarget.slice(mark + 1);
  return { path, segments: splitPath(path), options: splitQuery(query) };
}

/** Splits a path at each `/`; nothing between two of them is kept as an empty segment, for the parser to refuse. */
function splitPath(path: string): readonly string[] {
  const start = path.startsWith('/') ? 1 : 0;
  if (path.length === start) return [];
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  return path.slice(start, end).split('/');
}

/** Splits a query, or the body of `/$query`, at each `&` and the first `=` of each part. Empty parts are skipped. */
export function splitQuery(query: string): readonly RawOption[] {
  const options: RawOption[] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    if (equals === -1) options.push({ name: part, rawValue: '' });
    else options.push({ name: part.slice(0, equals), rawValue: part.slice(equals + 1) });
  }
  return options;
}
