import { parseSearch } from '../../../src/odata/syntax/parse-clause';
import { outlineSearch } from './outline';
import { refusalOf } from './refusal';

test.each([
  ['blue', 'blue'],
  ['foo bar', '(and foo bar)'],
  ['foo  AND  bar', '(and foo bar)'],
  ['a b OR c d', '(or (and a b) (and c d))'],
  ['a OR b AND c', '(or a (and b c))'],
  ['(a OR b) AND c', '(and (or a b) c)'],
  ['NOT a b', '(and (not a) b)'],
  ['a NOT b', '(and a (not b))'],
  ['a AND NOT b', '(and a (not b))'],
  ['NOT (a b)', '(not (and a b))'],
  ['NOT(a)OR(b)', '(or (not a) b)'],
  ['foo123', 'foo123'],
  ['1984', '1984'],
  ['brand-new', 'brand-new'],
  ["Daniel's", "Daniel's"],
  ['"a (b"', '"a (b"'],
  ['"a b" "c"', '(and "a b" "c")'],
  ['AND', 'AND'],
  ['NOT', 'NOT'],
  ['NOT NOT', '(not NOT)'],
  ['AND OR', '(and AND OR)'],
  ['OR AND', '(and OR AND)'],
  ['AND OR NOT', '(or AND NOT)'],
  ['a AND ', '(and a AND)'],
  ['(a OR )', '(and a OR)'],
  ['NOT ', 'NOT'],
  ['not or and', '(and not or and)'],
  ['ANDy ORa', '(and ANDy ORa)'],
  ["'\"blue (it''s'", "'\"blue (it's'"],
  ['Δ', 'Δ'],
])('%s', (text, expected) => {
  expect(outlineSearch(parseSearch(text))).toBe(expected);
});

test.each([
  '',
  ' ',
  '"foo',
  '""',
  '"a"b',
  'a"b"',
  '(a',
  'a)',
  '()',
  '(a)(b)',
  'a(b)',
  "'a",
  "'a' b",
  '(NOT)x',
])('%j is refused', (text) => {
  expect(refusalOf(() => parseSearch(text))).toMatchObject({ code: 'InvalidSyntax', clause: '$search' });
});
