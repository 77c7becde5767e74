/** The catalogue of the admin port: services, sets, connections, explanations, replays and captures, and no secret in any. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type {
  AuditEntry,
  Capture,
  ConnectionEntry,
  EntitySetEntry,
  Items,
  ServiceEntry,
} from '../../src/server/admin/answers';
import { readError } from './support/expect-error';
import { shareGateway } from './support/start-gateway';

const canary = {
  key: 'canary-key-of-2026-long',
  secret: 'canary-client-secret',
  value: 'canary-value',
} as const;

/** @param silentPort of a source that takes connections and says nothing: nobody outside is asked for tokens */
const configurationWith = (silentPort: number): string => `
publicUrl: https://gateway.example
records: { enabled: true }
connections:
  tables:
    provider: memory
    entities:
      Things:
        key: [Code]
        columns: { Code: { type: String, maxLength: 10 }, Name: { type: String, maxLength: 40 }, Size: Int32 }
        rows: [{ Code: A, Name: ${canary.value}, Size: 1 }, { Code: B, Name: second, Size: 2 }]
  down:
    provider: finance-operations
    url: http://127.0.0.1:9
    credential: { kind: clientSecret, tenantId: contoso.example, clientId: app, clientSecret: ${canary.secret} }
  silent: { provider: finance-operations, url: 'http://127.0.0.1:${silentPort}', credential: { kind: none } }
services:
  sales:
    description: What is sold.
    auth: { keys: [{ id: prod, secret: ${canary.key}, header: x-api-key, query: code }] }
    entitySets:
      Things: { connection: tables, entity: Things, key: { name: ThingId, from: [Code] }, cache: { ttl: 1h }, write: [update] }
  broken:
    auth: none
    timeout: 2s
    entitySets:
      PaymentTerms: { connection: silent, template: PaymentTerms }
`;

describe('the catalogue', () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket));

  beforeAll(async () => {
    await once(silent.listen(0, '127.0.0.1'), 'listening');
  });
  const gateway = shareGateway(() => configurationWith((silent.address() as AddressInfo).port));
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  async function get<Answer>(address: string): Promise<Answer> {
    const { status, body } = await gateway.admin.get(address);
    expect(`${status} ${body}`).toMatch(/^200 /);
    return JSON.parse(body) as Answer;
  }

  test('lists the services with everything that the form of a data source asks for, but for the keys', async () => {
    const { items } = await get<Items<ServiceEntry>>('/api/services');
    expect(items[0]).toEqual({
      name: 'sales',
      description: 'What is sold.',
      root: 'https://gateway.example/odata/sales/',
      profile: 'dataverse',
      keys: [{ id: 'prod', header: 'x-api-key', query: 'code' }],
      timeout: 25_000,
      pageSize: 5_000,
      maxPageSize: 5_000,
      entitySets: [{ name: 'Things', connection: 'tables', entity: 'Things' }],
    });
    expect(JSON.stringify(items)).not.toContain('canary');
  });

  test('describes an entity set', async () => {
    const set = await get<EntitySetEntry>('/api/services/sales/sets/Things');
    expect(set).toMatchObject({
      name: 'Things',
      service: 'sales',
      key: { name: 'ThingId', from: ['Code'] },
      write: ['update'],
      cache: { ttl: 3_600_000, complete: 0 },
      grade: { grade: 'A' },
    });
    expect(set.properties.map(({ name }) => name)).toEqual(['ThingId', 'Code', 'Name', 'Size']);
  });

  test('lists the connections, what each is configured with, and who uses it', async () => {
    const { items } = await get<Items<ConnectionEntry>>('/api/connections');
    expect(items).toMatchObject([
      {
        name: 'tables',
        provider: 'memory',
        configuration: { entities: { Things: { rows: '(2 items)' } } },
        calls: 0,
        notes: [],
        sets: [{ service: 'sales', entitySet: 'Things' }],
      },
      {
        name: 'down',
        provider: 'finance-operations',
        configuration: {
          url: 'http://127.0.0.1:9',
          credential: { kind: 'clientSecret', clientId: 'app', clientSecret: '(hidden)' },
        },
        sets: [],
      },
      { name: 'silent', sets: [{ service: 'broken', entitySet: 'PaymentTerms' }] },
    ]);
    expect(JSON.stringify(items)).not.toContain('canary');
  });

  test('checks a connection, and remembers how that ended', async () => {
    const check = (name: string, type = 'application/json') =>
      gateway.admin.send(`/api/connections/${name}/check`, {
        method: 'POST',
        headers: { 'content-type': type },
      });
    const checked = await check('tables');
    expect(checked.status).toBe(200);
    expect(JSON.parse(checked.body)).toEqual({
      at: expect.any(Number) as number,
      ok: true,
      milliseconds: expect.any(Number) as number,
    });
    const { items } = await get<Items<ConnectionEntry>>('/api/connections');
    expect(items.map((item) => item.check?.ok)).toEqual([true, undefined]);
    expect((await check('none')).status).toBe(404);
    expect((await check('tables', 'text/plain')).status).toBe(415);
  });

  const post = (address: string, body: object, type = 'application/json') =>
    gateway.admin.send(address, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify(body),
    });

  test('explains a URL and a view, and tells what is wrong with them', async () => {
    const explain = async (body: object): Promise<unknown> => {
      const answer = await post('/api/explain', body);
      expect(`${answer.status} ${answer.body}`).toMatch(/^200 /);
      return JSON.parse(answer.body);
    };
    const service = 'sales';
    expect(await explain({ service, url: 'Things?$filter=Size gt 1' })).toMatchObject({
      explanation: { entitySet: 'Things', plan: { access: 'scan' } },
      leastCalls: 1,
    });
    const fetchXml = '<fetch top="3"><entity name="new_thing"><attribute name="new_name"/></entity></fetch>';
    expect(await explain({ service, fetchXml })).toMatchObject({
      query: { target: expect.stringMatching(/^Things\?\$top=3/) as string, notes: [] },
      explanation: { entitySet: 'Things' },
    });
    expect(await explain({ service, url: 'Things?$filter=Nothing eq 1' })).toEqual({
      error: { code: 'UnknownProperty', message: expect.any(String) as string, target: '$filter' },
    });
    expect(await explain({ service, fetchXml: '<fetch' })).toMatchObject({
      error: { code: 'InvalidFetchXml' },
    });
  });

  test.each([
    [{ service: 'none', url: 'Things' }, 404],
    [{ service: 'sales' }, 400],
    [{ service: 'sales', url: 'Things', fetchXml: '<fetch/>' }, 400],
    [{ service: 'sales', url: '/odata/broken/PaymentTerms' }, 400],
    [{ service: 'sales', fetchXml: 'x'.repeat(300_000) }, 400],
    [{ service: 'sales', url: 'Things', more: 1 }, 400],
  ])('does not explain %j', async (body, status) => {
    expect((await post('/api/explain', body)).status).toBe(status);
    expect((await post('/api/explain', body, 'text/plain')).status).toBe(415);
  });

  test('replays a read, one at a time, without values', async () => {
    const answer = await post('/api/replay', {
      service: 'sales',
      url: "Things?$filter=contains(Name,'second')&$count=true",
    });
    expect(`${answer.status} ${answer.body}`).toMatch(/^200 /);
    expect(JSON.parse(answer.body)).toMatchObject({
      asPlanned: { fetched: 1, returned: 1, count: 1 },
      withoutPushdown: { fetched: 2, returned: 1, count: 1 },
      difference: { onlyAsPlanned: [], onlyWithoutPushdown: [], changed: [], reordered: false },
    });
    const slow = post('/api/replay', { service: 'broken', url: 'PaymentTerms' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const meanwhile = await post('/api/replay', { service: 'sales', url: 'Things' });
    expect([meanwhile.status, meanwhile.headers['retry-after']]).toEqual([503, '5']);
    expect((await slow).status).toBe(504);
    const url = '/odata/sales/Things/$count';
    expect((await post('/api/replay', { service: 'sales', url })).status).toBe(400);
    expect((await post('/api/replay', { service: 'sales' })).status).toBe(400);
  });

  test('captures payloads only while that is switched on, and never a key', async () => {
    const headers = { 'x-api-key': canary.key, 'content-type': 'application/json' };
    const { value } = JSON.parse((await gateway.data.send('/odata/sales/Things', { headers })).body) as {
      readonly value: readonly { readonly ThingId: string }[];
    };
    const target = `/odata/sales/Things?$filter=Name%20eq%20'${canary.value}'&code=${canary.key}&Code=${canary.key}&x=${canary.key}`;
    const row = `/odata/sales/Things(${value[0]?.ThingId ?? ''})`;
    const ask = async (address: string, sending: object = {}): Promise<string> => {
      const answer = await gateway.data.send(address, { headers, ...sending });
      expect(answer.status).toBeLessThan(300);
      const { items } = await get<Items<{ readonly id: string }>>(
        `/api/queries?correlationId=${String(answer.headers['x-correlation-id'])}`,
      );
      return items[0]?.id ?? '';
    };
    const payload = async (id: string) => gateway.admin.get(`/api/queries/${id}/payload`);

    const before = await ask(target);
    const started = await post('/api/captures', { service: 'sales', caller: 'prod', minutes: 5 });
    expect(started.status).toBe(201);
    const capture = JSON.parse(started.body) as Capture;
    expect(capture).toMatchObject({ service: 'sales', caller: 'prod', startedBy: 'local' });
    expect(await get('/api/captures')).toEqual({ items: [capture] });
    const fromMemory = await ask(target);
    const change = await ask(row, {
      method: 'PATCH',
      body: JSON.stringify({ Name: `${canary.value} ${canary.key}` }),
    });
    expect((await gateway.admin.send(`/api/captures/${capture.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await gateway.admin.send(`/api/captures/${capture.id}`, { method: 'DELETE' })).status).toBe(404);
    const after = await ask(target);

    expect((await payload(before)).status).toBe(404);
    expect((await payload(after)).status).toBe(404);
    expect(JSON.parse((await payload(fromMemory)).body)).toEqual({
      url: `Things?$filter=Name%20eq%20'${canary.value}'&Code=?&x=?`,
    });
    expect(JSON.parse((await payload(change)).body)).toEqual({
      url: row.replace('/odata/sales/', ''),
      body: JSON.stringify({ Name: `${canary.value} ?` }),
    });
  });

  test.each([
    [{ service: 'sales', minutes: 0 }, 400],
    [{ service: 'sales', minutes: 241 }, 400],
    [{ service: 'none', minutes: 1 }, 404],
  ])('does not capture %j', async (body, status) => {
    expect((await post('/api/captures', body)).status).toBe(status);
  });

  test('each of these actions is in the audit: by whom, what, and on what', async () => {
    const { items } = await get<Items<AuditEntry>>('/api/audit?limit=500');
    const done = items.filter(({ status }) => status < 300).toReversed();
    expect(done.every(({ administrator, from }) => administrator === 'local' && from === '127.0.0.1')).toBe(
      true,
    );
    const some = expect.any(String) as string;
    expect(done.map(({ action, detail }) => [action, detail])).toEqual([
      ['check', { connection: 'tables' }],
      ['replay', { service: 'sales', url: 'Things?$filter=contains(Name,?)&$count=true' }],
      ['capture', { service: 'sales', caller: 'prod', minutes: 5 }],
      ['end capture', { id: some }],
      ['payload', { id: some }],
      ['payload', { id: some }],
    ]);
    expect(JSON.stringify(items)).not.toContain('canary');
  });

  test('no more than twenty captures run', async () => {
    const start = () => post('/api/captures', { service: 'sales', minutes: 1 });
    const started = await Promise.all(Array.from({ length: 20 }, start));
    const { status, body } = await start();
    expect([status, readError(body)?.code]).toEqual([400, 'LimitExceeded']);
    for (const { body: capture } of started) {
      const { id } = JSON.parse(capture) as Capture;
      await gateway.admin.send(`/api/captures/${id}`, { method: 'DELETE' });
    }
  });

  test.each([
    ['broken/sets/PaymentTerms', 504, 'UpstreamTimeout', undefined],
    ['sales/sets/None', 404, 'UnknownResource', 'set'],
    // The longest name that there may be.
    [`sales/sets/${'A'.repeat(128)}`, 404, 'UnknownResource', 'set'],
    ['none/sets/Things', 404, 'UnknownResource', 'service'],
  ])('of %s there is only an error', async (address, status, code, target) => {
    const answer = await gateway.admin.get(`/api/services/${address}`);
    const error = readError(answer.body);
    expect([answer.status, error?.code, error?.target]).toEqual([status, code, target]);
  });
});
