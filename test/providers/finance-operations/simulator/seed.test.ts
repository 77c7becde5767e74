import { SimulatorClient, type JsonRow } from './simulator-client';

describe('at its full size', () => {
  let client: SimulatorClient;
  beforeAll(async () => {
    client = await SimulatorClient.start({
      customers: 20_000,
      orders: 60_000,
      products: 10_000,
      vendors: 2_000,
    });
  });
  afterAll(() => client.close());

  test('the sets have the rows that were promised', async () => {
    const count = async (set: string): Promise<number> =>
      Number((await client.get(`/data/${set}/$count?cross-company=true`)).text);
    expect(await count('Companies')).toBe(4);
    expect(await count('CustomersV3')).toBe(20_000);
    expect(await count('CustomerGroups')).toBe(40);
    expect(await count('SalesOrderHeadersV2')).toBe(60_000);
    expect(await count('ReleasedProductsV2')).toBe(10_000);
    expect(await count('VendorsV3')).toBe(2_000);
    const lines = await count('SalesOrderLines');
    expect(lines).toBeGreaterThan(60_000);
    expect(lines).toBeLessThan(240_000);
  });

  test('a full page has 10,000 rows and a link to the rest', async () => {
    const { rows, nextLink } = await client.list(
      'CustomersV3?$select=dataAreaId,CustomerAccount,OrganizationName',
    );
    expect(rows).toHaveLength(10_000);
    expect(nextLink).toBeDefined();
    const names = rows.map((row) => String(row['OrganizationName'])).join('\n');
    const scripts = [
      /[A-Za-z]/,
      /[àéøÅ]/,
      /ß/,
      /\p{Script=Greek}/u,
      /\p{Script=Cyrillic}/u,
      /\p{Script=Han}/u,
      /\p{Script=Katakana}/u,
      /\p{Script=Arabic}/u,
      /\p{Script=Hebrew}/u,
    ];
    const characters = [/'/, /"/, /&/, /\*/, /%/, /_/, /\\/, /🚀/u, /^ /m, / $/m];
    for (const pattern of [...scripts, ...characters]) expect(names).toMatch(pattern);
    expect(rows.every((row) => /^[A-Z]{2,3}-\d{6}$/.test(String(row['CustomerAccount'])))).toBe(true);
  });

  test('keys are unique across each set, and numbers repeat across companies', async () => {
    const numbers = await client.list(
      "SalesOrderHeadersV2?$select=dataAreaId&$filter=SalesOrderNumber eq 'SO-0000001'",
    );
    expect(numbers.rows.map((row) => row['dataAreaId']).toSorted()).toEqual(['dat', 'demf', 'usmf', 'usrt']);
  });
});

describe('small', () => {
  const readAll = async (client: SimulatorClient): Promise<Record<string, readonly JsonRow[]>> => {
    // Read in another order than that of generation, to show that it makes no difference.
    const sets = ['SalesOrderLines', 'CustomersV3', 'SalesOrderHeadersV2', 'ReleasedProductsV2', 'VendorsV3'];
    const read: Record<string, readonly JsonRow[]> = {};
    for (const set of sets) read[set] = (await client.list(set)).rows;
    return read;
  };

  test('the same seed gives the same rows, another seed others', async () => {
    const clients = await Promise.all([1, 1, 2].map((seed) => SimulatorClient.start({ seed })));
    const [first, second, other] = await Promise.all(clients.map(readAll));
    expect(first).toEqual(second);
    expect(first?.['CustomersV3']).not.toEqual(other?.['CustomersV3']);
    await Promise.all(clients.map((client) => client.close()));
  });

  test('foreign keys lead somewhere in the same company, or are empty', async () => {
    const client = await SimulatorClient.start();
    const keys = async (set: string, key: string): Promise<Set<string>> =>
      new Set((await client.list(set)).rows.map((row) => `${String(row['dataAreaId'])}|${String(row[key])}`));
    const check = async (set: string, reference: string, targets: Set<string>): Promise<void> => {
      const { rows } = await client.list(set);
      const found = rows.map((row) =>
        row[reference] === '' ? '' : `${String(row['dataAreaId'])}|${String(row[reference])}`,
      );
      expect(found.filter((key) => key !== '' && !targets.has(key))).toEqual([]);
      expect(found.some((key) => key !== '')).toBe(true);
    };
    const customers = await keys('CustomersV3', 'CustomerAccount');
    expect(customers.size).toBe(400);
    await check('CustomersV3', 'CustomerGroupId', await keys('CustomerGroups', 'CustomerGroupId'));
    await check('CustomersV3', 'PaymentTerms', await keys('PaymentTerms', 'Name'));
    await check('SalesOrderHeadersV2', 'OrderingCustomerAccountNumber', customers);
    await check('SalesOrderHeadersV2', 'InvoiceCustomerAccountNumber', customers);
    await check('SalesOrderLines', 'SalesOrderNumber', await keys('SalesOrderHeadersV2', 'SalesOrderNumber'));
    await check('SalesOrderLines', 'ItemNumber', await keys('ReleasedProductsV2', 'ItemNumber'));
    expect((await keys('SalesOrderLines', 'InventoryLotId')).size).toBe(
      (await client.list('SalesOrderLines')).rows.length,
    );
    await client.close();
  });

  test('no rows at all is an environment too', async () => {
    const client = await SimulatorClient.start({ customers: 0, orders: 2, products: 0, vendors: 0 });
    expect((await client.list('CustomersV3?$orderby=CustomerAccount&$count=true')).count).toBe(0);
    expect((await client.list('SalesOrderHeadersV2')).rows[0]).toMatchObject({
      OrderingCustomerAccountNumber: '',
    });
    await client.close();
  });
});
