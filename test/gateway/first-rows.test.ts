/** The first rows of many: the same as by sorting all of them, with far fewer in hand. */
import fc from 'fast-check';
import { FirstRows, type OrderRows } from '../../src/gateway/first-rows';
import type { Row } from '../../src/provider-sdk/index';

const byRank: OrderRows = (rows, limit) =>
  rows.toSorted((a, b) => Number(a['rank']) - Number(b['rank'])).slice(0, limit);

function rowsOf(ranks: readonly number[]): readonly Row[] {
  return ranks.map((rank, place) => ({ rank, place }));
}

test('finds what sorting everything finds, equal rows in the order in which they came', () => {
  const ranks = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 900, maxLength: 3_000 });
  fc.assert(
    fc.property(ranks, fc.option(fc.nat(400), { nil: undefined }), (given, limit) => {
      const rows = rowsOf(given);
      const first = new FirstRows(byRank, limit);
      for (const row of rows) first.add(row);
      expect(first.inOrder()).toEqual(byRank(rows, limit));
      expect(first.added).toBe(rows.length);
    }),
    { numRuns: 50 },
  );
});

test.each([
  [0, 1_000],
  [10, 1_000],
  [1_000, 4_000],
])('of the first %d, at most %d are held at a time', (limit, most) => {
  const first = new FirstRows(byRank, limit);
  let held = 0;
  for (let rank = 20_000; rank > 0; rank--) {
    first.add({ rank });
    held = Math.max(held, first.held);
  }
  expect(held).toBeLessThanOrEqual(most);
  expect(first.inOrder().map(({ rank }) => rank)).toEqual(
    Array.from({ length: limit }, (_, index) => index + 1),
  );
});

test('without a limit all are held', () => {
  const first = new FirstRows(byRank, undefined);
  for (let rank = 5_000; rank > 0; rank--) first.add({ rank });
  expect(first.held).toBe(5_000);
});
