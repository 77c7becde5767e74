/** Percent-decoding of one part of a URL, after the URL has been split. */

import { ODataSyntaxError, shown } from './syntax-error';

const ESCAPE_LENGTH = '%41'.length;

/** Decodes part of a query, where `+` stands for a blank. */
export function decodeComponent(raw: string, clause: string): string {
  return decodePercent(raw.includes('+') ? raw.replaceAll('+', ' ') : raw, clause);
}

/** Decodes a path segment, where `+` is a plus sign. */
export function decodePathSegment(raw: string): string {
  return decodePercent(raw, 'path');
}

function decodePercent(raw: string, clause: string): string {
  if (!raw.includes('%')) return raw;
  try {
    return decodeURIComponent(raw);
  } catch {
    const at = malformedEscape(raw);
    const found = shown(raw.slice(at, at + ESCAPE_LENGTH));
    const message = `malformed percent-encoding '${found}' at position ${at}; text is UTF-8, and a percent sign is %25`;
    throw new ODataSyntaxError('MalformedEncoding', clause, at, message);
  }
}

/** Where the first character begins whose escapes are not hexadecimal, or not UTF-8. */
function malformedEscape(raw: string): number {
  let at = raw.indexOf('%');
  while (at !== -1) {
    const end = at + ESCAPE_LENGTH * sequenceLength(raw.slice(at + 1, at + ESCAPE_LENGTH));
    if (!decodes(raw.slice(at, end))) return at;
    at = raw.indexOf('%', end);
  }
  return 0;
}

/** How many bytes of UTF-8 the first of them announces; 1 also where it announces nothing valid. */
function sequenceLength(hex: string): number {
  const byte = Number.parseInt(hex, 16);
  if (byte >= 0xf0) return 4;
  if (byte >= 0xe0) return 3;
  return byte >= 0xc0 ? 2 : 1;
}

function decodes(escapes: string): boolean {
  try {
    decodeURIComponent(escapes);
    return true;
  } catch {
    return false;
  }
}
