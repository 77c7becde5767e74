/** Masked URLs are taken apart by option and term, and filled in again so that a literal stays a literal. */
import { explainVerdict } from '../../console/src/query/cache-verdict';
import { fillLiterals, literalsIn, parseMaskedUrl } from '../../console/src/query/masked-url';

test('a filter is shown term by term, and what stands in parentheses stays together', () => {
  expect(parseMaskedUrl('Customers?$filter=A eq ? and (B eq ? or C eq ?)&$top=5')).toMatchObject({
    path: 'Customers',
    options: [
      { name: '$filter', terms: ['A eq ?', 'and (B eq ? or C eq ?)'] },
      { name: '$top', terms: ['5'] },
    ].map((option) => ({
      ...option,
      terms: option.terms.map((term) => expect.stringContaining(term) as string),
    })),
  });
});

test('the mark of a masked key is a literal, that of the query is none', () => {
  expect(parseMaskedUrl('Customers(?)?$select=Name').path).toBe('Customers(?)');
  expect(literalsIn('Customers(?)?$select=Name')).toBe(1);
});

test('what is filled in can neither end an option nor begin one', () => {
  expect(fillLiterals('Customers?$filter=Name eq ?&$top=5', ["'a&$top=9#?'"])).toBe(
    "Customers?$filter=Name%20eq%20'a%26%24top%3D9%23%3F'&$top=5",
  );
});

test('each parameter of a cache verdict has its words', () => {
  expect(explainVerdict('fwd=stale;stored;detail=invalidated').map(({ text }) => text)).toEqual([
    'fwd=stale',
    'stored',
    'detail=invalidated',
  ]);
});
