import { SimulatorClient } from './simulator-client';

let client: SimulatorClient;
beforeAll(async () => {
  client = await SimulatorClient.start();
});
afterAll(() => client.close());
afterEach(() => client.simulator.resetWrites());

const customer = {
  dataAreaId: 'usmf',
  OrganizationName: 'Adatum',
  CustomerGroupId: '30',
  SalesCurrencyCode: 'USD',
};
const CUSTOMER = "/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-000001')";
const GERMAN = "/data/CustomersV3(dataAreaId='demf',CustomerAccount='DE-000001')";

describe('a create', () => {
  test('answers 201 with the row as a read by key shows it, where it is, and its etag', async () => {
    const reply = await client.send('POST', '/data/CustomersV3?cross-company=true', customer);
    const location = reply.headers.get('location') ?? '';
    expect(reply.status).toBe(201);
    expect(location).toMatch(/\/data\/CustomersV3\(dataAreaId='usmf',CustomerAccount='US-\d{6}'\)$/);
    const read = await client.get(`${location}?cross-company=true`);
    expect(reply.text).toBe(read.text);
    expect(reply.headers.get('etag')).toBe(read.headers.get('etag'));
    expect(reply.headers.get('content-type')).toBe(read.headers.get('content-type'));
    expect(JSON.parse(reply.text)).toMatchObject({
      '@odata.context': `${client.simulator.url}/data/$metadata#CustomersV3/$entity`,
      '@odata.etag': reply.headers.get('etag'),
      OrganizationName: 'Adatum',
    });
  });

  test('keeps the case of keys, but the company in lower case', async () => {
    const row = await client.create('CustomersV3', {
      ...customer,
      dataAreaId: 'DeMF',
      CustomerAccount: 'MiX-1',
    });
    expect(row).toMatchObject({ dataAreaId: 'demf', CustomerAccount: 'MiX-1' });
    expect((await client.list("CustomersV3?$filter=CustomerAccount eq 'mix-1'")).rows).toHaveLength(1);
  });

  test('reaches another company with cross-company only; without a company it is the own', async () => {
    const german = { ...customer, dataAreaId: 'demf' };
    expect(await client.writeRefusal('POST', '/data/CustomersV3', german)).toMatchObject({ status: 400 });
    expect((await client.send('POST', '/data/CustomersV3?cross-company=true', german)).status).toBe(201);
    const { dataAreaId: _, ...homeless } = customer;
    const reply = await client.send('POST', '/data/CustomersV3', homeless);
    expect(JSON.parse(reply.text)).toMatchObject({ dataAreaId: 'usmf' });
    expect(client.simulator.writes.map(({ key }) => key['dataAreaId'])).toEqual(['demf', 'usmf']);
  });

  test('gives back every digit of a decimal, and dates at noon', async () => {
    const row =
      '{"CustomerGroupId":"30","SalesCurrencyCode":"USD","OrganizationName":"D","CreditLimit":12345678901234567.123456,' +
      '"CredManCustomerSince":"2024-03-01T00:30:00+02:00","AddressValidFrom":"2024-03-01T00:30:00+02:00"}';
    const { text } = await client.send('POST', '/data/CustomersV3', row);
    expect(text).toContain('"CreditLimit":12345678901234567.123456,');
    expect(JSON.parse(text)).toMatchObject({
      CredManCustomerSince: '2024-02-29T12:00:00Z',
      AddressValidFrom: '2024-02-29T22:30:00Z',
    });
  });

  test('of a global entity needs no company', async () => {
    const row = await client.create('Currencies', { CurrencyCode: 'SEK', Name: 'Svensk krona' });
    expect(row).toMatchObject({ CurrencyCode: 'SEK', GeneralRoundingRule: 0 });
  });
});

describe('a change', () => {
  test.each(['PATCH', 'PUT'] as const)(
    '%s is 204 without a body, and leaves the rest as it was',
    async (method) => {
      const before = await client.json(CUSTOMER);
      const reply = await client.send(method, CUSTOMER, { KnownAs: `by ${method}`, CreditLimit: 7.25 });
      expect([reply.status, reply.text, reply.headers.get('content-type')]).toEqual([204, '', null]);
      const after = await client.json(CUSTOMER);
      expect({ ...after, '@odata.etag': '' }).toEqual({
        ...before,
        '@odata.etag': '',
        KnownAs: `by ${method}`,
        CreditLimit: 7.25,
      });
      expect(after['@odata.etag']).not.toBe(before['@odata.etag']);
    },
  );

  test('empties a text by null and by an empty one, and an enumeration by null', async () => {
    await client.send('PATCH', CUSTOMER, { KnownAs: 'x', SalesMemo: 'y', OnHoldStatus: 'All' });
    expect(await client.json(CUSTOMER)).toMatchObject({ KnownAs: 'x', OnHoldStatus: 'All' });
    await client.send('PATCH', CUSTOMER, { KnownAs: null, SalesMemo: '', OnHoldStatus: null });
    expect(await client.json(CUSTOMER)).toMatchObject({ KnownAs: '', SalesMemo: '', OnHoldStatus: 'No' });
  });

  test('shows a property that no row had before', async () => {
    expect(await client.json(CUSTOMER)).toMatchObject({ AddressCounty: '', DeliveryFreightZone: '' });
    await client.send('PATCH', CUSTOMER, { DeliveryFreightZone: 'Z1' });
    expect(await client.json(CUSTOMER)).toMatchObject({ DeliveryFreightZone: 'Z1' });
    const { rows } = await client.list("CustomersV3?$filter=DeliveryFreightZone eq 'z1'");
    expect(rows.map((row) => row['CustomerAccount'])).toEqual(['US-000001']);
  });

  test('the key may be repeated in the body, in any case', async () => {
    const body = { dataAreaId: 'USMF', CustomerAccount: 'us-000001', KnownAs: 'again' };
    expect((await client.send('PATCH', CUSTOMER, body)).status).toBe(204);
    expect(await client.json(CUSTOMER)).toMatchObject({ dataAreaId: 'usmf', CustomerAccount: 'US-000001' });
  });

  test('with nothing to set is 204 and no write', async () => {
    expect((await client.send('PATCH', CUSTOMER, {})).status).toBe(204);
    expect(client.simulator.writes).toEqual([]);
  });

  test('of a row that is not there, or in another company, is 404 with nothing said', async () => {
    const missing = "/data/CustomersV3(dataAreaId='usmf',CustomerAccount='none')";
    for (const method of ['PATCH', 'PUT', 'DELETE'] as const) {
      for (const path of [missing, GERMAN, `${missing}?cross-company=true`]) {
        const reply = await client.send(method, path, method === 'DELETE' ? undefined : { KnownAs: 'x' });
        expect([reply.status, reply.text]).toEqual([404, '']);
      }
    }
    expect(client.simulator.writes).toEqual([]);
    expect((await client.send('PATCH', `${GERMAN}?cross-company=true`, { KnownAs: 'x' })).status).toBe(204);
  });
});

test('a delete is 204, and the row is gone', async () => {
  const row = await client.create('CustomersV3', customer);
  const path = `/data/CustomersV3(dataAreaId='usmf',CustomerAccount='${String(row['CustomerAccount'])}')`;
  const total = (await client.list('CustomersV3?$top=0&$count=true')).count ?? 0;
  expect(await client.send('DELETE', path)).toMatchObject({ status: 204, text: '' });
  expect((await client.get(path)).status).toBe(404);
  expect((await client.send('DELETE', path)).status).toBe(404);
  expect((await client.list('CustomersV3?$top=0&$count=true')).count).toBe(total - 1);
});

describe('what is not there', () => {
  test('an unknown set is 404 in the shape that is not OData', async () => {
    const { status, text } = await client.send('POST', '/data/Nothing', {});
    expect(status).toBe(404);
    expect(JSON.parse(text)).toEqual({
      Message: `No HTTP resource was found that matches the request URI '${client.simulator.url}/data/Nothing'. No route data was found for this request.`,
    });
  });

  test.each([
    ['PATCH', '/data/CustomersV3', 'GET, POST'],
    ['PUT', '/data/CustomersV3', 'GET, POST'],
    ['DELETE', '/data/CustomersV3', 'GET, POST'],
    ['POST', CUSTOMER, 'GET, PATCH, PUT, DELETE'],
    ['POST', '/data', 'GET'],
    ['POST', '/data/$metadata', 'GET'],
    ['POST', '/data/CustomersV3/$count', 'GET'],
    ['PUT', `${CUSTOMER}/KnownAs`, 'GET'],
    [
      'POST',
      "/data/SalesOrderHeadersV2(dataAreaId='usmf',SalesOrderNumber='SO-0000001')/SalesOrderLines",
      'GET',
    ],
    ['POST', '/metadata/DataEntities', 'GET'],
  ] as const)('%s %s is 405', async (method, path, allow) => {
    const reply = await client.send(method, path, {});
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, allow]);
  });
});

describe('the ledger', () => {
  test('has every change in order, with what it was', async () => {
    const headers = { 'x-ms-client-request-id': 'r-1' };
    const row = { CustomerGroupId: 'L1', Description: 'one' };
    await client.send('POST', '/data/CustomerGroups', row, headers);
    const path = "/data/CustomerGroups(dataAreaId='USMF',CustomerGroupId='l1')";
    await client.send('PATCH', path, { Description: null });
    await client.send('PATCH', path, { Description: 5 });
    await client.send('DELETE', path, undefined, { 'x-ms-client-request-id': 'r-2' });
    const key = { dataAreaId: 'usmf', CustomerGroupId: 'L1' };
    const set = 'CustomerGroups';
    expect(client.simulator.writes).toEqual([
      { sequence: 1, set, kind: 'insert', key, values: row, clientRequestId: 'r-1' },
      { sequence: 2, set, kind: 'update', key, values: { Description: null }, clientRequestId: undefined },
      { sequence: 3, set, kind: 'delete', key, values: {}, clientRequestId: 'r-2' },
    ]);
  });

  test('keeps the latest only, and the sequence shows it', async () => {
    client.options.recordedWrites = 2;
    for (const text of ['a', 'b', 'c']) await client.send('PATCH', CUSTOMER, { KnownAs: text });
    expect(client.simulator.writes.map(({ sequence }) => sequence)).toEqual([2, 3]);
    client.options.recordedWrites = 100_000;
  });
});

test('a write needs a token as a read does', async () => {
  const guarded = await SimulatorClient.start({ auth: 'required' });
  expect((await guarded.send('POST', '/data/CustomersV3', customer)).status).toBe(401);
  expect(guarded.simulator.writes).toEqual([]);
  await guarded.close();
});

test('throttling refuses a write before it is executed', async () => {
  Object.assign(client.options, { throttle: 'resource', throttleRequests: 1 });
  expect((await client.send('PATCH', CUSTOMER, { KnownAs: 'x' })).status).toBe(429);
  expect(client.simulator.writes).toEqual([]);
  client.options.throttle = 'off';
});
