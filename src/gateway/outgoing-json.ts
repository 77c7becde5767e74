/** Reads JSON from a source: strictly, and on request without losing a digit of long numbers. */
import { canonicalNumber } from '../provider-sdk/index';

/**
 * Parses JSON; a `__proto__` in it becomes an own property like any other, which is what JSON.parse does by itself.
 *
 * With `exactNumbers`, numbers of more than 15 significant digits become text: they are put into quotes before parsing,
 * which is some ten times quicker than a reviver that looks at every value.
 *
 * @throws {Error} if the text is no JSON, or has a number outside 1e±1000 where digits must be kept
 */
export function parseJson(text: string, exactNumbers: boolean): unknown {
  return JSON.parse(exactNumbers ? quoteLongNumbers(text) : text);
}

/** A stretch of the text, its end excluded. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** More digits than this, and a double may not hold them all. */
const SAFE_DIGITS = 15;

function quoteLongNumbers(text: string): string {
  let run = nextLongRun(text, 0);
  // Most pages hold no such run at all, and this one search is all that they cost.
  if (run === undefined) return text;
  const strings = new Strings(text);
  const pieces: string[] = [];
  let copied = 0;
  while (run !== undefined) {
    const string = followsName(text, run.start) ? undefined : strings.around(run.start);
    if (string === undefined && isLong(text.slice(run.start, run.end))) {
      const number = numberAround(text, run);
      pieces.push(text.slice(copied, number.start), exactJson(text.slice(number.start, number.end)));
      copied = number.end;
    }
    run = nextLongRun(text, Math.max(run.end, string?.end ?? 0, copied));
  }
  pieces.push(text.slice(copied));
  return pieces.join('');
}

/** The next run of more than 15 digits and points. Only every 16th character is looked at: no such run fits between two. */
function nextLongRun(text: string, from: number): Stretch | undefined {
  const stride = SAFE_DIGITS + 1;
  for (let at = from + SAFE_DIGITS; at < text.length; at += stride) {
    if (!isNumeric(text.charCodeAt(at))) continue;
    let start = at;
    while (start > from && isNumeric(text.charCodeAt(start - 1))) start -= 1;
    let end = at + 1;
    while (end < text.length && isNumeric(text.charCodeAt(end))) end += 1;
    if (end - start > SAFE_DIGITS) return { start, end };
    at = end;
  }
  return undefined;
}

/**
 * Whether a place, or the minus before it, stands right behind `"Name":`. A quote behind a letter or a digit can only be
 * the end of a string, so no string lies around such a place: of most long numbers that saves walking to it from string to
 * string, which took as long as parsing.
 */
function followsName(text: string, place: number): boolean {
  const start = text.charCodeAt(place - 1) === MINUS ? place - 1 : place;
  return (
    text.charCodeAt(start - 1) === COLON &&
    text.charCodeAt(start - 2) === QUOTE &&
    isWordCharacter(text.charCodeAt(start - 3))
  );
}

const QUOTE = 0x22;
const MINUS = 0x2d;
const COLON = 0x3a;

/** Of ASCII: letters and digits. */
function isWordCharacter(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

/** `0` to `9` and the point. */
function isNumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2e;
}

function isLong(run: string): boolean {
  return run.replace('.', '').replace(/^0+/, '').length > SAFE_DIGITS;
}

const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * The whole number that the run is the beginning of. What stands around it must be what JSON allows there: quotes would
 * make a name of a number where none may be.
 */
function numberAround(text: string, run: Stretch): Stretch {
  const start = text[run.start - 1] === '-' ? run.start - 1 : run.start;
  numberForm.lastIndex = start;
  const end = start + (numberForm.exec(text)?.[0].length ?? 0);
  const isValue = ['', ':', ',', '['].includes(visibleBefore(text, start));
  const isWhole = end >= run.end && ['', ',', ']', '}'].includes(visibleAfter(text, end));
  if (!isValue || !isWhole) throw new SyntaxError('A number stands where none may be');
  return { start, end };
}

/** The last character before a place that is not blank; none at the beginning. */
function visibleBefore(text: string, place: number): string {
  let at = place;
  while (isBlank(text.charCodeAt(at - 1))) at -= 1;
  return text.charAt(at - 1);
}

/** The first character from a place on that is not blank; none at the end. */
function visibleAfter(text: string, place: number): string {
  let at = place;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return text.charAt(at);
}

/** What JSON calls whitespace (RFC 8259, 2). */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function exactJson(source: string): string {
  const number = canonicalNumber(source);
  if (number === undefined) throw new RangeError('A number is outside 1e-1000 to 1e1000');
  return JSON.stringify(number);
}

/** The strings of a JSON text, found from left to right as far as they are asked for. */
class Strings {
  #start: number;
  #end = 0;

  constructor(private readonly text: string) {
    this.#start = text.indexOf('"');
  }

  /** The string that a place lies in, if any. Places are asked for in ascending order. */
  around(place: number): Stretch | undefined {
    while (this.#start !== -1 && this.#start < place) {
      if (this.#end <= this.#start) this.#end = endOfString(this.text, this.#start);
      if (this.#end > place) return { start: this.#start, end: this.#end };
      this.#start = this.text.indexOf('"', this.#end);
    }
    return undefined;
  }
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
