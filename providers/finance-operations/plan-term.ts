/** The second opinion on a filter term: which constants F&O compares in another way than OData does, and what it refused before. */
import type { Expression, TermOpinion } from '../../src/provider-sdk/index';
import type { Experience } from './experience';
import { readTerm, textsOf, type Term } from './term';
import { isSendable } from './write-literal';

/** Longer terms leave no room for the rest of the URL, unless they are lists, which are cut into several URLs. */
const LONGEST_TEXT = 400;

/** Asterisks are wildcards inside `eq`, and the question mark is one elsewhere in the product. */
const WILDCARD = /[*?]/;

/** In a wildcard search: the characters that SQL's LIKE and some entities treat in their own way. */
const LOOSE_IN_SEARCH = /[&%_]/;
const UNCLEAR_IN_SEARCH = /[\\[]/;

/** SQL ignores blanks at the end of a text; letters beyond ASCII may be equal to others in the database's collation. */
const LOOSE_IN_COMPARISON = / $|[^\u0020-\u007e]/;

/** Letters that OData's rules take for one, while a database may tell the last of a word from the others. */
const SIGMA = /[Σσς]/;

export function planTerm(
  entity: string,
  expression: Expression,
  experience: Experience,
): TermOpinion | undefined {
  const term = readTerm(expression);
  if (term === undefined) return { refused: 'F&O has no words for this term.' };
  return experience.opinionOf(entity, term) ?? opinionOfText(term);
}

function opinionOfText(term: Term): TermOpinion | undefined {
  const texts = textsOf(term);
  if (!texts.every(isSendable)) {
    return { refused: 'The text holds a character that no URL of F&O may hold.' };
  }
  if (texts.some((text) => text.length > LONGEST_TEXT)) {
    return { refused: `The text is longer than ${LONGEST_TEXT} characters, and F&O takes short URLs only.` };
  }
  if (texts.some((text) => SIGMA.test(text))) {
    return { refused: 'It is not known whether F&O takes the final sigma for the others.' };
  }
  if (term.kind === 'wildcard') return opinionOfSearch(term.needle);
  const isLoose = texts.some((text) => WILDCARD.test(text) || LOOSE_IN_COMPARISON.test(text));
  if (!isLoose) return undefined;
  if (term.kind === 'equality' && term.negated) {
    return {
      refused:
        'F&O would leave out more rows than this text: it reads *, ?, blanks at the end and some letters loosely.',
    };
  }
  return 'superset';
}

function opinionOfSearch(needle: string): TermOpinion | undefined {
  if (UNCLEAR_IN_SEARCH.test(needle)) {
    return { refused: 'It is not known how F&O searches for a backslash or a square bracket.' };
  }
  const isLoose = WILDCARD.test(needle) || LOOSE_IN_SEARCH.test(needle) || LOOSE_IN_COMPARISON.test(needle);
  return isLoose ? 'superset' : undefined;
}
