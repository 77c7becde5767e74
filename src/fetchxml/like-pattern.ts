/** Reads a pattern of `like` as one of the few that OData has functions for. */

export type LikePattern =
  /** Any text at all, but not null. */
  | { readonly kind: 'anything' }
  | { readonly kind: 'equals' | 'startswith' | 'endswith' | 'contains'; readonly text: string }
  /** What stands in the way of a translation. */
  | { readonly kind: 'untranslatable'; readonly wildcard: string };

/** A set of one letter, which is that letter itself; or a wildcard. No other set has a translation. */
const special = /\[([^\]^])\]|[%_[]/g;

/**
 * `%` is any text, `_` any one letter, `[a-f]` one of a set, and a set of a single letter that letter itself: `[%]`.
 *
 * @example readLikePattern('50[%]%') // { kind: 'startswith', text: '50%' }
 */
export function readLikePattern(pattern: string): LikePattern {
  const start = pattern.search(/[^%]/);
  if (start < 0) return pattern === '' ? { kind: 'equals', text: '' } : { kind: 'anything' };
  let end = pattern.length;
  while (pattern[end - 1] === '%') end--;
  let wildcard: string | undefined;
  const text = pattern.slice(start, end).replace(special, (found: string, letter: string | undefined) => {
    if (letter !== undefined) return letter;
    wildcard ??= found;
    return '';
  });
  if (wildcard !== undefined) return { kind: 'untranslatable', wildcard };
  return { kind: kindOf(start > 0, end < pattern.length), text };
}

function kindOf(
  isOpenBefore: boolean,
  isOpenAfter: boolean,
): 'equals' | 'startswith' | 'endswith' | 'contains' {
  if (isOpenBefore) return isOpenAfter ? 'contains' : 'endswith';
  return isOpenAfter ? 'startswith' : 'equals';
}
