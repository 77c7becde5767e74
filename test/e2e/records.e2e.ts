/** Each request leaves one record, whatever became of it, and an administrator finds it by whatever he was told. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { QueryRecord } from '../../src/record/query-record';
import { RecordedService } from './support/recorded-service';
import { shareGateway } from './support/start-gateway';

/** Planted wherever a secret or a value of somebody's can stand. */
const canary = { key: 'canary-key-2026+&', value: 'canary-value', custom: 'canary-custom' } as const;

const configurationWith = (collector: string): string => `
publicUrl: https://gateway.example
records: { enabled: true, sinks: { http: { url: '${collector}', secret: 'Bearer ${canary.key}' } } }
connections:
  contoso: { provider: finance-operations, simulator: { customers: 30, orders: 1, products: 1, vendors: 1 } }
  tables: { provider: memory, entities: { Things: { key: [Code], columns: { Code: String, Size: Int32 }, rows: [{ Code: A }] } } }
services:
  sales:
    auth: { keys: [{ id: prod, secret: '${canary.key}', header: x-api-key, query: code }] }
    entitySets:
      Customers: { connection: contoso, template: Customers, cache: { ttl: 1h } }
      CustomerGroups: { connection: contoso, template: CustomerGroups, write: [update] }
      PaymentTerms: { connection: contoso, template: PaymentTerms }
      Things: { connection: tables, entity: Things, key: { name: ThingId, from: [Code] }, write: [insert, update] }
`;

describe('the records of requests', () => {
  /** What the collector of logs was sent. */
  let collected = '';
  const collector = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => (collected += chunk.toString()));
    request.on('end', () => response.end('OK'));
  });

  beforeAll(async () => {
    await once(collector.listen(0, '127.0.0.1'), 'listening');
  });
  const gateway = shareGateway(() =>
    configurationWith(`http://127.0.0.1:${(collector.address() as AddressInfo).port}/logs`),
  );
  afterAll(() => void collector.close());
  const sales = new RecordedService(gateway, 'sales', canary.key);

  const unpushed = `Customers?$filter=${encodeURIComponent(
    `length(Name) gt 3 and Name ne '${canary.value}'`,
  )}&$select=Name&$top=5&custom=${canary.custom}`;

  test('a list: its plan, rows, calls, stages and verdict, and no value', async () => {
    const answer = await sales.ask(unpushed, { headers: { traceparent: '00-aaaa-bbbb-01' } });
    expect(answer.status).toBe(200);
    expect(answer.headers['server-timing']).toMatch(/^parse;dur=[\d.]+, bind;dur=/);
    const record = await sales.recordOf(answer);
    expect(record).toMatchObject({
      service: 'sales',
      entitySet: 'Customers',
      operation: 'list',
      method: 'GET',
      status: 200,
      caller: 'prod',
      url: 'Customers?$filter=length(Name) gt ? and Name ne ?&$select=Name&$top=5&custom=?',
      cache: { status: 'fwd=uri-miss;stored', isHit: false },
      plan: { source: 'scan', pushed: false },
      rows: { returned: 5 },
      correlations: { traceparent: '00-aaaa-bbbb-01' },
    });
    expect(record.plan?.parts.map(({ text, place }) => [text, place])).toContainEqual([
      'length(Name) gt ?',
      'gateway',
    ]);
    expect(record.rows?.fetched).toBeGreaterThanOrEqual(5);
    expect(record.calls?.some(({ connection, status }) => connection === 'contoso' && status === 200)).toBe(
      true,
    );
    expect(Object.keys(record.stages ?? {})).toEqual(['parse', 'bind', 'fetch', 'answer', 'send']);
  });

  test('an answer from memory has a record as well, with the fingerprint of the first', async () => {
    const first = await sales.recordOf(await sales.ask(unpushed));
    const other = unpushed.replace('3', '2');
    const [hit, alike] = [await sales.ask(unpushed), await sales.ask(other)];
    expect(await sales.recordOf(hit)).toMatchObject({
      url: first.url,
      fingerprint: first.fingerprint,
      operation: 'list',
      status: 200,
      caller: 'prod',
      cache: { isHit: true },
    });
    expect((await sales.recordOf(alike)).fingerprint).toBe(first.fingerprint);
    const same = await sales.find({ fingerprint: first.fingerprint ?? '', cache: 'hit' });
    expect(same.length).toBeGreaterThanOrEqual(1);
  });

  test.each([
    ['without a key', 'Customers', { headers: { 'x-api-key': 'wrong' } }, 401, 'Unauthorized'],
    ['that cannot be parsed', `Customers?$filter=Name eq ${canary.value} and (`, {}, 400, 'InvalidSyntax'],
    ['of a set that is not there', `Nothing('${canary.value}')`, {}, 404, 'UnknownResource'],
    ['by a method that nothing takes', 'Customers', { method: 'DELETE' }, 405, 'MethodNotAllowed'],
  ])('a request %s', async (_what, target, sending, status, code) => {
    const answer = await sales.ask(target.replaceAll(' ', '%20'), sending);
    expect(answer.status).toBe(status);
    const record = await sales.recordOf(answer);
    expect(record).toMatchObject({ status, code, service: 'sales' });
    expect(
      (await sales.find({ code, status: `${String(status).slice(0, 1)}xx` })).map(({ id }) => id),
    ).toContain(record.id);
  });

  test('a change: which properties, and what became of it', async () => {
    const list = await sales.ask('CustomerGroups?$top=1&$select=Description');
    const { value } = JSON.parse(list.body) as { readonly value: readonly { readonly Id: string }[] };
    const answer = await sales.ask(`CustomerGroups(${value[0]?.Id ?? ''})`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ Description: canary.value }),
    });
    expect(answer.status).toBe(204);
    expect(await sales.recordOf(answer)).toMatchObject({
      operation: 'update',
      entitySet: 'CustomerGroups',
      url: 'CustomerGroups(?)',
      calls: [{ connection: 'contoso', method: 'PATCH', status: 204 }],
      write: { outcome: 'made', properties: ['Description'], attempts: 1 },
    });
    const { body } = await gateway.admin.get('/api/writes?service=sales');
    const { items } = JSON.parse(body) as { readonly items: readonly QueryRecord[] };
    expect(items.map(({ correlationId }) => correlationId)).toContain(answer.headers['x-correlation-id']);
    expect(new Set(items.map(({ operation }) => operation))).toEqual(new Set(['update']));
  });

  describe('a batch', () => {
    const json = { 'Content-Type': 'application/json' };
    const change = (id: string, url: string, body: object, more: object = {}): object => ({
      id,
      method: 'POST',
      url,
      headers: json,
      body,
      ...more,
    });

    /** What `$batch` left, the oldest first. */
    async function recordsOfBatch(...requests: readonly object[]): Promise<readonly QueryRecord[]> {
      const answer = await sales.ask('$batch', {
        method: 'POST',
        headers: { ...json, Prefer: 'continue-on-error', traceparent: '00-cccc-dddd-01' },
        body: JSON.stringify({ requests }),
      });
      expect(answer.status).toBe(200);
      return (await sales.find({ correlationId: String(answer.headers['x-correlation-id']) })).toReversed();
    }

    test('leaves a record of each of its requests, and of itself', async () => {
      const records = await recordsOfBatch(
        { id: '1', method: 'GET', url: `PaymentTerms?$filter=Description ne '${canary.value}'&$top=2` },
        change('2', 'Things', { Code: canary.value }),
        { id: '3', method: 'GET', url: 'Nothing' },
        { id: '4', method: 'GET', url: 'Things', dependsOn: ['3'] },
      );
      const whole = records.at(-1);
      expect(
        records.map(({ method, url, operation, status, code }) => [method, url, operation, status, code]),
      ).toEqual([
        ['GET', 'PaymentTerms?$filter=Description ne ?&$top=2', 'list', 200, undefined],
        ['POST', 'Things', 'insert', 201, undefined],
        ['GET', 'Nothing', 'other', 404, 'UnknownResource'],
        ['GET', 'Things', 'other', 424, 'DependencyFailed'],
        ['POST', '$batch', 'batch', 200, undefined],
      ]);
      for (const record of records) {
        expect(record).toMatchObject({
          caller: 'prod',
          service: 'sales',
          correlations: { traceparent: '00-cccc-dddd-01' },
        });
        expect(record.batch).toBe(record === whole ? undefined : whole?.id);
      }
      expect(records[0]?.rows).toMatchObject({ returned: 2 });
      expect(records[1]?.write).toMatchObject({ outcome: 'made', properties: ['Code'] });
      const { body } = await gateway.admin.get(`/api/queries/${records[0]?.id ?? ''}`);
      const first = JSON.parse(body) as QueryRecord;
      expect(first.plan?.source).toBe('scan');
      expect(first.calls?.length).toBeGreaterThanOrEqual(1);
    });

    test('has the calls that its changes made of their sources, and so has each change', async () => {
      const list = await sales.ask('CustomerGroups?$top=1&$select=Description');
      const { value } = JSON.parse(list.body) as { readonly value: readonly { readonly Id: string }[] };
      const url = `CustomerGroups(${value[0]?.Id ?? ''})`;
      const records = await recordsOfBatch({
        ...change('1', url, { Description: canary.value }),
        method: 'PATCH',
      });
      const calls = await Promise.all(records.map(async (record) => (await sales.whole(record)).calls));
      const expected = [expect.objectContaining({ connection: 'contoso', method: 'PATCH', status: 204 })];
      expect(calls).toEqual([expected, expected]);
    });

    test('leaves a record of each change of a change set: those that were made, and those that were not', async () => {
      const set = { atomicityGroup: 'all' };
      const made = await recordsOfBatch(
        change('1', 'Things', { Code: 'B' }, set),
        change('2', 'Things', { Code: 'C' }, set),
      );
      expect(made.map(({ operation, write }) => [operation, write?.outcome])).toEqual([
        ['insert', 'made'],
        ['insert', 'made'],
        ['batch', undefined],
      ]);
      const refused = await recordsOfBatch(
        change('1', 'Things', { Code: 'D' }, set),
        change('2', 'Things', { Nonsense: 1 }, set),
      );
      expect(refused.map(({ status, code, write }) => [status, code, write?.outcome])).toEqual([
        [424, 'DependencyFailed', 'refused'],
        [400, 'UnknownProperty', 'refused'],
        [200, undefined, undefined],
      ]);
    });
  });

  test('pages go on from one another, and filters that are none are refused by name', async () => {
    const first = JSON.parse((await gateway.admin.get('/api/queries?limit=2')).body) as {
      readonly items: readonly QueryRecord[];
      readonly next?: string;
    };
    expect(first.items).toHaveLength(2);
    const rest = await sales.find({ limit: '500', before: first.next ?? '' });
    const ids = [...first.items, ...rest].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted().toReversed()).toEqual(ids);
    for (const query of [
      'limit=0',
      'status=9',
      'status=600',
      'nonsense=1',
      'from=x',
      'to=',
      'service=a&service=b',
      'operation=all',
    ]) {
      const { status, body } = await gateway.admin.get(`/api/queries?${query}`);
      expect([query, status]).toEqual([query, 400]);
      expect(JSON.parse(body)).toMatchObject({ error: { target: query.slice(0, query.indexOf('=')) } });
    }
    expect((await gateway.admin.get('/api/queries/none')).status).toBe(404);
    const paged = await gateway.admin.get('/api/fingerprints?limit=5');
    expect([paged.status, JSON.parse(paged.body)]).toMatchObject([400, { error: { target: 'limit' } }]);
  });

  test('none is lost, and the admin port says so', async () => {
    const { body } = await gateway.admin.get('/health');
    expect(JSON.parse(body)).toMatchObject({ status: 'ok', records: { lost: 0, lostBySink: { http: 0 } } });
    expect((await gateway.admin.get('/metrics')).body).toContain(
      '\nvtg_sink_records_lost_total{sink="http"} 0\n',
    );
  });

  test('queries that differ in literals only are counted together', async () => {
    const { body } = await gateway.admin.get('/api/fingerprints?entitySet=Customers');
    const { items } = JSON.parse(body) as {
      readonly items: readonly { readonly count: number; readonly url: string }[];
    };
    expect(items.find(({ url }) => url.includes('length(Name)'))?.count).toBeGreaterThanOrEqual(3);
  });

  test('the collector of logs gets them as well, without what only their pages show', async () => {
    const record = await sales.recordOf(await sales.ask(unpushed));
    while (!collected.includes(record.id)) await delay(50);
    const line = collected.split('\n').find((each) => each.includes(record.id)) ?? '';
    const { stages: _stages, calls: _calls, plan, ...shown } = record;
    const { parts: _parts, ...shownPlan } = plan ?? { parts: [] };
    expect(JSON.parse(line)).toEqual(plan === undefined ? shown : { ...shown, plan: shownPlan });
  });

  test('no key and no value is in them, nor in the file that they are kept in', async () => {
    await sales.ask(`Customers?code=${encodeURIComponent(canary.key)}&$top=1`, {
      headers: { 'x-api-key': '' },
    });
    await sales.find({});
    const kept = readdirSync(gateway.folder)
      .filter((name) => name.startsWith('records'))
      .map((name) => readFileSync(join(gateway.folder, name), 'latin1'));
    expect(kept.length).toBeGreaterThan(0);
    for (const text of [...kept, collected, JSON.stringify(await sales.find({ limit: '500' }))])
      expect(text.match(/.{0,60}canary.{0,60}/i)?.[0]).toBeUndefined();
  });
});
