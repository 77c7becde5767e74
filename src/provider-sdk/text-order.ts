/** How text compares: one folding, one equality and one order for each collation. */
import type { Collation } from './expression';

/**
 * Folds the case away: two texts are equal under `ignoreCase` exactly if their folded forms are identical.
 *
 * It is Unicode's lower-case mapping without its one exception for context: σ and final ς fold alike, so that a part of
 * a text folds to a part of the folded text and `contains` needs no second rule. `İ` folds to `i` with a combining dot
 * above and `ẞ` to `ß`; `ß` differs from `ss`, `ı` from `i`, and accents always count.
 *
 * @example foldCase('ΟΔΟΣ') === foldCase('οδος') // true
 */
export function foldCase(text: string): string {
  // The engine has its own fast path for ASCII, and gives back the very same text if nothing changes.
  const lower = text.toLowerCase();
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}

/** Equality of text: the same as {@link compareText} giving 0. */
export function textEquals(collation: Collation): (a: string, b: string) => boolean {
  return collation === 'ordinal' ? (a, b) => a === b : (a, b) => a === b || foldCase(a) === foldCase(b);
}

/**
 * Order of text: negative, 0 or positive. `ordinal` goes by UTF-16 code unit. `ignoreCase` goes by the letters as people
 * sort them (Unicode collation, American English), then by accents; it gives 0 exactly where the folded texts are identical.
 *
 * @example ['b', 'A', 'é', 'e'].sort(compareText('ignoreCase')) // ['A', 'b', 'e', 'é']
 */
export function compareText(collation: Collation): (a: string, b: string) => number {
  return collation === 'ordinal' ? compareOrdinally : compareIgnoringCase;
}

// It compares folded text; `accent` leaves out what is finer than letters and accents (ﬀ and ff, full width).
const collator = new Intl.Collator('en-US', { sensitivity: 'accent' });

/**
 * The rank of each printable ASCII character in the collator's order, from 1; letters rank without their case. 0 means
 * that the collator must be asked: control characters are ignored by it, others combine with what stands before them.
 */
const asciiRanks = rankAscii();

function rankAscii(): Uint8Array {
  const characters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  const folded = characters.filter((character) => foldCase(character) === character);
  folded.sort((a, b) => collator.compare(a, b));
  const ranks = new Uint8Array(128);
  for (const character of characters) {
    ranks[character.charCodeAt(0)] = folded.indexOf(foldCase(character)) + 1;
  }
  return ranks;
}

/** Orders text by UTF-16 code unit. */
export function compareOrdinally(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The first letters that differ decide, as long as both texts are plain ASCII up to one character beyond them: what
 * follows directly might combine with them, what follows later has no say any more.
 */
function compareIgnoringCase(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = rankAt(a, index);
    const right = rankAt(b, index);
    if (left === 0 || right === 0) return compareFolded(a, b);
    if (left !== right)
      return isPlainAt(a, index + 1) && isPlainAt(b, index + 1) ? left - right : compareFolded(a, b);
  }
  if (a.length === b.length) return 0;
  return isPlainAt(a, length) && isPlainAt(b, length) ? a.length - b.length : compareFolded(a, b);
}

function compareFolded(a: string, b: string): number {
  const left = foldCase(a);
  const right = foldCase(b);
  return collator.compare(left, right) || compareOrdinally(left, right);
}

function rankAt(text: string, index: number): number {
  return asciiRanks[text.charCodeAt(index)] ?? 0;
}

/** Whether the text ends there or goes on with a plain character. */
function isPlainAt(text: string, index: number): boolean {
  return index >= text.length || rankAt(text, index) !== 0;
}
