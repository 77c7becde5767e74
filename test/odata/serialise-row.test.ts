import type { EntitySet, Profile, Property } from '../../src/model/entity-set';
import { createPropertyReader } from '../../src/model/read-property';
import { negotiateFormat } from '../../src/odata/negotiate';
import { JsonBytes } from '../../src/odata/serialise-bytes';
import { createRowWriter, type RowWriterOptions } from '../../src/odata/serialise-row';
import type { Row } from '../../src/provider-sdk/index';
import { emptyCustomer, sampleCustomer, sampleProperty, sampleSet } from '../support/sample-model';

const root = 'https://gw.example.com/odata/sales/';

interface Case extends Partial<RowWriterOptions> {
  readonly row?: Row;
  readonly accept?: string;
  readonly profile?: Profile;
  readonly names?: readonly string[];
}

/** As text, because only that shows the order and every digit. */
function json({
  row = sampleCustomer,
  accept = 'application/json',
  profile,
  names,
  ...options
}: Case): string {
  const entitySet = options.entitySet ?? sampleSet('Customers', profile);
  const writeRow = createRowWriter({
    entitySet,
    namespace: 'Gateway.Sales',
    select: names?.map((name) => sampleProperty(entitySet, name)) ?? entitySet.properties,
    format: negotiateFormat({ kind: 'json', accept }),
    serviceRoot: root,
    omitNulls: false,
    readProperty: (property) => createPropertyReader(property),
    ...options,
  });
  const out = new JsonBytes();
  writeRow(out, row);
  out.closeObject(0);
  return Buffer.from(out.finish()).toString();
}

const etag = '"@odata.etag":"W/\\"JzEsMTIzJw==\\""';
const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

describe('minimal', () => {
  test('every property of Dataverse, in order, the ETag first, no digit lost', () => {
    expect(json({}).replace(new RegExp(guid, 'g'), 'guid')).toBe(
      `{${etag},"CustomerId":"guid","Company":"usmf","AccountNumber":"US-001","Name":"Contoso \\"Retail\\" & Søn","Group":"guid",` +
        '"IsOneTime":false,"Floor":-2,"Grade":200,"Branches":31000,"Employees":12,"RecId":9223372036854775807,"Discount":0.25,' +
        '"Latitude":47.5,"CreditLimit":123456789012345.654321,"Turnover":1500.5,"PartyId":"guid",' +
        '"CustomerSince":"2020-02-29T00:00:00Z","ModifiedOn":"2026-01-31T08:30:00.1234567Z","OnHold":1}',
    );
  });

  test('the wide types as they are', () => {
    const names = ['CustomerSince', 'OpensAt', 'PaymentTime', 'OnHold', 'Channels'];
    expect(json({ profile: 'standard', names })).toBe(
      `{${etag},"CustomerSince":"2020-02-29","OpensAt":"08:30:00","PaymentTime":"P30D","OnHold":"Invoice","Channels":"Web,Shop"}`,
    );
  });

  test('the order is that of the selection', () => {
    expect(json({ names: ['Name', 'Company'] })).toBe(
      `{${etag},"Name":"Contoso \\"Retail\\" & Søn","Company":"usmf"}`,
    );
  });

  test('no ETag where the source gives none', () => {
    expect(json({ names: ['Company'], row: emptyCustomer })).toBe('{"Company":"usmf"}');
  });

  test('nulls are written, or left out if asked for', () => {
    const names = ['CustomerId', 'Name', 'Employees', 'Group'];
    expect(json({ names, row: emptyCustomer })).toMatch(
      new RegExp(`^{"CustomerId":"${guid}","Name":null,"Employees":null,"Group":null}$`),
    );
    expect(json({ names, row: emptyCustomer, omitNulls: true })).toMatch(
      new RegExp(`^{"CustomerId":"${guid}"}$`),
    );
  });
});

describe('numbers', () => {
  const accept = 'application/json;IEEE754Compatible=true';

  test('IEEE754Compatible makes text of Int64 and Decimal, and of nothing else', () => {
    expect(json({ accept, names: ['RecId', 'CreditLimit', 'Turnover', 'Employees', 'Latitude'] })).toBe(
      `{${etag},"RecId":"9223372036854775807","CreditLimit":"123456789012345.654321","Turnover":"1500.5","Employees":12,"Latitude":47.5}`,
    );
  });

  test('a Decimal has no exponent', () => {
    const row = { ...emptyCustomer, Turnover: 1e-7, CreditLimit: 1.5e21 };
    const names = ['Turnover', 'CreditLimit'];
    expect(json({ names, row })).toBe('{"Turnover":0.0000001,"CreditLimit":1500000000000000000000}');
    expect(json({ names, row, accept })).toBe(
      '{"Turnover":"0.0000001","CreditLimit":"1500000000000000000000"}',
    );
  });

  test('a Double that is no finite number is a word', () => {
    const latitude = (Latitude: number) => json({ names: ['Latitude'], row: { ...emptyCustomer, Latitude } });
    expect([Number.NaN, Infinity, -Infinity, 1e300].map(latitude)).toEqual([
      '{"Latitude":"NaN"}',
      '{"Latitude":"INF"}',
      '{"Latitude":"-INF"}',
      '{"Latitude":1e+300}',
    ]);
  });
});

describe('none and full', () => {
  test('none has no control information', () => {
    expect(json({ accept: 'application/json;odata.metadata=none', names: ['Company'] })).toBe(
      '{"Company":"usmf"}',
    );
  });

  const accept = 'application/json;odata.metadata=full';

  test('full has type, id, etag and edit link, then the types that JSON does not tell', () => {
    const names = ['CustomerId', 'Company', 'IsOneTime', 'Employees', 'Latitude', 'RecId', 'ModifiedOn'];
    const text = json({ accept, names });
    const [key = ''] = new RegExp(guid).exec(text) ?? [];
    const link = `${root}Customers(${key})`;
    expect(text).toBe(
      `{"@odata.type":"#Gateway.Sales.Customer","@odata.id":"${link}",${etag},"@odata.editLink":"${link}",` +
        `"CustomerId@odata.type":"#Guid","CustomerId":"${key}","Company":"usmf","IsOneTime":false,` +
        '"Employees@odata.type":"#Int32","Employees":12,"Latitude":47.5,"RecId@odata.type":"#Int64","RecId":9223372036854775807,' +
        '"ModifiedOn@odata.type":"#DateTimeOffset","ModifiedOn":"2026-01-31T08:30:00.1234567Z"}',
    );
  });

  test('full names enumerations and numbers that are words, and no type of null', () => {
    const names = ['OnHold', 'Latitude', 'Discount', 'Employees'];
    const row = { ...emptyCustomer, OnHold: 'All', Latitude: Number.NaN, Discount: 0.5 };
    expect(json({ accept, names, row, profile: 'standard' })).toMatch(
      /"OnHold@odata.type":"#Gateway.Sales.OnHoldStatus","OnHold":"All","Latitude@odata.type":"#Double","Latitude":"NaN","Discount@odata.type":"#Single","Discount":0.5,"Employees":null}$/,
    );
    expect(json({ accept, names: ['Company', 'Employees'], row: emptyCustomer, omitNulls: true })).toMatch(
      /"Company":"usmf"}$/,
    );
  });

  test('full knows the address of a row whose key is not among the properties', () => {
    expect(json({ accept, names: ['Company'] })).toMatch(
      new RegExp(`"@odata.id":"${root}Customers\\(${guid}\\)"`),
    );
  });
});

test('names that objects are born with are properties like others', () => {
  const column = { name: '__proto__', type: 'String' } as const;
  const named = (name: string): Property => ({
    kind: 'column',
    name,
    type: 'String',
    nullable: true,
    column,
    conversion: 'same',
  });
  const select = ['__proto__', 'constructor', 'toString'].map(named);
  const entitySet: EntitySet = { ...sampleSet('Products'), properties: select };
  const row = JSON.parse('{"__proto__":"x"}') as Row;
  const text = '{"__proto__":"x","constructor":"x","toString":"x"}';
  expect(json({ entitySet, select, row })).toBe(text);
  expect(json({ entitySet, select, row, omitNulls: true })).toBe(text);
});

test('readers are made once, not per row', () => {
  let made = 0;
  const entitySet = sampleSet('Customers');
  const writeRow = createRowWriter({
    entitySet,
    namespace: 'N',
    select: entitySet.properties,
    format: negotiateFormat({ kind: 'json' }),
    serviceRoot: root,
    omitNulls: false,
    readProperty: (property) => {
      made += 1;
      return createPropertyReader(property);
    },
  });
  const out = new JsonBytes();
  [sampleCustomer, emptyCustomer, sampleCustomer].forEach((row) => writeRow(out, row));
  expect(made).toBe(entitySet.properties.length);
});

test('the key of each row is its own, however often it is written', () => {
  const accept = 'application/json;odata.metadata=full';
  const entitySet = sampleSet('Customers');
  const writeRow = createRowWriter({
    entitySet,
    namespace: 'N',
    select: [entitySet.key, entitySet.key],
    format: negotiateFormat({ kind: 'json', accept }),
    serviceRoot: root,
    omitNulls: false,
    readProperty: (property) => createPropertyReader(property),
  });
  const rows = ['US-001', 'US-002', 'US-001'].map((CustomerAccount) => ({
    ...sampleCustomer,
    CustomerAccount,
  }));
  const texts = rows.map((row) => {
    const out = new JsonBytes();
    writeRow(out, row);
    return Buffer.from(out.finish()).toString();
  });
  const keys = texts.map((text) => [...text.matchAll(new RegExp(guid, 'g'))].map(([key]) => key));
  const expected = rows.map((row) => createPropertyReader(entitySet.key)(row));
  expect(keys).toEqual(expected.map((key) => [key, key, key, key]));
});
