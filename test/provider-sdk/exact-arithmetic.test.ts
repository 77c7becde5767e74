import fc from 'fast-check';
import {
  addExact,
  canonicalNumber,
  ceilingExact,
  decimalText,
  divideExact,
  type ExactNumber,
  floorExact,
  isExactNumber,
  modExact,
  multiplyExact,
  negateExact,
  quotientExact,
  roundExact,
  roundNumber,
  subtractExact,
} from '../../src/provider-sdk/index';
import * as reference from '../support/reference-numbers';

type Fraction = reference.Fraction;

const numbers: fc.Arbitrary<ExactNumber> = fc
  .tuple(
    fc.oneof(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n })),
    fc.integer({ min: -12, max: 6 }),
  )
  .map(([digits, exponent]) => canonicalNumber(`${digits}e${exponent}`) as ExactNumber);

function fractionOf(value: ExactNumber): Fraction {
  return reference.readFraction(String(value)) as Fraction;
}

function expectValue(actual: ExactNumber | undefined, expected: Fraction): void {
  expect(decimalText(actual as ExactNumber)).toBe(reference.fractionText(expected));
  expect(isExactNumber(actual)).toBe(true);
}

describe('exact arithmetic', () => {
  const both: [
    string,
    (a: ExactNumber, b: ExactNumber) => ExactNumber | undefined,
    (a: Fraction, b: Fraction) => Fraction,
  ][] = [
    ['addExact', addExact, reference.add],
    ['subtractExact', subtractExact, (a, b) => reference.add(a, reference.negate(b))],
    ['multiplyExact', multiplyExact, reference.multiply],
  ];
  const divisions: typeof both = [
    ['divideExact', divideExact, (a, b) => reference.roundToDigits(reference.divide(a, b), 28)],
    ['quotientExact', quotientExact, (a, b) => reference.truncate(reference.divide(a, b))],
    [
      'modExact',
      modExact,
      (a, b) =>
        reference.add(a, reference.negate(reference.multiply(b, reference.truncate(reference.divide(a, b))))),
    ],
  ];
  const single: [string, (a: ExactNumber) => ExactNumber, (a: Fraction) => Fraction][] = [
    ['negateExact', negateExact, reference.negate],
    ['roundExact', roundExact, reference.round],
    ['floorExact', floorExact, reference.floor],
    ['ceilingExact', ceilingExact, reference.ceiling],
  ];

  test.each(both)('%s gives what fractions give', (_, exact, plain) => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => expectValue(exact(a, b), plain(fractionOf(a), fractionOf(b)))),
    );
  });

  test.each(divisions)('%s gives what fractions give', (_, exact, plain) => {
    fc.assert(
      fc.property(
        numbers,
        numbers.filter((b) => b !== 0),
        (a, b) => expectValue(exact(a, b), plain(fractionOf(a), fractionOf(b))),
      ),
      { numRuns: 500 },
    );
  });

  test.each(divisions)('%s by 0 is undefined', (_, exact) => {
    expect(exact(1, 0)).toBeUndefined();
    expect(exact('9007199254740993', 0)).toBeUndefined();
  });

  test.each(single)('%s gives what fractions give', (_, exact, plain) => {
    fc.assert(
      fc.property(numbers, (a) => expectValue(exact(a), plain(fractionOf(a)))),
      { numRuns: 500 },
    );
  });

  test.each([
    ['addExact', addExact(0.1, 0.2), 0.3],
    ['subtractExact', subtractExact('9223372036854775807', 1), '9223372036854775806'],
    ['multiplyExact', multiplyExact(1.1, 1.1), 1.21],
    ['divideExact', divideExact(2, 3), '0.6666666666666666666666666667'],
    ['divideExact down', divideExact(1, 3), '0.3333333333333333333333333333'],
    ['divideExact half', divideExact(1, -16), -0.0625],
    ['quotientExact', quotientExact(-7, 2), -3],
    ['modExact', modExact(-7, 2), -1],
    ['roundExact', roundExact(-2.5), -3],
    ['roundExact half', roundExact('1234567890123456.5'), '1234567890123457'],
    ['floorExact', floorExact(-2.5), -3],
    ['ceilingExact', ceilingExact(-2.5), -2],
  ])('%s, as documented', (_, actual, expected) => {
    expect(actual).toBe(expected);
  });

  test.each([
    multiplyExact(0, -5),
    negateExact(0),
    quotientExact(-1, 2),
    modExact(-4, 2),
    roundExact(-0.4),
    ceilingExact(-0.4),
    addExact(-1.5, 1.5),
  ])('knows no -0 (%#)', (zero) => {
    expect(Object.is(zero, 0)).toBe(true);
  });
});

describe('roundNumber', () => {
  test.each([
    [0.49999999999999994, 0],
    [0.5, 1],
    [-0.5, -1],
    [2.5, 3],
    [4503599627370497.5, 4503599627370498],
    [1e300, 1e300],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [NaN, NaN],
  ])('rounds %s to %s', (value, expected) => {
    expect(roundNumber(value)).toBe(expected);
  });
});
