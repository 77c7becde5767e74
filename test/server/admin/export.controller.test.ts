/** Exports over HTTP: a file of all that matches, cut where it is not whole, and no burden to the gateway if nobody reads on. */
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { readError } from '../../e2e/support/expect-error';
import { type RunningGateway, startGateway, temporaryFolder } from '../../e2e/support/start-gateway';
import type { QueryRecord } from '../../../src/record/query-record';
import type { RecordListing, RecordStore } from '../../../src/record/record-store';
import type { AuditEntry, Items } from '../../../src/server/admin/answers';
import type { KeptRecords } from '../../../src/server/gateway';
import { idOf, sampleRecord } from '../../support/record/random-record';

const configuration = `
records: { enabled: true }
connections: {}
services: {}
`;

const folder = temporaryFolder();
let gateway: RunningGateway;
let kept: KeptRecords | undefined;

beforeAll(async () => {
  gateway = await startGateway(configuration, folder.path);
  kept = gateway.gateway.records;
  const records = Array.from({ length: 1_200 }, (_, index) =>
    sampleRecord({
      id: idOf(index),
      service: index % 2 === 0 ? 'even' : 'odd',
      operation: index % 100 === 0 ? 'delete' : 'list',
    }),
  );
  await kept?.store.add(records);
});
afterAll(async () => {
  if (kept !== undefined) Object.assign(gateway.gateway, { records: kept });
  await gateway.close();
  folder.remove();
});

/** From now on the gateway's records are listed so. */
function listBy(list: RecordStore['list']): void {
  const records = { ...kept, flush: () => Promise.resolve(), store: { list } };
  Object.assign(gateway.gateway, { records });
}

describe('of a store that works', () => {
  const idsOf = (ndjson: string): readonly string[] =>
    ndjson
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as QueryRecord).id);

  test('NDJSON has all that the filter matches, the newest first', async () => {
    const { status, headers, body } = await gateway.admin.get(
      '/api/queries/export?format=ndjson&service=odd',
    );
    expect([status, headers['content-type'], headers['content-disposition']]).toEqual([
      200,
      'application/x-ndjson; charset=utf-8',
      'attachment; filename="queries.ndjson"',
    ]);
    const expected = Array.from({ length: 600 }, (_, index) => idOf(1_199 - 2 * index));
    expect(idsOf(body)).toEqual(expected);
    const two = await gateway.admin.get('/api/queries/export?format=ndjson&service=odd&limit=2');
    expect(idsOf(two.body)).toEqual(expected.slice(0, 2));
  });

  test('CSV has a header and as many lines', async () => {
    const { headers, body } = await gateway.admin.get('/api/writes/export?format=csv');
    expect([headers['content-type'], headers['content-disposition']]).toEqual([
      'text/csv; charset=utf-8; header=present',
      'attachment; filename="writes.csv"',
    ]);
    const lines = body.split('\r\n');
    expect([lines.length, lines.at(-1)]).toEqual([14, '']);
    expect(lines[0]).toMatch(/^id,time,service,/);
  });

  test('who took out what is in the audit', async () => {
    await gateway.admin.get('/api/queries/export?format=csv&service=odd&limit=5&url=a%0Ab');
    const { body } = await gateway.admin.get('/api/audit?limit=1');
    const { items } = JSON.parse(body) as Items<AuditEntry>;
    expect(items).toMatchObject([
      {
        administrator: 'local',
        action: 'export',
        detail: { what: 'queries', format: 'csv', service: 'odd', limit: 5, url: 'a�b' },
        status: 200,
      },
    ]);
  });

  test.each([
    ['', 'format'],
    ['format=xml', 'format'],
    ['format=csv&limit=1000001', 'limit'],
    ['format=csv&limit=0', 'limit'],
    ['format=csv&nonsense=1', 'nonsense'],
  ])('%s is refused for its %s', async (query, target) => {
    const { status, body } = await gateway.admin.get(`/api/queries/export?${query}`);
    expect([status, readError(body)?.target]).toEqual([400, target]);
  });
});

describe('of a store that fails', () => {
  const failing = (pages: number) => {
    let calls = 0;
    listBy(() => {
      if (calls++ >= pages) return Promise.reject(new Error('disk full'));
      return Promise.resolve({ items: [sampleRecord({})], next: idOf(1) });
    });
  };

  test('at once: an error, not a file', async () => {
    failing(0);
    const { status, headers } = await gateway.admin.get('/api/queries/export?format=csv');
    expect([status, headers['content-disposition']]).toEqual([500, undefined]);
  });

  test('midway: the file is cut, so that nobody takes it for whole', async () => {
    failing(2);
    await expect(gateway.admin.get('/api/queries/export?format=csv')).rejects.toThrow(/aborted|hang up/);
  });
});

describe('of a store without end', () => {
  let calls = 0;

  beforeEach(() => {
    calls = 0;
    listBy(({ limit = 0 }: RecordListing) => {
      calls++;
      const items = Array.from({ length: limit }, () => sampleRecord({ url: 'x'.repeat(1_000) }));
      return Promise.resolve({ items, next: idOf(1) });
    });
  });

  /** A reader that looks at the head and then reads nothing. */
  function openIdly(): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const path = '/api/queries/export?format=ndjson&limit=1000000';
      request({ host: '127.0.0.1', port: gateway.admin.port, path, agent: false }, resolve)
        .on('error', reject)
        .end();
    });
  }

  /** Calls of the store, when there have been no more for a while. */
  async function settledCalls(): Promise<number> {
    for (let before = -1; before !== calls; await delay(200)) before = calls;
    return calls;
  }

  test('nothing more is fetched while the reader does not read, nor after it has left', async () => {
    const answer = await openIdly();
    // Some megabytes wait in the sockets of both sides; of 2,000 pages these are few.
    const waiting = await settledCalls();
    expect(waiting).toBeLessThan(100);
    answer.destroy();
    await delay(100);
    expect(await settledCalls()).toBeLessThanOrEqual(waiting + 1);
  });

  test('a reader that does not read does not keep the gateway from ending', async () => {
    const answer = await openIdly();
    const ended = new Promise((resolve) => answer.on('close', resolve).on('error', () => undefined));
    await settledCalls();
    if (kept !== undefined) Object.assign(gateway.gateway, { records: kept });
    await gateway.close();
    answer.resume();
    await ended;
    expect(answer.complete).toBe(false);
    gateway = await startGateway(configuration, folder.path);
    kept = gateway.gateway.records;
  });
});
