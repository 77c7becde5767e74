import fc from 'fast-check';
import {
  addDays,
  canonicalDate,
  canonicalInstant,
  canonicalTimeOfDay,
  compareInstants,
  dateOf,
  instantFromTicks,
  instantTicks,
  isInstant,
  startOfDay,
  timeOf,
} from '../../src/provider-sdk/index';
import { readInstant, writeInstant } from '../support/reference-calendar';

const instants = fc
  .bigInt({ min: 0n, max: 3_155_378_975_999_999_999n })
  .map((ticks) => writeInstant(ticks) ?? '');

describe('canonicalInstant', () => {
  test.each([
    ['2026-01-31T08:30:00Z', '2026-01-31T08:30:00Z'],
    ['2026-01-31T08:30:00.1234567Z', '2026-01-31T08:30:00.1234567Z'],
    ['2026-01-31T08:30Z', '2026-01-31T08:30:00Z'],
    ['2026-01-31t08:30:00z', '2026-01-31T08:30:00Z'],
    ['2026-01-31T08:30:00.500Z', '2026-01-31T08:30:00.5Z'],
    ['2026-01-31T08:30:00.000Z', '2026-01-31T08:30:00Z'],
    ['2026-01-31T08:30:00.123456700000Z', '2026-01-31T08:30:00.1234567Z'],
    ['2026-01-31T08:30:00.12345678Z', undefined],
    ['2026-01-31T10:30:00+02:00', '2026-01-31T08:30:00Z'],
    ['2025-12-31T23:30:00.25-01:00', '2026-01-01T00:30:00.25Z'],
    ['2024-03-01T00:30:00+01:00', '2024-02-29T23:30:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['0001-01-01T00:00:00+00:01', undefined],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.9999999Z'],
    ['9999-12-31T23:59:59-00:01', undefined],
    ['0000-01-01T00:00:00Z', undefined],
    ['2026-02-29T00:00:00Z', undefined],
    ['1900-02-29T00:00:00Z', undefined],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00Z'],
    ['2026-04-31T00:00:00Z', undefined],
    ['2026-13-01T00:00:00Z', undefined],
    ['2026-01-00T00:00:00Z', undefined],
    ['2026-01-31T24:00:00Z', undefined],
    ['2026-01-31T23:60:00Z', undefined],
    ['2026-01-31T23:59:60Z', undefined],
    ['2026-01-31T08:30:00', undefined],
    ['2026-01-31T08:30:00+24:00', undefined],
    ['2026-01-31T08:30:00+02:60', undefined],
    ['2026-01-31T08:30:00+0200', undefined],
    ['2026-01-31 08:30:00Z', undefined],
    ['2026-01-31T08:30:00.Z', undefined],
    ['2026-01-31', undefined],
    ['12026-01-31T08:30:00Z', undefined],
    ['-2026-01-31T08:30:00Z', undefined],
    ['２026-01-31T08:30:00Z', undefined],
    ['', undefined],
  ])('reads %s', (text, expected) => {
    expect(canonicalInstant(text)).toBe(expected);
  });

  test('reads what the reference calendar reads', () => {
    const offsets = fc
      .tuple(fc.constantFrom('+', '-'), fc.nat(23), fc.nat(59))
      .map(
        ([sign, hours, minutes]) =>
          `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`,
      );
    fc.assert(
      fc.property(instants, fc.oneof(fc.constant('Z'), offsets), (instant, offset) => {
        const text = instant.replace('Z', offset);
        const ticks = readInstant(text);
        expect(canonicalInstant(text)).toBe(ticks === undefined ? undefined : writeInstant(ticks));
      }),
      { numRuns: 1000 },
    );
  });

  test('agrees with isInstant on what needs no change', () => {
    const almost = fc
      .tuple(instants, fc.nat(27), fc.constantFrom(...'0129Z.:-T'))
      .map(([text, index, character]) => {
        return text.slice(0, index) + character + text.slice(index + 1);
      });
    fc.assert(
      fc.property(almost, (text) => {
        expect(isInstant(text)).toBe(canonicalInstant(text) === text);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('compareInstants', () => {
  test('orders by time', () => {
    const close = fc
      .constantFrom('', '.5', '.05', '.50001', '.0000001')
      .map((part) => `2026-01-31T08:30:00${part}Z`);
    const any = fc.oneof(instants, close);
    fc.assert(
      fc.property(any, any, (a, b) => {
        const difference = instantTicks(a) - instantTicks(b);
        expect(compareInstants(a, b)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      }),
    );
  });
});

test('instants survive as ticks', () => {
  expect(instantTicks('1970-01-01T00:00:00Z')).toBe(0n);
  expect(instantTicks('1969-12-31T23:59:59.9999999Z')).toBe(-1n);
  expect(instantFromTicks(-1n)).toBe('1969-12-31T23:59:59.9999999Z');
  expect(instantFromTicks(10n ** 30n)).toBeUndefined();
  fc.assert(
    fc.property(instants, (instant) => expect(instantFromTicks(instantTicks(instant))).toBe(instant)),
  );
});

test.each([
  ['2026-01-31', '2026-01-31'],
  ['2024-02-29', '2024-02-29'],
  ['2026-02-29', undefined],
  ['0000-12-31', undefined],
  ['2026-1-31', undefined],
  ['2026-01-31T00:00:00Z', undefined],
])('canonicalDate reads %s', (text, expected) => {
  expect(canonicalDate(text)).toBe(expected);
});

test.each([
  ['08:30', '08:30:00'],
  ['08:30:00.500', '08:30:00.5'],
  ['23:59:59.9999999', '23:59:59.9999999'],
  ['23:59:59.99999990000', '23:59:59.9999999'],
  ['23:59:59.99999999', undefined],
  ['24:00:00', undefined],
  ['8:30', undefined],
  ['08:30:60', undefined],
  ['08:30Z', undefined],
])('canonicalTimeOfDay reads %s', (text, expected) => {
  expect(canonicalTimeOfDay(text)).toBe(expected);
});

test('days are added across months, years and leap days', () => {
  expect(addDays('2026-01-31', 1)).toBe('2026-02-01');
  expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
  expect(addDays('2025-12-31', 366)).toBe('2027-01-01');
  expect(addDays('0001-01-01', 1)).toBe('0001-01-02');
  expect(addDays('0001-01-01', -1)).toBeUndefined();
  expect(addDays('9999-12-31', 1)).toBeUndefined();
});

test('an instant has a date and a time', () => {
  expect(startOfDay('2026-01-31')).toBe('2026-01-31T00:00:00Z');
  expect(dateOf('2026-01-31T08:30:00.5Z')).toBe('2026-01-31');
  expect(timeOf('2026-01-31T08:30:00.5Z')).toBe('08:30:00.5');
});
