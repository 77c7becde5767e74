/** Which page of the console a path is of. */
import { fitsPath } from '../../console/src/shell/fits-path';

test.each([
  ['/', '/', true],
  ['/queries', '/Queries/', true],
  ['/queries', '/queries/1a2b', false],
  ['/queries/:id', '/queries', false],
  ['/queries/:id', '/queries/1a2b', true],
  ['/queries/:id', '/queries/1a2b/more', false],
  ['/sets/:service/:set', '/sets/sales/Customers', true],
])('%s, %s: %p', (pattern, path, isFit) => {
  expect(fitsPath(pattern, path)).toBe(isFit);
});
