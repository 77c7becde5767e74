/** Batches over HTTP, in both formats: each request as if it came alone. */
import { answersIn, formats, type Headers, type Inner } from './support/batch-client';
import { PUBLIC_URL } from './support/demo-configuration';
import { expectError } from './support/expect-error';
import { group } from './support/new-rows';
import type { ServiceClient } from './support/service-client';
import { startWritable, type WritableGateway } from './support/start-writable';

let running: WritableGateway;
let sales: ServiceClient;

beforeAll(async () => {
  running = await startWritable();
  sales = running.client('sales');
  // The model is there before anything is counted.
  await sales.list('CustomerGroups?$top=1');
});

afterAll(() => running?.stop());

beforeEach(() => {
  running.simulator.resetWrites();
  running.simulator.resetRequests();
});

describe.each(Object.entries(formats))('%s', (format, send) => {
  test('reads and writes, each after the other, in the order of the batch', async () => {
    const entity = group();
    const key = `CustomerGroups?$filter=CustomerGroupId eq '${String(entity['CustomerGroupId'])}'`.replaceAll(
      ' ',
      '%20',
    );
    const answer = await send(sales, [
      { id: 'before', method: 'GET', url: key },
      { id: 'made', method: 'POST', url: 'CustomerGroups', body: entity },
      { id: 'after', method: 'GET', url: `${PUBLIC_URL}/odata/sales/${key}` },
      {
        id: 'changed',
        method: 'PATCH',
        url: '$made',
        body: { Description: 'x' },
        headers: { Prefer: 'return=representation' },
      },
      { id: 'gone', method: 'DELETE', url: '$made' },
      { id: 'last', method: 'GET', url: `/odata/sales/${key}` },
    ]);
    const answers = answersIn(answer);
    expect(answers.map(({ id, status }) => `${String(id)} ${status}`)).toEqual([
      'before 200',
      'made 201',
      'after 200',
      'changed 200',
      'gone 204',
      'last 200',
    ]);
    const [before, made, after, changed, , last] = answers;
    expect(before?.body?.['value']).toEqual([]);
    expect(made?.headers['location']).toBe(
      `${PUBLIC_URL}/odata/sales/CustomerGroups(${String(made?.body?.['Id'])})`,
    );
    expect(made?.headers['etag']).toBe(made?.body?.['@odata.etag']);
    expect(after?.body?.['value']).toMatchObject([{ Id: made?.body?.['Id'] }]);
    expect(changed?.body).toMatchObject({ Description: 'x' });
    expect(last?.body?.['value']).toEqual([]);
    expect(running.simulator.writes.map(({ kind }) => kind)).toEqual(['insert', 'update', 'delete']);
    expect(await running.recordsOf(answer, 3)).toMatchObject([
      { operation: 'insert', outcome: 'made', status: 201 },
      { operation: 'update', outcome: 'made', status: 200 },
      { operation: 'delete', outcome: 'made', status: 204 },
    ]);
  });

  test('after a failure it ends or goes on, as its format or its caller wants', async () => {
    const requests = (): readonly Inner[] => [
      { method: 'POST', url: 'CustomerGroups', body: group() },
      { method: 'POST', url: 'CustomerGroups', body: { Nmae: 1 } },
      { method: 'GET', url: 'CustomerGroups?$top=1' },
      { method: 'POST', url: 'CustomerGroups', body: group() },
    ];
    const ended = [201, 400];
    const whole = [201, 400, 200, 201];
    const statuses = async (headers: Headers): Promise<readonly number[]> =>
      answersIn(await send(sales, requests(), headers)).map(({ status }) => status);
    expect(await statuses({})).toEqual(format === 'JSON' ? whole : ended);
    expect(await statuses({ Prefer: 'odata.continue-on-error' })).toEqual(whole);
    expect(await statuses({ Prefer: 'continue-on-error=false' })).toEqual(ended);
  });

  test('a change with an id is carried out once, however often its batch comes', async () => {
    const requests: readonly Inner[] = [
      { method: 'POST', url: 'CustomerGroups', body: group(), headers: { 'Idempotency-Key': `${format}-1` } },
    ];
    const first = answersIn(await send(sales, requests));
    const second = answersIn(await send(sales, requests));
    expect(first.map(({ status }) => status)).toEqual([201]);
    expect(second).toEqual(first);
    expect(running.simulator.writes).toHaveLength(1);
    // The batch as a whole has no id.
    const whole = await send(sales, requests, { 'Idempotency-Key': 'whole' });
    expect(expectError(whole, 501, 'NotImplemented').target).toBe('Idempotency-Key');
  });

  test('the answer comes in the format that the caller can read', async () => {
    const requests: readonly Inner[] = [{ id: '1', method: 'GET', url: 'CustomerGroups?$top=1' }];
    for (const [accept, type] of [
      ['application/json', 'application/json'],
      ['multipart/mixed', 'multipart/mixed'],
      ['multipart/mixed;q=0.2, application/json', 'application/json'],
    ] as const) {
      const answer = await send(sales, requests, { Accept: accept });
      expect(answer.headers['content-type']).toMatch(new RegExp(`^${type}`));
      expect(answersIn(answer).map(({ status }) => status)).toEqual([200]);
    }
    running.simulator.resetRequests();
    expectError(await send(sales, requests, { Accept: 'application/xml' }), 406, 'NotAcceptable');
    expect(running.simulator.requests).toEqual([]);
  });
});
