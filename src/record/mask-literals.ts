/**
 * Takes the literals out of URLs and expressions: what is asked may be kept, what it is asked about is people's data.
 *
 * By the text and not by the syntax tree, since requests that cannot be parsed leave a record as well. Where the text is no
 * OData, too much is masked rather than too little.
 */

import { decoded, splitOption, splitTarget } from './target-parts';

export const MASK = '?';

/** Guids before words, since they may begin with a letter; words before numbers, since they may hold digits. */
export const tokens =
  /'(?:[^']|'')*'?|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|-?\d{4,}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?|\d\d:\d\d(?::[\d.]+)?|[$@\p{L}\p{Nl}_][$@\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}./]*|-?\d[\d.]*(?:e[+-]?\d+)?/giu;

const isWord = /^[$@\p{L}\p{Nl}_](?!.*-)/u;

/** Words that are values. */
const literalWords: ReadonlySet<string> = new Set(['true', 'false', 'INF', 'NaN']);

/**
 * The same expression without its literals; lists of literals become one.
 *
 * @example maskLiterals("Name eq 'Ann' and Size in (1,2,3)") // 'Name eq ? and Size in (?)'
 */
export function maskLiterals(expression: string): string {
  return shorten(expression.replace(tokens, (token) => (isLiteral(token) ? MASK : token)));
}

/** @param token one of {@link tokens} */
export function isLiteral(token: string): boolean {
  return !isWord.test(token) || literalWords.has(token);
}

/** `?,?,?` is one list however long it is, and so is `A eq ? or A eq ? or A eq ?`. */
function shorten(masked: string): string {
  return masked
    .replace(/\?(?:\s*,\s*\?)+/g, MASK)
    .replace(/(?<!\S)(\(?[\w./]+ eq \?\)?)(?: or \1)+/g, '$1 or …');
}

/**
 * Of an expression that could not be bound: a bare word behind a comparison may be a text without its quotes.
 *
 * @example maskDoubtful('Name eq Ann') // 'Name eq ?'
 */
function maskDoubtful(expression: string): string {
  return maskLiterals(expression).replace(
    /(?<![^\s()])(eq|ne|gt|ge|lt|le|has|in)(\s+(?:\(\s*)?)[^\s()?][^\s()]*/gi,
    `$1$2${MASK}`,
  );
}

/** System query options whose values hold no literals but names, numbers of rows and media types. */
export const openOptions: ReadonlySet<string> = new Set([
  'select',
  'count',
  'top',
  'skip',
  'format',
  'expand',
]);
/** Those that are expressions. */
const expressionOptions: ReadonlySet<string> = new Set(['filter', 'orderby', 'compute']);

/**
 * A request target, readable: decoded, literals masked, control characters replaced. Of options that are not OData's the
 * values are masked whole: they may be keys.
 *
 * @param isBound every name in it is known to be one
 * @example maskTarget("Customers?%24filter=Name%20eq%20'Ann'&code=secret") // 'Customers?$filter=Name eq ?&code=?'
 */
export function maskTarget(target: string, isBound: boolean): string {
  const { path, options } = splitTarget(target);
  const masked = maskPath(path);
  if (options === undefined) return printable(masked);
  return printable(`${masked}?${options.map((option) => maskOption(option, isBound)).join('&')}`);
}

/** Keys stand in parentheses: `Customers(Company='usmf',Number='1')`. Their texts may hold parentheses as well. */
function maskPath(path: string): string {
  return maskStrings(path).replace(
    /\(([^)]*)(\)|$)/g,
    (_whole, key: string, end: string) => `(${maskKey(key)}${end}`,
  );
}

/** A bare word is a name before an equals sign only; elsewhere it may be a text without its quotes. */
function maskKey(key: string): string {
  return maskLiterals(key).replace(/(^|[=,])\s*[^=,?@\s][^=,]*(?=,|$)/g, `$1${MASK}`);
}

function maskOption(option: string, isBound: boolean): string {
  if (!option.includes('=')) return maskNameless(decoded(option));
  const { name, system, value } = splitOption(option);
  if (openOptions.has(system)) return `${name}=${maskStrings(value)}`;
  if (expressionOptions.has(system) || name.startsWith('@')) {
    return `${name}=${isBound ? maskLiterals(value) : maskDoubtful(value)}`;
  }
  return /^=*$/.test(value) ? maskNameless(name) : `${name}=${MASK}`;
}

/** What has no value may be one: a key that was sent without its name, which in Base64 ends with equals signs. */
function maskNameless(option: string): string {
  return option === '' || option.startsWith('$') ? option : MASK;
}

function maskStrings(value: string): string {
  return value.replace(/'(?:[^']|'')*'?/g, MASK);
}

/** What a sentence may say of a row: quoted, or as the Guid that is its key. */
const saidOfRows = /'[^']*'|"[^"]*"|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

/**
 * A sentence of ours or of a source: what it quotes may be a name or a value, and only the URL tells them apart.
 *
 * @param values that must not show outside quotes either: sources name rows by them, and do not quote them
 * @example maskQuoted('Customer group: 30, Net. The record already exists.', ['30', 'Net']) // 'Customer group: ?, ?. The …'
 */
export function maskQuoted(sentence: string, values: readonly string[] = []): string {
  // First what is quoted: a value may hold quotes, and would take those of the sentence with it.
  return printable(maskValues(sentence.replace(saidOfRows, "'?'"), values));
}

/** More cannot be in a sentence. */
const MOST_VALUES = 200;

function maskValues(sentence: string, values: readonly string[]): string {
  const within = folded(sentence);
  const said = values
    .flatMap(piecesOf)
    .filter((value) => within.includes(folded(value)) && !/^[\p{P}\p{Z}]*$/u.test(value));
  const given = [...new Set(said)].slice(0, MOST_VALUES);
  if (given.length === 0) return sentence;
  // The longest first: one value may be the beginning of another.
  const texts = given
    .toSorted((a, b) => b.length - a.length)
    .map((value) => value.replace(special, String.raw`\$&`));
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])(?:${texts.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return sentence.replace(whole, MASK);
}

/** Of a value with quotes in it a part may have been taken for quoted. */
function piecesOf(value: string): readonly string[] {
  const pieces = value.split(/['"]/).filter(({ length }) => length > 1);
  return [value, ...pieces].map((piece) => piece.trim());
}

/** Letters that an expression without case takes for the same become the same. */
function folded(text: string): string {
  return text.toLowerCase().toUpperCase();
}

const special = /[\\^$.*+?()[\]{}|/]/g;

const LONGEST = 2_000;
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** One line, whatever somebody sent: nothing in it moves a cursor or turns the direction of reading. */
export function printable(text: string): string {
  const clean = text.replace(unprintable, '\ufffd');
  // A cut may go through a pair of surrogates.
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST).toWellFormed()}…` : clean;
}
