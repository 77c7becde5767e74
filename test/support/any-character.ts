/** Any character for texts of fast-check: `fc.string({ unit: anyCharacter })`. */
import fc from 'fast-check';

const SURROGATES = { first: 0xd800, count: 0x800 };
const LAST = 0x10ffff - SURROGATES.count;

/**
 * The same characters as the unit `binary` gives, which first makes a table of the million that there are: it takes longer
 * than most of the tests that ask for a few texts.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.integer({ min: 0, max: LAST }).map(characterAt, placeOf);

function characterAt(place: number): string {
  return String.fromCodePoint(place < SURROGATES.first ? place : place + SURROGATES.count);
}

/** By this fast-check knows which of its own awkward texts can be made of these characters. */
function placeOf(text: unknown): number {
  const [character = '', ...rest] = String(text);
  const point = character.codePointAt(0);
  if (point === undefined || rest.length > 0 || !character.isWellFormed()) throw new Error('no character');
  return point < SURROGATES.first ? point : point - SURROGATES.count;
}
