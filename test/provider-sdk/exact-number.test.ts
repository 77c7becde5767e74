import fc from 'fast-check';
import {
  canonicalNumber,
  compareExactNumbers,
  decimalText,
  type ExactNumber,
  isExactNumber,
} from '../../src/provider-sdk/index';
import { compareFractions, type Fraction, fractionText, readFraction } from '../support/reference-numbers';

const numberTexts = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.string({ unit: fc.constantFrom(...'0012345678999'), minLength: 1, maxLength: 22 }),
    fc.option(fc.string({ unit: fc.constantFrom(...'000123459'), minLength: 1, maxLength: 22 }), {
      nil: undefined,
    }),
    fc.option(fc.integer({ min: -30, max: 30 }), { nil: undefined }),
  )
  .map(
    ([sign, integral, decimals, exponent]) =>
      `${sign}${integral}${decimals === undefined ? '' : `.${decimals}`}${exponent === undefined ? '' : `e${exponent}`}`,
  );

function fractionOf(value: ExactNumber): Fraction {
  return readFraction(String(value)) as Fraction;
}

describe('canonicalNumber', () => {
  test.each<[string, ExactNumber | undefined]>([
    ['0', 0],
    ['007', 7],
    ['1500.50', 1500.5],
    ['+12', 12],
    ['1.5e3', 1500],
    ['1E-2', 0.01],
    ['123456789012345', 123456789012345],
    ['1234567890123456', '1234567890123456'],
    ['123456789012345000000', 123456789012345000000],
    ['0.000000123456789012345', 0.000000123456789012345],
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['123456789012.123456000', '123456789012.123456'],
    ['1234567890123456e3', '1234567890123456000'],
    ['-1234567890123456e-20', '-0.00001234567890123456'],
    ['1e300', 1e300],
    ['1e-300', 1e-300],
    ['1e301', `1${'0'.repeat(301)}`],
    ['1e1000', `1${'0'.repeat(1000)}`],
    ['1e-1000', `0.${'0'.repeat(999)}1`],
    ['0e999999999999999999', 0],
    ['1e1001', undefined],
    ['1e-1001', undefined],
    ['1e999999999999999999', undefined],
    ['', undefined],
    ['.5', undefined],
    ['5.', undefined],
    ['1,5', undefined],
    [' 1', undefined],
    ['0x10', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['--1', undefined],
  ])('reads %s', (text, expected) => {
    expect(canonicalNumber(text)).toBe(expected);
  });

  test.each(['-0', '-0.00', '-0e5', '-0000000000000000000'])('makes 0 of %s', (text) => {
    expect(Object.is(canonicalNumber(text), 0)).toBe(true);
  });

  test('keeps the value, in a form that equal numbers share', () => {
    fc.assert(
      fc.property(numberTexts, (text) => {
        const value = canonicalNumber(text) as ExactNumber;
        const expected = fractionText(readFraction(text) as Fraction);
        expect(decimalText(value)).toBe(expected);
        expect(isExactNumber(value)).toBe(true);
        expect(canonicalNumber(expected)).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  test('reads 32,000 hostile digits at once', () => {
    const text = `1${'0'.repeat(16_000)}1${'0'.repeat(16_000)}x`;
    expect(canonicalNumber(text)).toBeUndefined();
    expect(canonicalNumber(`0.${'10'.repeat(16_000)}`)).toBe(`0.${'10'.repeat(15_999)}1`);
  });
});

describe('isExactNumber', () => {
  test.each([0, -5, 1500.5, 0.1, 1e20, 123456789012.123, '9007199254740993', '0.30000000000000004'])(
    'accepts %s',
    (value) => {
      expect(isExactNumber(value)).toBe(true);
    },
  );

  test.each([
    '1500.5',
    '0',
    '',
    'abc',
    '09007199254740993',
    '+9007199254740993',
    '9007199254740993.0',
    '9007199254740993e0',
    0.1 + 0.2,
    9007199254740991,
    NaN,
    Infinity,
    null,
    undefined,
    true,
    5n,
  ])('refuses %s', (value) => {
    expect(isExactNumber(value)).toBe(false);
  });

  test('of numbers accepts those of at most 15 digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e16, max: 1e16 }), (tiny) => {
        // Far below, a double has fewer digits to lose.
        const value = Math.abs(tiny) < 1e-300 ? 0 : tiny;
        const digits = value
          .toExponential()
          .replace(/e.*$|[-.]/g, '')
          .replace(/^0+|0+$/g, '');
        expect(isExactNumber(value)).toBe(digits.length <= 15);
      }),
    );
  });
});

describe('compareExactNumbers', () => {
  test('orders by value', () => {
    const values = fc.oneof(
      numberTexts,
      fc.constantFrom(
        '9007199254740992',
        '9007199254740993',
        '9007199254740992.5',
        '-9007199254740993',
        '0',
        '0.1',
      ),
    );
    fc.assert(
      fc.property(values, values, (a, b) => {
        const left = canonicalNumber(a) as ExactNumber;
        const right = canonicalNumber(b) as ExactNumber;
        expect(Math.sign(compareExactNumbers(left, right))).toBe(
          compareFractions(fractionOf(left), fractionOf(right)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('tells numbers apart that are one double', () => {
    expect(compareExactNumbers('9007199254740993', '9007199254740992')).toBe(1);
    expect(compareExactNumbers('-9007199254740993', '-9007199254740992')).toBe(-1);
    expect(compareExactNumbers('0.1000000000000000001', 0.1)).toBe(1);
    expect(compareExactNumbers(0.1, '0.1000000000000000001')).toBe(-1);
  });
});

describe('decimalText', () => {
  test.each<[ExactNumber, string]>([
    [0, '0'],
    [1500.5, '1500.5'],
    [1e21, '1000000000000000000000'],
    [-1.5e-7, '-0.00000015'],
    ['9223372036854775807', '9223372036854775807'],
  ])('writes %s', (value, expected) => {
    expect(decimalText(value)).toBe(expected);
  });
});
