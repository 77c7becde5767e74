/** The numbers of the gateway, and what runs now: without records, too. */
import type { Overview } from '../../src/server/admin/answers';
import { type ReadMetric, readMetrics } from '../support/activity/read-metrics';
import { type RunningGateway, startGateway, temporaryFolder } from './support/start-gateway';

const configuration = `
connections:
  contoso: { provider: finance-operations, simulator: { customers: 30, orders: 1, products: 1, vendors: 1 } }
services:
  'sales':
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
    gateway = await startGateway(configuration, folder.path);
  });
  afterAll(async () => {
    await gateway.close();
    folder.remove();
  });

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
    expect(requests).toEqual([
      ['sales', 'answered', 4],
      ['sales', 'refused', 2],
      ['sales', 'failed', 0],
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
    expect(services.map(({ name }) => name)).toEqual(['sales']);
    expect(all.total).toMatchObject({ counts: { answered: 4, refused: 2, hits: 3, returned: 5 } });
    expect(all.hour).toEqual(all.total);
    expect(all.total.p50).toBeLessThanOrEqual(all.total.p95 ?? 0);
    for (const { series } of [all, ...services, ...connections]) {
      expect(series.p95).toHaveLength(at.length);
      expect(Object.values(series.counts).every((counts) => counts.length === at.length)).toBe(true);
    }
    expect(all.series.counts.answered.reduce((sum, count) => sum + count)).toBe(4);
    expect((at[0] ?? 0) - process.startedAt).toBe(0);
    expect(Date.now() - (at.at(-1) ?? 0)).toBeLessThan(step + 1_000);
    expect(connections).toMatchObject([{ name: 'contoso', load: { running: 0, waiting: 0 } }]);
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
});
