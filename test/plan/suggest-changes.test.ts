/** What to change in a request: a way out for each part that its source does not do, and nothing where there is none. */
import { printSuggestions, type Suggestion } from '../../src/plan/suggest-changes';
import { suggestForUrl } from '../support/plan-url';
import { sampleModel, sampleSet } from '../support/sample-model';

const usmf = "Company eq 'usmf'";

function suggest(filter: string, rest = '&$select=Name'): readonly Suggestion[] {
  return suggestForUrl(`Customers?$filter=${encodeURIComponent(filter)}${rest}`);
}

test('nothing, where the source does all of it and only some columns are asked for', () => {
  expect(suggest(usmf, '&$select=Name&$orderby=Name&$top=5&$count=true')).toEqual([]);
});

test.each([
  ['length(Name) gt 3', 'Compare a plain column with a value.'],
  ["startswith(Name,'Con')", 'Compare it by eq, ne, in, gt, ge, lt, le, contains.'],
  ['Floor gt 1', 'Filter on another column as well, so that fewer rows are read.'],
  ["not contains(Name,'Con')", 'Ask for what is wanted instead of what is not.'],
])('%s: what its source takes instead', (term, change) => {
  expect(suggest(`${usmf} and ${term}`)).toEqual([
    { clause: '$filter', text: term, change: expect.stringContaining(change) as string },
  ]);
});

test('a hint of the connection is told as a sentence, with its reason', () => {
  const refuse = (): { refused: string; hint: string } => ({
    refused: 'a computed field',
    hint: 'take another',
  });
  const model = sampleModel();
  expect(
    suggestForUrl("Products?$filter=Title eq 'a'&$select=Title", {
      model,
      connection: { plan: refuse },
    })[0],
  ).toEqual({ clause: '$filter', text: "Title eq 'a'", change: 'Take another. A computed field.' });
});

describe('where no condition reaches the source', () => {
  const priced = 'Products?$filter=Price gt 3&$select=Title';

  test('the properties that it takes', () => {
    expect(suggestForUrl(priced).at(-1)).toEqual({
      clause: '$filter',
      change:
        'Add a condition that the source takes, such as eq on Title. None of the conditions reaches it, so that it gives all of its rows.',
    });
  });

  test('but not text that it compares with case, where the service has none', () => {
    const model = sampleModel();
    const products = sampleSet('Products');
    const declaration = { ...products.declaration, collation: 'ordinal' } as const;
    const entitySets = new Map([...model.entitySets, ['Products', { ...products, declaration }]]);
    expect(suggestForUrl(priced, { model: { ...model, entitySets } })).toHaveLength(1);
  });
});

test('an order that the source does not make: the properties by which it can', () => {
  expect(suggest(usmf, '&$select=Name&$orderby=Floor,Name')).toEqual([
    {
      clause: '$orderby',
      change:
        'Order by Company, AccountNumber, Name, Employees, CreditLimit or ModifiedOn, or leave the order out. ' +
        'The source does not order by Floor. All rows have to be read before the first can be shown.',
    },
  ]);
});

test('of a source that does nothing at all, nothing is said of what no change of the request would mend', () => {
  expect(suggestForUrl('CustomerGroups?$orderby=Code&$select=Code')).toEqual([]);
});

test('rows that have to be counted', () => {
  expect(
    suggest(`${usmf} and length(Name) gt 3`, '&$select=Name&$count=true').map(({ clause }) => clause),
  ).toEqual(['$filter', '$count']);
});

test('all columns', () => {
  expect(suggest(usmf, '')).toEqual([
    {
      clause: '$select',
      change: expect.stringMatching(/^Name the columns that are shown\. All \d+ are asked for/) as string,
    },
  ]);
});

test('nothing for rows that are read by key, or not at all', () => {
  expect(suggest('CustomerId eq 11111111-1111-1111-1111-111111111111 and length(Name) gt 3', '')).toEqual([]);
  expect(suggest('false', '')).toEqual([]);
});

test('as lines of text', () => {
  expect(printSuggestions([])).toBe('what to change\n  nothing\n');
  expect(
    printSuggestions([
      { clause: '$filter', text: 'Floor gt 1', change: 'Do this.' },
      { clause: '$select', change: 'Do that.' },
    ]),
  ).toBe('what to change\n  $filter Floor gt 1: Do this.\n  $select: Do that.\n');
});
