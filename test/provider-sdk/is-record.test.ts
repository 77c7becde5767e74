/** What counts as an object with members. */
import { isRecord } from '../../src/provider-sdk/index';

test.each<unknown>([{}, { a: 1 }, Object.create(null), new Error('x')])('%p has members', (value) => {
  expect(isRecord(value)).toBe(true);
});

test.each<unknown>([null, undefined, [], [{}], 'text', 1, true, () => 1])('%p has none', (value) => {
  expect(isRecord(value)).toBe(false);
});
