/** What each store keeps, groups and deletes. */
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import type { QueryRecord } from '../../../src/record/query-record';
import type { RecordStore, Retention } from '../../../src/record/record-store';
import { storableText } from '../../../src/record/store/storable';
import { idOf, numbered, randomRecords, sampleRecord } from '../../support/record/random-record';
import { referenceFigures } from '../../support/record/reference-figures';
import { storeKinds } from '../../support/record/stores';

describe.each(storeKinds)('$name keeps', (kind) => {
  let number = 0;
  let place: string;
  let opened: RecordStore[];

  beforeAll(() => kind.begin());
  afterAll(() => kind.end());
  beforeEach(() => {
    place = `place_${++number}`;
    opened = [];
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
  });

  function open(retention: Partial<Retention> = {}): RecordStore {
    const store = kind.open(place, retention);
    opened.push(store);
    return store;
  }

  async function count(table: string, condition = 'true'): Promise<number> {
    const [row] = await kind.rows(place, `SELECT count(*) AS count FROM ${table} WHERE ${condition}`);
    return Number(row?.['count']);
  }

  describe('a record', () => {
    test('is kept whole, also when the store is opened again', async () => {
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

    test('that is refused takes its batch with it, and the next batch is taken', async () => {
      const store = open();
      const faulty = { ...sampleRecord({ id: 'faulty' }), method: null } as unknown as QueryRecord;
      await expect(store.add([sampleRecord({}), faulty])).rejects.toThrow('method');
      await store.add([sampleRecord({ id: 'next' })]);
      expect(await idsOf(store)).toEqual(['next']);
    });

    test('may have a URL as long as a request takes, which nothing makes shorter', async () => {
      const store = open();
      const record = sampleRecord({ url: randomBytes(48_000).toString('base64') });
      await store.add([record, { ...record, id: 'next' }]);
      expect(await store.find('next')).toMatchObject({ url: record.url });
      expect(await count('query')).toBe(1);
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
      const texts = {
        service: text,
        code: text,
        caller: text,
        url: text,
        message: text,
        correlationId: text,
      };
      const record = sampleRecord({ id: `1${text}`, ...texts, correlations });
      await store.add([record, sampleRecord({ id: '2' })]);
      // What is no character in every database becomes what stands for an unreadable one; our own masks let none through.
      const kept = JSON.parse(JSON.stringify(record), (_name, value: unknown) =>
        typeof value === 'string' ? storableText(value) : value,
      ) as QueryRecord;
      expect(await store.find(`1${text}`)).toEqual(kept);
      const asked = { service: text, code: text, caller: text, correlationId: text };
      expect((await store.list(asked)).items).toEqual([kept]);
      await expect(store.list({ url: text, before: text })).resolves.toBeDefined();
    });
  });

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

    test('add up the time of calls that were too many to be told one by one, too', async () => {
      const store = open();
      const calls = [
        { connection: 'c', method: 'GET', url: '', attempt: 1, startedAfter: 0, milliseconds: 2, bytes: 0 },
      ];
      const further = { count: 900, milliseconds: 4_000 };
      const record = sampleRecord({ fingerprint: 'f', calls, furtherCalls: further });
      await store.add([record]);
      expect(await store.find(record.id)).toEqual(record);
      expect(await store.fingerprints({})).toMatchObject([{ upstreamMilliseconds: 4_002 }]);
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

  describe('retention', () => {
    test('deletes what is too old', async () => {
      const store = open({ milliseconds: 100 });
      await store.add(numbered(1_500, { correlationId: 'same', correlations: { traceparent: 'also' } }));
      expect(await store.prune(1_595)).toBe(1_495);
      expect(await idsOf(store)).toEqual([1495, 1496, 1497, 1498, 1499].map(idOf));
      expect((await store.list({ correlationId: 'also' })).items).toHaveLength(5);
      expect(await store.find(idOf(0))).toBeUndefined();
      expect(await count('correlation')).toBe(10);
    });

    test('goes by when a request arrived, however late it ended', async () => {
      const store = open({ milliseconds: 100 });
      await store.add([
        sampleRecord({ id: idOf(60_000), at: 0 }),
        sampleRecord({ id: idOf(60_001), at: 200 }),
      ]);
      expect(await store.prune(201)).toBe(1);
      expect(await idsOf(store)).toEqual([idOf(60_001)]);
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
      expect(await count('query', "url = 'Gone'")).toBe(0);
      expect(await count('query')).toBe(2);
    });

    test('keeps so many records, the newest', async () => {
      const store = open({ records: 3 });
      await store.add(numbered(2_500));
      expect(await store.prune(0)).toBe(2_497);
      expect(await idsOf(store)).toEqual([2497, 2498, 2499].map(idOf));
      expect(await store.prune(0)).toBe(0);
    });

    test('keeps so many bytes', async () => {
      const store = open({ bytes: 200_000 });
      await store.add(numbered(2_000, { message: 'x'.repeat(300) }));
      const before = await store.size();
      await store.prune(0);
      const after = await store.size();
      expect(before).toMatchObject({ records: 2_000 });
      expect(before.bytes).toBeGreaterThan(1_000_000);
      expect(after.records).toBeGreaterThan(100);
      expect(after.records).toBeLessThan(500);
      expect((await idsOf(store)).at(-1)).toBe(idOf(1_999));
      // What is free within the files of PostgreSQL is not too much, or everything would go bit by bit.
      expect(await store.prune(0)).toBe(0);
      if (kind.shrinks) expect(after.bytes).toBeLessThanOrEqual(200_000);
    });
  });
});

/** Some hundred, the same every time. */
function manyRecords(seed: number): readonly QueryRecord[] {
  const sampled = fc.sample(randomRecords, { numRuns: 50, seed }).flat();
  return sampled.map((record, index) => ({ ...record, id: idOf(index) }));
}

async function idsOf(store: RecordStore): Promise<readonly string[]> {
  return (await store.list({ limit: 500 })).items.map(({ id }) => id).reverse();
}
