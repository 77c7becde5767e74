/** Rows as text for other instances: what is read is what was written, and what nobody wrote is not taken for rows. */
import fc from 'fast-check';
import { textOfRows } from '../../src/gateway/rows-text';
import type { StoredRows } from '../../src/gateway/stored-values';
import { anyCharacter } from '../support/any-character';

const value = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.boolean(),
  fc.constant(null),
);
const stored: fc.Arbitrary<StoredRows> = fc.record({
  rows: fc.array(fc.dictionary(fc.string({ unit: anyCharacter }), value)),
  count: fc.option(fc.nat(), { nil: undefined }),
  tags: fc.constant([]),
});

describe('rows as text', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(stored, (rows) => {
        const text = textOfRows.write(rows);
        expect(text === undefined ? undefined : textOfRows.read(text)?.value).toEqual(rows);
      }),
    );
  });

  it.each([Number.NaN, Infinity, -Infinity, -0])(
    'are nobody else’s with a value that JSON has not: %p',
    (odd) => {
      const rows = [
        { Name: 'a', Amount: 1 },
        { Name: 'b', Amount: odd },
      ];
      expect(textOfRows.write({ rows, count: undefined, tags: [] })).toBeUndefined();
    },
  );

  it.each([
    '',
    'garbage',
    '[]',
    'null',
    '{}',
    '{"rows":{}}',
    '{"rows":[1]}',
    '{"rows":[null]}',
    '{"rows":[{"a":{}}]}',
    '{"rows":[{"a":[]}]}',
    '{"rows":[],"count":"1"}',
    '{"rows":[],"count":1.5}',
    '{"rows":[],"count":null}',
  ])('are not read from %s', (text) => {
    expect(textOfRows.read(text)).toBeUndefined();
  });
});
