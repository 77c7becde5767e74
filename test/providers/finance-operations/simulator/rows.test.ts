import { SimulatorClient } from './simulator-client';

let client: SimulatorClient;
beforeAll(async () => {
  client = await SimulatorClient.start();
});
afterAll(() => client.close());

describe('the shape of a row', () => {
  test('keys come first, every property is there, and nothing is null', async () => {
    const { rows } = await client.list('CustomersV3?$top=50');
    for (const row of rows) {
      expect(Object.keys(row).slice(0, 3)).toEqual(['@odata.etag', 'dataAreaId', 'CustomerAccount']);
      expect(Object.keys(row)).toHaveLength(310);
      expect(Object.values(row)).not.toContain(null);
      expect(row['dataAreaId']).toBe(String(row['dataAreaId']).toLowerCase());
    }
  });

  test('empty values are empty text, 0 and 1900, at noon for dates', async () => {
    const { rows } = await client.list('CustomersV3?$top=1');
    expect(rows[0]).toMatchObject({
      AddressCounty: '',
      ConsolidationDay: 0,
      PrimaryContactFaxRecordId: 0,
      CredManBusinessStarted: '1900-01-01T12:00:00Z',
      DeliveryAddressValidTo: '1900-01-01T00:00:00Z',
      CreditCardCVC: 'None',
    });
    const [order] = (await client.list('SalesOrderHeadersV2?$top=1&$select=RevRecLatestReverseJournal')).rows;
    expect(order).toMatchObject({ RevRecLatestReverseJournal: 0 });
  });

  test('dates are at noon, timestamps are not', async () => {
    const select = '$select=RequestedShippingDate,OrderCreationDateTime';
    const { rows } = await client.list(`SalesOrderHeadersV2?${select}`);
    expect(rows.every((row) => String(row['RequestedShippingDate']).endsWith('T12:00:00Z'))).toBe(true);
    expect(rows.some((row) => !String(row['OrderCreationDateTime']).endsWith('T12:00:00Z'))).toBe(true);
  });

  test('$select leaves those fields and the etag: keys are not added', async () => {
    const { rows, context } = await client.list('CustomersV3?$top=1&$select=OrganizationName');
    expect(Object.keys(rows[0] ?? {})).toEqual(['@odata.etag', 'OrganizationName']);
    expect(context).toBe(`${client.simulator.url}/data/$metadata#CustomersV3(OrganizationName)`);
  });

  test('decimals have every digit, also where a double would lose some', async () => {
    const { text } = await client.get(
      '/data/CustomersV3?$select=CreditLimit&cross-company=true&$filter=CreditLimit gt 100000000000',
    );
    const numbers = [...text.matchAll(/"CreditLimit":([\d.]+)/g)].map(([, digits = '']) => digits);
    expect(numbers.some((digits) => digits.length > 16 && JSON.stringify(Number(digits)) !== digits)).toBe(
      true,
    );
  });

  test('the etag is RecVersion and RecId of each data source', async () => {
    const decode = (etag: unknown): string =>
      Buffer.from(String(etag).replace(/^W\/"(.*)"$/, '$1'), 'base64').toString();
    const [group] = (await client.list('CustomerGroups?$top=1')).rows;
    expect(decode(group?.['@odata.etag'])).toMatch(/^'\d+,\d+'$/);
    const [customer] = (await client.list('CustomersV3?$top=1')).rows;
    expect(decode(customer?.['@odata.etag'])).toMatch(/^'\d+,5637144576(;\d+,\d+){5}'$/);
  });

  test('metadata=full adds types and links, metadata=none takes all annotations away', async () => {
    const full = await client.json(
      '/data/SalesOrderHeadersV2?$top=1&$format=application/json;odata.metadata=full',
    );
    expect((full['value'] as object[])[0]).toMatchObject({
      '@odata.type': '#Microsoft.Dynamics.DataEntities.SalesOrderHeaderV2',
      'OrderTotalAmount@odata.type': '#Decimal',
      'SalesOrderStatus@odata.type': '#Microsoft.Dynamics.DataEntities.SalesStatus',
      'SalesOrderLines@odata.navigationLink': expect.stringMatching(/\/SalesOrderLines$/),
    });
    const bare = await client.get('/data/Companies', { accept: 'application/json;odata.metadata=none' });
    expect(bare.text).not.toContain('@odata');
  });
});

describe('reads by key', () => {
  test('a key of the own company, in any order and case', async () => {
    const path = "/data/CustomersV3(CustomerAccount='us-000001',dataAreaId='USMF')?$select=CustomerAccount";
    const { status, text, headers } = await client.get(path);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      '@odata.context': `${client.simulator.url}/data/$metadata#CustomersV3(CustomerAccount)/$entity`,
      '@odata.etag': headers.get('etag'),
      CustomerAccount: 'US-000001',
    });
  });

  test('a key of another company is 404 without cross-company', async () => {
    const path = "/data/CustomersV3(dataAreaId='demf',CustomerAccount='DE-000001')";
    expect((await client.get(path)).status).toBe(404);
    expect((await client.get(`${path}?cross-company=true`)).status).toBe(200);
    expect((await client.get(`${path}?cross-company=false`)).status).toBe(404);
  });

  test('an unknown key is 404 with nothing said', async () => {
    const reply = await client.get("/data/CustomersV3(dataAreaId='usmf',CustomerAccount='none')");
    expect([reply.status, reply.text]).toEqual([404, '']);
  });

  test('a path is decoded before F&O sees it, so what means something there must be encoded twice', async () => {
    const statusOf = async (encoded: string): Promise<number> =>
      (await client.get(`/data/PaymentTerms(dataAreaId='usmf',Name='${encoded}')`)).status;
    const twice = (name: string): string => encodeURIComponent(encodeURIComponent(name));
    for (const name of ['EOM+15', '2%10 Net30', 'Net30']) expect(await statusOf(twice(name))).toBe(200);
    expect(await statusOf('Net30')).toBe(200);
    expect(await statusOf('EOM+15')).toBe(404);
    expect(await statusOf('EOM%2B15')).toBe(404);
    expect(await statusOf(encodeURIComponent('2%10 Net30'))).toBe(404);
    // A slash ends the segment, a number sign the path.
    for (const name of ['a/b', 'a\\b']) {
      expect(await statusOf(encodeURIComponent(name))).toBe(404);
      expect(await statusOf(twice(name))).toBe(404);
    }
    for (const name of ['a&b', 'a*b', 'a?b', '<a>', 'a\u0001b', '100%', 'x'.repeat(261)]) {
      expect(await statusOf(encodeURIComponent(name))).toBe(400);
    }
    for (const name of ['a&b', 'a?b', '<a>', '100%']) expect(await statusOf(twice(name))).toBe(404);
  });

  test('an incomplete or misshapen key is 400', async () => {
    const keys = [
      "dataAreaId='usmf'",
      "CustomerAccount='a'",
      "dataAreaId='usmf',CustomerAccount=5",
      "'usmf'",
    ];
    for (const key of keys) expect((await client.get(`/data/CustomersV3(${key})`)).status).toBe(400);
  });

  test('a global entity is found by its only key, whatever the company', async () => {
    expect(await client.json("/data/LegalEntities('demf')?$select=Name")).toMatchObject({
      Name: 'Contoso Entertainment System Germany',
    });
  });

  test('a property, the related rows and their links', async () => {
    const order = "/data/SalesOrderHeadersV2(dataAreaId='usmf',SalesOrderNumber='SO-0000001')";
    expect(await client.json(`${order}/SalesOrderNumber`)).toMatchObject({ value: 'SO-0000001' });
    const lines = (await client.json(`${order}/SalesOrderLines`))['value'] as { SalesOrderNumber: string }[];
    expect(lines.length).toBeGreaterThan(0);
    expect(new Set(lines.map((line) => line.SalesOrderNumber))).toEqual(new Set(['SO-0000001']));
    const links = (await client.json(`${order}/SalesOrderLines/$ref`))['value'] as object[];
    expect(links).toHaveLength(lines.length);
    expect((await client.get(`${order}/Nothing`)).status).toBe(404);
  });
});

describe('expand', () => {
  test('lines nest with an etag each, cut to their select', async () => {
    const { rows } = await client.list(
      'SalesOrderHeadersV2?$select=SalesOrderNumber&$expand=SalesOrderLines($select=InventoryLotId,SalesOrderNumber)',
    );
    const nested = rows.flatMap((row) => row['SalesOrderLines'] as { SalesOrderNumber: string }[]);
    expect(nested).toHaveLength((await client.list('SalesOrderLines?$top=0&$count=true')).count ?? -1);
    expect(Object.keys(nested[0] ?? {})).toEqual(['@odata.etag', 'InventoryLotId', 'SalesOrderNumber']);
  });

  test('a single navigation leads to the header of the same company', async () => {
    const { rows } = await client.list(
      'SalesOrderLines?$select=dataAreaId&$expand=SalesOrderHeaderV2($select=dataAreaId)',
    );
    for (const row of rows) {
      expect((row['SalesOrderHeaderV2'] as { dataAreaId: string }).dataAreaId).toBe(row['dataAreaId']);
    }
  });

  test.each([
    'SalesOrderLines($expand=SalesOrderHeader)',
    'SalesOrderLines($filter=LineNumber eq 1)',
    'SalesOrderLines($top=1)',
    'Nothing',
  ])('%s is refused', async (expand) => {
    expect((await client.get(`/data/SalesOrderHeadersV2?$expand=${expand}`)).status).toBe(400);
  });
});

describe('what is not there', () => {
  test('an unknown set, or one in the wrong case, is 404 in a shape that is not OData', async () => {
    for (const path of ['/data/Nothing', '/data/customersv3', '/data/CustomersV3/Nothing']) {
      const { status, text } = await client.get(path);
      expect(status).toBe(404);
      expect(JSON.parse(text)).toEqual({
        Message: `No HTTP resource was found that matches the request URI '${client.simulator.url}${path}'. No route data was found for this request.`,
      });
    }
  });

  test('unknown properties are 400 with the text of the service', async () => {
    const text = "Could not find a property named 'X' on type 'Microsoft.Dynamics.DataEntities.CustomerV3'.";
    for (const option of ['$select=X', '$orderby=X', "$filter=X eq 'a'", '$expand=X']) {
      expect(await client.refusal(`/data/CustomersV3?${option}`)).toEqual({
        status: 400,
        message: `The query specified in the URI is not valid. ${text}`,
        inner: text,
      });
    }
    expect((await client.get('/data/CustomersV3?$select=customeraccount')).status).toBe(400);
  });

  test.each([
    '$apply=aggregate($count as N)',
    '$search=a',
    '$compute=a as b',
    '$deltatoken=1',
    '$Filter=a',
    '$top=-1',
    '$top=x',
    '$count=maybe',
    '$top=1&$top=2',
  ])('%s is refused', async (option) => {
    expect((await client.get(`/data/CustomersV3?${option}`)).status).toBe(400);
  });

  test('options without a dollar sign are ignored', async () => {
    expect((await client.list("CustomersV3?filter=X eq 'a'&select=X&$top=1")).rows).toHaveLength(1);
  });

  test('a query string that is too long is 404 by the web server', async () => {
    const long = await client.get(`/data/CustomersV3?$top=1&x=${'a'.repeat(2048)}`);
    expect([long.status, long.headers.get('content-type')]).toEqual([404, 'text/html; charset=us-ascii']);
    client.options.maxUrlLength = 5_000;
    expect((await client.get(`/data/CustomersV3?$top=1&x=${'a'.repeat(2048)}`)).status).toBe(200);
  });

  test('a broken percent escape is 400 by the web server', async () => {
    expect((await client.get('/data/CustomersV3?$filter=%zz')).status).toBe(400);
    expect((await client.get('/data/%zz')).status).toBe(400);
  });
});
