/** The administrator's hold on the cache: what it shows, what each purge makes it forget, and what it does not take. */
import 'reflect-metadata';
import { readError } from '../e2e/support/expect-error';
import type { Received, Sending } from '../e2e/support/http-client';
import { shareGateway } from '../e2e/support/start-gateway';

const ADMIN_KEY = 'canary-of-the-key-of-an-administrator';

const configuration = `
publicUrl: https://gateway.example
admin: { auth: { keys: [{ id: admin, secret: ${ADMIN_KEY}, header: x-admin-key }] } }
connections:
  tables:
    provider: memory
    entities:
      Things: { key: [Code], columns: { Code: String, Size: Int32 }, rows: [{ Code: A, Size: 1 }, { Code: B, Size: 2 }] }
      Places: { key: [Code], columns: { Code: String }, rows: [{ Code: X }] }
services:
  sales:
    auth: none
    entitySets:
      Things: { connection: tables, entity: Things, key: { name: ThingId, from: [Code] }, cache: { ttl: 1h } }
      Places: { connection: tables, entity: Places, key: { name: PlaceId, from: [Code] }, cache: { ttl: 1h, complete: 10 } }
  stock:
    auth: none
    entitySets:
      Things: { connection: tables, entity: Things, key: { name: ThingId, from: [Code] }, cache: { ttl: 1h } }
`;

const json = { 'content-type': 'application/json', 'x-admin-key': ADMIN_KEY };

describe('the cache of the admin port', () => {
  const gateway = shareGateway(configuration);
  let guids: readonly string[];

  beforeAll(async () => {
    const { body } = await gateway.data.get('/odata/sales/Things');
    guids = (JSON.parse(body) as { value: { ThingId: string }[] }).value.map(({ ThingId }) => ThingId);
  });

  function purge(body: unknown, headers: Sending['headers'] = json): Promise<Received> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return gateway.admin.send('/api/cache/purge', { method: 'POST', headers, body: text });
  }

  const targets = (): Readonly<Record<string, string>> => ({
    Things: 'Things',
    'a Thing': `Things(${guids[0] ?? ''})`,
    'another Thing': `Things(${guids[1] ?? ''})`,
    Places: 'Places',
  });

  /** What is asked of the source again. */
  async function forgottenBy(body: unknown): Promise<readonly string[]> {
    for (const target of Object.values(targets())) await gateway.data.get(`/odata/sales/${target}`);
    const answer = await purge(body);
    expect([answer.status, answer.body]).toEqual([200, expect.stringMatching(/^\{"purged":"\w+"\}$/)]);
    const forgotten: string[] = [];
    for (const [name, target] of Object.entries(targets())) {
      const { headers } = await gateway.data.get(`/odata/sales/${target}`);
      if (headers['cache-status']?.includes('hit') === false) forgotten.push(name);
    }
    return forgotten;
  }

  test('forgets what it is told to, and no more', async () => {
    const all = Object.keys(targets());
    const set = { service: 'sales', entitySet: 'Things' };
    expect(await forgottenBy({ all: true })).toEqual(all);
    expect(await forgottenBy(set)).toEqual(['Things', 'a Thing', 'another Thing']);
    expect(await forgottenBy({ ...set, key: guids[0] })).toEqual(['Things', 'a Thing']);
    expect(await forgottenBy({ ...set, key: guids[1]?.toUpperCase() })).toEqual(['Things', 'another Thing']);
    expect(await forgottenBy({ service: 'sales', entitySet: 'Places' })).toEqual(['Places']);
    expect(await forgottenBy({ tag: 'set:tables/Things' })).toEqual(['Things', 'a Thing', 'another Thing']);
    expect(await forgottenBy({ tag: 'list:tables/Things' })).toEqual(['Things']);
    expect(await forgottenBy({ tag: 'row:tables/Things/a' })).toEqual(['a Thing']);
    expect(await forgottenBy({ tag: 'nothing has this' })).toEqual([]);
    expect(await forgottenBy({ tag: 'all' })).toEqual(all);
  });

  test('shows what it has', async () => {
    await purge({ all: true });
    for (const target of Object.values(targets())) await gateway.data.get(`/odata/sales/${target}`);
    await gateway.data.get('/odata/stock/Things');
    const { status, body } = await gateway.admin.get('/api/cache', { 'x-admin-key': ADMIN_KEY });
    const shown = JSON.parse(body) as {
      readonly linked: boolean;
      readonly answers: {
        readonly bytes: number;
        readonly sets: Record<string, { readonly entries: number; readonly bytes: number }>;
      };
    };
    expect(status).toBe(200);
    expect(shown.linked).toBe(true);
    const counted = Object.entries(shown.answers.sets).map(([set, { entries }]) => [set, entries]);
    expect(counted).toEqual([
      ['sales/Things', 3],
      ['sales/Places', 1],
      ['stock/Things', 1],
    ]);
    const bytes = Object.values(shown.answers.sets).map((set) => set.bytes);
    expect(shown.answers.bytes).toBe(bytes.reduce((sum, each) => sum + each));
    const { body: metrics } = await gateway.admin.get('/metrics', { 'x-admin-key': ADMIN_KEY });
    expect(metrics).toContain(
      'vtg_cache_lookups_total{tier="answers",service="stock",set="Things",result="miss"} 1\n',
    );
  });

  const key = 'a1b2c3d4-0000-0000-0000-000000000001';
  const set = { service: 'sales', entitySet: 'Things' };
  test.each([
    [400, ''],
    [400, 'all'],
    [400, '{"all":true'],
    [400, '[]'],
    [400, '[{"all":true}]'],
    [400, 'null'],
    [400, 'true'],
    [400, {}],
    [400, { all: false }],
    [400, { all: null }],
    [400, { all: 'true' }],
    [400, { all: 1 }],
    [400, { tag: null }],
    [400, { tag: '' }],
    [400, { tag: 7 }],
    [400, { tag: ['list:tables/Things'] }],
    [400, { tag: 'x'.repeat(1_001) }],
    [400, { service: 'sales' }],
    [400, { service: null, entitySet: 'Things' }],
    [400, { entitySet: 'Things' }],
    [400, { service: 'sales', entitySet: null }],
    [400, { service: 'sales', entitySet: ['Things'] }],
    [400, { service: ['sales'], entitySet: 'Things' }],
    [400, { key }],
    [400, { service: 'sales', key }],
    [400, { ...set, key: null }],
    [400, { ...set, key: 7 }],
    [400, { ...set, key: 'A' }],
    [400, { ...set, key: `${key}0` }],
    [400, { ...set, rows: 'all' }],
    [400, { all: true, tag: 'list:tables/Things' }],
    [400, { all: true, ...set }],
    [400, { all: true, key }],
    [400, { tag: 'list:tables/Things', ...set }],
    [400, '{"__proto__":{"all":true}}'],
    [400, '{"constructor":{"all":true}}'],
    [404, { service: 'Sales', entitySet: 'Things' }],
    [404, { service: 'sales', entitySet: 'things' }],
    [404, { service: '__proto__', entitySet: 'Things' }],
    [404, { ...set, key }],
  ])('answers %i to %j, and forgets nothing', async (status, body) => {
    await gateway.data.get('/odata/sales/Things');
    const answer = await purge(body);
    expect([answer.status, readError(answer.body)?.code]).toEqual([
      status,
      status === 400 ? 'InvalidBody' : 'UnknownResource',
    ]);
    expect((await gateway.data.get('/odata/sales/Things')).headers['cache-status']).toMatch(/^vtg;hit/);
  });

  test.each([
    [415, { ...json, 'content-type': 'text/plain' }],
    [415, { ...json, 'content-type': 'application/x-www-form-urlencoded' }],
    [415, { 'x-admin-key': ADMIN_KEY }],
    [401, { 'content-type': 'application/json' }],
    [401, { 'content-type': 'application/json', 'x-admin-key': `${ADMIN_KEY}x` }],
    [401, { 'content-type': 'application/json', 'x-api-key': ADMIN_KEY }],
  ])('answers %i to headers like %j, and forgets nothing', async (status, headers) => {
    await gateway.data.get('/odata/sales/Things');
    expect((await purge({ all: true }, headers)).status).toBe(status);
    expect((await gateway.data.get('/odata/sales/Things')).headers['cache-status']).toMatch(/^vtg;hit/);
  });

  test.each(['GET', 'PUT', 'DELETE', 'HEAD'])('is purged by no %s', async (method) => {
    const answer = await gateway.admin.send('/api/cache/purge', {
      method,
      headers: json,
      body: '{"all":true}',
    });
    expect(answer.status).toBeGreaterThanOrEqual(404);
  });

  test('is not there on the data port', async () => {
    const answer = await gateway.data.send('/api/cache/purge', {
      method: 'POST',
      headers: json,
      body: '{"all":true}',
    });
    expect(answer.status).toBe(404);
  });
});
