import fc from 'fast-check';
import { compileOrder } from '../../src/evaluate/compile-order';
import type { RowSortKey } from '../../src/model/expression';
import type { Row } from '../../src/provider-sdk/index';
import { calculate, column, literal, property, scopeOf } from './expressions';

const scope = scopeOf('ignoreCase');
const name: RowSortKey = { expression: column('name', 'String'), descending: false };
const amount: RowSortKey = { expression: column('amount', 'Decimal'), descending: true };

const rows: Row[] = [
  { id: 1, name: 'beta', amount: 5 },
  { id: 2, name: null, amount: 1 },
  { id: 3, name: 'Alpha', amount: '9007199254740993' },
  { id: 4, name: 'alpha', amount: '9007199254740994' },
  { id: 5, name: 'BETA', amount: null },
  { id: 6, name: 'Alpha', amount: '9007199254740993' },
];

function ids(sorted: readonly Row[]): unknown[] {
  return sorted.map((row) => row['id']);
}

test('null first, text by the collation, ties by the next key, then as they came', () => {
  expect(ids(compileOrder([name, amount], scope)(rows))).toEqual([2, 4, 3, 6, 1, 5]);
  expect(ids(compileOrder([name, amount], scopeOf('ordinal'))(rows))).toEqual([2, 3, 6, 5, 4, 1]);
});

test('descending turns the order round, null last, ties still as they came', () => {
  expect(ids(compileOrder([{ ...name, descending: true }], scope)(rows))).toEqual([1, 5, 3, 4, 6, 2]);
});

test('without keys the rows stay as they are, and the input is left alone', () => {
  const input = Object.freeze([...rows]);
  const sorted = compileOrder([], scope)(input);
  expect(sorted).toEqual(rows);
  expect(sorted).not.toBe(input);
});

test('instants order by time, durations by length, NaN next to null', () => {
  const order = (type: 'DateTimeOffset' | 'Duration' | 'Double', values: Row[string][]): unknown[] =>
    compileOrder(
      [{ expression: column('v', type), descending: false }],
      scope,
    )(values.map((v) => ({ v }))).map((row) => row['v']);
  expect(order('DateTimeOffset', ['2026-01-31T08:30:00.5Z', '2026-01-31T08:30:00Z', null])).toEqual([
    null,
    '2026-01-31T08:30:00Z',
    '2026-01-31T08:30:00.5Z',
  ]);
  expect(order('Duration', ['P1D', 'PT1H', '-PT1H'])).toEqual(['-PT1H', 'PT1H', 'P1D']);
  expect(order('Double', [1, NaN, -Infinity, null, NaN])).toEqual([null, NaN, NaN, -Infinity, 1]);
});

test('a key is computed, or read through the scope', () => {
  const computed = calculate('mul', column('n', 'Int32'), literal('Int32', -1), 'Int32');
  const numbers: Row[] = [{ n: 1 }, { n: 3 }, { n: 2 }];
  const sorted = compileOrder([{ expression: computed, descending: false }], scope)(numbers);
  expect(sorted.map((row) => row['n'])).toEqual([3, 2, 1]);
  const byProperty = compileOrder([{ expression: property('k', 'Guid'), descending: false }], scope);
  expect(
    ids(
      byProperty([
        { id: 1, K: 'b' },
        { id: 2, K: 'a' },
      ]),
    ),
  ).toEqual([2, 1]);
});

test('integers that outgrow a number still order by value', () => {
  const square = calculate('mul', column('n', 'Int32'), column('n', 'Int32'), 'Int32');
  const numbers: Row[] = [{ n: 2147483647 }, { n: 3 }, { n: 2147483646 }];
  const sorted = compileOrder([{ expression: square, descending: false }], scope)(numbers);
  expect(sorted.map((row) => row['n'])).toEqual([3, 2147483646, 2147483647]);
});

test('with a limit gives the first of the same order', () => {
  const someRows = fc.array(
    fc.record({ name: fc.constantFrom(null, 'a', 'A', 'b'), amount: fc.nat(3), id: fc.nat() }),
    {
      maxLength: 60,
    },
  );
  const order = compileOrder([name, amount], scope);
  fc.assert(
    fc.property(someRows, fc.nat(20), (unsorted, limit) => {
      expect(order(unsorted, limit)).toEqual(order(unsorted).slice(0, limit));
    }),
    { numRuns: 1000 },
  );
});
