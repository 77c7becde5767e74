import { assert, constantFrom, property, string } from 'fast-check';
import {
  caseInsensitive,
  wildcardMatcher,
} from '../../../../providers/finance-operations/simulator/rows/collation';
import { type JsonRow, SimulatorClient } from './simulator-client';

let client: SimulatorClient;
let customers: readonly JsonRow[];
beforeAll(async () => {
  client = await SimulatorClient.start();
  customers = (await client.list('CustomersV3')).rows;
});
afterAll(() => client.close());
afterEach(() => {
  Object.assign(client.options, { functions: {}, enumFilterRefused: [], textEquality: 'case-insensitive' });
});

const NAMESPACE = 'Microsoft.Dynamics.DataEntities';
const name = (row: JsonRow): string => String(row['OrganizationName']);
const limit = (row: JsonRow): number => Number(row['CreditLimit']);

/** The filter must find exactly the rows that the predicate does, and both some and not all. */
async function expectFilter(filter: string, predicate: (row: JsonRow) => boolean): Promise<void> {
  const expected = customers.filter(predicate).map((row) => row['CustomerAccount']);
  expect(expected.length).toBeGreaterThan(0);
  expect(expected.length).toBeLessThan(customers.length);
  expect(await client.find('CustomersV3', 'CustomerAccount', filter)).toEqual(expected);
}

describe('what works', () => {
  test('comparisons, logic and their precedence', async () => {
    await expectFilter('CreditLimit gt 5000', (row) => limit(row) > 5000);
    await expectFilter('not (CreditLimit gt 5000)', (row) => limit(row) <= 5000);
    await expectFilter('5000 lt CreditLimit', (row) => limit(row) > 5000);
    await expectFilter(
      "dataAreaId eq 'usmf' or dataAreaId eq 'demf' and CreditLimit ge 20000",
      (row) => row['dataAreaId'] === 'usmf' || (row['dataAreaId'] === 'demf' && limit(row) >= 20000),
    );
    await expectFilter(
      "(dataAreaId eq 'usmf' or dataAreaId eq 'demf') and CreditLimit le 20000",
      (row) => ['usmf', 'demf'].includes(String(row['dataAreaId'])) && limit(row) <= 20000,
    );
  });

  test('arithmetic', async () => {
    await expectFilter('CreditLimit mul 2 gt 9000', (row) => limit(row) * 2 > 9000);
    await expectFilter('CreditLimit div 4 sub 1 le 99', (row) => limit(row) / 4 - 1 <= 99);
    await expectFilter(
      'OrganizationNumberOfEmployees mod 2 eq 1',
      (row) => Number(row['OrganizationNumberOfEmployees']) % 2 === 1,
    );
    await expectFilter(
      'OrganizationNumberOfEmployees div 1000 eq 3',
      (row) => Math.floor(Number(row['OrganizationNumberOfEmployees']) / 1000) === 3,
    );
  });

  test('decimals compare exactly', async () => {
    const [, digits] =
      /"CreditLimit":(\d{12}\.\d{6})/.exec(
        (await client.get('/data/CustomersV3?$select=CreditLimit&cross-company=true')).text,
      ) ?? [];
    expect(digits).toBeDefined();
    expect(await client.find('CustomersV3', 'CustomerAccount', `CreditLimit eq ${digits}`)).toHaveLength(1);
    expect(await client.find('CustomersV3', 'CustomerAccount', `CreditLimit eq ${digits}1`)).toHaveLength(0);
    expect(
      await client.find(
        'CustomersV3',
        'CustomerAccount',
        `CreditLimit ge ${digits} and CreditLimit lt ${digits}1`,
      ),
    ).toHaveLength(1);
  });

  test('text equality minds no case', async () => {
    const target = customers.find((row) => /^[A-Z][a-z]+ /.test(name(row)));
    const text = name(target ?? {})
      .toUpperCase()
      .replaceAll("'", "''");
    await expectFilter(
      `OrganizationName eq '${text}'`,
      (row) => name(row).toUpperCase() === name(target ?? {}).toUpperCase(),
    );
    await expectFilter(
      `OrganizationName ne '${text}'`,
      (row) => name(row).toUpperCase() !== name(target ?? {}).toUpperCase(),
    );
  });

  test('wildcards in eq and ne', async () => {
    const lower = (row: JsonRow): string => name(row).toLowerCase();
    await expectFilter("OrganizationName eq '*TRAD*'", (row) => lower(row).includes('trad'));
    await expectFilter("OrganizationName eq 'con*'", (row) => lower(row).startsWith('con'));
    await expectFilter("OrganizationName eq '*gmbh'", (row) => lower(row).endsWith('gmbh'));
    await expectFilter("OrganizationName ne '*a*'", (row) => !lower(row).includes('a'));
    await expectFilter("OrganizationName eq 'c*o*ltd'", (row) => /^c.*o.*ltd$/s.test(lower(row)));
    await expectFilter("OrganizationName eq '*&*'", (row) => name(row).includes('&'));
    await expectFilter("OrganizationName eq '*''*'", (row) => name(row).includes("'"));
  });

  test('a stored asterisk cannot be matched exactly', async () => {
    const starred = name(customers.find((row) => name(row).includes('*')) ?? {});
    const found = await client.find(
      'CustomersV3',
      'OrganizationName',
      `OrganizationName eq '${starred.replaceAll("'", "''")}'`,
    );
    expect(found).toContain(starred);
    const without = starred.replaceAll('*', '');
    expect(
      await client.find('CustomersV3', 'OrganizationName', `OrganizationName eq '${without}'`),
    ).not.toContain(starred);
  });

  test('enumerations with the qualified literal', async () => {
    await expectFilter(
      `OnHoldStatus eq ${NAMESPACE}.CustVendorBlocked'Invoice'`,
      (row) => row['OnHoldStatus'] === 'Invoice',
    );
    await expectFilter(
      `OnHoldStatus ne ${NAMESPACE}.CustVendorBlocked'No'`,
      (row) => row['OnHoldStatus'] !== 'No',
    );
  });

  test('instants, of any precision and zone', async () => {
    const since = (row: JsonRow): string => String(row['CredManCustomerSince']);
    await expectFilter('CredManCustomerSince eq 1900-01-01T12:00:00Z', (row) =>
      since(row).startsWith('1900'),
    );
    await expectFilter('CredManCustomerSince ge 2018-01-01T00:00:00Z', (row) => since(row) >= '2018');
    await expectFilter(
      'CredManCustomerSince ge 2018-01-01T01:00:00%2B01:00'.replace('%2B', '+'),
      (row) => since(row) >= '2018',
    );
    await expectFilter(
      'CredManCustomerSince gt 1900-01-01T12:00:00.0000001Z',
      (row) => !since(row).startsWith('1900'),
    );
  });

  test('a RecId is an integer beyond 32 bits', async () => {
    await expectFilter(
      'PrimaryContactEmailRecordId gt 35637144700',
      (row) => Number(row['PrimaryContactEmailRecordId']) > 35637144700,
    );
  });

  test('no value is null: eq null finds nothing, ne null everything', async () => {
    expect(await client.find('CustomersV3', 'KnownAs', 'KnownAs eq null')).toHaveLength(0);
    expect(await client.find('CustomersV3', 'KnownAs', 'KnownAs ne null')).toHaveLength(customers.length);
    await expectFilter("KnownAs eq ''", (row) => row['KnownAs'] === '');
  });

  test('a path through a single navigation', async () => {
    const wanted = `${NAMESPACE}.SalesStatus'Invoiced'`;
    const orders = await client.list(
      `SalesOrderHeadersV2?$select=SalesOrderNumber&$filter=SalesOrderStatus eq ${wanted}&$expand=SalesOrderLines($select=InventoryLotId)`,
    );
    const lots = await client.find(
      'SalesOrderLines',
      'InventoryLotId',
      `SalesOrderHeader/SalesOrderStatus eq ${wanted}`,
    );
    expect(lots).toHaveLength(orders.rows.flatMap((row) => row['SalesOrderLines'] as unknown[]).length);
    expect(lots.length).toBeGreaterThan(0);
  });

  test('$count as a path counts what the filter finds', async () => {
    const { text, headers } = await client.get(
      "/data/CustomersV3/$count?cross-company=true&$filter=dataAreaId eq 'demf'",
    );
    expect(Number(text)).toBe(customers.filter((row) => row['dataAreaId'] === 'demf').length);
    expect(headers.get('content-type')).toBe('text/plain');
  });
});

describe('what is refused', () => {
  test('an enumeration against a bare text, with the exact message', async () => {
    expect(await client.filterRefusal('SalesOrderHeadersV2', "SalesOrderStatus eq 'Invoiced'")).toMatchObject(
      {
        status: 400,
        inner: `A binary operator with incompatible types was detected. Found operand types '${NAMESPACE}.SalesStatus' and 'Edm.String' for operator kind 'Equal'.`,
      },
    );
  });

  test.each([
    ['an enumeration that orders', `OnHoldStatus gt ${NAMESPACE}.CustVendorBlocked'No'`],
    ['a virtual field', "FullPrimaryAddress eq '*a*'"],
    ['a function', "contains(OrganizationName,'a')"],
    ['any function', 'year(CredManCustomerSince) eq 2020'],
    ['property against property', 'OrganizationName eq KnownAs'],
  ])('%s: 400 without detail', async (_, filter) => {
    expect(await client.filterRefusal('CustomersV3', filter)).toEqual({
      status: 400,
      message: 'An error has occurred.',
      inner: undefined,
    });
  });

  test.each([
    `OnHoldStatus eq CustVendorBlocked'No'`,
    `OnHoldStatus eq ${NAMESPACE}.CustVendorBlocked'Nothing'`,
    `OnHoldStatus eq ${NAMESPACE}.NoYes'No'`,
    `OnHoldStatus has ${NAMESPACE}.CustVendorBlocked'No'`,
    "CustomerAccount in ('a','b')",
    "CustomerAccount eq 'a' and",
    "CustomerAccount eq 'a",
    'CustomerAccount eq 5',
    "CreditLimit eq '5'",
    'CredManCustomerSince eq 2018-01-01',
    "CredManCustomerSince eq '2018-01-01T00:00:00Z'",
    "CustomerAccount EQ 'a'",
    "not CustomerAccount eq 'a'",
    'CustomerAccount',
    "SalesOrders/any(d:d/X eq 'a')",
    "PartyType eq Microsoft.Dynamics.DataEntities.DirPartyType'Person'",
    '('.repeat(900),
    `${'not '.repeat(220)}(CreditLimit gt 1)`,
  ])('%s', async (filter) => {
    expect((await client.filterRefusal('CustomersV3', filter)).status).toBe(400);
  });

  test('a virtual field in $orderby', async () => {
    expect((await client.refusal('/data/CustomersV3?$orderby=FullPrimaryAddress')).status).toBe(400);
    expect((await client.list('CustomersV3?$top=1&$select=FullPrimaryAddress')).rows).toHaveLength(1);
  });
});

describe('switches', () => {
  test('functions may work on some entities', async () => {
    client.options.functions = { CustomersV3: ['contains', 'startswith', 'tolower', 'length'] };
    await expectFilter("contains(OrganizationName,'TRAD')", (row) =>
      name(row).toLowerCase().includes('trad'),
    );
    await expectFilter("startswith(tolower(OrganizationName),'con')", (row) =>
      name(row).toLowerCase().startsWith('con'),
    );
    await expectFilter('length(OrganizationName) gt 20', (row) => name(row).length > 20);
    expect((await client.filterRefusal('CustomersV3', "endswith(OrganizationName,'a')")).status).toBe(400);
    expect((await client.filterRefusal('VendorsV3', "contains(VendorSearchName,'a')")).status).toBe(400);
    expect((await client.filterRefusal('CustomersV3', "contains(OrganizationName,'a & b')")).status).toBe(
      400,
    );
    expect((await client.filterRefusal('CustomersV3', 'contains(OrganizationName,5)')).status).toBe(400);
  });

  test('an entity may refuse enumerations altogether', async () => {
    client.options.enumFilterRefused = ['CustomersV3'];
    const filter = `OnHoldStatus eq ${NAMESPACE}.CustVendorBlocked'No'`;
    expect((await client.filterRefusal('CustomersV3', filter)).status).toBe(400);
  });

  test('a real collation finds more than a comparison without case', async () => {
    const sharp = name(customers.find((row) => /ß/.test(name(row)) && !/['*]/.test(name(row))) ?? {});
    const filter = `OrganizationName eq '${sharp.replaceAll('ß', 'ss')} '`;
    expect(await client.find('CustomersV3', 'OrganizationName', filter)).toEqual([]);
    client.options.textEquality = 'sql-collation';
    expect(await client.find('CustomersV3', 'OrganizationName', filter)).toContain(sharp);
  });
});

test('wildcards agree with a regular expression on random text', () => {
  const letters = string({ unit: constantFrom('a', 'b', 'B', '*', '.', '%'), maxLength: 8 });
  assert(
    property(letters, letters, letters, (head, tail, stored) => {
      const pattern = `${head}*${tail}`;
      const source = pattern
        .split('*')
        .map((piece) => piece.replace(/[.]/g, '\\.'))
        .join('.*');
      const expected = new RegExp(`^${source}$`, 'is').test(stored);
      expect(wildcardMatcher(pattern, caseInsensitive)(stored.toLowerCase())).toBe(expected);
    }),
  );
});
