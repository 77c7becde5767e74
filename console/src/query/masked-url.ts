/** A URL as records show it, taken apart: decoded, each literal a `?`. */

export interface MaskedUrl {
  readonly path: string;
  readonly options: readonly MaskedOption[];
}

export interface MaskedOption {
  readonly name: string;
  /** One for each term of a filter, each property of a list; one alone where there is nothing to part. */
  readonly terms: readonly string[];
  readonly value: string;
}

/** @example parseMaskedUrl('Customers?$filter=A eq ? and B eq ?&$top=5') */
export function parseMaskedUrl(url: string): MaskedUrl {
  const mark = queryMark(url);
  if (mark < 0) return { path: url, options: [] };
  const options = url
    .slice(mark + 1)
    .split('&')
    .filter((option) => option !== '')
    .map(parseOption);
  return { path: url.slice(0, mark), options };
}

function parseOption(option: string): MaskedOption {
  const equals = option.indexOf('=');
  const [name, value] = equals < 0 ? [option, ''] : [option.slice(0, equals), option.slice(equals + 1)];
  return { name, value, terms: termsOf(name.replace(/^\$/, '').toLowerCase(), value) };
}

function termsOf(name: string, value: string): readonly string[] {
  switch (name) {
    case 'filter':
      return splitOutside(value, / (?=(?:and|or) )/y);
    case 'select':
    case 'orderby':
    case 'expand':
      return splitOutside(value, /,/y);
    default:
      return [value];
  }
}

/** Splits where the separator stands outside all parentheses. */
function splitOutside(text: string, separator: RegExp): readonly string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++;
    if (text[index] === ')') depth--;
    separator.lastIndex = index;
    if (depth !== 0 || !separator.test(text)) continue;
    parts.push(text.slice(start, index));
    start = separator.lastIndex;
  }
  return [...parts, text.slice(start)];
}

/** The `?` that begins the query: that of a masked key stands in parentheses. */
function queryMark(url: string): number {
  let depth = 0;
  for (let index = 0; index < url.length; index++) {
    if (url[index] === '(') depth++;
    if (url[index] === ')') depth--;
    if (url[index] === '?' && depth === 0) return index;
  }
  return -1;
}

/** A piece of a masked URL: text that stays, or a literal to be filled in. */
export type MaskedPiece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'literal' };

/**
 * Where literals go. Of a chain of the same comparison, which is shown as `… or …`, only the first is left: the record does
 * not say how many there were.
 */
export function piecesOf(url: string): readonly MaskedPiece[] {
  const whole = url.replaceAll(' or …', '');
  const mark = queryMark(whole);
  const pieces: MaskedPiece[] = [];
  let start = 0;
  for (let index = 0; index < whole.length; index++) {
    if (whole[index] !== '?' || index === mark) continue;
    pieces.push({ kind: 'text', text: whole.slice(start, index) }, { kind: 'literal' });
    start = index + 1;
  }
  return [...pieces, { kind: 'text', text: whole.slice(start) }];
}

export function literalsIn(url: string): number {
  return piecesOf(url).filter(({ kind }) => kind === 'literal').length;
}

/** A request target with these literals, as a caller would send it. */
export function fillLiterals(url: string, literals: readonly string[]): string {
  let next = 0;
  // Whatever the literals hold, they end no option and begin none: they are encoded before the URL is taken apart again.
  const filled = piecesOf(url)
    .map((piece) =>
      piece.kind === 'text' ? encodeText(piece.text) : encodeURIComponent(literals[next++] ?? ''),
    )
    .join('');
  return filled;
}

function encodeText(text: string): string {
  return encodeURI(text).replaceAll('#', '%23').replaceAll('+', '%2B');
}
