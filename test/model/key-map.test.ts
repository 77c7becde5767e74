/** The map of mapped keys that lives in memory. */
import { createMemoryKeyMap, KeyCollision } from '../../src/model/key-map';

const guid = 'ac489d4c-1aff-5195-a28d-8d5f48188eca';

test('finds what it was told, for that set only, in either case of the Guid', () => {
  const map = createMemoryKeyMap();
  map.remember('Customers', guid, ['usmf', 'long']);
  expect(map.find('Customers', guid)).toEqual(['usmf', 'long']);
  expect(map.find('Customers', guid.toUpperCase())).toEqual(['usmf', 'long']);
  expect(map.find('Vendors', guid)).toBeUndefined();
  expect(map.find('Customers', 'ac489d4c-1aff-5195-a28d-8d5f48188ecb')).toBeUndefined();
});

test('is told the same key again without complaint, in either form of an exact number', () => {
  const map = createMemoryKeyMap();
  map.remember('Lines', guid, ['usmf', 0.0000001]);
  map.remember('Lines', guid, ['usmf', '0.0000001']);
  expect(map.find('Lines', guid)).toEqual(['usmf', 0.0000001]);
});

test('refuses another key with the same Guid, and keeps the first', () => {
  const map = createMemoryKeyMap();
  map.remember('Customers', guid, ['usmf', 'a']);
  expect(() => map.remember('Customers', guid, ['usmf', 'b'])).toThrow(KeyCollision);
  expect(() => map.remember('Customers', guid.toUpperCase(), ['usmf', 'b'])).toThrow(
    `The Guid ${guid.toUpperCase()} of Customers stands for two keys: usmf|a and usmf|b.`,
  );
  expect(() => map.remember('Customers', guid, ['usmf'])).toThrow(KeyCollision);
  expect(map.find('Customers', guid)).toEqual(['usmf', 'a']);
  map.remember('Vendors', guid, ['usmf', 'b']);
});

test('keeps its own copy of the parts', () => {
  const map = createMemoryKeyMap();
  const parts = ['usmf', 'a'];
  map.remember('Customers', guid, parts);
  parts[1] = 'b';
  expect(map.find('Customers', guid)).toEqual(['usmf', 'a']);
});
