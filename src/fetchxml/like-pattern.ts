/** Reads a pattern of `like` as one of the few that OData has functions for. */

export type LikePattern =
  /** Any text at all, but not null. */
  | { readonly kind: 'anything' }
  | { readonly kind: 'equals' | 'startswith' | 'endswith' | 'contains'; readonly text: string }
  /** What stands in the way of a translation. */
  | { readonly kind: 'untranslatable'; readonly wildcard: string };

type Token =
  | { readonly kind: 'letter'; readonly letter: string }
  | { readonly kind: 'wildcard'; readonly wildcard: string };

/**
 * `%` is any text, `_` any one letter, `[a-f]` one of a set, and a set of a single letter that letter itself: `[%]`.
 *
 * @example readLikePattern('50[%]%') // { kind: 'startswith', text: '50%' }
 */
export function readLikePattern(pattern: string): LikePattern {
  const tokens = tokensOf(pattern);
  const first = tokens.findIndex((token) => token.kind === 'letter');
  const last = tokens.findLastIndex((token) => token.kind === 'letter');
  const inner = first < 0 ? [] : tokens.slice(first, last + 1);
  const outer = first < 0 ? tokens : [...tokens.slice(0, first), ...tokens.slice(last + 1)];
  const inTheWay =
    inner.find((token) => token.kind === 'wildcard') ??
    outer.find((token) => token.kind === 'wildcard' && token.wildcard !== '%');
  if (inTheWay?.kind === 'wildcard') return { kind: 'untranslatable', wildcard: inTheWay.wildcard };
  const text = inner.map((token) => (token.kind === 'letter' ? token.letter : '')).join('');
  const isOpen = { before: first > 0, after: first >= 0 && last < tokens.length - 1 };
  if (first < 0) return tokens.length > 0 ? { kind: 'anything' } : { kind: 'equals', text: '' };
  return { kind: kindOf(isOpen), text };
}

function kindOf({
  before,
  after,
}: {
  readonly before: boolean;
  readonly after: boolean;
}): 'equals' | 'startswith' | 'endswith' | 'contains' {
  if (before) return after ? 'contains' : 'endswith';
  return after ? 'startswith' : 'equals';
}

/** One wildcard or UTF-16 unit each. Where a set ends does not matter: none but that of one letter has a translation. */
const token = /\[([^\]^])\]|[^]/g;

const WILDCARDS = new Set(['%', '_', '[']);

function tokensOf(pattern: string): readonly Token[] {
  return [...pattern.matchAll(token)].map(([whole, escaped]) => {
    if (escaped !== undefined) return { kind: 'letter', letter: escaped };
    return WILDCARDS.has(whole) ? { kind: 'wildcard', wildcard: whole } : { kind: 'letter', letter: whole };
  });
}
