/** The ways in which a source may honestly compare text; an answer is wrong only if none of them explains it. */

export interface TextCollation {
  readonly name: string;
  /** The form in which equal texts are the same; also searched by `contains` and its kin. */
  fold(text: string): string;
  /** Sort order. */
  compare(left: string, right: string): number;
}

const byCodeUnit = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function folding(name: string, fold: (text: string) => string): TextCollation {
  return { name, fold, compare: (left, right) => byCodeUnit(fold(left), fold(right)) };
}

function linguistic(name: string, options: Intl.CollatorOptions): TextCollation {
  const collator = new Intl.Collator('en', options);
  return {
    name,
    fold: (text) => text.toLowerCase(),
    compare: (left, right) => collator.compare(left, right),
  };
}

/** Equal only if every character is. */
export const ordinalCollation: TextCollation = folding('ordinal', (text) => text);

export const textCollations: readonly TextCollation[] = [
  folding('without case, lower', (text) => text.toLowerCase()),
  folding('without case, upper', (text) => text.toUpperCase()),
  ordinalCollation,
  linguistic('linguistic without case', { sensitivity: 'accent' }),
  linguistic('linguistic with case', { sensitivity: 'variant' }),
  linguistic('linguistic, punctuation last', { sensitivity: 'accent', ignorePunctuation: true }),
];
