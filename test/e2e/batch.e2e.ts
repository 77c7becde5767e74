/** Batches over HTTP, in both formats: each request as if it came alone, change sets all or nothing, and nothing for whoever means harm. */
import { changeSetPart, httpPart, MULTIPART, multipart } from '../odata/batch/batch-texts';
import { PUBLIC_URL } from './support/demo-configuration';
import { expectError } from './support/expect-error';
import type { Received } from './support/http-client';
import { type Entity, entityIn, type ServiceClient } from './support/service-client';
import { startWritable, type WritableGateway } from './support/start-writable';
import { API_KEY } from './support/writable-configuration';

let running: WritableGateway;
let sales: ServiceClient;
let notes: ServiceClient;

beforeAll(async () => {
  running = await startWritable();
  sales = running.client('sales');
  notes = running.client('notes');
  // The models are there before anything is counted.
  for (const service of ['sales', 'notes']) await running.client(service).get('$metadata');
  await sales.list('CustomerGroups?$top=1');
});

afterAll(() => running?.stop());

beforeEach(() => {
  running.simulator.resetWrites();
  running.simulator.resetRequests();
});

interface Inner {
  readonly id?: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Entity;
  readonly atomicityGroup?: string;
  readonly dependsOn?: readonly string[];
}

type Headers = Readonly<Record<string, string>>;

const JSON_TYPE = { 'Content-Type': 'application/json' };

function sendJson(
  service: ServiceClient,
  requests: readonly Inner[],
  headers: Headers = {},
): Promise<Received> {
  const named = requests.map((request, index) => ({ id: `r${index}`, ...request }));
  return service.send('POST', '$batch', { requests: named }, { ...JSON_TYPE, ...headers });
}

/** Requests next to each other with the same `atomicityGroup` are a change set. */
function sendMultipart(
  service: ServiceClient,
  requests: readonly Inner[],
  headers: Headers = {},
): Promise<Received> {
  const parts: string[] = [];
  for (let at = 0; at < requests.length;) {
    const group = requests[at]?.atomicityGroup;
    const end =
      group === undefined ? at + 1 : requests.findLastIndex((each) => each.atomicityGroup === group) + 1;
    const texts = requests.slice(at, end).map(partOf);
    parts.push(group === undefined ? String(texts[0]) : changeSetPart('c', texts));
    at = end;
  }
  return service.send('POST', '$batch', multipart('b', parts), { 'Content-Type': MULTIPART, ...headers });
}

function partOf({ id, method, url, headers = {}, body }: Inner): string {
  const lines = Object.entries({ ...(body === undefined ? {} : JSON_TYPE), ...headers });
  return httpPart(`${method} ${url} HTTP/1.1`, {
    ...(id === undefined ? {} : { id }),
    headers: lines.map(([name, value]) => `${name}: ${value}`),
    body: body === undefined ? '' : JSON.stringify(body),
  });
}

interface InnerAnswer {
  readonly id?: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Entity | undefined;
}

/** The answers in a batch of either format, in their order. */
function answersIn(answer: Received): readonly InnerAnswer[] {
  expect({ status: answer.status, body: answer.body.slice(0, 300) }).toMatchObject({ status: 200 });
  if (answer.headers['content-type']?.startsWith('application/json') === true)
    return (entityIn(answer) as unknown as { readonly responses: readonly InnerAnswer[] }).responses;
  const texts = answer.body.split(/^--[^\r\n]+\r\n/m).filter((text) => text.includes('\r\nHTTP/1.1 '));
  return texts.map((text) => {
    const [, outer = '', status = '', head = '', body = ''] =
      /^([\s\S]*?)\r\n\r\nHTTP\/1\.1 (\d{3}) [^\r\n]*\r\n([\s\S]*?)\r\n\r\n([\s\S]*?)(?:\r\n)?$/.exec(text) ??
      [];
    return {
      id: /^Content-ID: (\S+)/im.exec(outer)?.[1],
      status: Number(status),
      headers: Object.fromEntries(
        head.split('\r\n').map((line) => {
          const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
          return [name.toLowerCase(), value];
        }),
      ),
      body: body.trim() === '' ? undefined : (JSON.parse(body) as Entity),
    };
  });
}

const formats = { JSON: sendJson, multipart: sendMultipart } as const;

let turn = 0;

function group(): Entity {
  turn += 1;
  return { Company: 'usmf', CustomerGroupId: `B${turn}`, Description: `Batch ${turn}` };
}

function note(more: Entity = {}): Entity {
  turn += 1;
  return { Title: `Note ${turn}`, ...more };
}

function errorIn({ body }: InnerAnswer): {
  readonly code?: string;
  readonly message?: string;
  readonly target?: string;
} {
  return body?.['error'] ?? {};
}

const changesSent = (): number =>
  running.simulator.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/data/'))
    .length;

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

  test('a change set is carried out as one request to the source', async () => {
    const row = entityIn(await sales.post('CustomerGroups', group()));
    running.simulator.resetWrites();
    running.simulator.resetRequests();
    const atomicityGroup = 'all';
    const answer = await send(sales, [
      { id: '1', method: 'POST', url: 'CustomerGroups', body: group(), atomicityGroup },
      {
        id: '2',
        method: 'POST',
        url: 'Customers',
        atomicityGroup,
        body: { Company: 'usmf', Name: 'One', CustomerGroupId: '30', Currency: 'USD' },
      },
      {
        id: '3',
        method: 'PATCH',
        url: `CustomerGroups(${String(row['Id'])})`,
        body: { Description: 'x' },
        headers: { 'If-Match': String(row['@odata.etag']) },
        atomicityGroup,
      },
      { id: '4', method: 'DELETE', url: `CustomerGroups(${String(row['Id'])})`, atomicityGroup },
    ]);
    const answers = answersIn(answer);
    expect(answers.map(({ id, status }) => `${String(id)} ${status}`)).toEqual([
      '1 201',
      '2 201',
      '3 204',
      '4 204',
    ]);
    expect(answers[1]?.body).toMatchObject({ Name: 'One', AccountNumber: expect.stringMatching(/^US-/) });
    expect(running.simulator.writes).toHaveLength(4);
    expect(changesSent()).toBe(1);
    const records = await running.recordsOf(answer, 4);
    for (const record of records) expect(record).toMatchObject({ outcome: 'made', attempts: 1 });
    // Each as soon as its row has been read back.
    expect(records.map(({ operation }) => operation).toSorted()).toEqual([
      'delete',
      'insert',
      'insert',
      'update',
    ]);
  });

  test.each<[string, () => Inner, number, string]>([
    [
      'of a value',
      () => ({
        method: 'POST',
        url: 'Customers',
        body: { Company: 'usmf', Name: 'x', CustomerGroupId: 'Local', Currency: 'USD' },
      }),
      400,
      'InvalidValue',
    ],
    [
      'of a row that is not there',
      () => ({ method: 'DELETE', url: 'CustomerGroups(44a49853-194e-8900-9000-00006169dd45)' }),
      404,
      'NotFound',
    ],
    [
      'of a name',
      () => ({ method: 'POST', url: 'CustomerGroups', body: { Nmae: 1 } }),
      400,
      'UnknownProperty',
    ],
    ['of an address', () => ({ method: 'PATCH', url: 'Nowhere(1)', body: {} }), 404, 'UnknownResource'],
    [
      'of nothing',
      () => ({ method: 'PATCH', url: 'CustomerGroups(44a49853-194e-8900-9000-00006169dd45)', body: {} }),
      400,
      'InvalidBody',
    ],
    [
      'of an id',
      () => ({ method: 'POST', url: 'CustomerGroups', body: group(), headers: { 'Idempotency-Key': 'x' } }),
      501,
      'NotImplemented',
    ],
  ])('a change set with a fault %s changes nothing', async (_, faulty, status, code) => {
    const atomicityGroup = 'all';
    const answer = await send(sales, [
      { id: '1', method: 'POST', url: 'CustomerGroups', body: group(), atomicityGroup },
      { id: '2', ...faulty(), atomicityGroup },
      { id: '3', method: 'POST', url: 'CustomerGroups', body: group(), atomicityGroup },
    ]);
    const answers = answersIn(answer);
    const fault = answers.find(({ status: each }) => each === status);
    expect(errorIn(fault ?? { status: 0, headers: {} }).code).toBe(code);
    expect(answers.every((each) => each.status >= 400)).toBe(true);
    // One answer for all in multipart; one for each in JSON.
    expect(answers).toHaveLength(format === 'JSON' ? 3 : 1);
    expect(running.simulator.writes).toEqual([]);
    const records = await running.recordsOf(answer, 3);
    expect(records).toHaveLength(3);
    for (const record of records) expect(record).toMatchObject({ outcome: 'refused', status });
  });

  test('a change set of memory: all of it, or nothing', async () => {
    const made = entityIn(await notes.post('Notes', note()));
    const before = await notes.list('Notes');
    const atomicityGroup = 'all';
    const failed = answersIn(
      await send(notes, [
        { id: '1', method: 'POST', url: 'Notes', body: note(), atomicityGroup },
        { id: '2', method: 'DELETE', url: `Notes(${String(made['NoteId'])})`, atomicityGroup },
        {
          id: '3',
          method: 'PATCH',
          url: `Notes(${String(made['NoteId'])})`,
          body: { Text: 'x' },
          atomicityGroup,
        },
      ]),
    );
    expect(failed.map(({ status }) => status)).toContain(404);
    expect(await notes.list('Notes')).toEqual(before);
    const done = answersIn(
      await send(notes, [
        { id: '1', method: 'POST', url: 'Notes', body: note(), atomicityGroup },
        { id: '2', method: 'DELETE', url: `Notes(${String(made['NoteId'])})`, atomicityGroup },
      ]),
    );
    expect(done.map(({ status }) => status)).toEqual([201, 204]);
    expect(await notes.list('Notes')).toHaveLength(before.length);
  });

  test('a change set over two sources is refused before anything is sent', async () => {
    const both = running.client('both');
    const headers = { 'x-api-key': API_KEY };
    const count = async (): Promise<unknown> => (await both.get('Notes/$count', headers)).body;
    const before = await count();
    running.simulator.resetRequests();
    const answer = await send(
      both,
      [
        { id: '1', method: 'POST', url: 'Notes', body: note(), atomicityGroup: 'all' },
        { id: '2', method: 'POST', url: 'CustomerGroups', body: group(), atomicityGroup: 'all' },
      ],
      headers,
    );
    for (const each of answersIn(answer)) {
      expect(each.status).toBe(501);
      expect(errorIn(each).message).toContain('one source');
    }
    expect(changesSent()).toBe(0);
    expect(await count()).toBe(before);
    expect(await running.recordsOf(answer, 2)).toMatchObject(
      [1, 2].map(() => ({ outcome: 'refused', status: 501, attempts: 0, caller: 'dataverse-test' })),
    );
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

  test('keys of callers, anywhere', async () => {
    const both = running.client('both');
    const inner: readonly Inner[] = [
      { method: 'POST', url: `Notes?code=${API_KEY}&$select=Title`, body: note() },
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
    expect(changesSent()).toBe(0);
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
