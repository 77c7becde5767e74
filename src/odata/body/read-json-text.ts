/** Reads a JSON string: plain stretches as they are, escapes resolved (RFC 8259, 7). */
import { BACKSLASH, BLANK, DOUBLE_QUOTE } from '../syntax/characters';
import { invalidJson, unexpected } from './json-error';

export interface ReadText {
  readonly value: string;
  /** The position after the closing quote. */
  readonly end: number;
}

/**
 * The string whose opening quote stands at `start`.
 *
 * Half a surrogate pair is refused: it is no character, UTF-8 cannot carry it, and a source would store something else.
 */
export function readJsonText(text: string, start: number): ReadText {
  const read = readStretches(text, start + 1);
  if (!read.value.isWellFormed()) throw invalidJson('half a surrogate pair in the text that begins', start);
  return read;
}

function readStretches(text: string, start: number): ReadText {
  let value = '';
  let at = start;
  for (;;) {
    const end = endOfStretch(text, at);
    value += text.slice(at, end);
    const code = text.charCodeAt(end);
    if (code === DOUBLE_QUOTE) return { value, end: end + 1 };
    if (code !== BACKSLASH) throw unexpected(text, end, 'a character of the text or its closing quote');
    const escaped = readEscape(text, end + 1);
    value += escaped.value;
    at = escaped.end;
  }
}

/** Up to a quote, a backslash, a control character or the end. A loop, because a pattern may run out of stack. */
function endOfStretch(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOUBLE_QUOTE || code === BACKSLASH || code < BLANK) return at;
  }
  return at;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const fourHexDigits = /^[0-9a-fA-F]{4}$/;

/** What follows a backslash at `at - 1`. */
function readEscape(text: string, at: number): ReadText {
  const letter = text.charAt(at);
  const value = escapes.get(letter);
  if (value !== undefined) return { value, end: at + 1 };
  if (letter !== 'u') throw unexpected(text, at, 'an escape such as \\n or \\u00e4');
  const digits = text.slice(at + 1, at + 5);
  if (!fourHexDigits.test(digits)) throw invalidJson('\\u without four hex digits', at - 1);
  return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 5 };
}
