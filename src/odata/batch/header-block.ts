/** Reads the header lines of a part, or of the request inside it, up to the empty line that ends them. */
import { invalidBatch } from './batch-error';
import { batchLimits } from './batch-limits';

/** A stretch of the batch's text, its end excluded. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface HeaderBlock {
  /** Values in the order of the lines, by lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Where the content begins; undefined if the text ends without an empty line. */
  readonly contentStart: number | undefined;
}

/** A line without the CRLF or LF at its end, and where the next one begins. */
interface Line {
  readonly text: string;
  readonly next: number;
}

export function readLine(text: string, at: number, end: number): Line {
  const newline = text.indexOf('\n', at);
  if (newline < 0 || newline >= end) return { text: text.slice(at, end), next: end };
  const lineEnd = newline > at && text[newline - 1] === '\r' ? newline - 1 : newline;
  return { text: text.slice(at, lineEnd), next: newline + 1 };
}

/** @param partStart where the part begins: all its header lines share one limit */
export function readHeaderBlock(
  text: string,
  { start, end }: Stretch,
  partStart: number,
  place: string,
): HeaderBlock {
  const headers = new Map<string, string[]>();
  for (let at = start; at < end;) {
    const line = readLine(text, at, end);
    at = line.next;
    checkHeaderSize(at - partStart, place);
    if (line.text === '') return { headers, contentStart: at };
    addHeader(headers, line.text, place);
  }
  return { headers, contentStart: undefined };
}

export function checkHeaderSize(size: number, place: string): void {
  if (size <= batchLimits.headers) return;
  throw invalidBatch(place, `its headers are longer than the limit of ${batchLimits.headers} characters`);
}

/** The value of a header that may be there once. */
export function singleHeader(
  headers: HeaderBlock['headers'],
  name: string,
  place: string,
): string | undefined {
  const [value, second] = headers.get(name) ?? [];
  if (second !== undefined) throw invalidBatch(place, `the header ${name} is there twice`);
  return value;
}

function addHeader(headers: Map<string, string[]>, line: string, place: string): void {
  // A folded line reads differently for those who know folding and those who do not (RFC 9112, 5.2).
  if (line.startsWith(' ') || line.startsWith('\t')) throw invalidBatch(place, 'a header line is folded');
  const colon = line.indexOf(':');
  if (colon < 0) throw invalidBatch(place, 'a header line has no colon');
  const name = line.slice(0, colon);
  // A blank before the colon is refused too: it hides a header from whoever trims (RFC 9112, 5.1).
  if (!isToken(name)) throw invalidBatch(place, 'a header line does not begin with a name');
  const value = line.slice(colon + 1);
  if (hasControlCharacter(value)) throw invalidBatch(place, 'a header holds a control character');
  const known = headers.get(name.toLowerCase());
  if (known === undefined) headers.set(name.toLowerCase(), [value.trim()]);
  else known.push(value.trim());
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export function isToken(text: string): boolean {
  return token.test(text);
}

const controlCharacter = /(?!\t)\p{Cc}/u;

/** Any but the tab, a lone CR among them. */
export function hasControlCharacter(text: string): boolean {
  return controlCharacter.test(text);
}
