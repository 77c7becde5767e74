/** The numbers of the gateway, and what runs now: without records, too. */
import type { Connection, Page, Provider } from '../../src/provider-sdk/index';
import type { Overview, RunningQueries } from '../../src/server/admin/answers';
import { builtInProviders } from '../../src/server/built-in-providers';
import { type ReadMetric, readMetrics } from '../support/activity/read-metrics';
import { readError } from './support/expect-error';
import { type RunningGateway, startGateway, temporaryFolder } from './support/start-gateway';

/** A source that answers when it is told to. */
class HeldSource implements Connection {
  #release: (() => void)[] = [];
  readonly entities: Connection['entities'] = () =>
    Promise.resolve([
      {
        name: 'Things',
        key: ['Code'],
        columns: [{ name: 'Code', type: 'String', nullable: false }],
        capabilities: {},
      },
    ]);
  async *read(): AsyncGenerator<Page> {
    await new Promise<void>((resolve) => this.#release.push(resolve));
    yield { rows: [{ Code: 'A' }] };
  }
  answer(): void {
    for (const release of this.#release.splice(0)) release();
  }
  readonly check = (): Promise<void> => Promise.resolve();
  readonly close = (): Promise<void> => Promise.resolve();
}

class NoSettings {}

const held = new HeldSource();
const heldProvider: Provider = {
  name: 'held',
  configuration: NoSettings,
  open: () => Promise.resolve(held),
};

const configuration = `
connections:
  held: { provider: held }
  contoso: { provider: finance-operations, simulator: { customers: 30, orders: 1, products: 1, vendors: 1 } }
services:
  waiting:
    auth: none
    entitySets:
      Things: { connection: held, entity: Things, key: { name: ThingId, from: [Code] } }
  sales:
    auth: { keys: [{ id: prod, secret: canary-key-of-sales-2026, header: x-api-key }] }
    entitySets:
      Customers: { connection: contoso, template: Customers, cache: { ttl: 1h } }
      CustomerGroups: { connection: contoso, template: CustomerGroups, write: [update] }
      PaymentTerms: { connection: contoso, template: PaymentTerms }
`;

describe('without records', () => {
  const folder = temporaryFolder();
  let gateway: RunningGateway;

  beforeAll(async () => {
    gateway = await startGateway(configuration, folder.path, [...builtInProviders, heldProvider]);
  });
  afterAll(() => folder.remove());

  const ask = (target: string, key = 'canary-key-of-sales-2026') =>
    gateway.data.get(`/odata/sales/${target}`, { 'x-api-key': key });

  async function metrics(): Promise<ReadonlyMap<string, ReadMetric>> {
    const { headers, body } = await gateway.admin.get('/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).not.toContain('canary');
    return readMetrics(body);
  }

  async function valueOf(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const samples = (await metrics()).get(name)?.samples ?? [];
    return samples.find((sample) => JSON.stringify(sample.labels) === JSON.stringify(labels))?.value ?? NaN;
  }

  test('requests, hits, rows and calls are counted, each once', async () => {
    await ask('Customers?$top=5&$select=Name');
    for (let hit = 0; hit < 3; hit++) await ask('Customers?$top=5&$select=Name');
    await ask('Customers?$filter=canary%20eq%201');
    await ask('Customers', 'canary-of-a-wrong-key');
    await gateway.data.get('/odata/canary/Customers');
    await gateway.admin.get('/odata/sales/Customers');
    await gateway.data.get('/health/live');
    const requests = (await metrics())
      .get('vtg_requests_total')
      ?.samples.map(({ labels, value }) => [labels['service'], labels['outcome'], value]);
    expect(requests?.filter(([service]) => service === 'sales')).toEqual([
      ['sales', 'answered', 4],
      ['sales', 'refused', 2],
      ['sales', 'failed', 0],
      ['sales', 'abandoned', 0],
    ]);
    const service = { service: 'sales' };
    expect(await valueOf('vtg_request_hits_total', service)).toBe(3);
    expect(await valueOf('vtg_rows_returned_total', service)).toBe(5);
    expect(await valueOf('vtg_rows_fetched_total', service)).toBeGreaterThanOrEqual(5);
    expect(await valueOf('vtg_calls_total', { connection: 'contoso' })).toBeGreaterThan(0);
    expect(await valueOf('vtg_calls_running', { connection: 'contoso' })).toBe(0);
    expect(await valueOf('process_resident_memory_bytes')).toBeGreaterThan(1e7);
    expect((await metrics()).has('vtg_records_lost_total')).toBe(false);
  });

  test('the overview has the same, by step, for each and for all', async () => {
    const { body } = await gateway.admin.get('/api/overview');
    const { at, step, all, services, connections, records, process } = JSON.parse(body) as Overview;
    expect(records).toBeUndefined();
    expect(services.map(({ name }) => name)).toEqual(['waiting', 'sales']);
    expect(all.total).toMatchObject({ counts: { answered: 4, refused: 2, hits: 3, returned: 5 } });
    expect(all.hour).toEqual(all.total);
    expect(all.total.p50).toBeLessThanOrEqual(all.total.p95 ?? 0);
    for (const { series } of [all, ...services, ...connections]) {
      expect(series.p95).toHaveLength(at.length);
      expect(Object.values(series.counts).every((counts) => counts.length === at.length)).toBe(true);
    }
    expect(all.series.counts.answered.reduce((sum, count) => sum + count)).toBe(4);
    expect(Math.abs((at[0] ?? 0) - process.startedAt)).toBeLessThan(step);
    expect(Date.now() - (at.at(-1) ?? 0)).toBeLessThan(step + 1_000);
    expect(connections.at(-1)).toMatchObject({ name: 'contoso', load: { running: 0, waiting: 0 } });
    expect(body).not.toContain('canary');
  });

  test('a change is counted, one of a batch as well', async () => {
    const { body } = await ask('CustomerGroups?$top=1');
    const [key = ''] = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/.exec(body) ?? [];
    const change = { method: 'PATCH', url: `CustomerGroups(${key})`, body: { Description: 'x' } };
    const headers = { 'x-api-key': 'canary-key-of-sales-2026', 'content-type': 'application/json' };
    const single = await gateway.data.send(`/odata/sales/${change.url}`, {
      method: 'PATCH',
      headers,
      body: JSON.stringify(change.body),
    });
    const batch = await gateway.data.send('/odata/sales/$batch', {
      method: 'POST',
      headers,
      body: JSON.stringify({ requests: [{ id: '1', ...change }] }),
    });
    expect([single.status, batch.status]).toEqual([204, 200]);
    expect(await valueOf('vtg_writes_total', { service: 'sales' })).toBe(2);
  });

  test('rows that a batch reads are counted like others', async () => {
    const returned = (): Promise<number> => valueOf('vtg_rows_returned_total', { service: 'sales' });
    const before = await returned();
    const requests = ['Customers?$top=3', 'PaymentTerms?$top=2'];
    await gateway.data.send('/odata/sales/$batch', {
      method: 'POST',
      headers: { 'x-api-key': 'canary-key-of-sales-2026', 'content-type': 'application/json' },
      body: JSON.stringify({
        requests: requests.map((url, index) => ({ id: String(index), method: 'GET', url })),
      }),
    });
    expect((await returned()) - before).toBe(5);
  });

  test('what runs is shown while it runs, what has ended when it has, and both without literals', async () => {
    const events = follow(gateway.admin.port, '/api/queries/live?service=waiting');
    expect(await events.next('running')).toMatchObject({ count: 0, items: [] });
    const answer = gateway.data.get("/odata/waiting/Things?$filter=Code%20eq%20'canary'");
    const { at, items } = (await events.next('running')) as RunningQueries;
    expect(items).toMatchObject([
      { service: 'waiting', entitySet: 'Things', url: 'Things?$filter=Code eq ?', stage: 'fetch', calls: 0 },
    ]);
    expect(at - (items[0]?.at ?? 0)).toBeLessThan(20_000);
    expect(await valueOf('vtg_requests_running')).toBe(1);
    held.answer();
    expect(await events.next('ended')).toMatchObject({
      correlationId: (await answer).headers['x-correlation-id'],
      url: 'Things?$filter=Code eq ?',
      status: 200,
      rows: { fetched: 1, returned: 0 },
    });
    expect(await events.next('running')).toMatchObject({ count: 0 });
    events.leave();
  });

  test('a request whose caller leaves runs no longer, and is counted as abandoned', async () => {
    const leaving = new AbortController();
    const address = `http://127.0.0.1:${gateway.data.port}/odata/waiting/Things`;
    const asked = fetch(address, { signal: leaving.signal }).catch(() => undefined);
    const events = follow(gateway.admin.port, '/api/queries/live');
    while (((await events.next('running')) as RunningQueries).count === 0);
    leaving.abort();
    await asked;
    while (((await events.next('running')) as RunningQueries).count > 0);
    events.leave();
    const requests = (await metrics()).get('vtg_requests_total')?.samples ?? [];
    const abandoned = requests.filter(({ labels }) => labels['outcome'] === 'abandoned');
    expect(abandoned.map(({ value }) => value)).toEqual([1, 0]);
    held.answer();
  });

  test('a filter that is none is refused, and so is one watcher too many', async () => {
    const faulty = await gateway.admin.get('/api/queries/live?status=bad');
    expect([faulty.status, readError(faulty.body)?.target]).toEqual([400, 'status']);
    const watchers = Array.from({ length: 20 }, () => follow(gateway.admin.port, '/api/queries/live'));
    await Promise.all(watchers.map((watcher) => watcher.next('running')));
    const refused = await gateway.admin.get('/api/queries/live');
    expect([refused.status, readError(refused.body)?.code]).toEqual([503, 'TooManyWatchers']);
    expect(refused.headers['retry-after']).toBeDefined();
    for (const watcher of watchers) watcher.leave();
  });

  test('the streams end when the gateway closes', async () => {
    const events = follow(gateway.admin.port, '/api/queries/live');
    await events.next('running');
    await gateway.close();
    await expect(events.next('ended')).rejects.toThrow('The stream has ended.');
  });
});

interface Followed {
  /** The content of the next event of this name. @throws {Error} if the stream ends before */
  next(name: string): Promise<unknown>;
  leave(): void;
}

function follow(port: number, path: string): Followed {
  const leaving = new AbortController();
  const events = read();
  async function* read(): AsyncGenerator<readonly [string, unknown]> {
    const { body, headers } = await fetch(`http://127.0.0.1:${port}${path}`, { signal: leaving.signal });
    expect(headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, name = '', content = 'null'] = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
        text = text.slice(end + 2);
        yield [name, JSON.parse(content)];
      }
    }
  }
  return {
    async next(name) {
      for (;;) {
        const { done, value } = await events.next();
        if (done === true) throw new Error('The stream has ended.');
        if (value[0] === name) return value[1];
      }
    },
    leave: () => leaving.abort(),
  };
}
