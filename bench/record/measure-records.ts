/** Measures a store of records: node --expose-gc bin/run-typescript.js bench/record/measure-records.ts COUNT [postgresql] */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueryRecord } from '../../src/record/query-record';
import { firstIdAt } from '../../src/record/record-id';
import type { RecordListing, RecordStore, Retention } from '../../src/record/record-store';
import { openPostgresRecordStore } from '../../src/record/store/postgres-record-store';
import { openSqliteRecordStore } from '../../src/record/store/sqlite-record-store';
import { PostgresServer } from '../../test/support/record/postgres-server';

const count = Number(process.argv[2] ?? 100_000);
const retention: Retention = {
  milliseconds: Infinity,
  readMilliseconds: Infinity,
  records: count / 2,
  bytes: Infinity,
};
const sets = ['Customers', 'Vendors', 'SalesOrders', 'SalesOrderLines', 'Products', 'CustomerGroups'];
const START = 1_700_000_000_000;
const MINUTE = 60_000;

const hexadecimal = (digits: number): string => {
  let text = '';
  while (text.length < digits)
    text += Math.floor(Math.random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, digits);
};

const idAt = (time: number): string => `${firstIdAt(time)}0000aaaaaaaa`;

/** 70 % hits, 1 % errors, 200 shapes of very different frequency; 10 ms apart. */
function make(index: number): QueryRecord {
  const isHit = Math.random() < 0.7;
  const isError = Math.random() < 0.01;
  const shape = Math.floor(Math.random() ** 3 * 200);
  const entitySet = index === 777 ? 'Rare' : (sets[shape % sets.length] ?? '');
  return {
    id: idAt(START + index * 10),
    at: START + index * 10,
    milliseconds: Math.round((isHit ? Math.random() * 2 : Math.random() ** 4 * 4_000) * 100) / 100,
    correlationId: index === 777 ? 'wanted' : hexadecimal(12),
    method: 'GET',
    url: `${entitySet}?$filter=Name eq ? and Shape${shape} eq ?&$select=Name,AccountNumber,City&$top=50`,
    service: shape % 5 === 0 ? 'demo' : 'sales',
    entitySet,
    operation: index === 777 ? 'delete' : 'list',
    fingerprint: (shape * 7_919).toString(16).padStart(16, '0'),
    caller: shape % 3 === 0 ? 'powerbi' : 'dataverse-prod',
    correlations: {
      traceparent: `00-${hexadecimal(32)}-${hexadecimal(16)}-01`,
      'request-id': hexadecimal(32),
    },
    status: isError ? 503 : 200,
    ...(isError ? { code: 'UpstreamUnavailable', message: 'The source cannot be reached.' } : {}),
    deadline: 25_000,
    cache: { status: isHit ? 'hit;ttl=42' : 'fwd=miss;stored', isHit },
    ...(isHit ? {} : missed(shape)),
    rows: { fetched: isHit ? 0 : 50 + shape, returned: 50 },
    stages: { parse: 0.03, bind: 0.02, fetch: isHit ? 0.01 : 40.1, answer: 0.1, send: 0.05 },
  };
}

function missed(shape: number): Pick<QueryRecord, 'plan' | 'calls'> {
  const url = '/data/CustomersV3?$filter=Name eq ?&$top=50';
  const how = { connection: 'contoso', method: 'GET', attempt: 1, startedAfter: 0.4, milliseconds: 35.2 };
  const part = {
    clause: '$filter',
    text: `Shape${shape} eq ?`,
    place: 'gateway',
    reason: 'NotDeclared',
  } as const;
  return {
    plan: { source: 'scan', pushed: shape % 4 > 0, parts: [part, part] },
    calls: [{ ...how, url, bytes: 23_123, status: 200 }],
  };
}

function memory(): string {
  const { gc } = globalThis as { readonly gc?: () => void };
  gc?.();
  return (Number(/Rss:\s+(\d+)/.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1]) / 1_024).toFixed(
    0,
  );
}

async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  const result = await work();
  const size = Array.isArray(result) ? `${result.length} groups` : JSON.stringify(result).slice(0, 60);
  console.log(`${name.padEnd(28)} ${(performance.now() - begun).toFixed(1).padStart(9)} ms   ${size}`);
}

interface OpenStore {
  readonly store: RecordStore;
  remove(): Promise<void>;
}

function openSqlite(): OpenStore {
  const folder = mkdtempSync(join(tmpdir(), 'vtg-measure-records-'));
  return {
    store: openSqliteRecordStore(join(folder, 'records.sqlite'), retention),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
}

/** As it is installed, but for the memory that any administrator gives it. */
async function openPostgres(): Promise<OpenStore> {
  const server = await PostgresServer.start(['shared_buffers=512MB']);
  return {
    store: openPostgresRecordStore(server.address('measured'), retention),
    remove: () => server.remove(),
  };
}

async function insertAll(store: RecordStore): Promise<void> {
  let working = 0;
  let waiting = 0;
  let text = 0;
  for (let index = 0; index < count; index += 500) {
    const batch = Array.from({ length: 500 }, (_, offset) => make(index + offset));
    const before = process.threadCpuUsage();
    const begun = performance.now();
    await store.add(batch);
    const { user, system } = process.threadCpuUsage(before);
    working += user + system;
    waiting += performance.now() - begun;
    if (index === 0) text = JSON.stringify(batch).length / 500;
  }
  const rate = Math.round(count / (waiting / 1_000));
  console.log(
    `insert: ${rate} records/s; main thread ${(working / count).toFixed(2)} µs CPU a record of ${text} bytes`,
  );
  console.log(`on disk: ${Math.round((await store.size()).bytes / 1e6)} MB; RSS ${memory()} MB`);
}

async function main(): Promise<void> {
  console.log(`RSS before ${memory()} MB`);
  const { store, remove } = process.argv[3] === 'postgresql' ? await openPostgres() : openSqlite();
  await store.add([]);
  await insertAll(store);
  const listed = async (filter: RecordListing): Promise<unknown> => (await store.list(filter)).items.length;
  await timed('first question', () => store.find('none').then(String));
  console.log(`RSS after it ${memory()} MB`);
  await timed('correlation id', () => listed({ correlationId: 'wanted' }));
  await timed('newest 500', () => listed({ limit: 500 }));
  await timed('5xx', () => listed({ status: '5xx' }));
  await timed('404 (none)', () => listed({ status: 404 }));
  await timed('2xx and slow', () => listed({ status: '2xx', minMilliseconds: 3_900 }));
  await timed('rare set', () => listed({ entitySet: 'Rare' }));
  await timed('rare operation', () => listed({ operation: 'delete' }));
  await timed('URL (none)', () => listed({ url: 'nowhere' }));
  await timed('oldest by time', () => listed({ to: START + 100 }));
  await timed('hot fingerprint, none slow', () =>
    listed({ fingerprint: '0'.repeat(16), minMilliseconds: 9_999 }),
  );
  await timed('page from the middle', () => listed({ before: idAt(START + count * 5) }));
  await timed('page behind half of all', () => listed({ skip: count / 2, limit: 500 }));
  await timed('count, all', () => store.count({}));
  await timed('count of a service', () => store.count({ service: 'sales' }));
  await timed('count of a rare set', () => store.count({ entitySet: 'Rare' }));
  await timed('fingerprints, all', () => store.fingerprints({}));
  await timed('fingerprints of hits', () => store.fingerprints({ cache: 'hit' }));
  const end = START + count * 10;
  const asked = { from: end - count, to: end };
  await timed('fingerprints, a tenth twice', () => store.fingerprints(asked));
  const minutes = { from: Math.floor(asked.from / MINUTE) * MINUTE, to: Math.ceil(end / MINUTE) * MINUTE };
  await timed('the same, whole minutes', () => store.fingerprints(minutes));
  await timed('size', () => store.size());
  await timed('prune half', () => store.prune(0));
  await store.close();
  await remove();
}

void main();
