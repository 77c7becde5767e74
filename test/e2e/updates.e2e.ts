/** Rows changed and deleted over HTTP, with and without conditions: what was saved is what is read, and what is refused has changed nothing. */
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
import { type Entity, entityIn, type ServiceClient } from './support/service-client';
import { startWritable, type WritableGateway } from './support/start-writable';

let running: WritableGateway;
let sales: ServiceClient;

beforeAll(async () => {
  running = await startWritable();
  sales = running.client('sales');
});

afterAll(() => running?.stop());

beforeEach(() => running.simulator.resetWrites());

describe.each(['PATCH', 'PUT'] as const)('%s', (method) => {
  const change = (address: string, entity: Entity, headers: Readonly<Record<string, string>> = {}) =>
    sales.send(method, address, entity, headers);

  test('what is absent stays, null clears, and only what is given goes out', async () => {
    const { address } = await makeCustomer(
      sales,
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

  test.each([
    ['CreditLimit', 'send a number such as 0 instead of null'],
    ['IsCreditLimitMandatory', 'send true or false instead of null'],
    ['OnHoldStatus', 'send one of its options, such as 0 (No), instead of null'],
  ])('null for %s, which is never empty, is refused by name', async (property, advice) => {
    const { address } = await makeCustomer(sales, customer());
    running.simulator.resetWrites();
    const answer = await change(address, { Name: 'Other', [property]: null });
    const { message, target } = expectError(answer, 400, 'InvalidValue');
    expect(target).toBe(property);
    expect(message).toContain(advice);
    expect(running.simulator.writes).toEqual([]);
    expect((await change(address, { CreditLimit: 0, IsCreditLimitMandatory: false })).status).toBe(204);
  });

  test('a row whose key no URL carries as it is', async () => {
    const name = `${method}+1/2 100% "R&D" #?*`;
    const made = await sales.post('PaymentTerms', { Company: 'demf', PaymentTermsId: name });
    expect(made.status).toBe(201);
    const address = `PaymentTerms(${String(entityIn(made)['Id'])})`;
    expect((await change(address, { Description: 'x' })).status).toBe(204);
    expect(await sales.read(address)).toMatchObject({ PaymentTermsId: name, Description: 'x' });
    expect((await sales.delete(address)).status).toBe(204);
    expectError(await sales.get(address), 404, 'NotFound');
  });

  test('return=representation: the row, with its new ETag', async () => {
    const { address, row } = await makeGroup(sales);
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
    const { address, row } = await makeGroup(sales);
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
    const { address, row } = await makeGroup(sales);
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
    const { address } = await makeGroup(sales);
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
    const { address, row } = await makeGroup(sales);
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
    const entity = group();
    const made = await sales.patch(`CustomerGroups(${own})`, entity, { 'If-None-Match': '*' });
    expectCreated(made, 'sales', 'CustomerGroups', 'Id');
    const again = await sales.patch(`CustomerGroups(${own})`, { Description: 'x' }, { 'If-None-Match': '*' });
    expectError(again, 412, 'VersionMismatch');
    const { Description } = entity;
    expect(await sales.read(`CustomerGroups(${own})`)).toMatchObject({ Description });
  });

  test('If-Match: * changes a row, and never makes one', async () => {
    const { address } = await makeGroup(sales);
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
      const { address, row } = await makeGroup(sales);
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

  test('If-Match whose W/ a proxy has taken away', async () => {
    const { address, row } = await makeGroup(sales);
    const stripped = String(row['@odata.etag']).replace('W/', '');
    expect((await sales.patch(address, { Description: 'x' }, { 'If-Match': stripped })).status).toBe(204);
    expectError(
      await sales.patch(address, { Description: 'y' }, { 'If-Match': stripped }),
      412,
      'VersionMismatch',
    );
  });

  test('a list of versions, of which one is there; and one that is not', async () => {
    const { address, row } = await makeGroup(sales);
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
    const { address } = await makeGroup(sales);
    running.simulator.resetWrites();
    const answer = await sales.patch(address, { Description: 'x' }, { 'If-Match': text });
    if (text !== '"a",') expect(expectError(answer, 400, 'InvalidHeader').target).toBe('If-Match');
    expect(running.simulator.writes).toEqual([]);
  });

  test('both name what they know: the version demanded, and the one that is there', async () => {
    const { address, row } = await makeGroup(sales);
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
