/** Batches that mean harm, in both formats, and what is no batch: nothing of them reaches a source. */
import { MULTIPART } from '../odata/batch/batch-texts';
import { answersIn, formats, type Headers, type Inner, JSON_TYPE } from './support/batch-client';
import { PUBLIC_URL } from './support/demo-configuration';
import { expectError } from './support/expect-error';
import { group } from './support/new-rows';
import type { Entity, ServiceClient } from './support/service-client';
import { startWritable, type WritableGateway } from './support/start-writable';
import { API_KEY } from './support/writable-configuration';

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

describe.each(Object.entries(formats))('%s', (_, send) => {
  test('keys of callers, anywhere', async () => {
    const both = running.client('both');
    const inner: readonly Inner[] = [
      { method: 'POST', url: `Notes?code=${API_KEY}&$select=Title`, body: { Title: 'a note' } },
      { method: 'GET', url: `${PUBLIC_URL}/odata/both/Notes?$top=1&code=wrong` },
      { method: 'GET', url: 'Notes?$filter=Nmae%20eq%201&code=canary' },
    ];
    const answer = await both.http.send(`/odata/both/$batch?code=${API_KEY}`, await written(both, inner));
    const [made, list, fault] = answersIn(answer);
    expect([made?.status, list?.status, fault?.status]).toEqual([201, 200, 400]);
    expect(answer.body).not.toContain(API_KEY);
    // The key of a part opens nothing.
    for (const path of ['/odata/both/$batch', '/odata/both/$batch?code=wrong'])
      expectError(await both.http.send(path, await written(both, inner)), 401, 'Unauthorized');
    const headers: readonly Inner[] = inner.map((each) => ({ ...each, headers: { 'x-api-key': API_KEY } }));
    expectError(
      await both.http.send('/odata/both/$batch', await written(both, headers)),
      401,
      'Unauthorized',
    );
    expect(await running.recordsOf(answer, 1)).toMatchObject([{ caller: 'dataverse-test', outcome: 'made' }]);
    for (const word of [API_KEY, 'canary']) expect(JSON.stringify(running.log())).not.toContain(word);
  });

  /** What `send` would send. */
  async function written(
    { service }: ServiceClient,
    requests: readonly Inner[],
  ): Promise<{ readonly method: string; readonly headers: Headers; readonly body: string }> {
    let sent = { method: 'POST', headers: {}, body: '' };
    const recorder = {
      service,
      send: async (method: string, _target: string, body: Entity | string, headers: Headers) => {
        sent = { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
        return { status: 0, headers: {}, body: '' };
      },
    };
    // Only `send` of it is called.
    await send(recorder as unknown as ServiceClient, requests, { Prefer: 'odata.continue-on-error' });
    return sent;
  }

  test('headers of a part that are no business of a part', async () => {
    const hostile = {
      Host: 'evil.example',
      Authorization: 'Bearer x',
      Cookie: 'a=b',
      'X-Forwarded-Host': 'evil.example',
      'X-Api-Key': 'wrong',
      'X-HTTP-Method-Override': 'DELETE',
    };
    const answer = await send(sales, [
      { method: 'POST', url: 'CustomerGroups', body: group(), headers: hostile },
      { method: 'GET', url: 'CustomerGroups?$top=1', headers: hostile },
    ]);
    expect(answersIn(answer).map(({ status }) => status)).toEqual([201, 200]);
    expect(answer.body).not.toContain('evil.example');
    expect(answer.body).not.toContain('127.0.0.1');
    expect(running.simulator.writes.map(({ kind }) => kind)).toEqual(['insert']);
  });

  test.each([
    'https://evil.example/odata/sales/CustomerGroups',
    '//evil.example/odata/sales/CustomerGroups',
    '/odata/both/Notes',
    '/odata/sales/../both/Notes',
    '../both/Notes',
    'CustomerGroups/../../both/Notes',
    '/health/live',
    'http://user@gateway.example/odata/sales/CustomerGroups',
    '%2e%2e/both/Notes',
  ])('the address %s is that of no part', async (url) => {
    const answers = answersIn(
      await send(
        sales,
        [
          { method: 'POST', url, body: group() },
          { method: 'GET', url },
        ],
        { Prefer: 'odata.continue-on-error' },
      ),
    );
    for (const { status } of answers) expect([400, 404]).toContain(status);
    expect(running.changesSent()).toBe(0);
  });

  test('a bomb costs nothing', async () => {
    const post = (index: number): Inner => ({
      id: `b${index}`,
      method: 'POST',
      url: 'CustomerGroups',
      body: {},
    });
    const many = (count: number): readonly Inner[] =>
      Array.from({ length: count }, (_, index) => post(index));
    const bombs: readonly (readonly Inner[])[] = [
      many(101),
      many(51).map((each) => ({ ...each, atomicityGroup: 'all' })),
      [...many(2), { id: 'x', method: 'POST', url: '$batch', body: {} }],
      [...many(2), { id: 'x', method: 'BREW', url: 'CustomerGroups' }],
      [...many(2), { id: 'b1', method: 'GET', url: 'CustomerGroups' }],
      [...many(2), { id: 'x', method: 'GET', url: '$nobody' }],
    ];
    for (const bomb of bombs) expectError(await send(sales, bomb), 400, 'InvalidBatch');
    expect(running.simulator.requests).toEqual([]);
  });
});

describe('what is no batch', () => {
  test.each<[string, string, string, number, string]>([
    ['text', 'text/plain', '{"requests":[]}', 415, 'UnsupportedMediaType'],
    ['no type', ' ', '{"requests":[]}', 415, 'UnsupportedMediaType'],
    ['a form', 'multipart/form-data; boundary=b', '', 415, 'UnsupportedMediaType'],
    ['no boundary', 'multipart/mixed', '', 400, 'InvalidBatch'],
    ['no parts', MULTIPART, 'x', 400, 'InvalidBatch'],
    [
      'no end',
      MULTIPART,
      '--b\r\nContent-Type: application/http\r\n\r\nGET Customers HTTP/1.1\r\n\r\n',
      400,
      'InvalidBatch',
    ],
    ['no requests', 'application/json', '{}', 400, 'InvalidBatch'],
    ['cut off', 'application/json', '{"requests":[', 400, 'InvalidBatch'],
    ['another member', 'application/json', '{"requests":[],"__proto__":1}', 400, 'InvalidBatch'],
    ['nothing', 'application/json', '', 400, 'InvalidBatch'],
    ['depth', 'application/json', `{"requests":${'['.repeat(100_000)}`, 400, 'InvalidBatch'],
  ])('%s', async (_, type, body, status, code) => {
    expectError(await sales.send('POST', '$batch', body, { 'Content-Type': type }), status, code);
    expect(running.simulator.requests).toEqual([]);
  });

  test('more than 4 MiB', async () => {
    const body = `{"requests":[],"@x":"${'x'.repeat(4 * 1024 * 1024)}"}`;
    const answer = await sales.send('POST', '$batch', body, JSON_TYPE).catch(() => undefined);
    // The connection may end before the answer has come.
    if (answer !== undefined) expectError(answer, 413, 'BodyTooLarge');
    expect(running.simulator.requests).toEqual([]);
  });

  test('another method, or with options', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await sales.send(method, '$batch', undefined, {});
      expect([404, 405, 501]).toContain(answer.status);
    }
    const answer = await sales.send('POST', '$batch?$top=1', '{"requests":[]}', JSON_TYPE);
    expectError(answer, 400, 'InvalidQueryOption');
  });
});
