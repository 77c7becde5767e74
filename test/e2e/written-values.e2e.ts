/** Values over HTTP to a source and back: lookups, every type to its last digit, and what the source itself says of a value. */
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
let notes: ServiceClient;

beforeAll(async () => {
  running = await startWritable();
  sales = running.client('sales');
  notes = running.client('notes');
});

afterAll(() => running?.stop());

beforeEach(() => running.simulator.resetWrites());

describe('lookups', () => {
  test('are written by Guid, cleared by null, and refuse what they cannot point to', async () => {
    const { row: into } = await makeGroup(sales);
    const { address } = await makeCustomer(sales, customer());
    expect((await sales.patch(address, { CustomerGroup: into['Id'] })).status).toBe(204);
    expect(await sales.read(address)).toMatchObject({ CustomerGroupId: into['CustomerGroupId'] });
    expect((await sales.patch(address, { PaymentTerms: null })).status).toBe(204);
    expect(await sales.read(address)).toMatchObject({ PaymentTerms: null, PaymentTermsId: null });
    running.simulator.resetWrites();
    const [foreign] = await sales.list("CustomerGroups?$filter=Company eq 'demf'&$top=1");
    for (const guid of [foreign?.['Id'], ZEROS, 'c0ffee00-0000-4000-8000-000000000000']) {
      const answer = await sales.patch(address, { CustomerGroup: guid });
      expect(expectError(answer, 400, 'InvalidValue').target).toBe('CustomerGroup');
    }
    const two = await sales.patch(address, { CustomerGroup: into['Id'], CustomerGroupId: '30' });
    expect(expectError(two, 400, 'InvalidBody').target).toMatch(/^CustomerGroup/);
    expect(running.simulator.writes).toEqual([]);
  });

  test('of a table without companies', async () => {
    const [place] = await notes.list("Places?$filter=Code eq 'ZRH'");
    const made = await notes.post('Notes', { Title: 'a', Place: place?.['PlaceId'] });
    expect(entityIn(made)).toMatchObject({ Place: place?.['PlaceId'], PlaceCode: 'ZRH' });
    expect((await notes.patch(addressOf(made), { Place: null })).status).toBe(204);
    expect(await notes.read(addressOf(made))).toMatchObject({ Place: null, PlaceCode: null });
  });
});

describe('types', () => {
  const whole = {
    Title: 'all',
    Text: 'O\'Brien "x" \\ \u2028 😀',
    Whole: -2147483648,
    Small: -32768,
    Tiny: 255,
    Rough: 0.1,
    Thin: 1.5,
    Flag: true,
    Token: '0f8fad5b-d9cb-469f-a165-70867728950e',
    Day: '2026-02-28T00:00:00Z',
    Moment: '2026-11-22T10:11:12.1234567Z',
    State: 2,
    constructor: 'built',
  };

  test('each comes back as it went in, to the last digit', async () => {
    const text = JSON.stringify(whole).replace(
      /\}$/,
      ',"Big":9223372036854775807,"Exact":1234567890123456.7891}',
    );
    const made = await notes.post('Notes', text);
    expect({ status: made.status, body: made.body }).toMatchObject({ status: 201 });
    expect(entityIn(made)).toMatchObject(whole);
    for (const body of [made.body, (await notes.get(addressOf(made))).body]) {
      expect(body).toContain('"Big":9223372036854775807,"Exact":1234567890123456.7891');
    }
    const texts = await notes.patch(addressOf(made), { Big: '-9223372036854775808', Exact: '-0.0001' });
    expect(texts.status).toBe(204);
    expect((await notes.get(addressOf(made))).body).toContain('"Big":-9223372036854775808,"Exact":-0.0001');
  });

  test('each is emptied by null', async () => {
    const made = await notes.post('Notes', whole);
    const emptied = Object.fromEntries(
      Object.keys(whole)
        .filter((name) => name !== 'Title')
        .map((name) => [name, null]),
    );
    expect((await notes.patch(addressOf(made), emptied)).status).toBe(204);
    expect(await notes.read(addressOf(made))).toMatchObject(emptied);
  });
});

describe('what the source says', () => {
  test('reaches the caller, without its inner names and with the property', async () => {
    const answer = await sales.post('Customers', customer({ CustomerGroupId: 'Local' }));
    const { message, target } = expectError(answer, 400, 'InvalidValue');
    expect(message).toContain(
      "The value 'Local' in field 'Customer group' is not found in the related table 'Customer groups'.",
    );
    expect(target).toBe('CustomerGroupId');
    for (const word of ['CustCustomer', 'validateField', 'Infolog', 'Write failed', 'CustomersV3'])
      expect(answer.body).not.toContain(word);
    expect(running.simulator.writes).toEqual([]);
  });

  test('another process was quicker', async () => {
    const { address } = await makeGroup(sales);
    running.simulator.options.updateConflicts = 1;
    const answer = await sales.patch(address, { Description: 'x' });
    expect(expectError(answer, 412, 'VersionMismatch').message).toContain('An update conflict occurred');
  });

  test('a number that the source does not give must be given', async () => {
    running.simulator.options.manualNumbers = ['CustomerAccount'];
    try {
      const answer = await sales.post('Customers', customer());
      expect(expectError(answer, 400, 'InvalidValue').message).toContain('must be filled in');
      expect((await sales.post('Customers', customer({ AccountNumber: 'M-1' }))).status).toBe(201);
    } finally {
      running.simulator.options.manualNumbers = [];
    }
  });

  test('a row in another company than that of the gateway’s user', async () => {
    const made = await sales.post('CustomerGroups', group({ Company: 'DEMF' }));
    expect(expectCreated(made, 'sales', 'CustomerGroups', 'Id')).toMatchObject({ Company: 'demf' });
    expect((await sales.patch(addressOf(made), { Description: 'x' })).status).toBe(204);
    expect((await sales.delete(addressOf(made))).status).toBe(204);
  });
});
