import fc from 'fast-check';
import {
  canonicalDuration,
  compareDurations,
  durationFromTicks,
  durationTicks,
} from '../../src/provider-sdk/index';
import { readDuration, writeDuration } from '../support/reference-calendar';

describe('canonicalDuration', () => {
  test.each([
    ['P1DT2H3M4.5S', 'P1DT2H3M4.5S'],
    ['PT36H0.50S', 'P1DT12H0.5S'],
    ['PT90M', 'PT1H30M'],
    ['-PT3600S', '-PT1H'],
    ['+P1D', 'P1D'],
    ['P0D', 'PT0S'],
    ['-PT0S', 'PT0S'],
    ['pt1s', 'PT1S'],
    ['PT0.0000001S', 'PT0.0000001S'],
    ['PT0.00000001S', undefined],
    ['P10675199DT2H48M5.4775807S', 'P10675199DT2H48M5.4775807S'],
    ['P10675199DT2H48M5.4775808S', undefined],
    ['P', undefined],
    ['PT', undefined],
    ['P1DT', undefined],
    ['P1Y', undefined],
    ['P1M', undefined],
    ['PT1.5M', undefined],
    ['1D', undefined],
    ['', undefined],
  ])('reads %s', (text, expected) => {
    expect(canonicalDuration(text)).toBe(expected);
  });

  test('reads and writes what the reference calendar does', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), (ticks) => {
        const text = writeDuration(ticks);
        expect(durationFromTicks(ticks)).toBe(text);
        expect(durationTicks(text)).toBe(readDuration(text));
        expect(canonicalDuration(text)).toBe(text);
      }),
    );
  });
});

test('durations order by length', () => {
  const sorted = ['-P1D', '-PT1S', 'PT0S', 'PT30M', 'PT1H', 'PT1H0.5S', 'P1D'];
  expect([...sorted].reverse().sort(compareDurations)).toEqual(sorted);
});
