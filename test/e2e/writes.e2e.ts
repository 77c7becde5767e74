/** Changes over HTTP, to the environment and back: what was saved is what is read, and what is refused has changed nothing. */
import { PUBLIC_URL } from './support/demo-configuration';
import { expectError, readError } from './support/expect-error';
import type { Received } from './support/http-client';
import { type Entity, entityIn, type ServiceClient } from './support/service-client';
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

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ZEROS = '00000000-0000-0000-0000-000000000000';
let turn = 0;

/** A new group: its key is given by the caller. */
function group(more: Entity = {}): Entity {
  turn += 1;
  return { Company: 'usmf', CustomerGroupId: `G${turn}`, Description: `Group ${turn}`, ...more };
}

/** A new customer: its number is the source's to give. */
function customer(more: Entity = {}): Entity {
  return { Company: 'usmf', Name: "O'Brien & Söhne", CustomerGroupId: '30', Currency: 'USD', ...more };
}

/** What a good POST says, all of it. */
function expectCreated(answer: Received, service: string, set: string, key: string): Entity {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
  const row = entityIn(answer);
  const address = `${PUBLIC_URL}/odata/${service}/${set}(${String(row[key])})`;
  expect(row[key]).toMatch(uuid);
  expect(row['@odata.context']).toBe(`${PUBLIC_URL}/odata/${service}/$metadata#${set}/$entity`);
  expect(answer.headers).toMatchObject({
    location: address,
    'odata-entityid': address,
    'odata-version': '4.0',
    etag: row['@odata.etag'],
  });
  return row;
}

function addressOf(answer: Received): string {
  return String(answer.headers.location).replace(/^.*\//, '');
}

async function makeGroup(more: Entity = {}): Promise<{ readonly address: string; readonly row: Entity }> {
  const answer = await sales.post('CustomerGroups', group(more));
  return { address: addressOf(answer), row: expectCreated(answer, 'sales', 'CustomerGroups', 'Id') };
}

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
    const { row } = await createCustomer({
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
    const { row, address } = await makeGroup(guid);
    expect(row['Id']).not.toBe(ZEROS);
    expect(await sales.read(address)).toEqual(row);
  });

  test('the Guid that the key makes may be given with it, or instead of it', async () => {
    const { row, address } = await makeGroup();
    expect((await sales.delete(address)).status).toBe(204);
    const again = await sales.post('CustomerGroups', { Id: row['Id'], Description: 'again' });
    expect(expectCreated(again, 'sales', 'CustomerGroups', 'Id')).toMatchObject({
      Id: row['Id'],
      CustomerGroupId: row['CustomerGroupId'],
      Description: 'again',
    });
  });

  test('a Guid of another key than the body gives is refused', async () => {
    const { row } = await makeGroup();
    running.simulator.resetWrites();
    const answer = await sales.post('CustomerGroups', group({ Id: row['Id'] }));
    expect(expectError(answer, 400, 'InvalidBody').target).toBe('Id');
    expect(running.simulator.writes).toEqual([]);
  });

  test('a key that is there is a conflict', async () => {
    const { row } = await makeGroup();
    const answer = await sales.post('CustomerGroups', group({ CustomerGroupId: row['CustomerGroupId'] }));
    expect(expectError(answer, 409, 'Conflict').message).toContain('The record already exists.');
  });

  test('return=minimal: 204 with the address alone', async () => {
    const answer = await sales.post('CustomerGroups', group(), { Prefer: 'return=minimal' });
    expect(answer).toMatchObject({ status: 204, body: '' });
    expect(answer.headers['preference-applied']).toBe('return=minimal');
    expect(answer.headers['odata-entityid']).toBe(answer.headers.location);
    expect(await sales.read(addressOf(answer))).toMatchObject({ Description: `Group ${turn}` });
  });

  test('$select and the format are those of the answer', async () => {
    const answer = await sales.post('CustomerGroups?$select=Description', group(), {
      Accept: 'application/json;odata.metadata=none',
    });
    expect(answer.status).toBe(201);
    expect(entityIn(answer)).toEqual({ Id: expect.any(String), Description: `Group ${turn}` });
  });
});

async function createCustomer(entity: Entity): Promise<{ readonly address: string; readonly row: Entity }> {
  const answer = await sales.post('Customers', entity);
  return { address: addressOf(answer), row: expectCreated(answer, 'sales', 'Customers', 'CustomerId') };
}

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
    const { address } = await createCustomer(customer({ CustomerGroupId: undefined, CustomerGroup: alias }));
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
    notes = running.client('notes');
    await works();
  });

  test('deletes the row', async () => {
    expect((await sales.delete(`Customers(${own})`)).status).toBe(204);
    expectError(await sales.get(`Customers(${trueGuid})`), 404, 'NotFound');
    expectError(await sales.delete(`Customers(${own})`), 404, 'NotFound');
  });
});

describe.each(['PATCH', 'PUT'] as const)('%s', (method) => {
  const change = (address: string, entity: Entity, headers: Readonly<Record<string, string>> = {}) =>
    sales.send(method, address, entity, headers);

  test('what is absent stays, null clears, and only what is given goes out', async () => {
    const { address } = await createCustomer(
      customer({ City: 'Seattle', CreditLimit: 5, CustomerSince: '2024-02-29T00:00:00Z' }),
    );
    running.simulator.resetWrites();
    const answer = await change(address, { Name: 'Other', CustomerSince: null });
    expect(answer).toMatchObject({ status: 204, body: '' });
    expect(answer.headers['preference-applied']).toBeUndefined();
    expect(running.simulator.writes.map(({ values }) => values)).toEqual([
      { OrganizationName: 'Other', CredManCustomerSince: '1900-01-01T12:00:00Z' },
    ]);
    expect(await sales.read(address)).toMatchObject({
      Name: 'Other',
      City: 'Seattle',
      CreditLimit: 5,
      CustomerSince: null,
    });
  });

  test('return=representation: the row, with its new ETag', async () => {
    const { address, row } = await makeGroup();
    const answer = await change(address, { Description: 'x' }, { Prefer: 'return=representation' });
    expect(answer.status).toBe(200);
    expect(answer.headers['preference-applied']).toBe('return=representation');
    expect(entityIn(answer)).toMatchObject({ Description: 'x', Id: row['Id'] });
    expect(answer.headers.etag).not.toBe(row['@odata.etag']);
    expect((await sales.get(address)).headers.etag).toBe(answer.headers.etag);
    const minimal = await change(address, { Description: 'y' }, { Prefer: 'return=minimal' });
    expect(minimal).toMatchObject({ status: 204, body: '' });
    expect(minimal.headers['preference-applied']).toBe('return=minimal');
  });

  test('a body that changes nothing asks only whether the row is there', async () => {
    const { address, row } = await makeGroup();
    running.simulator.resetWrites();
    expect((await change(address, {})).status).toBe(204);
    expect((await change(address, { '@odata.etag': 'x', Id: row['Id'] })).status).toBe(204);
    const shown = await change(address, {}, { Prefer: 'return=representation' });
    expect({ status: shown.status, row: entityIn(shown) }).toEqual({ status: 200, row });
    expect((await sales.delete(address)).status).toBe(204);
    running.simulator.resetWrites();
    expectError(await change(address, {}), 404, 'NotFound');
    expectError(await change(address, { Description: 'x' }), 404, 'NotFound');
    expect(running.simulator.writes).toEqual([]);
  });

  test('what is read may be sent back whole, but the key stays what it is', async () => {
    const { address, row } = await makeGroup();
    expect((await change(address, { ...row, Description: 'whole' })).status).toBe(204);
    expect(await sales.read(address)).toMatchObject({ ...row, ...later, Description: 'whole' });
    const moved = await change(address, { CustomerGroupId: 'OTHER' });
    expect(expectError(moved, 400, 'InvalidBody').target).toBe('CustomerGroupId');
    const other = await change(address, { Id: 'c0ffee00-1111-4222-8333-444455558888' });
    expect(expectError(other, 400, 'InvalidBody').target).toBe('Id');
  });

  /** What every change changes. */
  const later = { '@odata.etag': expect.any(String) };
});

describe('DELETE', () => {
  test('204, and then there is nothing', async () => {
    const { address } = await makeGroup();
    const answer = await sales.delete(address, { Prefer: 'return=representation' });
    expect(answer).toMatchObject({ status: 204, body: '' });
    expectError(await sales.delete(address), 404, 'NotFound');
    expectError(await sales.get(address), 404, 'NotFound');
    expect(running.simulator.writes.map(({ kind }) => kind)).toEqual(['insert', 'delete']);
  });

  test('what others need stays', async () => {
    const [used] = await sales.list("CustomerGroups?$filter=Company eq 'usmf' and CustomerGroupId eq '30'");
    const answer = await sales.delete(`CustomerGroups(${String(used?.['Id'])})`);
    expect(expectError(answer, 409, 'Conflict').message).toContain('cannot be deleted while dependent');
  });
});

describe('preconditions', () => {
  test('If-None-Match: * makes the row, and never changes one', async () => {
    const { address, row } = await makeGroup();
    await sales.delete(address);
    const body = { Description: 'made' };
    const made = await sales.patch(address, body, { 'If-None-Match': '*' });
    expect(expectCreated(made, 'sales', 'CustomerGroups', 'Id')).toMatchObject({ ...body, Id: row['Id'] });
    running.simulator.resetWrites();
    for (const method of ['PATCH', 'PUT']) {
      const again = await sales.send(method, address, { Description: 'x' }, { 'If-None-Match': '*' });
      expect(expectError(again, 412, 'VersionMismatch').target).toBe('If-None-Match');
    }
    expect(running.simulator.writes).toEqual([]);
    expect(await sales.read(address)).toMatchObject(body);
  });

  test('If-None-Match: * under a Guid of the caller’s', async () => {
    const own = 'c0ffee00-1111-4222-8333-44445555aaaa';
    const made = await sales.patch(`CustomerGroups(${own})`, group(), { 'If-None-Match': '*' });
    expectCreated(made, 'sales', 'CustomerGroups', 'Id');
    const again = await sales.patch(`CustomerGroups(${own})`, { Description: 'x' }, { 'If-None-Match': '*' });
    expectError(again, 412, 'VersionMismatch');
    expect(await sales.read(`CustomerGroups(${own})`)).toMatchObject({ Description: `Group ${turn}` });
  });

  test('If-Match: * changes a row, and never makes one', async () => {
    const { address } = await makeGroup();
    expect((await sales.patch(address, { Description: 'x' }, { 'If-Match': '*' })).status).toBe(204);
    expect((await sales.delete(address, { 'If-Match': '*' })).status).toBe(204);
    for (const method of ['PATCH', 'PUT', 'DELETE'])
      expectError(
        await sales.send(method, address, { Description: 'x' }, { 'If-Match': '*' }),
        404,
        'NotFound',
      );
    expectError(await sales.get(address), 404, 'NotFound');
  });

  test.each(['PATCH', 'PUT', 'DELETE'])(
    'If-Match for %s: the version that is there, once',
    async (method) => {
      const { address, row } = await makeGroup();
      const before = String(row['@odata.etag']);
      expect((await sales.patch(address, { Description: 'first' }, { 'If-Match': before })).status).toBe(204);
      const now = String((await sales.get(address)).headers.etag);
      running.simulator.resetWrites();
      const late = await sales.send(method, address, { Description: 'second' }, { 'If-Match': before });
      expectError(late, 412, 'VersionMismatch');
      expect(running.simulator.writes).toEqual([]);
      expect((await sales.send(method, address, { Description: 'third' }, { 'If-Match': now })).status).toBe(
        204,
      );
      expect(running.simulator.writes).toHaveLength(1);
    },
  );

  test('a list of versions, of which one is there; and one that is not', async () => {
    const { address, row } = await makeGroup();
    const list = `"other", ${String(row['@odata.etag'])}`;
    expect((await sales.patch(address, { Description: 'x' }, { 'If-Match': list })).status).toBe(204);
    const answer = await sales.patch(address, { Description: 'y' }, { 'If-Match': list });
    const now = String((await sales.get(address)).headers.etag);
    expect(expectError(answer, 412, 'VersionMismatch')).toMatchObject({
      target: 'If-Match',
      message: expect.stringContaining(now),
    });
    expect((await sales.patch(address, { Description: 'y' }, { 'If-None-Match': now })).status).toBe(412);
    expect((await sales.patch(address, { Description: 'y' }, { 'If-None-Match': '"x"' })).status).toBe(204);
  });

  test.each(['', 'x', '"a" "b"', '"a",', 'W/*', '*, "a"'])('a condition that is none: %s', async (text) => {
    const { address } = await makeGroup();
    running.simulator.resetWrites();
    const answer = await sales.patch(address, { Description: 'x' }, { 'If-Match': text });
    if (text !== '"a",') expect(expectError(answer, 400, 'InvalidHeader').target).toBe('If-Match');
    expect(running.simulator.writes).toEqual([]);
  });

  test('both name what they know: the version demanded, and the one that is there', async () => {
    const { address, row } = await makeGroup();
    const before = String(row['@odata.etag']);
    await sales.patch(address, { Description: 'x' });
    const now = String((await sales.get(address)).headers.etag);
    const answer = await sales.patch(address, { Description: 'y' }, { 'If-Match': before });
    const { message, target } = expectError(answer, 412, 'VersionMismatch');
    expect(target).toBe('If-Match');
    expect(message).toContain(before);
    expect(message).toContain(now);
    await sales.delete(address);
    const gone = await sales.patch(address, { Description: 'y' }, { 'If-Match': before });
    expectError(gone, 404, 'NotFound');
  });

  test('a set that asks for If-Match', async () => {
    const careful = running.client('careful');
    const made = await careful.post('CustomerGroups', group());
    expect(made.status).toBe(201);
    const address = addressOf(made);
    running.simulator.resetWrites();
    for (const method of ['PATCH', 'PUT', 'DELETE']) {
      const answer = await careful.send(method, address, { Description: 'x' }, {});
      expect(expectError(answer, 428, 'PreconditionRequired').target).toBe('If-Match');
    }
    expect(running.simulator.writes).toEqual([]);
    const etag = String(made.headers.etag);
    expect((await careful.patch(address, { Description: 'x' }, { 'If-Match': etag })).status).toBe(204);
    expect((await careful.delete(address, { 'If-Match': '*' })).status).toBe(204);
    const upsert = await careful.patch(address, { Description: 'y' }, { 'If-None-Match': '*' });
    expect(upsert.status).toBe(201);
  });

  test('have no place where the source makes the key', async () => {
    for (const header of ['If-Match', 'If-None-Match']) {
      const answer = await sales.post('CustomerGroups', group(), { [header]: '*' });
      expect(expectError(answer, 400, 'InvalidHeader').target).toBe(header);
    }
    const both = { 'If-Match': '*', 'If-None-Match': '*' };
    expectError(await sales.patch(`CustomerGroups(${ZEROS})`, {}, both), 400, 'InvalidHeader');
    expect(running.simulator.writes).toEqual([]);
  });
});

describe('lookups', () => {
  test('are written by Guid, cleared by null, and refuse what they cannot point to', async () => {
    const { row: into } = await makeGroup();
    const { address } = await createCustomer(customer());
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
    const { address } = await makeGroup();
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

describe('what the configuration allows', () => {
  const allowed: Readonly<Record<string, readonly [set: string, row: string]>> = {
    fixed: ['GET, HEAD, OPTIONS', 'GET, HEAD, OPTIONS'],
    growing: ['GET, HEAD, OPTIONS, POST', 'GET, HEAD, OPTIONS, PATCH, PUT'],
    sales: ['GET, HEAD, OPTIONS, POST', 'GET, HEAD, OPTIONS, PATCH, PUT, DELETE'],
  };

  test.each(Object.entries(allowed))('%s', async (service, [ofSet, ofRow]) => {
    const client = running.client(service);
    const [first] = await client.list('CustomerGroups?$top=1');
    const row = `CustomerGroups(${String(first?.['Id'])})`;
    for (const [address, allow] of [
      ['CustomerGroups', ofSet],
      [row, ofRow],
    ] as const) {
      const options = await client.send('OPTIONS', address, undefined, {});
      expect({ status: options.status, allow: options.headers.allow }).toEqual({ status: 204, allow });
      for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) {
        if (allow.includes(method)) continue;
        const answer = await client.send(method, address, group(), {});
        const isOData = address === row ? method !== 'POST' : method === 'POST';
        expectError(answer, isOData ? 501 : 405, isOData ? 'NotImplemented' : 'MethodNotAllowed');
        expect(answer.headers.allow).toBe(allow);
      }
    }
    expect(running.simulator.writes).toEqual([]);
  });

  test('where rows may only be made, PATCH makes them and changes none', async () => {
    const growing = running.client('growing');
    const made = await growing.post('CustomerGroups', group());
    expect(made.status).toBe(201);
    expectError(await growing.patch(addressOf(made), { Description: 'x' }), 501, 'NotImplemented');
    const own = 'c0ffee00-1111-4222-8333-44445555bbbb';
    const upsert = await growing.patch(`CustomerGroups(${own})`, group(), { 'If-None-Match': '*' });
    expect(upsert.status).toBe(201);
    expect(running.simulator.writes.map(({ kind }) => kind)).toEqual(['insert', 'insert']);
  });

  test('$metadata says so', async () => {
    const restrictions = async (service: string): Promise<readonly string[]> => {
      const { body } = await running.client(service).get('$metadata');
      const set = /<EntitySet Name="CustomerGroups"[\s\S]*?<\/EntitySet>/.exec(body)?.[0] ?? '';
      return ['Insertable', 'Updatable', 'Deletable'].map((name) =>
        String(new RegExp(`"${name}" Bool="(\\w+)"`).exec(set)?.[1]),
      );
    };
    expect(await restrictions('sales')).toEqual(['true', 'true', 'true']);
    expect(await restrictions('fixed')).toEqual(['false', 'false', 'false']);
    expect(await restrictions('growing')).toEqual(['true', 'false', 'false']);
  });

  test('nothing but rows and sets is written to', async () => {
    const { address } = await makeGroup();
    running.simulator.resetWrites();
    for (const target of [`${address}/Description`, `${address}/Description/$value`, '$metadata', '']) {
      for (const method of ['PUT', 'PATCH', 'DELETE', 'POST']) {
        const answer = await sales.send(method, target, { value: 'x' }, {});
        expect([404, 405, 501]).toContain(answer.status);
        expect(readError(answer.body)).toBeDefined();
      }
    }
    expectError(await sales.patch('Nowhere(1)', {}), 404, 'UnknownResource');
    expect(running.simulator.writes).toEqual([]);
  });
});

describe('the record', () => {
  test('of a change that was made', async () => {
    const { address, row } = await makeGroup();
    const answer = await sales.patch(
      address,
      { Description: 'secret of a person' },
      { 'If-Match': String(row['@odata.etag']), Prefer: 'return=representation' },
    );
    expect(await running.recordsOf(answer)).toEqual([
      {
        correlationId: answer.headers['x-correlation-id'],
        caller: 'anonymous',
        service: 'sales',
        method: 'PATCH',
        entitySet: 'CustomerGroups',
        operation: 'update',
        key: row['Id'],
        properties: ['Description'],
        versionBefore: row['@odata.etag'],
        versionAfter: answer.headers.etag,
        outcome: 'made',
        status: 200,
        attempts: 1,
        verified: false,
        milliseconds: expect.any(Number),
      },
    ]);
    const made = await sales.post('CustomerGroups', group());
    const [record] = await running.recordsOf(made);
    expect(record).toMatchObject({ operation: 'insert', key: entityIn(made)['Id'], status: 201 });
    expect(JSON.stringify(running.log())).not.toContain('secret of a person');
  });

  test('of one that was refused, wherever', async () => {
    const cases: readonly (readonly [Received, object])[] = [
      [await sales.post('CustomerGroups', group({ Nmae: 1 })), { status: 400, attempts: 0 }],
      [await sales.post('CustomerGroups', '{'), { status: 400, attempts: 0 }],
      [await sales.post('Nowhere', {}), { status: 404, attempts: 0 }],
      [await running.client('fixed').post('CustomerGroups', {}), { status: 501, attempts: 0 }],
      [
        await sales.post('Customers', customer({ CustomerGroupId: 'Local' })),
        { status: 400, attempts: 1, operation: 'insert' },
      ],
      [await sales.patch(`CustomerGroups(${ZEROS})`, { Description: 'x' }), { status: 404, attempts: 0 }],
    ];
    for (const [answer, expected] of cases) {
      const code = readError(answer.body)?.code;
      const records = await running.recordsOf(answer);
      expect(records).toHaveLength(1);
      expect(records[0]).toMatchObject({ outcome: 'refused', code, verified: false, ...expected });
    }
  });
});
