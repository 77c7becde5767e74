/** Reads `If-Match` and `If-None-Match`, and tells whether a row meets them (RFC 9110, 13.1; Protocol 4.01, 8.2.4 and 8.2.5). */
import { RequestError } from '../../errors';
import type { Precondition } from '../write-request';

export interface ConditionHeaders {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/** @throws {RequestError} InvalidHeader: a condition that is not understood must not be passed over */
export function readPrecondition({ ifMatch, ifNoneMatch }: ConditionHeaders): Precondition {
  return {
    ...(ifMatch === undefined ? {} : { match: readTags('If-Match', ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { noneMatch: readTags('If-None-Match', ifNoneMatch) }),
  };
}

/**
 * Whether a row meets a precondition. Tags are compared weakly, so that `W/"1"` and `"1"` are the same: all ETags of rows
 * are weak, and OData compares them all the same.
 *
 * @param row its ETag (undefined if it has none), or undefined where there is no row
 */
export function meetsPrecondition(
  { match, noneMatch }: Precondition,
  row: { readonly etag: string | undefined } | undefined,
): boolean {
  const matches = match === undefined || isAmong(match, row);
  const differs = noneMatch === undefined || !isAmong(noneMatch, row);
  return matches && differs;
}

function isAmong(
  wanted: '*' | readonly string[],
  row: { readonly etag: string | undefined } | undefined,
): boolean {
  if (row === undefined) return false;
  if (wanted === '*') return true;
  const { etag } = row;
  return etag !== undefined && wanted.some((tag) => opaque(tag) === opaque(etag));
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}

const tagAndComma = /[ \t]*((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?:,|$)/y;

function readTags(header: string, value: string): '*' | readonly string[] {
  if (value.trim() === '*') return '*';
  const tags: string[] = [];
  let at = 0;
  while (at < value.length) {
    tagAndComma.lastIndex = at;
    const match = tagAndComma.exec(value);
    if (match?.[1] === undefined) break;
    tags.push(match[1]);
    at = tagAndComma.lastIndex;
  }
  if (at >= value.length && tags.length > 0) return tags;
  throw new RequestError('InvalidHeader', `${header} must be * or a list of ETags such as W/"1".`, {
    target: header,
  });
}
