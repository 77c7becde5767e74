/** What the store keeps, groups, deletes and bears. */
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { QueryRecord } from '../../../src/record/query-record';
import { RecordQueue } from '../../../src/record/record-queue';
import type { FingerprintFigures, RecordStore, Retention } from '../../../src/record/record-store';
import { openSqliteRecordStore } from '../../../src/record/store/sqlite-record-store';
import { idOf, randomRecords, sampleRecord } from '../../support/record/random-record';

const forever: Retention = {
  milliseconds: Infinity,
  readMilliseconds: Infinity,
  records: Infinity,
  bytes: Infinity,
};

let folder: string;
let file: string;
let opened: RecordStore[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vtg-records-'));
  file = join(folder, 'records.sqlite');
  opened = [];
});

afterEach(async () => {
  for (const store of opened) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(retention: Partial<Retention> = {}, path = file): RecordStore {
  const store = openSqliteRecordStore(path, { ...forever, ...retention });
  opened.push(store);
  return store;
}

const numbered = (count: number, some: Partial<QueryRecord> = {}): readonly QueryRecord[] =>
  Array.from({ length: count }, (_, index) => sampleRecord({ id: idOf(index), at: index, ...some }));

/** Some hundred, the same every time. */
function manyRecords(seed: number): readonly QueryRecord[] {
  const sampled = fc.sample(randomRecords, { numRuns: 50, seed }).flat();
  return sampled.map((record, index) => ({ ...record, id: idOf(index) }));
}

async function idsOf(store: RecordStore): Promise<readonly string[]> {
  return (await store.list({ limit: 500 })).items.map(({ id }) => id).reverse();
}

describe('a record', () => {
  test('is kept whole, also when the file is opened again', async () => {
    const records = manyRecords(7);
    const first = open();
    await first.add(records);
    await first.close();
    const second = open();
    for (const record of records) expect(await second.find(record.id)).toEqual(record);
  });

  test('is there as soon as it was added, and once', async () => {
    const store = open();
    await store.add([sampleRecord({ status: 200 })]);
    await store.add([sampleRecord({ status: 500, correlationId: 'other' }), sampleRecord({ id: 'next' })]);
    expect(await idsOf(store)).toEqual([idOf(0), 'next']);
    expect(await store.find(idOf(0))).toMatchObject({ status: 200 });
    expect((await store.list({ correlationId: 'other' })).items).toEqual([]);
  });

  const hostile = [
    "'; DROP TABLE record; --",
    '"',
    '\0',
    'a\0b',
    '\ud800',
    '\udc00x',
    '__proto__',
    '\\',
    '\u2028',
    '{"a":1}',
    '🦊',
    '',
  ];

  test.each(hostile)('survives %j', async (text) => {
    const store = open();
    const correlations = JSON.parse(`{"__proto__":${JSON.stringify(text)},"x":"y"}`) as Record<
      string,
      string
    >;
    const texts = { service: text, code: text, caller: text, url: text, message: text, correlationId: text };
    const record = sampleRecord({ id: `1${text}`, ...texts, correlations });
    await store.add([record, sampleRecord({ id: '2' })]);
    // In a column half a character becomes what stands for an unreadable one; our own masks let none through.
    const kept = { ...record, ...wellFormed({ id: record.id, ...texts, message: undefined }) };
    expect(await store.find(`1${text}`)).toEqual(kept);
    const asked = { service: text, code: text, caller: text, correlationId: text };
    expect((await store.list(asked)).items).toEqual([kept]);
    await expect(store.list({ url: text, before: text })).resolves.toBeDefined();
  });
});

function wellFormed(texts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const given = Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]));
  return Object.fromEntries(given.map(([name, text]) => [name, String(text).toWellFormed()])) as Record<
    string,
    string
  >;
}

describe('fingerprints', () => {
  test('add up what a reference adds up, with the period before', async () => {
    const store = open();
    const records = manyRecords(11);
    await store.add(records);
    for (const filter of [{}, { from: 500, to: 1_000 }, { cache: 'hit' as const }]) {
      const within = records.filter(
        ({ at, cache }) => !('from' in filter) || (at >= 500 && at < 1_000 && cache !== null),
      );
      const counted = within.filter(({ cache }) => !('cache' in filter) || cache?.isHit === true);
      const found = await store.fingerprints(filter);
      const names = [...new Set(counted.flatMap(({ fingerprint }) => fingerprint ?? []))];
      expect(found.map(({ fingerprint }) => fingerprint).sort()).toEqual(names.sort());
      for (const { fingerprint, before, ...summary } of found) {
        const own = counted.filter((record) => record.fingerprint === fingerprint);
        expect(summary).toMatchObject(referenceFigures(own));
        const earlier = records.filter((record) => record.fingerprint === fingerprint && record.at < 500);
        expect(before).toEqual('from' in filter ? referenceFigures(earlier) : undefined);
      }
    }
  });

  test('come the most frequent first, with an example', async () => {
    const store = open();
    await store.add([
      sampleRecord({
        id: idOf(1),
        fingerprint: 'rare',
        url: 'Rare?$top=1',
        service: 'sales',
        entitySet: 'Rare',
      }),
      sampleRecord({ id: idOf(2), fingerprint: 'often' }),
      sampleRecord({ id: idOf(3), fingerprint: 'often' }),
      sampleRecord({ id: idOf(4) }),
    ]);
    expect(await store.fingerprints({ from: 0, to: 10 })).toMatchObject([
      { fingerprint: 'often', count: 2 },
      { fingerprint: 'rare', url: 'Rare?$top=1', service: 'sales', entitySet: 'Rare' },
    ]);
    expect((await store.fingerprints({ from: 0, to: 10 }))[0]).not.toHaveProperty('before');
  });
});

function referenceFigures(records: readonly QueryRecord[]): FingerprintFigures {
  const sorted = records
    .flatMap((record) => Array<number>(record.fold?.hits ?? 1).fill(record.milliseconds))
    .sort((a, b) => a - b);
  const rank = (share: number): number =>
    sorted.find((_, index) => (index + 1) / sorted.length >= share) ?? -1;
  const sum = (of: (record: QueryRecord) => number): number => records.reduce((all, one) => all + of(one), 0);
  const weightOf = ({ fold }: QueryRecord): number => fold?.hits ?? 1;
  const count = sum(weightOf);
  return {
    count,
    errors: sum((record) => (record.status >= 400 ? weightOf(record) : 0)),
    p50: rank(0.5),
    p95: rank(0.95),
    p99: rank(0.99),
    fetched: sum(({ rows }) => rows?.fetched ?? 0),
    returned: sum(({ rows }) => rows?.returned ?? 0),
    hitShare: sum((record) => (record.cache?.isHit === true ? weightOf(record) : 0)) / count,
    upstreamMilliseconds: sum(({ calls = [] }) => calls.reduce((all, call) => all + call.milliseconds, 0)),
  };
}

describe('retention', () => {
  test('deletes what is too old', async () => {
    const store = open({ milliseconds: 100 });
    await store.add(numbered(1_500, { correlationId: 'same', correlations: { traceparent: 'also' } }));
    expect(await store.prune(1_595)).toBe(1_495);
    expect(await idsOf(store)).toEqual([1495, 1496, 1497, 1498, 1499].map(idOf));
    expect((await store.list({ correlationId: 'also' })).items).toHaveLength(5);
    expect(await store.find(idOf(0))).toBeUndefined();
    const raw = new DatabaseSync(file);
    expect(raw.prepare('SELECT count(*) AS count FROM correlation').get()).toEqual({ count: 10 });
    raw.close();
  });

  test('deletes plain reads before failures, changes and slow ones, and what nothing asked any more', async () => {
    const store = open({ readMilliseconds: 100, records: 4 });
    const lasting = [{ status: 500 }, { operation: 'update' }, { milliseconds: 1_000 }] as const;
    await store.add([
      sampleRecord({ id: idOf(0), url: 'Gone' }),
      ...lasting.map((some, index) => sampleRecord({ id: idOf(index + 1), at: index + 1, ...some })),
      ...[1_001, 1_002].map((at) => sampleRecord({ id: idOf(at), at })),
    ]);
    expect(await store.prune(1_100)).toBe(2);
    expect(await idsOf(store)).toEqual([1, 2, 3, 1_002].map(idOf));
    const raw = new DatabaseSync(file);
    expect(raw.prepare("SELECT count(*) AS count FROM query WHERE url = 'Gone'").get()).toEqual({ count: 0 });
    raw.close();
  });

  test('keeps so many records, the newest', async () => {
    const store = open({ records: 3 });
    await store.add(numbered(2_500));
    expect(await store.prune(0)).toBe(2_497);
    expect(await idsOf(store)).toEqual([2497, 2498, 2499].map(idOf));
    expect(await store.prune(0)).toBe(0);
  });

  test('keeps so many bytes, and the file gets smaller', async () => {
    const store = open({ bytes: 200_000 });
    await store.add(numbered(2_000, { message: 'x'.repeat(300) }));
    const before = await store.size();
    await store.prune(0);
    const after = await store.size();
    expect(before).toMatchObject({ records: 2_000 });
    expect(before.bytes).toBeGreaterThan(1_000_000);
    expect(after.bytes).toBeLessThanOrEqual(200_000);
    expect(after.records).toBeGreaterThan(100);
    expect((await idsOf(store)).at(-1)).toBe(idOf(1_999));
  });
});

describe('a file', () => {
  test('that is no database says so, and only records are lost', async () => {
    writeFileSync(
      file,
      'this is a text of more than one hundred bytes, which no database begins with. '.repeat(20),
    );
    const store = open();
    const queue = new RecordQueue(store, { interval: 1 });
    queue.push(sampleRecord({}));
    await queue.close();
    expect(queue.failed).toBe(1);
    await expect(store.list({})).rejects.toThrow(`${file} cannot be used: file is not a database`);
  });

  test('that cannot be opened is not tried again at once', async () => {
    mkdirSync(file);
    const store = open();
    await expect(store.add([sampleRecord({})])).rejects.toThrow('unable to open database file');
    rmSync(file, { recursive: true });
    await expect(store.add([sampleRecord({})])).rejects.toThrow('unable to open database file');
  });

  test('of a newer gateway is left alone', async () => {
    const store = open();
    await store.add([sampleRecord({})]);
    await store.close();
    const raw = new DatabaseSync(file);
    raw.exec('INSERT INTO migration VALUES (99)');
    raw.close();
    await expect(open().add([sampleRecord({ id: 'x' })])).rejects.toThrow('newer gateway');
  });

  test('is made once by two that start together', async () => {
    const [one, other] = [open(), open()];
    await Promise.all([one.add(numbered(5)), other.size(), one.size(), other.add(numbered(10))]);
    expect(await one.size()).toMatchObject({ records: 10 });
  });
});
