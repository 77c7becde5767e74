/** The layout of packed and mapped Guids: by hand, and as fixed pairs of key and Guid that must never change. */
import { createHash } from 'node:crypto';
import { createKeyCodec, type KeyCodec } from '../../src/model/key-codec';
import { InvalidKeyPart, type KeyPart, type KeyPartType } from '../../src/model/key-part';

const customers = codec(['String', 'String']);

function codec(parts: readonly KeyPartType[], identity = 'CustomersV3'): KeyCodec {
  return createKeyCodec({ identity, parts, version: 1 });
}

/** The 120 bits of a packed Guid, as the head comment of the codec tells to find them. */
function bitsOf(guid: string): string {
  const hex = guid.replaceAll('-', '');
  const digits = hex.slice(0, 12) + hex.slice(13, 16) + hex.slice(17);
  return [...digits].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
}

function fixed(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}

test('a customer, written by hand', () => {
  const payload = [
    [2, 3], // lower case
    [4, 5], // four symbols
    [20 * 32 * 32 + 18 * 32 + 12, 15], // usm
    [5, 5], // f
    [0, 1], // no tail
    [1, 3], // capitals
    [3, 5], // three symbols
    [20 * 32 * 32 + 18 * 32 + 26, 15], // US-
    [1, 1], // a tail
    [5, 4], // of six digits
    [0, 10], // 000
    [123, 10], // 123
  ]
    .map(([value = 0, width = 0]) => fixed(value, width))
    .join('');
  expect(payload).toHaveLength(77);
  const { guid } = customers.encode(['usmf', 'US-000123']);
  expect(guid).toMatch(/^.{14}8.{4}9/);
  expect(bitsOf(guid).slice(0, 88)).toBe(payload.padEnd(88, '0'));
});

test('a long key, named by hand', () => {
  const customer = 'A customer account of more than sixteen characters';
  const name = `11:CustomersV34:usmf${customer.length}:${customer}`;
  const space = Buffer.from('90d4f374ea1041538afb756c6cf4a30a', 'hex');
  const digest = createHash('sha1').update(space).update(name).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const guid = digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  expect(customers.encode(['usmf', customer])).toEqual({ kind: 'mapped', guid });
  expect(customers.decode(guid)).toEqual({ kind: 'mapped' });
});

describe('golden: these Guids are in use, so they never change', () => {
  const golden: readonly (readonly [readonly KeyPartType[], readonly KeyPart[], string])[] = [
    [['String', 'String'], ['usmf', 'US-000123'], '44a49851-1d25-8aa8-9003-d800c1dd4f4d'],
    [['String', 'String'], ['USMF', 'us-000123'], '24a49852-1d25-8aa8-9003-d800d7126048'],
    [['String', 'String'], ['usmf', 'SO-0000123'], '44a49851-1c9d-8ab0-9000-6180b8eee563'],
    [['String', 'String'], ['usmf', 'LOT-000123'], '44a49851-22dd-83d5-9400-1ec01062b6f9'],
    [['String', 'String'], ['usmf', '1000-BLK'], '44a49853-4567-8554-9109-c200898ac942'],
    [['String', 'String'], ['us01', 'USMF-PO-12A'], '42a4a205-adff-8709-93bd-74ee3030373f'],
    [['String', 'String'], ['usmf', 'Net 30 days'], '44a49855-a35e-8b7f-9df4-fdd6b2b01554'],
    [['String', 'String'], ['usmf', 'Kö 12'], '44a49857-34bc-83b6-9208-8c00f3a72c6e'],
    [['String', 'String'], ['usmf', '00000000001234567890'], '44a49850-a000-8000-9000-62b3535a5ae6'],
    [['String'], [''], '00000000-0000-8000-9000-0000e8d6f2a5'],
    // With a tail it would be as long: then it has none.
    [['String'], ['A12'], '63045400-0000-8000-9000-000021f56560'],
    [['String'], [' '], '21f00000-0000-8000-9000-0000144eeee0'],
    [['String'], ['aB3dE6gH9jK2mN5p'], 'bed03bba-2750-80fe-9c65-6d31bcd25f76'],
    [['String'], ['!"#$%&()*+,-./:'], 'dc048041-1dca-823a-9d23-10983e672ad9'],
    [['String'], ['日本-000001'], 'edcd2f4b-cd39-8585-9b50-0001308ed4a7'],
    [['String', 'String'], ['usmf', 'A long account 000123'], '3fafaf33-893e-5537-a933-d2e899517849'],
    [
      ['String', 'Guid'],
      ['usmf', '44a49851-1d25-4aa8-9003-d80051566ac0'],
      'fe9befc1-6874-5ba6-9469-3614d6a7727b',
    ],
    [['Guid'], ['44a49851-1d25-4aa8-9003-d80051566ac0'], '44a49851-1d25-4aa8-9003-d80051566ac0'],
    [['String', 'Int64'], ['usmf', 5637144576], '44a49852-0540-8000-9000-0000b0ee7d72'],
    [['String', 'Int64'], ['usmf', '-9223372036854775808'], '44a49857-e000-8000-9000-0000003195e6'],
    [
      ['Int32', 'Int16', 'Byte', 'SByte', 'Boolean'],
      [-2147483648, 32767, 0, -128, true],
      'bc000000-00df-8ffc-9011-80805d27bf4a',
    ],
    [['String', 'Decimal'], ['usmf', -1234.5678], '44a49854-881e-8dc8-99c0-0000a4f6fd9d'],
    [['Decimal'], ['123456789012345678901234.567'], '0f63db91-8a81-88ac-9d4d-c29d51ba6d17'],
    [['Decimal'], [0], '00200000-0000-8000-9000-0000427dd201'],
    [['Date', 'TimeOfDay'], ['1900-01-01', '08:30:00'], '2a556d3b-c400-8000-9000-0000f7bf5568'],
    [['Date', 'TimeOfDay'], ['9999-12-31', '00:00:00'], 'dee76800-0000-8000-9000-0000e5fac79d'],
    [['DateTimeOffset'], ['2026-01-31T23:59:59.9999999Z'], '2d24fba8-bfcc-84b3-9f80-0000de38f0bf'],
    [['DateTimeOffset'], ['0001-01-01T00:00:00.5Z'], '00000200-003e-8800-9000-0000efb387da'],
    [['Enum', 'Duration'], ['Yes', 'P1DT2H3M4.5S'], 'a4c3d61b-187e-8dec-99ed-cfbc9a962194'],
  ];
  test.each(golden)('%j %j', (types, parts, guid) => {
    const encoded = codec(types).encode(parts);
    expect(encoded.guid).toBe(guid);
    const decoded = codec(types).decode(guid);
    expect(decoded).toEqual(encoded.kind === 'mapped' ? { kind: 'mapped' } : { kind: encoded.kind, parts });
    expect(codec(types).decode(guid.toUpperCase())).toEqual(decoded);
  });
});

describe('keys as they occur are packed', () => {
  const keys: readonly (readonly [readonly KeyPartType[], readonly KeyPart[]])[] = [
    [
      ['String', 'String'],
      ['usmf', 'US-000123'],
    ],
    [
      ['String', 'String'],
      ['USMF', 'us-000123'],
    ],
    [
      ['String', 'String'],
      ['usmf', 'SO-0000123'],
    ],
    [
      ['String', 'String'],
      ['usmf', 'LOT-000123'],
    ],
    [
      ['String', 'String'],
      ['usmf', '1000-BLK'],
    ],
    [
      ['String', 'String'],
      ['usmf', 'aBcD-12'],
    ],
    [
      ['String', 'String'],
      ['usmf', 'Net 30 days'],
    ],
    [
      ['String', 'String'],
      ['usmf', '00000000001234567890'],
    ],
    [
      ['String', 'String'],
      ['us01', 'USMF-PO-12A'],
    ],
    [
      ['String', 'String', 'String'],
      ['usmf', 'US-001', '000001234'],
    ],
    [
      ['String', 'Int64'],
      ['usmf', 5637144576],
    ],
    [
      ['String', 'Int64'],
      ['usmf', '-9223372036854775808'],
    ],
    [
      ['String', 'DateTimeOffset'],
      ['usmf', '9999-12-31T23:59:59.9999999Z'],
    ],
    [
      ['String', 'Decimal', 'Int32'],
      ['usmf', 12345.6789, -2147483648],
    ],
    [['String'], ['aB3dE6gH9jK2mN5p']],
    [['String'], ['!"#$%&()*+,-./:']],
    [['String'], ['12345678901234567890123456789']],
    [['String'], ['Ünïcödé']],
    [['String'], ['日本-000001']],
    [['String'], ['']],
  ];
  test.each(keys)('%j %j', (types, parts) => {
    const { kind, guid } = codec(types).encode(parts);
    expect(kind).toBe('packed');
    expect(codec(types).decode(guid)).toEqual({ kind: 'packed', parts });
  });
});

test('texts that differ in case, padding, blanks or composition have different Guids', () => {
  const texts = [
    'US-1',
    'us-1',
    'Us-1',
    'US-01',
    'US-001',
    ' US-1',
    'US-1 ',
    'US-1  ',
    'US_1',
    '\u00e9',
    'e\u0301',
  ];
  const guids = texts.map((text) => customers.encode(['usmf', text]).guid);
  expect(new Set(guids).size).toBe(texts.length);
  expect(guids.map((guid) => customers.decode(guid))).toEqual(
    texts.map((text) => ({ kind: 'packed', parts: ['usmf', text] })),
  );
});

test('the border between parts counts', () => {
  expect(customers.encode(['usm', 'fUS-1']).guid).not.toBe(customers.encode(['usmf', 'US-1']).guid);
  const long = 'x'.repeat(40);
  expect(customers.encode([`${long}a`, 'b']).guid).not.toBe(customers.encode([long, 'ab']).guid);
});

test('one exact number has one Guid, in whichever form it comes', () => {
  const lines = codec(['String', 'Decimal', 'Int64']);
  expect(lines.encode(['usmf', '0.0000001', '7'])).toEqual(lines.encode(['usmf', 1e-7, 7]));
  const long = 'x'.repeat(40);
  expect(lines.encode([long, '0.0000001', '7'])).toEqual(lines.encode([long, 1e-7, 7]));
});

test('exact numbers come back as numbers up to 15 digits, as text beyond', () => {
  const wide = codec(['Int64']);
  expect(wide.decode(wide.encode([999_999_999_999_999]).guid)).toEqual({
    kind: 'packed',
    parts: [999_999_999_999_999],
  });
  expect(wide.decode(wide.encode([1_000_000_000_000_000]).guid)).toEqual({
    kind: 'packed',
    parts: ['1000000000000000'],
  });
});

describe('native', () => {
  const native = codec(['Guid']);
  const guid = '44a49851-1d25-4aa8-9003-d80051566ac0';

  test('a Guid alone stays as it is', () => {
    expect(native.encode([guid])).toEqual({ kind: 'native', guid });
    expect(native.decode(guid.toUpperCase())).toEqual({ kind: 'native', parts: [guid] });
    expect(native.decode(`{${guid}}`)).toEqual({ kind: 'foreign' });
  });

  test('a Guid with company is too long to be packed', () => {
    expect(codec(['String', 'Guid']).encode(['usmf', guid]).kind).toBe('mapped');
  });
});

describe('parts that are not what the scheme says are refused', () => {
  const refused: readonly (readonly [readonly KeyPartType[], readonly KeyPart[]])[] = [
    [['String', 'String'], ['usmf']],
    [['String'], ['usmf', 'US-1']],
    [['String'], [5]],
    [['String'], ['half a pair \ud83d']],
    [['String'], [`half a long pair \ud83d${'x'.repeat(40)}`]],
    [['Boolean'], ['true']],
    [['Byte'], [-1]],
    [['SByte'], [128]],
    [['Int16'], [32_768]],
    [['Int32'], [2_147_483_648]],
    [['Int32'], [1.5]],
    [['Int32'], [Number.NaN]],
    [['Int64'], [2 ** 53]],
    [['Int64'], ['9223372036854775808']],
    [['Int64'], ['007']],
    [['Int64'], ['-0']],
    [['Int64'], ['']],
    [['Decimal'], ['1.50']],
    [['Decimal'], ['01']],
    [['Decimal'], ['-0']],
    [['Decimal'], ['1e5']],
    [['Decimal'], [Number.POSITIVE_INFINITY]],
    [['Guid'], ['44A49851-1D25-4AA8-9003-D80051566AC0']],
    [
      ['Guid', 'String'],
      ['44A49851-1D25-4AA8-9003-D80051566AC0', 'a'],
    ],
    [['Date'], ['2026-02-30']],
    [['Date'], ['2026-13-01']],
    [['Date'], ['0000-01-01']],
    [['Date'], ['2026-1-1']],
    [['TimeOfDay'], ['24:00:00']],
    [['TimeOfDay'], ['08:30']],
    [['TimeOfDay'], ['08:30:00.10']],
    [['DateTimeOffset'], ['2026-01-31T08:30:00+01:00']],
    [['DateTimeOffset'], ['2026-01-31T08:30:00']],
    [['DateTimeOffset'], ['2026-01-31 08:30:00Z']],
  ];
  test.each(refused)('%j %j', (types, parts) => {
    expect(() => codec(types).encode(parts)).toThrow(InvalidKeyPart);
  });

  test('with a message that names set, part and type but not the value', () => {
    expect(() => codec(['String', 'Int32']).encode(['usmf', 'secret'])).toThrow(
      'A key of CustomersV3 has no Int32 as part 2.',
    );
  });

  test('a scheme without parts', () => {
    expect(() => codec([])).toThrow(InvalidKeyPart);
  });
});
