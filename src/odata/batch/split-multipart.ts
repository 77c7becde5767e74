/** Splits a multipart text into its parts, line by line (RFC 2046, 5.1). */
import { invalidBatch } from './batch-error';
import type { Stretch } from './header-block';

/**
 * The parts between the delimiter lines; what stands before the first and behind the last is ignored. Each line is looked at
 * once, and only at its beginning, so that no text makes this slow.
 *
 * @example `--b⏎A⏎--b⏎B⏎--b--` with the boundary `b` → the stretches of `A` and `B`
 */
export function* splitMultipart(
  text: string,
  { start, end }: Stretch,
  boundary: string,
  place: string,
): Generator<Stretch> {
  const delimiter = `--${boundary}`;
  let partStart: number | undefined;
  for (let at = start; at < end;) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 || newline >= end ? end : newline + 1;
    const found = readDelimiter(text, at, next, delimiter);
    if (found !== undefined) {
      if (partStart !== undefined) yield { start: partStart, end: beforeLineEnd(text, partStart, at) };
      if (found === 'last') return;
      partStart = next;
    }
    at = next;
  }
  const missing = partStart === undefined ? 'no line' : 'no closing line';
  throw invalidBatch(place, `there is ${missing} of the boundary that its Content-Type names`);
}

/** Whether a line is a delimiter: nothing but blanks may follow the boundary. */
function readDelimiter(
  text: string,
  start: number,
  end: number,
  delimiter: string,
): 'next' | 'last' | undefined {
  if (!text.startsWith(delimiter, start)) return undefined;
  let at = start + delimiter.length;
  const isLast = text.startsWith('--', at);
  if (isLast) at += 2;
  while (at < end && isBlank(text.charCodeAt(at))) at += 1;
  if (at < end) return undefined;
  return isLast ? 'last' : 'next';
}

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || code === CARRIAGE_RETURN || code === LINE_FEED;
}

/** The line end before a delimiter belongs to the delimiter. */
function beforeLineEnd(text: string, start: number, delimiter: number): number {
  let end = delimiter;
  if (end > start && text.charCodeAt(end - 1) === LINE_FEED) end -= 1;
  if (end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end -= 1;
  return end;
}
