/** Who gets gzip, by RFC 9110, 12.5.3. */
import { acceptsGzip } from '../../src/server/accepts-gzip';

test.each([
  [undefined, false],
  ['', false],
  ['gzip', true],
  ['GZIP', true],
  ['x-gzip', true],
  ['gzip, deflate, br', true],
  ['deflate;q=0.9 , gzip ; q=0.5', true],
  ['*', true],
  ['*;q=0', false],
  ['*;q=0.3, identity;q=0', true],
  ['gzip;q=0', false],
  ['gzip;q=0.000, *', false],
  ['br, deflate', false],
  ['identity', false],
  ['gzip;q=0.5, identity', false],
  ['gzip, identity', true],
  ['identity;q=0.5, *;q=0.8', true],
  ['gzip;level=9', false],
  ['gzip;q=2', false],
  ['gzipped', false],
])('%p: %p', (header, expected) => {
  expect(acceptsGzip(header)).toBe(expected);
});
