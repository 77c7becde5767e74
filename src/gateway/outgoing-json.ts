/** Reads JSON from a source: strictly, and on request without losing a digit of long numbers. */
import { canonicalNumber } from '../provider-sdk/index';

/**
 * Parses JSON; a `__proto__` in it becomes an own property like any other, which is what JSON.parse does by itself.
 *
 * With `exactNumbers`, numbers of more than 15 significant digits become text. That takes a reviver, some ten times
 * slower than plain parsing, so it is used only if the text does hold such a number.
 *
 * @throws {Error} if the text is no JSON, or has a number outside 1e±1000 where digits must be kept
 */
export function parseJson(text: string, exactNumbers: boolean): unknown {
  if (!exactNumbers || !holdsLongNumber(text)) return JSON.parse(text);
  return parseWithSource(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? exactNumber(source) : value,
  );
}

/** The reviver's third argument (ECMAScript 2026, "JSON.parse source text access"), which lib ES2023 does not know. */
type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => unknown;

function exactNumber(source: string): number | string {
  const number = canonicalNumber(source);
  if (number === undefined) throw new RangeError('A number is outside 1e-1000 to 1e1000');
  return number;
}

/** Whether a number with more than 15 significant digits stands outside of strings. */
export function holdsLongNumber(text: string): boolean {
  // Most pages hold no such run at all, and this one search is all that they cost.
  const longRun = /\d[\d.]{15,}/g;
  let run = longRun.exec(text);
  let stringStart = run === null ? -1 : text.indexOf('"');
  while (run !== null) {
    if (stringStart === -1 || run.index < stringStart) {
      if (isLong(run[0])) return true;
      run = longRun.exec(text);
      continue;
    }
    const stringEnd = endOfString(text, stringStart);
    stringStart = text.indexOf('"', stringEnd);
    if (run.index < stringEnd) {
      longRun.lastIndex = stringEnd;
      run = longRun.exec(text);
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? text.length : quote + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(quote - 1 - backslashes) === 92) backslashes += 1;
  return backslashes % 2 === 1;
}

function isLong(run: string): boolean {
  return run.replace('.', '').replace(/^0+/, '').length > 15;
}
