/** Media types and media ranges as `Accept` and `$format` hold them (RFC 9110, 8.3.1 and 12.5.1). */

export interface MediaRange {
  /** Lower case; `*` for any. */
  readonly type: string;
  readonly subtype: string;
  /** By lower-case name, `q` left out; values as written. */
  readonly parameters: ReadonlyMap<string, string>;
  /** 0 to 1; 0 = not wanted. */
  readonly quality: number;
}

/**
 * The ranges of an `Accept` header in the order of the text, or undefined if it is none.
 *
 * @example `application/json;odata.metadata=full, *;q=.2` → two ranges, the second any type with quality 0.2
 */
export function parseMediaRanges(header: string): readonly MediaRange[] | undefined {
  const ranges: MediaRange[] = [];
  let at = 0;
  while (at < header.length) {
    at = skip(header, at, separators);
    if (at === header.length) break;
    const read = readRange(header, at);
    if (read === undefined) return undefined;
    ranges.push(read.range);
    at = skip(header, read.end, blanks);
    if (at < header.length && header[at] !== ',') return undefined;
  }
  return ranges;
}

/** Exactly one media type, or undefined. */
export function parseMediaType(text: string): MediaRange | undefined {
  const ranges = parseMediaRanges(text);
  return ranges?.length === 1 ? ranges[0] : undefined;
}

const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
const blanks = /[ \t]*/y;
const separators = /[ \t,]*/y;
/** Java's own client writes `q=.2` and `*` for `*` + `/*`; both are understood. */
const qualityForm = /^(?:[01]|[01]?\.\d{0,6})$/;

function skip(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

function readToken(text: string, at: number): string {
  token.lastIndex = at;
  return token.exec(text)?.[0] ?? '';
}

interface ReadRange {
  readonly range: MediaRange;
  readonly end: number;
}

function readRange(text: string, start: number): ReadRange | undefined {
  const type = readToken(text, start);
  let end = start + type.length;
  let subtype = '*';
  if (text[end] === '/') {
    subtype = readToken(text, end + 1);
    end += 1 + subtype.length;
  } else if (type !== '*') return undefined;
  if (type === '' || subtype === '' || (type === '*' && subtype !== '*')) return undefined;
  return readParameters(text, end, type.toLowerCase(), subtype.toLowerCase());
}

function readParameters(text: string, start: number, type: string, subtype: string): ReadRange | undefined {
  const parameters = new Map<string, string>();
  let quality = 1;
  let end = start;
  for (let at = skip(text, end, blanks); text[at] === ';'; at = skip(text, end, blanks)) {
    const parameter = readParameter(text, skip(text, at + 1, blanks));
    if (parameter === undefined) return undefined;
    end = parameter.end;
    if (parameter.name === 'q') {
      if (!qualityForm.test(parameter.value)) return undefined;
      quality = Math.min(1, Number(parameter.value));
    } else if (parameters.has(parameter.name)) return undefined;
    else parameters.set(parameter.name, parameter.value);
  }
  return { range: { type, subtype, parameters, quality }, end };
}

interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly end: number;
}

function readParameter(text: string, start: number): Parameter | undefined {
  const name = readToken(text, start);
  const at = start + name.length;
  if (name === '' || text[at] !== '=') return undefined;
  quoted.lastIndex = at + 1;
  const inQuotes = quoted.exec(text);
  if (inQuotes !== null) {
    const value = (inQuotes[1] ?? '').replace(/\\(.)/g, '$1');
    return { name: name.toLowerCase(), value, end: at + 1 + inQuotes[0].length };
  }
  const value = readToken(text, at + 1);
  return value === '' ? undefined : { name: name.toLowerCase(), value, end: at + 1 + value.length };
}
