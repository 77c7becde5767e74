/** New rows over HTTP, under a Guid of the gateway's making or of the caller's: what was saved is what is read. */
import { expectError } from './support/expect-error';
import {
  addressOf,
  customer,
  expectCreated,
  group,
  makeCustomer,
  makeGroup,
  ZEROS,
} from './support/new-rows';
import { entityIn, type ServiceClient } from './support/service-client';
import { startWritable, type WritableGateway } from './support/start-writable';

let running: WritableGateway;
let sales: ServiceClient;

beforeAll(async () => {
  running = await startWritable();
  sales = running.client('sales');
});

afterAll(() => running?.stop());

beforeEach(() => running.simulator.resetWrites());

describe('POST', () => {
  test('the row as it now is, with what the source has filled in', async () => {
    const answer = await sales.post('Customers', customer({ CreditLimit: 123456789012.25 }));
    const row = expectCreated(answer, 'sales', 'Customers', 'CustomerId');
    expect(row).toMatchObject({
      Company: 'usmf',
      AccountNumber: expect.stringMatching(/^US-\d{6}$/),
      Name: "O'Brien & Söhne",
      CreditLimit: 123456789012.25,
      PaymentTermsId: 'Net30',
      LanguageId: expect.stringMatching(/./),
      OnHoldStatus: 0,
      IsCreditLimitMandatory: false,
    });
    const read = await sales.get(addressOf(answer));
    expect(read.headers.etag).toBe(answer.headers.etag);
    expect(entityIn(read)).toEqual(row);
    expect(running.simulator.writes).toMatchObject([{ set: 'CustomersV3', kind: 'insert' }]);
  });

  test('every property that the caller gives, and null for what it leaves open', async () => {
    const [term] = await sales.list("PaymentTerms?$filter=Company eq 'usmf' and PaymentTermsId eq 'Net45'");
    const [into] = await sales.list("CustomerGroups?$filter=Company eq 'usmf' and CustomerGroupId eq '30'");
    const { row } = await makeCustomer(sales, {
      Company: 'usmf',
      AccountNumber: 'GIVEN-1',
      Name: 'Given',
      CustomerGroup: into?.['Id'],
      Currency: 'USD',
      PaymentTerms: term?.['Id'],
      OnHoldStatus: 1,
      IsCreditLimitMandatory: true,
      CreditLimit: '99.5',
      CustomerSince: '2024-02-29T00:00:00Z',
      Email: null,
      City: null,
      CustomerId: null,
    });
    expect(row).toMatchObject({
      AccountNumber: 'GIVEN-1',
      CustomerGroupId: '30',
      CustomerGroup: into?.['Id'],
      PaymentTermsId: 'Net45',
      PaymentTerms: term?.['Id'],
      OnHoldStatus: 1,
      IsCreditLimitMandatory: true,
      CreditLimit: 99.5,
      CustomerSince: '2024-02-29T00:00:00Z',
    });
    expect(running.simulator.writes[0]?.values).toEqual({
      dataAreaId: 'usmf',
      CustomerAccount: 'GIVEN-1',
      OrganizationName: 'Given',
      CustomerGroupId: '30',
      SalesCurrencyCode: 'USD',
      PaymentTerms: 'Net45',
      OnHoldStatus: 'Invoice',
      CreditLimitIsMandatory: 'Yes',
      CreditLimit: 99.5,
      CredManCustomerSince: '2024-02-29T12:00:00Z',
    });
  });

  test.each([
    ['absent', {}],
    ['all zeros', { Id: ZEROS }],
    ['null', { Id: null }],
  ])('a Guid that is %s is the source’s to make', async (_, guid) => {
    const { row, address } = await makeGroup(sales, guid);
    expect(row['Id']).not.toBe(ZEROS);
    expect(await sales.read(address)).toEqual(row);
  });

  test('the Guid that the key makes may be given with it, or instead of it', async () => {
    const { row, address } = await makeGroup(sales);
    expect((await sales.delete(address)).status).toBe(204);
    const again = await sales.post('CustomerGroups', { Id: row['Id'], Description: 'again' });
    expect(expectCreated(again, 'sales', 'CustomerGroups', 'Id')).toMatchObject({
      Id: row['Id'],
      CustomerGroupId: row['CustomerGroupId'],
      Description: 'again',
    });
  });

  test('a Guid of another key than the body gives is refused', async () => {
    const { row } = await makeGroup(sales);
    running.simulator.resetWrites();
    const answer = await sales.post('CustomerGroups', group({ Id: row['Id'] }));
    expect(expectError(answer, 400, 'InvalidBody').target).toBe('Id');
    expect(running.simulator.writes).toEqual([]);
  });

  test('a key that is there is a conflict', async () => {
    const { row } = await makeGroup(sales);
    const answer = await sales.post('CustomerGroups', group({ CustomerGroupId: row['CustomerGroupId'] }));
    expect(expectError(answer, 409, 'Conflict').message).toContain('The record already exists.');
  });

  test('return=minimal: 204 with the address alone', async () => {
    const entity = group();
    const answer = await sales.post('CustomerGroups', entity, { Prefer: 'return=minimal' });
    expect(answer).toMatchObject({ status: 204, body: '' });
    expect(answer.headers['preference-applied']).toBe('return=minimal');
    expect(answer.headers['odata-entityid']).toBe(answer.headers.location);
    expect(await sales.read(addressOf(answer))).toMatchObject({ Description: entity['Description'] });
  });

  test('$select and the format are those of the answer', async () => {
    const entity = group();
    const answer = await sales.post('CustomerGroups?$select=Description', entity, {
      Accept: 'application/json;odata.metadata=none',
    });
    expect(answer.status).toBe(201);
    expect(entityIn(answer)).toEqual({ Id: expect.any(String), Description: entity['Description'] });
  });
});

describe('a Guid of the caller’s', () => {
  const own = 'c0ffee00-1111-4222-8333-444455556666';
  let trueGuid: string;

  test('is another name for the row, whose true Guid is in the answer', async () => {
    const answer = await sales.post('Customers', customer({ CustomerId: own.toUpperCase(), Name: 'Alias' }));
    const row = expectCreated(answer, 'sales', 'Customers', 'CustomerId');
    trueGuid = String(row['CustomerId']);
    expect(trueGuid).not.toBe(own);
  });

  const works = async (): Promise<void> => {
    expect(await sales.read(`Customers(${own})`)).toMatchObject({ CustomerId: trueGuid, Name: 'Alias' });
    const found = await sales.list(`Customers?$filter=CustomerId eq ${own}&$select=Name,CustomerId`);
    expect(found).toMatchObject([{ CustomerId: trueGuid, Name: 'Alias' }]);
    const among = await sales.list(`Customers?$filter=CustomerId in (${own},${ZEROS})&$select=CustomerId`);
    expect(among).toMatchObject([{ CustomerId: trueGuid }]);
    const changed = await sales.patch(`Customers(${own})`, { CustomerId: own, CreditLimit: 7 });
    expect(changed.status).toBe(204);
    expect(await sales.read(`Customers(${trueGuid})`)).toMatchObject({ CreditLimit: 7 });
  };

  test('works in reads, filters and changes', works);

  test('points to the row in lookups too', async () => {
    const alias = 'c0ffee00-1111-4222-8333-444455557777';
    const made = await sales.post('CustomerGroups', group({ Id: alias }));
    const row = expectCreated(made, 'sales', 'CustomerGroups', 'Id');
    const { address } = await makeCustomer(
      sales,
      customer({ CustomerGroupId: undefined, CustomerGroup: alias }),
    );
    expect(await sales.read(address)).toMatchObject({ CustomerGroup: row['Id'] });
    const pointing = await sales.list(`Customers?$filter=CustomerGroup eq ${alias}&$select=Name`);
    expect(pointing).toHaveLength(1);
  });

  test('makes the row once', async () => {
    running.simulator.resetWrites();
    expectError(await sales.post('Customers', customer({ CustomerId: own, Name: 'Alias' })), 409, 'Conflict');
    expect(running.simulator.writes).toEqual([]);
  });

  test('survives a restart', async () => {
    await running.restart();
    sales = running.client('sales');
    await works();
  });

  test('deletes the row', async () => {
    expect((await sales.delete(`Customers(${own})`)).status).toBe(204);
    expectError(await sales.get(`Customers(${trueGuid})`), 404, 'NotFound');
    expectError(await sales.delete(`Customers(${own})`), 404, 'NotFound');
  });
});
