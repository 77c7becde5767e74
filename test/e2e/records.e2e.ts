/** Each request leaves one record, whatever became of it, and an administrator finds it by whatever he was told. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { QueryRecord } from '../../src/record/query-record';
import { builtInProviders } from '../../src/server/built-in-providers';
import { Gate, gatedMemory } from '../support/gated-memory';
import { replay } from '../support/dataverse-client/replay';
import { formatReport } from '../support/dataverse-client/report';
import type { Received, Sending } from './support/http-client';
import { type RunningGateway, startGateway, temporaryFolder } from './support/start-gateway';

/** Planted wherever a secret or a value of somebody's can stand. */
const canary = { key: 'canary-key-2026+&', value: 'canary-value', custom: 'canary-custom' } as const;
const PREFIX = '/odata/sales';

const configurationWith = (collector: string): string => `
publicUrl: https://gateway.example
records: { enabled: true, sinks: { http: { url: '${collector}', secret: 'Bearer ${canary.key}' } } }
connections:
  contoso: { provider: finance-operations, simulator: { customers: 30, orders: 1, products: 1, vendors: 1 } }
  tables: { provider: memory, entities: { Things: { key: [Code], columns: { Code: String, Size: Int32 }, rows: [{ Code: A }] } } }
  slow: { provider: gated, entities: { Things: { key: [Code], columns: { Code: String, Size: Int32 }, rows: [{ Code: A }] } } }
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
    auth: { keys: [{ id: prod, secret: '${canary.key}', header: x-api-key, query: code }] }
    entitySets:
      Customers: { connection: contoso, template: Customers, cache: { ttl: 1h } }
      CustomerGroups: { connection: contoso, template: CustomerGroups, write: [update] }
      PaymentTerms: { connection: contoso, template: PaymentTerms }
      Things: { connection: tables, entity: Things, key: { name: ThingId, from: [Code] }, write: [insert, update] }
      SlowThings: { connection: slow, entity: Things, key: { name: ThingId, from: [Code] }, write: [insert] }
`;

describe('the records of requests', () => {
  const folder = temporaryFolder();
  const gate = new Gate();
  let gateway: RunningGateway;
  /** What the collector of logs was sent. */
  let collected = '';
  const collector = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => (collected += chunk.toString()));
    request.on('end', () => response.end('OK'));
  });

  beforeAll(async () => {
    await once(collector.listen(0, '127.0.0.1'), 'listening');
    const { port } = collector.address() as AddressInfo;
    const providers = [...builtInProviders, gatedMemory(gate)];
    gateway = await startGateway(configurationWith(`http://127.0.0.1:${port}/logs`), folder.path, providers);
  });
  afterAll(async () => {
    await gateway.close();
    collector.close();
    folder.remove();
  });

  const ask = (target: string, { headers, ...sending }: Sending = {}): Promise<Received> =>
    gateway.data.send(`${PREFIX}/${target}`, {
      ...sending,
      headers: { 'x-api-key': canary.key, ...headers },
    });

  async function find(filter: Readonly<Record<string, string>>): Promise<readonly QueryRecord[]> {
    const { status, body } = await gateway.admin.get(
      `/api/queries?${new URLSearchParams(filter).toString()}`,
    );
    expect(`${status} ${body}`).toMatch(/^200 /);
    return (JSON.parse(body) as { readonly items: readonly QueryRecord[] }).items;
  }

  /** The whole record of the request that was answered so. */
  async function recordOf({ headers }: Received): Promise<QueryRecord> {
    const [summary, ...others] = await find({ correlationId: String(headers['x-correlation-id']) });
    expect(others).toEqual([]);
    const { body } = await gateway.admin.get(`/api/queries/${summary?.id ?? ''}`);
    return JSON.parse(body) as QueryRecord;
  }

  const unpushed = `Customers?$filter=${encodeURIComponent(
    `length(Name) gt 3 and Name ne '${canary.value}'`,
  )}&$select=Name&$top=5&custom=${canary.custom}`;

  test('a list: its plan, rows, calls, stages and verdict, and no value', async () => {
    const answer = await ask(unpushed, { headers: { traceparent: '00-aaaa-bbbb-01' } });
    expect(answer.status).toBe(200);
    expect(answer.headers['server-timing']).toMatch(/^parse;dur=[\d.]+, bind;dur=/);
    const record = await recordOf(answer);
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
    const first = await recordOf(await ask(unpushed));
    const other = unpushed.replace('3', '2');
    const [hit, alike] = [await ask(unpushed), await ask(other)];
    expect(await recordOf(hit)).toMatchObject({
      url: first.url,
      fingerprint: first.fingerprint,
      operation: 'list',
      status: 200,
      caller: 'prod',
      cache: { isHit: true },
    });
    expect((await recordOf(alike)).fingerprint).toBe(first.fingerprint);
    const same = await find({ fingerprint: first.fingerprint ?? '', cache: 'hit' });
    expect(same.length).toBeGreaterThanOrEqual(1);
  });

  test.each([
    ['without a key', 'Customers', { headers: { 'x-api-key': 'wrong' } }, 401, 'Unauthorized'],
    ['that cannot be parsed', `Customers?$filter=Name eq ${canary.value} and (`, {}, 400, 'InvalidSyntax'],
    ['of a set that is not there', `Nothing('${canary.value}')`, {}, 404, 'UnknownResource'],
    ['by a method that nothing takes', 'Customers', { method: 'DELETE' }, 405, 'MethodNotAllowed'],
  ])('a request %s', async (_what, target, sending, status, code) => {
    const answer = await ask(target.replaceAll(' ', '%20'), sending);
    expect(answer.status).toBe(status);
    const record = await recordOf(answer);
    expect(record).toMatchObject({ status, code, service: 'sales' });
    expect((await find({ code, status: `${String(status).slice(0, 1)}xx` })).map(({ id }) => id)).toContain(
      record.id,
    );
  });

  test('a change: which properties, and what became of it', async () => {
    const list = await ask('CustomerGroups?$top=1&$select=Description');
    const { value } = JSON.parse(list.body) as { readonly value: readonly { readonly Id: string }[] };
    const answer = await ask(`CustomerGroups(${value[0]?.Id ?? ''})`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ Description: canary.value }),
    });
    expect(answer.status).toBe(204);
    expect(await recordOf(answer)).toMatchObject({
      operation: 'update',
      entitySet: 'CustomerGroups',
      url: 'CustomerGroups(?)',
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
      const answer = await ask('$batch', {
        method: 'POST',
        headers: { ...json, Prefer: 'continue-on-error', traceparent: '00-cccc-dddd-01' },
        body: JSON.stringify({ requests }),
      });
      expect(answer.status).toBe(200);
      return (await find({ correlationId: String(answer.headers['x-correlation-id']) })).toReversed();
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

  describe('a caller who goes away', () => {
    const head = `HTTP/1.1\r\nHost: gateway\r\nx-api-key: ${canary.key}\r\nContent-Type: application/json\r\n`;

    /** Sends, and hangs up when it is under way. */
    async function hangUp(text: string, underWay: () => Promise<unknown>): Promise<void> {
      const socket = connect(gateway.data.port, '127.0.0.1');
      socket.write(text);
      await underWay();
      socket.destroy();
    }

    async function left(url: string, operation = 'other'): Promise<QueryRecord> {
      for (;;) {
        const [record] = await find({ code: 'CallerLeft', url, operation });
        if (record !== undefined) return record;
      }
    }

    test('leaves a record of the read that was not waited for', async () => {
      await hangUp(`GET ${PREFIX}/SlowThings?$top=1 ${head}\r\n`, () => gate.asked());
      expect(await left('SlowThings?$top=1', 'list')).toMatchObject({
        status: 499,
        caller: 'prod',
        message: expect.stringContaining('went away'),
      });
    });

    test('leaves a record of the change, which says what became of it', async () => {
      gate.shut();
      const body = JSON.stringify({ Code: 'B' });
      await hangUp(`POST ${PREFIX}/SlowThings ${head}Content-Length: ${body.length}\r\n\r\n${body}`, () =>
        gate.asked(),
      );
      await gateway.data.get('/health/live');
      expect(await find({ entitySet: 'SlowThings', operation: 'insert' })).toEqual([]);
      gate.open();
      const { status, write } = await left('SlowThings', 'insert');
      expect([status, write?.outcome]).toEqual([499, 'made']);
    });

    test('leaves a record before his request was whole', async () => {
      await hangUp(`POST ${PREFIX}/Things?half=1 ${head}Content-Length: 99\r\n\r\n{`, async () => {
        // What arrives first on another connection has been dealt with by the time that this is answered.
        await gateway.data.get('/health/live');
      });
      expect(await left('half')).toMatchObject({ status: 499, method: 'POST' });
    });
  });

  test('pages go on from one another, and filters that are none are refused by name', async () => {
    const first = JSON.parse((await gateway.admin.get('/api/queries?limit=2')).body) as {
      readonly items: readonly QueryRecord[];
      readonly next?: string;
    };
    expect(first.items).toHaveLength(2);
    const rest = await find({ limit: '500', before: first.next ?? '' });
    const ids = [...first.items, ...rest].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted().toReversed()).toEqual(ids);
    for (const query of [
      'limit=0',
      'status=9',
      'nonsense=1',
      'from=x',
      'service=a&service=b',
      'operation=all',
    ]) {
      const { status, body } = await gateway.admin.get(`/api/queries?${query}`);
      expect([query, status]).toEqual([query, 400]);
      expect(JSON.parse(body)).toMatchObject({ error: { target: query.slice(0, query.indexOf('=')) } });
    }
    expect((await gateway.admin.get('/api/queries/none')).status).toBe(404);
  });

  test('none is lost, and the admin port says so', async () => {
    const { body } = await gateway.admin.get('/health');
    expect(JSON.parse(body)).toMatchObject({ status: 'ok', records: { lost: 0, lostBySink: { http: 0 } } });
  });

  test('queries that differ in literals only are counted together', async () => {
    const { body } = await gateway.admin.get('/api/fingerprints?entitySet=Customers');
    const { items } = JSON.parse(body) as {
      readonly items: readonly { readonly count: number; readonly url: string }[];
    };
    expect(items.find(({ url }) => url.includes('length(Name)'))?.count).toBeGreaterThanOrEqual(3);
  });

  describe('as OData', () => {
    const read = async (target: string): Promise<Record<string, unknown>> => {
      const answer = await gateway.data.get(`/odata/gateway/${encodeURI(target)}`, {
        'x-api-key': canary.key,
      });
      expect(`${answer.status} ${answer.body}`).toMatch(/^200 /);
      return JSON.parse(answer.body) as Record<string, unknown>;
    };
    const newest = async (): Promise<string | undefined> => (await find({ limit: '1' }))[0]?.id;

    test('a query is found by what its answer said, ordered, counted, and by its key', async () => {
      const answer = await ask(unpushed);
      const id = String(answer.headers['x-correlation-id']);
      const found = await read(
        `Queries?$filter=CorrelationId eq '${id}' and Time ge 2026-01-01T00:00:00Z&$orderby=Time desc&$top=5&$count=true`,
      );
      const record = await recordOf(answer);
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
      expect((await find({ service: 'gateway', status: '4xx' })).length).toBe(1);
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

  test('the collector of logs gets them as well, without what only their pages show', async () => {
    const record = await recordOf(await ask(unpushed));
    while (!collected.includes(record.id)) await delay(50);
    const line = collected.split('\n').find((each) => each.includes(record.id)) ?? '';
    const { stages: _stages, calls: _calls, plan, ...shown } = record;
    const { parts: _parts, ...shownPlan } = plan ?? { parts: [] };
    expect(JSON.parse(line)).toEqual(plan === undefined ? shown : { ...shown, plan: shownPlan });
  });

  test('no key and no value is in them, nor in the file that they are kept in', async () => {
    await ask(`Customers?code=${encodeURIComponent(canary.key)}&$top=1`, { headers: { 'x-api-key': '' } });
    await find({});
    const kept = readdirSync(folder.path)
      .filter((name) => name.startsWith('records'))
      .map((name) => readFileSync(join(folder.path, name), 'latin1'));
    expect(kept.length).toBeGreaterThan(0);
    for (const text of [...kept, collected, JSON.stringify(await find({ limit: '500' }))])
      expect(text.match(/.{0,60}canary.{0,60}/i)?.[0]).toBeUndefined();
  });
});
