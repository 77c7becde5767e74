/** The log as OData: what a report or a virtual table reads of it, and that reading it leaves no trace in it. */
import { replay } from '../support/dataverse-client/replay';
import { formatReport } from '../support/dataverse-client/report';
import { RecordedService } from './support/recorded-service';
import { shareGateway } from './support/start-gateway';

const canary = { key: 'canary-key-2026+&', value: 'canary-value' } as const;

const configuration = `
publicUrl: https://gateway.example
records: { enabled: true }
connections:
  contoso: { provider: finance-operations, simulator: { customers: 30, orders: 1, products: 1, vendors: 1 } }
  log: { provider: gateway-log }
services:
  gateway:
    auth: { keys: [{ id: reports, secret: '${canary.key}', header: x-api-key }] }
    collation: ordinal
    entitySets:
      Queries: { connection: log, template: Queries }
      UpstreamCalls: { connection: log, template: UpstreamCalls }
      Fingerprints: { connection: log, template: Fingerprints, cache: { ttl: 1m } }
      Writes: { connection: log, template: Writes }
  sales:
    auth: { keys: [{ id: prod, secret: '${canary.key}', header: x-api-key }] }
    entitySets:
      Customers: { connection: contoso, template: Customers, cache: { ttl: 1h } }
      CustomerGroups: { connection: contoso, template: CustomerGroups, write: [update] }
      PaymentTerms: { connection: contoso, template: PaymentTerms }
`;

const list = `Customers?$filter=${encodeURIComponent(`length(Name) gt 3 and Name ne '${canary.value}'`)}&$top=5`;

describe('the log as OData', () => {
  const gateway = shareGateway(configuration);
  const sales = new RecordedService(gateway, 'sales', canary.key);

  const read = async (target: string): Promise<Record<string, unknown>> => {
    const answer = await gateway.data.get(`/odata/gateway/${encodeURI(target)}`, {
      'x-api-key': canary.key,
    });
    expect(`${answer.status} ${answer.body}`).toMatch(/^200 /);
    return JSON.parse(answer.body) as Record<string, unknown>;
  };

  beforeAll(async () => {
    expect((await sales.ask(list)).status).toBe(200);
    const groups = JSON.parse((await sales.ask('CustomerGroups?$top=1&$select=Description')).body) as {
      readonly value: readonly { readonly Id: string }[];
    };
    const changed = await sales.ask(`CustomerGroups(${groups.value[0]?.Id ?? ''})`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ Description: canary.value }),
    });
    expect(changed.status).toBe(204);
  });

  const newest = async (): Promise<string | undefined> => (await sales.find({ limit: '1' }))[0]?.id;

  test('a query is found by what its answer said, ordered, counted, and by its key', async () => {
    const answer = await sales.ask(list);
    const id = String(answer.headers['x-correlation-id']);
    const found = await read(
      `Queries?$filter=CorrelationId eq '${id}' and Time ge 2026-01-01T00:00:00Z&$orderby=Time desc&$top=5&$count=true`,
    );
    const record = await sales.recordOf(answer);
    const row = { CorrelationId: id, Url: record.url, Status: 200, Caller: 'prod', Service: 'sales' };
    expect(found).toMatchObject({ '@odata.count': 1, value: [row] });
    const [{ Id } = { Id: '' }] = found['value'] as readonly { readonly Id: string }[];
    expect(await read(`Queries(${Id})`)).toMatchObject(row);
  });

  test('each set is there, and of the changes only the changes', async () => {
    const { value: calls } = await read('UpstreamCalls?$top=1&$select=Connection,QueryId');
    expect(calls).toMatchObject([{ Connection: 'contoso' }]);
    expect(await read("Writes?$filter=EntitySet eq 'CustomerGroups'&$top=1")).toMatchObject({
      value: [{ Operation: 'update', Outcome: 'made' }],
    });
    expect(await read("Fingerprints?$filter=EntitySet eq 'Customers'&$top=1")).toMatchObject({
      value: [{ Service: 'sales' }],
    });
  });

  test('reading it leaves no record, from memory or not, but who is refused leaves one', async () => {
    const before = await newest();
    await read('Queries?$top=1');
    await read('Fingerprints?$top=1');
    await read('Fingerprints?$top=1');
    expect(await newest()).toBe(before);
    await gateway.data.get('/odata/gateway/Queries', { 'x-api-key': 'wrong' });
    expect((await sales.find({ service: 'gateway', status: '4xx' })).length).toBe(1);
  });

  test('no key and no value is in it', async () => {
    for (const set of ['Queries', 'UpstreamCalls', 'Fingerprints', 'Writes'])
      expect(JSON.stringify(await read(set))).not.toContain('canary');
  });

  test('Dataverse can map and page it', async () => {
    const report = await replay({
      profile: 'observed-minimal',
      url: `http://127.0.0.1:${gateway.data.port}/odata/gateway/`,
      publicUrl: 'https://gateway.example/odata/gateway/',
      headers: { 'x-api-key': canary.key },
    });
    expect(formatReport(report)).toMatch(/\nDataverse-safe$/);
    expect(report.entitySets).toHaveLength(4);
  });
});
