import fc from 'fast-check';
import {
  canonicalGuid,
  type ColumnType,
  compareValues,
  isValueOf,
  type Value,
} from '../../src/provider-sdk/index';
import { columnsOfEveryType } from '../support/random-expressions';
import { valuesOf } from '../support/random-values';

describe('isValueOf', () => {
  const wrong: [ColumnType, unknown[]][] = [
    ['Boolean', [0, 'true', null]],
    ['SByte', [-129, 128, 0.5, '1']],
    ['Byte', [-1, 256, NaN]],
    ['Int16', [-32_769, 32_768]],
    ['Int32', [-2_147_483_649, 2_147_483_648, 1.5, '7', NaN, null]],
    [
      'Int64',
      [
        1.5,
        '7',
        '9223372036854775808',
        '-9223372036854775809',
        9007199254740993,
        '9007199254740993.5',
        1e19,
        NaN,
      ],
    ],
    ['Single', ['1', null]],
    ['Double', ['NaN', null]],
    ['Decimal', ['1.5', NaN, Infinity, 0.1 + 0.2, '9007199254740993.0', 'x']],
    ['String', [5, null, undefined]],
    [
      'Guid',
      [
        '6F9619FF-8B86-D011-B42D-00C04FC964FF',
        '6f9619ff8b86d011b42d00c04fc964ff',
        '{6f9619ff-8b86-d011-b42d-00c04fc964f}',
      ],
    ],
    ['Date', ['2026-02-30', '2026-01-31T00:00:00Z', 20260131]],
    ['TimeOfDay', ['08:30', '08:30:00.50', '24:00:00', '08:30:00.12345678']],
    [
      'DateTimeOffset',
      ['2026-01-31T08:30:00+00:00', '2026-01-31T08:30:00.50Z', '2026-01-31', 0, '2026-01-31T08:30:00'],
    ],
    ['Duration', ['PT90M', 'P1DT0H', '1D']],
    ['Enum', ['', 1, null]],
  ];

  test.each(wrong)('refuses what is no %s', (type, values) => {
    for (const value of values) expect([value, isValueOf(type)(value)]).toEqual([value, false]);
  });

  test.each(columnsOfEveryType.map((column) => [column.name, column] as const))(
    'accepts values of %s',
    (_, column) => {
      fc.assert(
        fc.property(valuesOf(column), (value) =>
          expect([value, isValueOf(column.type)(value)]).toEqual([value, true]),
        ),
      );
    },
  );
});

describe('compareValues', () => {
  test.each<[ColumnType, Value[]]>([
    ['Boolean', [false, true]],
    ['Int32', [-2, 0, 10]],
    ['Int64', ['-9223372036854775808', 5, '9223372036854775806', '9223372036854775807']],
    ['Double', [NaN, -Infinity, 0, 1.5, Infinity]],
    ['Decimal', [-0.5, '0.30000000000000004', 1]],
    ['String', ['a', 'B', 'c']],
    ['Guid', ['00000000-0000-0000-0000-000000000000', '6f9619ff-8b86-d011-b42d-00c04fc964ff']],
    ['Date', ['0001-01-01', '2026-01-31', '2026-02-01']],
    ['TimeOfDay', ['08:30:00', '08:30:00.5', '08:31:00']],
    ['DateTimeOffset', ['2026-01-31T08:30:00Z', '2026-01-31T08:30:00.05Z', '2026-01-31T08:30:00.5Z']],
    ['Duration', ['-P1D', 'PT30M', 'PT1H', 'P1D']],
    ['Enum', ['Blue', 'Green', 'Red']],
  ])('orders %s', (type, sorted) => {
    expect([...sorted].reverse().sort(compareValues(type, 'ignoreCase'))).toEqual(sorted);
  });

  test('compares text by the collation', () => {
    expect(compareValues('String', 'ignoreCase')('US', 'us')).toBe(0);
    expect(compareValues('String', 'ordinal')('US', 'us')).toBeLessThan(0);
  });

  test('finds NaN equal to itself', () => {
    expect(compareValues('Double', 'ordinal')(NaN, NaN)).toBe(0);
  });
});

test.each([
  ['6F9619FF-8B86-D011-B42D-00C04FC964FF', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
  ['6f9619ff-8b86-d011-b42d-00c04fc964ff', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
  ['{6f9619ff-8b86-d011-b42d-00c04fc964f}', undefined],
  ['6f9619ff08b86-d011-b42d-00c04fc964ff', undefined],
  ['6f9619ff-8b86-d011-b42d-00c04fc964fg', undefined],
  ['6f9619ff-8b86-d011-b42d-00c04fc964f', undefined],
])('canonicalGuid reads %s', (text, expected) => {
  expect(canonicalGuid(text)).toBe(expected);
});
