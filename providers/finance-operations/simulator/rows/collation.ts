/** How the database compares text: equality, order and the folding that both `eq` and wildcards use. */

export interface TextRules {
  /** Two texts are equal when their folded forms are. */
  readonly fold: (text: string) => string;
  /** Order for `gt`, `ge`, `lt`, `le`. */
  readonly compare: (left: string, right: string) => number;
}

const collator = new Intl.Collator('en-US', { sensitivity: 'accent' });

/** SQL order: case does not count, accents do. */
export function compareAsSql(left: string, right: string): number {
  return collator.compare(left, right);
}

/** What the facts page says: case does not count in comparisons. */
export const caseInsensitive: TextRules = { fold: (text) => text.toLowerCase(), compare: compareAsSql };

/**
 * Closer to a SQL Server collation without case: width, kana, ligatures and trailing blanks do not count either.
 * Inferred; a provider that calls its `eq` exact is proved wrong by it.
 */
export const sqlCollation: TextRules = { fold: foldAsSql, compare: compareAsSql };

/** The `/metadata` service compares in the web server, code unit by code unit. */
export const ordinal: TextRules = {
  fold: (text) => text,
  compare: (left, right) => (left < right ? -1 : left > right ? 1 : 0),
};

const LIGATURES: readonly (readonly [string, string])[] = [
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['þ', 'th'],
];

function foldAsSql(text: string): string {
  let folded = text.normalize('NFKC').toLowerCase().trimEnd();
  for (const [ligature, letters] of LIGATURES) folded = folded.replaceAll(ligature, letters);
  return folded.replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/** Compiles the wildcard form of `eq`: `*` stands for any run of characters, everything else for itself. */
export function wildcardMatcher(pattern: string, rules: TextRules): (folded: string) => boolean {
  const pieces = pattern.split('*').map(rules.fold);
  const head = pieces[0] ?? '';
  const tail = pieces.at(-1) ?? '';
  const middle = pieces.slice(1, -1).filter((piece) => piece !== '');
  return (folded) => {
    if (folded.length < head.length + tail.length) return false;
    if (!folded.startsWith(head) || !folded.endsWith(tail)) return false;
    return containsInOrder(folded, middle, head.length, folded.length - tail.length);
  };
}

function containsInOrder(text: string, pieces: readonly string[], from: number, to: number): boolean {
  let start = from;
  for (const piece of pieces) {
    const found = text.indexOf(piece, start);
    if (found < 0 || found + piece.length > to) return false;
    start = found + piece.length;
  }
  return true;
}
