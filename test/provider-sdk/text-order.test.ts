import fc from 'fast-check';
import { compareText, foldCase, textEquals } from '../../src/provider-sdk/index';
import { anyCharacter } from '../support/any-character';

const compare = compareText('ignoreCase');
const texts = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 5 }),
  fc.string({ unit: fc.constantFrom(...'aAbBlL·eE-_ \u0301éÉßẞİıΣσςſﬀ\u0000\u200bµ1'), maxLength: 5 }),
  fc.string({ unit: anyCharacter, maxLength: 4 }),
);

describe('foldCase', () => {
  test.each([
    ['ABC', 'abc', true],
    ['ΟΔΟΣ', 'οδος', true],
    ['οδος', 'οδοσ', true],
    ['ẞ', 'ß', true],
    ['É', 'é', true],
    ['İ', 'i\u0307', true],
    ['\u212a', 'k', true],
    ['ß', 'ss', false],
    ['I', 'ı', false],
    ['İ', 'i', false],
    ['e', 'é', false],
    ['é', 'e\u0301', false],
  ])('%s and %s fold alike: %s', (a, b, alike) => {
    expect(foldCase(a) === foldCase(b)).toBe(alike);
    expect(textEquals('ignoreCase')(a, b)).toBe(alike);
    expect(textEquals('ordinal')(a, b)).toBe(false);
  });

  test('folds a part of a text to a part of the folded text', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => expect(foldCase(a + b)).toBe(foldCase(a) + foldCase(b))),
      {
        numRuns: 1000,
      },
    );
  });

  test('folds once and for all', () => {
    fc.assert(fc.property(texts, (text) => expect(foldCase(foldCase(text))).toBe(foldCase(text))));
  });
});

describe('compareText', () => {
  test('orders as people do', () => {
    const sorted = ['', '_a', '-a', '1', 'a', 'a b', 'ab', 'Äb', 'B', 'e', 'É', 'eb', 'z', 'Ω'];
    expect([...sorted].reverse().sort(compare)).toEqual(sorted);
  });

  test('gives 0 exactly where the folded texts are identical', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(compare(a, b) === 0).toBe(foldCase(a) === foldCase(b));
      }),
      { numRuns: 5000 },
    );
    expect(compare('a\u0000', 'a')).not.toBe(0);
    expect(compare('é', 'e\u0301')).not.toBe(0);
  });

  test('orders like the collator, quick path or not', () => {
    const collator = new Intl.Collator('en-US', { sensitivity: 'accent' });
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const expected = Math.sign(collator.compare(foldCase(a), foldCase(b)));
        if (expected !== 0) expect(Math.sign(compare(a, b))).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });

  test('is an order', () => {
    fc.assert(
      fc.property(texts, texts, texts, (a, b, c) => {
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 5000 },
    );
  });

  test('goes by code unit if ordinal', () => {
    expect(['b', 'a', 'B', 'é', '', '😀', '\uffff'].sort(compareText('ordinal'))).toEqual([
      '',
      'B',
      'a',
      'b',
      'é',
      '😀',
      '\uffff',
    ]);
  });
});
