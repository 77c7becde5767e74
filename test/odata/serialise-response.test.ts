import { negotiateFormat } from '../../src/odata/negotiate';
import {
  type Collection,
  serialiseCollection,
  serialiseEntity,
  serialiseProperty,
} from '../../src/odata/serialise-response';
import type { RowWriter } from '../../src/odata/serialise-row';
import { rawValue } from '../../src/odata/serialise-value';
import type { Value } from '../../src/provider-sdk/index';
import { sampleProperty, sampleSet } from '../support/sample-model';

const context = 'https://gw.example.com/odata/sales/$metadata#Customers';
const minimal = negotiateFormat({ kind: 'json' });
const none = negotiateFormat({ kind: 'json', accept: 'application/json;odata.metadata=none' });
const full = negotiateFormat({ kind: 'json', accept: 'application/json;odata.metadata=full' });
const compatible = negotiateFormat({ kind: 'json', accept: 'application/json;IEEE754Compatible=true' });

/** Every column of a row that is a number. */
const writeRow: RowWriter = (out, row) => {
  for (const [name, value] of Object.entries(row)) {
    out.ascii(`,"${name}":`);
    out.number(Number(value));
  }
};

function collection(options: Omit<Collection, 'context' | 'writeRow'>): string {
  return text(serialiseCollection({ context, writeRow, ...options }));
}

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}

describe('collections', () => {
  const rows = [{ Id: 1 }, { Id: 2 }];

  test('context, count, rows, next link, in this order', () => {
    expect(collection({ count: 7, rows, nextLink: 'https://gw/next', format: minimal })).toBe(
      `{"@odata.context":"${context}","@odata.count":7,"value":[{"Id":1},{"Id":2}],"@odata.nextLink":"https://gw/next"}`,
    );
  });

  test('rows without members are objects all the same', () => {
    expect(collection({ rows: [{}, {}], format: none })).toBe('{"value":[{},{}]}');
  });

  test('a count of nothing is a count', () => {
    expect(collection({ count: 0, rows: [], format: minimal })).toBe(
      `{"@odata.context":"${context}","@odata.count":0,"value":[]}`,
    );
  });

  test('none keeps count and next link only', () => {
    expect(collection({ count: 7, rows: [], nextLink: 'n', format: none })).toBe(
      '{"@odata.count":7,"value":[],"@odata.nextLink":"n"}',
    );
  });

  test('a count is an Int64, so text with IEEE754Compatible', () => {
    expect(collection({ count: 7, rows: [], format: compatible })).toContain('"@odata.count":"7"');
  });

  test('a page of many rows that get longer is whole', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => ({ Id: 10 ** (index % 16), Row: index }));
    expect(JSON.parse(collection({ rows: many, format: none }))).toEqual({ value: many });
  });
});

test('an entity has its context first', () => {
  const row = { Id: 1, Size: 2 };
  expect(text(serialiseEntity({ context, row, writeRow, format: minimal }))).toBe(
    `{"@odata.context":"${context}","Id":1,"Size":2}`,
  );
  expect(text(serialiseEntity({ context, row, writeRow, format: none }))).toBe('{"Id":1,"Size":2}');
});

describe('properties', () => {
  const customers = sampleSet('Customers');
  const bytes = (name: string, value: Value, format = minimal) =>
    serialiseProperty({
      context,
      property: sampleProperty(customers, name),
      namespace: 'Gateway.Sales',
      value,
      format,
    });
  const property = (...answer: Parameters<typeof bytes>) => text(bytes(...answer));

  test('a value is wrapped', () => {
    expect(property('Name', 'Søn')).toBe(`{"@odata.context":"${context}","value":"Søn"}`);
    expect(property('RecId', '9223372036854775807')).toBe(
      `{"@odata.context":"${context}","value":9223372036854775807}`,
    );
    expect(property('RecId', 5, compatible)).toBe(`{"@odata.context":"${context}","value":"5"}`);
    expect(property('IsOneTime', false, none)).toBe('{"value":false}');
  });

  test('full names the type that JSON does not tell', () => {
    expect(property('RecId', 5, full)).toBe(
      `{"@odata.context":"${context}","@odata.type":"#Int64","value":5}`,
    );
    expect(property('Name', 'x', full)).toBe(`{"@odata.context":"${context}","value":"x"}`);
    expect(property('Latitude', Infinity, full)).toBe(
      `{"@odata.context":"${context}","@odata.type":"#Double","value":"INF"}`,
    );
  });

  test('null has no body', () => {
    expect(bytes('Name', null)).toBeUndefined();
  });
});

test.each([
  ['String', 'a "b"\n', 'a "b"\n'],
  ['Boolean', false, 'false'],
  ['Int32', -5, '-5'],
  ['Double', Number.NaN, 'NaN'],
  ['Double', -Infinity, '-INF'],
  ['Decimal', 1e-7, '0.0000001'],
  ['Decimal', '123456789012345.654321', '123456789012345.654321'],
  ['Int64', '9223372036854775807', '9223372036854775807'],
  ['DateTimeOffset', '2026-01-31T08:30:00Z', '2026-01-31T08:30:00Z'],
] as const)('the raw text of a %s %s', (type, value, text) => {
  expect(rawValue(value, type)).toBe(text);
});
