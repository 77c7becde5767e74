import { type JsonRow, SimulatorClient } from './simulator-client';

let client: SimulatorClient;
beforeEach(async () => {
  client = await SimulatorClient.start();
});
afterEach(() => client.close());

const customer = { OrganizationName: 'Adatum', CustomerGroupId: '20', SalesCurrencyCode: 'USD' };
const CUSTOMER = "/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-000001')";

/** The InfoLog of a refused create. */
async function refusal(set: string, row: JsonRow): Promise<string | undefined> {
  const { status, text, type } = await client.writeRefusal('POST', `/data/${set}?cross-company=true`, row);
  expect([status, type]).toEqual([
    400,
    'Microsoft.Dynamics.Platform.Integration.Services.OData.AxODataWriteException',
  ]);
  return text;
}

describe('foreign keys', () => {
  test('a group that is not there: the captured text', async () => {
    expect(await refusal('CustomersV3', { ...customer, CustomerGroupId: 'Local' })).toBe(
      "Write failed for table row of type 'CustCustomerV3Entity'. Infolog: Warning: The value 'Local' in field " +
        "'Customer group' is not found in the related table 'Customer groups'.; Warning: validateField failed on " +
        "field 'CustCustomerV3Entity.CustomerGroupId'.",
    );
  });

  test.each([
    ['CustomersV3', { ...customer, PaymentTerms: 'Never' }, 'PaymentTerms'],
    ['CustomersV3', { ...customer, SalesCurrencyCode: 'XXX' }, 'SalesCurrencyCode'],
    ['CustomersV3', { ...customer, dataAreaId: 'none' }, 'dataAreaId'],
    ['CustomerGroups', { CustomerGroupId: 'X', PaymentTermId: 'Never' }, 'PaymentTermId'],
    ['SalesOrderHeadersV2', { OrderingCustomerAccountNumber: 'nobody' }, 'OrderingCustomerAccountNumber'],
    ['SalesOrderLines', { SalesOrderNumber: 'SO-none' }, 'SalesOrderNumber'],
    ['SalesOrderLines', { SalesOrderNumber: 'SO-0000001', ItemNumber: 'none' }, 'ItemNumber'],
  ])('%s %j', async (set, row, property) => {
    expect(await refusal(set, row)).toContain(`.${property}'`);
    expect(client.simulator.writes).toEqual([]);
  });

  test('hold within a company, count without case, and may be empty', async () => {
    await client.create('CustomerGroups', { dataAreaId: 'demf', CustomerGroupId: 'Nur-DE' });
    expect(await refusal('CustomersV3', { ...customer, CustomerGroupId: 'Nur-DE' })).toContain("'Nur-DE'");
    const row = { ...customer, dataAreaId: 'demf', CustomerGroupId: 'NUR-de', PaymentTerms: '' };
    expect(await client.create('CustomersV3', row)).toMatchObject({
      CustomerGroupId: 'NUR-de',
      PaymentTerms: '',
    });
  });

  test('are checked on a change too, all failing fields together', async () => {
    const { status, text } = await client.writeRefusal('PATCH', CUSTOMER, {
      PaymentTerms: 'a',
      CustomerGroupId: 'b',
    });
    expect(status).toBe(400);
    expect(text?.match(/validateField failed/g)).toHaveLength(2);
    expect((await client.send('PATCH', CUSTOMER, { PaymentTerms: 'net45' })).status).toBe(204);
  });
});

describe('mandatory fields', () => {
  test('left out or empty on create', async () => {
    const text =
      "Write failed for table row of type 'CustCustomerV3Entity'. Infolog: Warning: Field 'Customer group' must be " +
      "filled in.; Warning: validateWrite failed on data source 'CustTable (CustTable)'.";
    expect(await refusal('CustomersV3', { ...customer, CustomerGroupId: '' })).toBe(text);
    expect(await refusal('CustomersV3', { OrganizationName: 'A', SalesCurrencyCode: 'USD' })).toBe(text);
    expect(await refusal('CustomersV3', { ...customer, OrganizationName: '' })).toContain(
      "Field 'Name' must",
    );
    expect(await refusal('CustomersV3', { ...customer, PartyType: 'Person' })).toContain("Field 'Name' must");
    expect(await refusal('CustomerGroups', { Description: 'no key' })).toContain(
      "Field 'Customer group' must",
    );
  });

  test('emptied on change, but not when they are not touched', async () => {
    expect(await client.writeRefusal('PATCH', CUSTOMER, { CustomerGroupId: null })).toMatchObject({
      status: 400,
      text: expect.stringContaining("Field 'Customer group' must be filled in."),
    });
    expect((await client.send('PATCH', CUSTOMER, { KnownAs: 'x' })).status).toBe(204);
  });
});

test('a duplicate key, in any case: the captured text with its doubled full stop', async () => {
  await client.create('CustomerGroups', { CustomerGroupId: 'Batch2', Description: 'first' });
  expect(
    await refusal('CustomerGroups', { CustomerGroupId: 'BATCH2', Description: 'Batch 2 Test group T1' }),
  ).toBe(
    "Write failed for table row of type 'CustCustomerGroupEntity'. Infolog: Info: Cannot create a record in Customer " +
      'groups (CustGroup). Customer group: BATCH2, Batch 2 Test group T1.\nThe record already exists..',
  );
  expect(client.simulator.writes).toHaveLength(1);
  // The same key in another company is another key.
  await client.create('CustomerGroups', { dataAreaId: 'demf', CustomerGroupId: 'Batch2' });
});

describe('deletes', () => {
  test('are refused while other rows depend on the row', async () => {
    const [order] = (await client.list("SalesOrderHeadersV2?$top=1&$filter=dataAreaId eq 'usmf'")).rows;
    const [line] = (
      await client.list("SalesOrderLines?$top=1&$filter=dataAreaId eq 'usmf' and ItemNumber ne ''")
    ).rows;
    const deleted: readonly (readonly [string, string])[] = [
      ["CustomerGroups(dataAreaId='usmf',CustomerGroupId='10')", 'Customers'],
      ["PaymentTerms(dataAreaId='usmf',Name='Net30')", 'Customer groups'],
      ["Currencies('EUR')", 'Customers'],
      [key('CustomersV3', 'CustomerAccount', order?.['OrderingCustomerAccountNumber']), 'Sales orders'],
      [key('SalesOrderHeadersV2', 'SalesOrderNumber', order?.['SalesOrderNumber']), 'Sales order lines'],
      [key('ReleasedProductsV2', 'ItemNumber', line?.['ItemNumber']), 'Sales order lines'],
    ];
    for (const [path, dependents] of deleted) {
      const { status, text } = await client.writeRefusal('DELETE', `/data/${path}`);
      expect([path, status]).toEqual([path, 400]);
      expect(text).toContain(`cannot be deleted while dependent ${dependents} exist.`);
    }
    expect(client.simulator.writes).toEqual([]);
  });

  test('go through when the last of them is gone or points elsewhere', async () => {
    await client.create('CustomerGroups', { CustomerGroupId: 'G' });
    const group = key('CustomerGroups', 'CustomerGroupId', 'G');
    const first = await client.create('CustomersV3', { ...customer, CustomerGroupId: 'G' });
    const second = await client.create('CustomersV3', { ...customer, CustomerGroupId: 'G' });
    const remove = async (path: string): Promise<number> =>
      (await client.send('DELETE', `/data/${path}`)).status;
    expect(await remove(group)).toBe(400);
    expect(await remove(key('CustomersV3', 'CustomerAccount', first['CustomerAccount']))).toBe(204);
    expect(await remove(group)).toBe(400);
    const other = key('CustomersV3', 'CustomerAccount', second['CustomerAccount']);
    expect((await client.send('PATCH', `/data/${other}`, { CustomerGroupId: '10' })).status).toBe(204);
    expect(await remove(group)).toBe(204);
  });

  function key(set: string, name: string, value: unknown): string {
    return `${set}(dataAreaId='usmf',${name}='${String(value)}')`;
  }
});

describe('fields that cannot be edited', () => {
  test('keys after the create, record ids and computed ones always', async () => {
    for (const body of [
      { CustomerAccount: 'X' },
      { dataAreaId: 'demf' },
      { AddressRecordId: 1 },
      { FullPrimaryAddress: 'x' },
    ]) {
      const { status, text } = await client.writeRefusal('PATCH', CUSTOMER, body);
      expect(status).toBe(400);
      expect(text).toMatch(
        /is not editable\.; Warning: validateField failed on field 'CustCustomerV3Entity\./,
      );
    }
    expect(await refusal('CustomersV3', { ...customer, AddressRecordId: 1 })).toContain('is not editable');
  });

  test('are declared by the metadata service', async () => {
    const { Properties } = (await client.json("/metadata/PublicEntities('CustomerV3')")) as unknown as {
      Properties: { Name: string; AllowEdit: boolean; AllowEditOnCreate: boolean }[];
    };
    const flags = (name: string): unknown => {
      const found = Properties.find((property) => property.Name === name);
      return [found?.AllowEdit, found?.AllowEditOnCreate];
    };
    expect(flags('CustomerAccount')).toEqual([false, true]);
    expect(flags('FullPrimaryAddress')).toEqual([false, false]);
    expect(flags('KnownAs')).toEqual([true, true]);
  });
});

describe('numbers and defaults', () => {
  test('numbers come from a sequence of the company, and one that was given is not drawn again', async () => {
    await client.create('CustomersV3', { ...customer, CustomerAccount: 'US-000402' });
    const drawn: unknown[] = [];
    for (let count = 0; count < 3; count++)
      drawn.push((await client.create('CustomersV3', customer))['CustomerAccount']);
    expect(new Set([...drawn, 'US-000402']).size).toBe(4);
    expect(drawn.every((number) => /^US-\d{6}$/.test(String(number)))).toBe(true);
    const german = await client.create('CustomersV3', { ...customer, dataAreaId: 'demf' });
    expect(german['CustomerAccount']).toMatch(/^DE-\d{6}$/);
  });

  test('a manual sequence leaves the number to the caller', async () => {
    client.options.manualNumbers = ['CustomerAccount'];
    expect(await refusal('CustomersV3', customer)).toContain("Field 'Customer account' must be filled in.");
    await client.create('CustomersV3', { ...customer, CustomerAccount: 'MINE' });
  });

  test('a customer takes terms and tax from the group, language from the company, and keeps what was posted', async () => {
    await client.create('CustomerGroups', {
      CustomerGroupId: 'T',
      PaymentTermId: 'Net60',
      IsSalesTaxIncludedInPrice: 'Yes',
    });
    expect(
      await client.create('CustomersV3', { ...customer, CustomerGroupId: 'T', AddressCity: 'Ulm' }),
    ).toMatchObject({
      PartyType: 'Organization',
      PaymentTerms: 'Net60',
      IsSalesTaxIncludedInPrices: 'Yes',
      LanguageId: 'en-us',
      NameAlias: 'Adatum',
      AddressCountryRegionId: 'USA',
      FullPrimaryAddress: '\nUlm,  \nUSA',
    });
    const own = {
      CustomerGroupId: 'T',
      PaymentTerms: '',
      IsSalesTaxIncludedInPrices: 'No',
      LanguageId: 'sv',
    };
    expect(await client.create('CustomersV3', { ...customer, ...own })).toMatchObject(own);
  });

  test('an order takes from its customer, a line from its order and item', async () => {
    await client.send('PATCH', CUSTOMER, {
      SalesCurrencyCode: 'CHF',
      PaymentTerms: 'Net45',
      WarehouseId: '11',
    });
    const order = await client.create('SalesOrderHeadersV2', { OrderingCustomerAccountNumber: 'US-000001' });
    expect(order).toMatchObject({
      SalesOrderNumber: expect.stringMatching(/^SO-\d{7}$/),
      InvoiceCustomerAccountNumber: 'US-000001',
      CurrencyCode: 'CHF',
      PaymentTermsName: 'Net45',
      SalesOrderStatus: 'Backorder',
    });
    const [item] = (await client.list("ReleasedProductsV2?$filter=dataAreaId eq 'usmf'&$top=1")).rows;
    const posted = { SalesOrderNumber: order['SalesOrderNumber'], ItemNumber: item?.['ItemNumber'] };
    const line = await client.create('SalesOrderLines', { ...posted, OrderedSalesQuantity: 3 });
    expect(line).toMatchObject({
      InventoryLotId: expect.stringMatching(/^LOT-\d{6}$/),
      LineNumber: 1,
      CurrencyCode: 'CHF',
      ShippingSiteId: '1',
      SalesPrice: item?.['SalesPrice'],
      LineAmount: Number((Number(item?.['SalesPrice']) * 3).toFixed(2)),
    });
    expect(await client.create('SalesOrderLines', posted)).toMatchObject({ LineNumber: 2 });
  });

  test('a line of a stocked item needs a site', async () => {
    const order = await client.create('SalesOrderHeadersV2', {
      OrderingCustomerAccountNumber: 'US-000001',
      DefaultShippingWarehouseId: '',
    });
    const [item] = (
      await client.list(
        `ReleasedProductsV2?$top=1&$filter=${encodeURIComponent("dataAreaId eq 'usmf' and ProductType eq Microsoft.Dynamics.DataEntities.EcoResProductType'Item'")}`,
      )
    ).rows;
    const line = { SalesOrderNumber: order['SalesOrderNumber'], ItemNumber: item?.['ItemNumber'] };
    expect(await refusal('SalesOrderLines', line)).toBe(
      "Write failed for table row of type 'SalesOrderLineEntity'. Infolog: Warning: Inventory dimension Site is " +
        'mandatory and must consequently be specified.; Error: Update has been canceled..',
    );
    await client.create('SalesOrderLines', { ...line, ShippingWarehouseId: '24' });
  });
});

test('an update conflict is a failed write, and the row stays', async () => {
  client.options.updateConflicts = 1;
  const before = await client.get(CUSTOMER);
  const { status, text } = await client.writeRefusal('PATCH', CUSTOMER, { KnownAs: 'x' });
  expect(status).toBe(400);
  expect(text).toContain(
    'Cannot edit a record in Customers (CustTable).\nAn update conflict occurred due to another',
  );
  expect((await client.get(CUSTOMER)).text).toBe(before.text);
  expect((await client.send('PATCH', CUSTOMER, { KnownAs: 'x' })).status).toBe(204);
});

test('the status of a refusal is a switch', async () => {
  client.options.writeFailureStatus = 500;
  expect((await client.send('POST', '/data/CustomersV3', {})).status).toBe(500);
});

test('writes do not change what other sets are generated from', async () => {
  const other = await SimulatorClient.start();
  await client.create('CustomersV3', customer);
  await client.send('PATCH', CUSTOMER, { OrganizationName: 'Changed', PaymentTerms: 'COD' });
  await client.create('ReleasedProductsV2', { ItemNumber: 'NEW', ProductNumber: 'NEW' });
  for (const set of ['SalesOrderHeadersV2', 'SalesOrderLines']) {
    expect((await client.list(set)).rows).toEqual((await other.list(set)).rows);
  }
  await other.close();
});
