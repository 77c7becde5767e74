import fc from 'fast-check';
import { canonicalNumber } from '../../src/provider-sdk/index';
import { parseJson } from '../../src/gateway/outgoing-json';

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

/** What a reviver makes of each number by its own text: slow, and beyond doubt. */
function parseByReviver(text: string): unknown {
  type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
  return (JSON.parse as (text: string, reviver: Reviver) => unknown)(text, (_key, value, { source = '' }) =>
    typeof value === 'number' ? canonicalNumber(source) : value,
  );
}

/** Both forms that a number may have are one value; the provider picks the form. */
function parseExactly(text: string): unknown {
  return JSON.parse(JSON.stringify(parseJson(text, true)), (_key, value: unknown) =>
    typeof value === 'number' ? canonicalNumber(String(value)) : value,
  );
}

describe('digits are kept', () => {
  test.each([
    '[1234567890123456]',
    '[123456789012345]',
    '[0.00000000000000001]',
    '[1.00000000000000000]',
    '[ -1234567890123456.5E-3 , 1234567890123456e+3]',
    '["1234567890123456"]',
    '{"1234567890123456":1234567890123456}',
    '["a\\"1234567890123456"]',
    '["a\\\\",1234567890123456]',
    '["\\\\\\"",1234567890123456]',
    '["1234567890123456",1234567890123456]',
    '[0.00000000000000001,"x",1234567890123456]',
    '{"a":{"b":[-0.1234567890123456]},"c":\t1234567890123456\n}',
    // What stands behind a name in them stands in a string.
    '[":1234567890123456,"]',
    '["a\\":1234567890123456,"]',
    '["a\\\\\\":-1234567890123456,"]',
    '{"a":":1234567890123456","b1":-1234567890123456}',
  ])('%s', (text) => {
    expect(parseExactly(text)).toEqual(parseByReviver(text));
  });

  test('as a reviver keeps them', () => {
    const number = fc.oneof(
      fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
      fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(999_999)).map((parts) => parts.join('.')),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    );
    const text = fc.string({ unit: fc.constantFrom('"', '\\', '1', '23456789012345678', '.', ',', 'a') });
    const blanks = fc.string({ unit: fc.constantFrom(' ', '\n', '\t'), maxLength: 3 });
    const item = fc.oneof(
      number,
      text.map((value) => JSON.stringify(value)),
    );
    const member = fc.tuple(blanks, text, blanks, item, blanks);
    fc.assert(
      fc.property(fc.array(member), (members) => {
        const object = members.map(([a, name, b, value, c], index) => {
          return `${a}${JSON.stringify(name + String(index))}${b}:${value}${c}`;
        });
        const array = members.map(([a, , b, value]) => a + value + b);
        const json = `{"object":{${object.join(',')}},"array":[${array.join(',')}]}`;
        expect(parseExactly(json)).toEqual(parseByReviver(json));
      }),
    );
  });

  test.each([
    '{1234567890123456:1}',
    '{"a":1,1234567890123456:2}',
    '{"a":1,1234567890123456}',
    '[01234567890123456]',
    '[1 1234567890123456]',
    '[1234567890123456 1]',
    '[+1234567890123456]',
    '[.1234567890123456]',
    '[1234567890123456.]',
    '[12345678.90123456.7]',
    '[1234567890123456e]',
    '[1234567890123456',
    '[1e1234567890123456]',
    'x1234567890123456',
    '"1234567890123456',
  ])('no text becomes JSON by it: %s', (text) => {
    expect(() => parseJson(text, true)).toThrow();
  });

  test('nor by any change of a character', () => {
    const json = '{"a":[1234567890123456.25,"9876543210987654"],"b":-1234567890123456e2}';
    const change = fc.tuple(fc.nat(json.length), fc.constantFrom(...'",:[]{}.-+e0 1\\', ''));
    fc.assert(
      fc.property(change, ([at, character]) => {
        const changed = json.slice(0, at) + character + json.slice(at + 1);
        let expected: unknown;
        try {
          expected = parseByReviver(changed);
        } catch {
          expect(() => parseJson(changed, true)).toThrow();
          return;
        }
        expect(parseExactly(changed)).toEqual(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  test('takes linear time on numbers without strings and on strings full of escapes', () => {
    const zeros = `[${'0.00000000000000001,'.repeat(100_000)}"1234567890123456"]`;
    const escapes = `["${'\\"1234567890123456'.repeat(100_000)}"]`;
    expect(parseJson(zeros, true)).toHaveLength(100_001);
    expect(parseJson(escapes, true)).toHaveLength(1);
  });
});
