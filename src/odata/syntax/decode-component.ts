/** Percent-decoding of one part of a URL, after the URL has been split. */

import { ODataSyntaxError } from './syntax-error';

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
    const found = raw.slice(at, at + 3);
    const message = `malformed percent-encoding '${found}' at position ${at}; text is UTF-8, and a percent sign is %25`;
    throw new ODataSyntaxError('MalformedEncoding', clause, at, message);
  }
}

/** The first escape that is not two hexadecimal digits, or the first of those that are not UTF-8. */
function malformedEscape(raw: string): number {
  const incomplete = /%(?![0-9A-Fa-f]{2})/.exec(raw);
  if (incomplete !== null) return incomplete.index;
  for (const run of raw.matchAll(/(?:%[0-9A-Fa-f]{2})+/g)) {
    if (!decodes(run[0])) return run.index;
  }
  return 0;
}

function decodes(escapes: string): boolean {
  try {
    decodeURIComponent(escapes);
    return true;
  } catch {
    return false;
  }
}
