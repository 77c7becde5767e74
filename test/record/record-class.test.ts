/** Which records are kept longer than plain reads. */
import { isLasting } from '../../src/record/record-class';

test.each([
  [{ status: 200, operation: 'list', milliseconds: 999 }, false],
  [{ status: 304, operation: 'row', milliseconds: 1 }, false],
  [{ status: 200, operation: 'list', milliseconds: 1_000 }, true],
  [{ status: 400, operation: 'list', milliseconds: 1 }, true],
  [{ status: 204, operation: 'update', milliseconds: 1 }, true],
  [{ status: 201, operation: 'insert', milliseconds: 1 }, true],
  [{ status: 204, operation: 'delete', milliseconds: 1 }, true],
  [{ status: 200, operation: 'batch', milliseconds: 1 }, true],
] as const)('%j: %p', (record, lasting) => expect(isLasting(record)).toBe(lasting));
