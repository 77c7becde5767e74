/** Reads a whole text with one rule of the grammar. */

import type { Scanner } from './scanner';

/** Whatever the rule leaves over is refused. */
export function readWhole<Result>(scanner: Scanner, read: (scanner: Scanner) => Result): Result {
  const result = read(scanner);
  scanner.expectEnd();
  return result;
}
