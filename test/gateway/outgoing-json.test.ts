import fc from 'fast-check';
import { holdsLongNumber, parseJson } from '../../src/gateway/outgoing-json';

describe('parseJson', () => {
  test.each([
    ['{"a":9223372036854775807}', { a: '9223372036854775807' }],
    ['[123456789012.123456]', ['123456789012.123456']],
    ['[-0.1234567890123456]', ['-0.1234567890123456']],
    ['[1.2345678901234567e3]', ['1234.5678901234567']],
    ['[1500.5000000000000000]', [1500.5]],
    ['[9223372036854775807, 5, "5"]', ['9223372036854775807', 5, '5']],
    ['9223372036854775807', '9223372036854775807'],
  ])('keeps every digit of %s', (text, value) => {
    expect(parseJson(text, true)).toEqual(value);
  });

  test('leaves long numbers to JSON.parse if nobody asked for their digits', () => {
    expect(parseJson('[9223372036854775807]', false)).toEqual([9223372036854775807]);
  });

  test('refuses a number whose text would grow without end', () => {
    expect(() => parseJson('[1.2345678901234567e999999999]', true)).toThrow(RangeError);
  });

  test.each([false, true])('makes own properties of dangerous names (exact: %s)', (exactNumbers) => {
    const text = '{"__proto__":{"x":1},"constructor":2,"n":9223372036854775807}';
    const value = parseJson(text, exactNumbers) as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'n']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('holdsLongNumber', () => {
  test.each([
    ['[1234567890123456]', true],
    ['[123456789012345]', false],
    ['[0.00000000000000001]', false],
    ['["1234567890123456"]', false],
    ['{"1234567890123456":1}', false],
    ['["a\\"1234567890123456"]', false],
    ['["a\\\\",1234567890123456]', true],
    ['["\\\\\\"",1234567890123456]', true],
    ['["1234567890123456",1234567890123456]', true],
    ['[0.00000000000000001,"x",1234567890123456]', true],
    ['"1234567890123456', false],
  ])('%s: %s', (text, expected) => {
    expect(holdsLongNumber(text)).toBe(expected);
  });

  test('agrees with parsing: digits in strings never count, digits of numbers always do', () => {
    const number = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n });
    const text = fc.string({ unit: fc.constantFrom('"', '\\', '1', '23456789012345678', '.', 'a') });
    fc.assert(
      fc.property(fc.array(fc.oneof(number, text)), (items) => {
        const json = `[${items.map((item) => (typeof item === 'bigint' ? String(item) : JSON.stringify(item))).join(',')}]`;
        // Trailing zeros are digits here: the scan may be too careful, never too careless.
        const long = items.some(
          (item) => typeof item === 'bigint' && String(item).replace('-', '').length > 15,
        );
        expect(holdsLongNumber(json)).toBe(long);
        expect(parseJson(json, true)).toEqual(
          items.map((item) => (typeof item === 'bigint' ? exactly(item) : item)),
        );
      }),
    );
  });

  test('takes linear time on numbers without strings and on strings full of escapes', () => {
    const zeros = `[${'0.00000000000000001,'.repeat(100_000)}"1234567890123456"]`;
    const escapes = `["${'\\"1234567890123456'.repeat(100_000)}"]`;
    expect(holdsLongNumber(zeros)).toBe(false);
    expect(holdsLongNumber(escapes)).toBe(false);
  });
});

function exactly(item: bigint): number | string {
  const digits = String(item).replace('-', '').replace(/0+$/, '');
  return digits.length > 15 ? String(item) : Number(item);
}
