/** Random values of each column type for fast-check: few enough that rows and constants meet, with every edge among them. */
import fc from 'fast-check';
import {
  canonicalNumber,
  type ColumnDeclaration,
  type ColumnType,
  type Row,
  type Value,
} from '../../src/provider-sdk/index';
import { anyCharacter } from './any-character';

/** A row of these columns; null where they allow it. */
export function rowsOf(columns: readonly ColumnDeclaration[]): fc.Arbitrary<Row> {
  return fc.record(Object.fromEntries(columns.map((column) => [column.name, cellsOf(column)])));
}

/** Values of a column, null among them if it is nullable. */
export function cellsOf(column: ColumnDeclaration): fc.Arbitrary<Value> {
  const values = valuesOf(column);
  return column.nullable === false ? values : fc.option(values, { freq: 5 });
}

/** Values of a column that are not null. */
export function valuesOf(column: ColumnDeclaration): fc.Arbitrary<Value> {
  if (column.type === 'Enum') return memberNames(column);
  return valuesOfType(column.type);
}

/** Made once: fast-check makes tables of characters for each arbitrary of texts, and queries ask for these by the thousand. */
const byType = new Map<ColumnType, fc.Arbitrary<Value>>();

export function valuesOfType(type: Exclude<ColumnType, 'Enum'>): fc.Arbitrary<Value> {
  const known = byType.get(type) ?? makeValuesOfType(type);
  byType.set(type, known);
  return known;
}

function makeValuesOfType(type: Exclude<ColumnType, 'Enum'>): fc.Arbitrary<Value> {
  switch (type) {
    case 'Boolean':
      return fc.boolean();
    case 'SByte':
      return integers([-128, -1, 0, 1, 127], -128, 127);
    case 'Byte':
      return integers([0, 1, 2, 255], 0, 255);
    case 'Int16':
      return integers([-32_768, -1, 0, 1, 2, 32_767], -32_768, 32_767);
    case 'Int32':
      return integers([-2_147_483_648, -2, -1, 0, 1, 2, 3, 2_147_483_647], -20, 20);
    case 'Int64':
      return fc.oneof(
        fc.constantFrom<Value>(...int64Edges),
        fc.integer({ min: -20, max: 20 }),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(exact),
      );
    case 'Single':
      return fc.oneof(
        fc.constantFrom(...doubleEdges).map(Math.fround),
        fc.float({ noDefaultInfinity: true }).map(unsigned),
      );
    case 'Double':
      return fc.oneof(fc.constantFrom(...doubleEdges), fc.double({ noDefaultInfinity: true }).map(unsigned));
    case 'Decimal':
      return fc.oneof(
        fc.constantFrom<Value>(...decimalEdges),
        fc.integer({ min: -200, max: 200 }).map((quarters) => quarters / 4),
        fc
          .tuple(fc.bigInt({ min: -(10n ** 28n), max: 10n ** 28n }), fc.integer({ min: 0, max: 10 }))
          .map(([digits, scale]) => exact(`${digits}e-${scale}`)),
      );
    case 'String':
      return fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...textEdges) },
        fc.string({ unit: fc.constantFrom(...'aAbBéÉßİıσςΣ -_%'), maxLength: 6 }),
        fc.string({ unit: anyCharacter, maxLength: 4 }),
      );
    case 'Guid':
      return fc.oneof(fc.constantFrom(...guidEdges), fc.uuid());
    case 'Date':
      return fc.oneof(
        fc.constantFrom(...dateEdges),
        instants.map((instant) => instant.slice(0, 10)),
      );
    case 'TimeOfDay':
      return fc.oneof(
        fc.constantFrom(...timeEdges),
        instants.map((instant) => instant.slice(11, -1)),
      );
    case 'DateTimeOffset':
      return fc.oneof(fc.constantFrom(...instantEdges), instants);
    case 'Duration':
      return fc.constantFrom(...durationEdges);
  }
}

function memberNames(column: ColumnDeclaration): fc.Arbitrary<string> {
  const names = (column.members ?? []).map((member) => member.name);
  if (column.flags !== true) return fc.constantFrom(...names);
  return fc.subarray(names, { minLength: 1 }).map((members) => members.join(','));
}

function integers(edges: readonly number[], min: number, max: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(...edges), fc.integer({ min, max }));
}

function exact(digits: bigint | string): Value {
  return canonicalNumber(String(digits)) ?? null;
}

/** Rows hold no -0. */
function unsigned(value: number): number {
  return value === 0 ? 0 : value;
}

const instants = fc
  .tuple(
    fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
    fc.constantFrom('', '', '.5', '.123', '.1234567', '.0000001'),
  )
  .map(([date, fraction]) => `${date.toISOString().slice(0, 19)}${fraction}Z`);

const int64Edges = [
  '-9223372036854775808',
  '9223372036854775807',
  '9007199254740993',
  '9007199254740992',
  999_999_999_999_999,
  '1000000000000001',
];
const doubleEdges = [
  NaN,
  Infinity,
  -Infinity,
  0,
  0.5,
  -0.5,
  1.5,
  -2.5,
  1,
  2,
  3,
  0.1,
  0.30000000000000004,
  1e300,
  1e-7,
];
const decimalEdges = [
  0,
  0.1,
  0.2,
  0.3,
  0.5,
  -0.5,
  2.5,
  -2.5,
  1,
  2,
  3,
  1500.5,
  '0.30000000000000004',
  '123456789012.123456',
  '-99999999999999999999.99999999',
  '9007199254740993',
];
const textEdges = [
  '',
  ' ',
  'a',
  'A',
  'ab',
  'AB',
  'Ab',
  'abc',
  'b',
  'B',
  'é',
  'É',
  'e\u0301',
  'ß',
  'ẞ',
  'ss',
  'i',
  'I',
  'ı',
  'İ',
  'xİy',
  'ΟΔΟΣ',
  'οδος',
  'οδοσ',
  'ς',
  '😀',
  'a😀b',
  "O'Neil",
  '100%',
  'a_b',
  'a*b',
  ' pad ',
  'l·',
  'true',
  '12',
  '-7',
  '2.50',
  '2026-01-31',
  '08:30',
  '2026-01-31T08:30:00+02:00',
  'PT36H',
  'INF',
];
const guidEdges = [
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '6f9619ff-8b86-d011-b42d-00c04fc964ff',
];
const dateEdges = ['0001-01-01', '9999-12-31', '2024-02-29', '2026-01-31', '2026-02-01', '1900-03-01'];
const timeEdges = ['00:00:00', '23:59:59.9999999', '08:30:00', '08:30:00.5', '08:30:00.05'];
const instantEdges = [
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.9999999Z',
  '2026-01-31T08:30:00Z',
  '2026-01-31T08:30:00.5Z',
  '2026-01-31T08:30:00.05Z',
  '2024-02-29T00:00:00Z',
  '1969-12-31T23:59:59.9999999Z',
];
const durationEdges = [
  'PT0S',
  'PT1S',
  '-PT1S',
  'PT0.0000001S',
  'P1D',
  '-P1D',
  'P1DT30M',
  'PT1M30.5S',
  'P400D',
  'PT12H',
  'P10675199D',
];
