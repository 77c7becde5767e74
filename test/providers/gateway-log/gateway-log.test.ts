/** Random queries over the log give the same rows however they are planned, and the usual ones are asked of the store. */
// The classes of configurations are decorated, and whoever loads them brings this.
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatewayLogOf } from '../../../providers/gateway-log/index';
import type { LogListing, LogSource } from '../../../providers/gateway-log/log-source';
import type { OpenConnection } from '../../../src/gateway/open-connections';
import type { QueryRecord } from '../../../src/record/query-record';
import { firstIdAt } from '../../../src/record/record-id';
import type { RecordStore } from '../../../src/record/record-store';
import { openSqliteRecordStore } from '../../../src/record/store/sqlite-record-store';
import { askRandomly } from '../../differential/ask-randomly';
import { readTruth } from '../../differential/read-truth';
import { runs, SEED, TIMEOUT } from '../../differential/runs';
import {
  bodyText,
  openTestConnection,
  openTestService,
  setsOfTemplates,
  type TestService,
} from '../../support/open-test-service';
import { sampleRecord } from '../../support/record/random-record';

const forever = { milliseconds: Infinity, readMilliseconds: Infinity, records: Infinity, bytes: Infinity };
const START = Date.parse('2026-11-27T12:00:00Z');
const COUNT = 300;

const services = ['sales', 'Sales', 'demo', undefined] as const;
const statuses = [200, 200, 304, 404, 503] as const;

/** Requests that ended in this order and arrived in another, of which some share a millisecond. */
function recordAt(index: number): QueryRecord {
  const ended = START + Math.floor(index / 2);
  const milliseconds = (index * 7) % 40;
  const isWrite = index % 10 === 0;
  const call = { connection: 'contoso', method: 'GET', url: '/data/A', startedAfter: 1.5, milliseconds: 2 };
  return sampleRecord({
    id: `${firstIdAt(ended)}${(index % 2).toString(16).padStart(4, '0')}deadbeef`,
    at: ended - milliseconds,
    milliseconds: milliseconds + 0.25,
    correlationId: `c${index % 50}`,
    ...(index % 7 === 0 ? { correlations: { traceparent: `t${index % 3}` } } : {}),
    service: services[index % services.length],
    entitySet: index % 5 === 0 ? undefined : 'Customers',
    operation: isWrite ? 'update' : 'list',
    status: statuses[index % statuses.length] ?? 200,
    caller: index % 3 === 0 ? 'dataverse' : undefined,
    fingerprint: `00000000000000f${index % 10}`,
    cache: index % 4 === 0 ? undefined : { status: 'hit', isHit: index % 2 === 0 },
    plan: index % 6 === 0 ? { source: 'scan', parts: [], pushed: index % 12 === 0 } : undefined,
    rows: index % 6 === 0 ? { fetched: index, returned: 1 } : undefined,
    calls: index % 25 === 0 ? [1, 2].map((attempt) => ({ ...call, attempt, bytes: 10 })) : undefined,
    batch: index % 9 === 0 ? `${firstIdAt(ended)}0000deadbeef` : undefined,
    write: isWrite ? { outcome: 'made', properties: ['Name'], attempts: 1, verified: false } : undefined,
  });
}

const folder = mkdtempSync(join(tmpdir(), 'vtg-log-'));
const listings: LogListing[] = [];
let store: RecordStore;
let log: OpenConnection;
const provider = gatewayLogOf(undefined);

function service(collation: 'ordinal' | 'ignoreCase', pushdown = true): TestService {
  const entitySets = setsOfTemplates(provider.templates ?? {});
  return openTestService({ connections: [log], entitySets, collation, pushdown });
}

beforeAll(async () => {
  store = openSqliteRecordStore(join(folder, 'records.sqlite'), forever);
  await store.add(Array.from({ length: COUNT }, (_, index) => recordAt(index)));
  const source: LogSource = {
    find: (id) => store.find(id),
    fingerprints: (filter) => store.fingerprints(filter),
    count: (filter) => store.count(filter),
    list(listing) {
      listings.push(listing);
      return store.list(listing);
    },
  };
  log = await openTestConnection(gatewayLogOf(source), {});
});
beforeEach(() => {
  listings.length = 0;
});
afterAll(async () => {
  await log.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['ordinal', 0.06],
  ['ignoreCase', 0.03],
] as const)(
  'random queries give the same rows, pushed or not: %s',
  async (collation, share) => {
    const pushed = { name: 'pushdown on', asked: service(collation) };
    await askRandomly({
      truth: await readTruth(pushed.asked, log),
      pushed,
      unpushed: { name: 'pushdown off', asked: service(collation, false) },
      numRuns: runs(share),
      seed: SEED,
    });
  },
  TIMEOUT,
);

async function rows(target: string): Promise<readonly Record<string, unknown>[]> {
  const answer = await service('ordinal').get(encodeURI(target));
  return (JSON.parse(bodyText(answer)) as { readonly value: readonly Record<string, unknown>[] }).value;
}

const all = Array.from({ length: COUNT }, (_, index) => recordAt(index));

test('the newest come first, in the order of their ids or of their arrival, and no more are read than are wanted', async () => {
  const first = await rows('Queries?$top=5&$select=CorrelationId');
  expect(first.map(({ CorrelationId }) => CorrelationId)).toEqual(['c49', 'c48', 'c47', 'c46', 'c45']);
  const latest = await rows('Queries?$orderby=Time desc&$top=40&$select=Time,Milliseconds');
  const arrivals = all.map(({ at }) => at).toSorted((one, other) => other - one);
  expect(latest.map(({ Time }) => Date.parse(String(Time)))).toEqual(arrivals.slice(0, 40));
  expect(listings.map(({ limit }) => limit)).toEqual([25, 60, 60]);
});

test('a later page and a count are asked of the store, which reads no record for it', async () => {
  const page = await rows('Queries?$skip=120&$top=5&$select=CorrelationId');
  expect(page.map(({ CorrelationId }) => CorrelationId)).toEqual(['c29', 'c28', 'c27', 'c26', 'c25']);
  expect(listings).toMatchObject([{ skip: 120 }]);
  const later = await rows('Queries?$orderby=Time desc&$skip=120&$top=5&$select=Time');
  const arrivals = all.map(({ at }) => at).toSorted((one, other) => other - one);
  expect(later.map(({ Time }) => Date.parse(String(Time)))).toEqual(arrivals.slice(120, 125));
  listings.length = 0;
  expect(bodyText(await service('ordinal').get('Queries/$count'))).toBe(String(COUNT));
  const changed = "Writes/$count?$filter=Service%20eq%20'sales'";
  const expected = all.filter(({ operation, service: name }) => operation === 'update' && name === 'sales');
  expect(bodyText(await service('ordinal').get(changed))).toBe(String(expected.length));
  expect(listings).toEqual([]);
});

test('in the other direction the gateway orders', async () => {
  const earliest = await rows('Queries?$orderby=Time&$top=40&$select=Time');
  const arrivals = all.map(({ at }) => at).toSorted((one, other) => one - other);
  expect(earliest.map(({ Time }) => Date.parse(String(Time)))).toEqual(arrivals.slice(0, 40));
  const [oldest] = await rows('Queries?$orderby=Id desc&$top=1&$select=CorrelationId');
  expect(oldest).toMatchObject({ CorrelationId: 'c0' });
});

test.each([
  ["Service eq 'sales'", { service: 'sales' }],
  ["EntitySet eq 'Customers' and Status eq 404", { entitySet: 'Customers', status: 404 }],
  ["Caller eq 'dataverse'", { caller: 'dataverse' }],
  ["Fingerprint eq '00000000000000f1'", { fingerprint: '00000000000000f1' }],
  ["CorrelationId eq 'c7'", { correlationId: 'c7' }],
  ["TraceParent eq 't1'", { correlationId: 't1' }],
  ['IsHit eq true and IsPushed eq false', { cache: 'hit', pushed: false }],
  ['RowsFetched gt 5', { minFetched: 6 }],
  ['Milliseconds ge 5 and Milliseconds le 9.5', { minMilliseconds: 5, maxMilliseconds: 9.5 }],
  ['Time ge 2026-11-27T12:00:00.0500001Z', { from: START + 51 }],
  ['Time gt 2026-11-27T12:00:00.05Z and Time ge 2026-11-27T12:00:00Z', { from: START + 51 }],
  ['Time lt 2026-11-27T12:00:00.05Z and Time le 2026-11-27T12:00:00.0400001Z', { to: START + 41 }],
])('%s is asked of the store', async (filter, asked) => {
  await rows(`Queries?$filter=${filter}&$top=3`);
  const [{ limit: _limit, before: _before, ...listing } = { limit: 0 }] = listings;
  expect(listing).toEqual(asked);
});

test('what contradicts itself asks nothing', async () => {
  expect(await rows("Queries?$filter=Service eq 'sales' and Service eq 'demo'")).toEqual([]);
  expect(listings).toEqual([]);
});

test('text that compares without case stays with the gateway', async () => {
  const answer = await service('ignoreCase').get("Queries?$filter=Service%20eq%20'SALES'&$count=true&$top=1");
  const expected = all.filter((record) => record.service?.toLowerCase() === 'sales').length;
  expect(JSON.parse(bodyText(answer))).toMatchObject({ '@odata.count': expected });
  expect(listings.some((listing) => 'service' in listing)).toBe(false);
});

test('a key is one look-up; the calls of a query are found by its key', async () => {
  const [query] = await rows('Queries?$filter=RowsFetched ge 150 and RowsFetched le 150');
  const id = String(query?.['Id']);
  listings.length = 0;
  const { Id: _, ...found } = JSON.parse(bodyText(await service('ordinal').get(`Queries(${id})`))) as Record<
    string,
    unknown
  >;
  expect(query).toMatchObject(
    Object.fromEntries(Object.entries(found).filter(([name]) => !name.startsWith('@'))),
  );
  expect(listings).toEqual([]);
  const calls = await rows(`UpstreamCalls?$filter=QueryId eq ${id}&$select=Id,Attempt,Started`);
  expect(calls.map(({ Attempt }) => Attempt)).toEqual([1, 2]);
  expect(listings).toHaveLength(1);
  for (const { Id, Attempt } of calls) {
    const alone = await rows(`UpstreamCalls?$filter=Id eq ${String(Id)}`);
    expect(alone).toMatchObject([{ Id, Attempt }]);
  }
  expect(await rows(`Queries?$filter=Id eq ${String(calls[1]?.['Id'])}`)).toEqual([]);
});

test('a request names the batch that it came in by its key', async () => {
  const [first] = await rows('Queries?$filter=BatchId ne null&$top=1&$select=BatchId');
  const [batch] = await rows(`Queries?$filter=Id eq ${String(first?.['BatchId'])}&$select=Id`);
  expect(batch?.['Id']).toBe(first?.['BatchId']);
});

test('Writes are those records only, by key as well', async () => {
  const writes = await rows('Writes?$select=Id,Outcome,ChangedProperties');
  expect(writes).toHaveLength(COUNT / 10);
  expect(writes[0]).toMatchObject({ Outcome: 'made', ChangedProperties: 'Name' });
  const [read] = await rows("Queries?$filter=Operation eq 'list'&$top=1");
  expect(await rows(`Writes?$filter=Id eq ${String(read?.['Id'])}`)).toEqual([]);
});

test('Fingerprints are found by the key that queries show', async () => {
  const [query] = await rows('Queries?$top=1');
  expect(await rows(`Fingerprints?$filter=Id eq ${String(query?.['FingerprintId'])}`)).toMatchObject([
    { Fingerprint: query?.['Fingerprint'], Count: COUNT / 10 },
  ]);
});

test('a store that fails is a source that cannot be reached', async () => {
  const broken = await openTestConnection(
    gatewayLogOf({
      list: () => Promise.reject(new Error('disk')),
      count: () => Promise.reject(new Error('disk')),
      find: () => Promise.reject(new Error('disk')),
      fingerprints: () => Promise.reject(new Error('disk')),
    }),
    {},
  );
  const asked = openTestService({
    connections: [broken],
    entitySets: setsOfTemplates(provider.templates ?? {}),
  });
  for (const set of ['Queries', 'Queries/$count', 'Fingerprints'])
    await expect(asked.get(set)).rejects.toMatchObject({ code: 'UpstreamUnavailable' });
  await broken.close();
});
