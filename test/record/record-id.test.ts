/** Ids of records are unique, and as text in the order in which they were given. */
import { nextRecordId } from '../../src/record/record-id';

test('ids ascend, also within a millisecond, in very many of them, and when the clock is set back', () => {
  const start = Date.now() + 1_000;
  const times = [...Array.from({ length: 70_000 }, () => start), start + 1, start - 5_000, start + 2_000];
  const ids = times.map((time) => nextRecordId(time));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids.map((id) => id.length))).toEqual(new Set([23]));
});
