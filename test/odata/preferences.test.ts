import * as fc from 'fast-check';
import { parsePreferences, preferenceApplied } from '../../src/odata/preferences';

describe('maxpagesize', () => {
  test.each([
    ['odata.maxpagesize=50', 50],
    ['maxpagesize=50', 50],
    ['Maxpagesize = "50"', 50],
    ['respond-async, odata.maxpagesize=7; x=y, return=minimal', 7],
    ['odata.maxpagesize=9, maxpagesize=8', 8],
    ['maxpagesize=8, maxpagesize=9', 8],
    ['odata.include-annotations="a,b;maxpagesize=3", maxpagesize=4', 4],
  ])('%s', (prefer, expected) => {
    expect(parsePreferences(prefer, 5000).maxPageSize).toBe(expected);
  });

  test.each([
    'maxpagesize',
    'maxpagesize=',
    'maxpagesize=0',
    'maxpagesize=-1',
    'maxpagesize=1.5',
    'maxpagesize=1e3',
    'maxpagesize=NaN',
    'maxpagesize=5001',
    'maxpagesize=99999999999999999999',
    'maxpagesize=0, maxpagesize=10',
    ',,;=',
    '"',
  ])('%s is ignored', (prefer) => {
    const preferences = parsePreferences(prefer, 5000);
    expect(preferences.maxPageSize).toBeUndefined();
    expect(preferenceApplied(preferences, ['maxPageSize'])).toBeUndefined();
  });

  test('no header at all lets a page exceed the largest, or throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^(odata\.)?maxpagesize *= *"?[-+0-9.eE]*"?$/)),
        (prefer) => {
          const { maxPageSize = 1 } = parsePreferences(prefer, 5000);
          return Number.isInteger(maxPageSize) && maxPageSize >= 1 && maxPageSize <= 5000;
        },
      ),
    );
  });
});

test('omit-values and return know their values only', () => {
  expect(parsePreferences('omit-values=nulls, return=minimal')).toMatchObject({
    omitValues: 'nulls',
    return: 'minimal',
  });
  expect(parsePreferences('omit-values=defaults')).toMatchObject({ omitValues: 'defaults' });
  expect(parsePreferences('omit-values=all, return=everything')).toEqual({ written: {} });
  expect(parsePreferences(undefined)).toEqual({ written: {} });
});

test('Preference-Applied has what was honoured, as the client wrote it', () => {
  const preferences = parsePreferences('odata.maxpagesize=50, omit-values=nulls, return=minimal');
  expect(preferenceApplied(preferences, ['maxPageSize', 'omitValues'])).toBe(
    'odata.maxpagesize=50, omit-values=nulls',
  );
  expect(preferenceApplied(preferences, [])).toBeUndefined();
});
