/** Which records a filter finds, in which order, page by page. */
import fc from 'fast-check';
import { operations, type QueryRecord } from '../../../src/record/query-record';
import type { RecordFilter, RecordStore } from '../../../src/record/record-store';
import { idOf, numbered, randomRecords, sampleRecord } from '../../support/record/random-record';
import { matches, summaryOf } from '../../support/record/reference-filter';
import { storeKinds } from '../../support/record/stores';

/** Deletes everything. */
const nothing = { milliseconds: 0, readMilliseconds: 0, records: 0, bytes: 0 };

/** The first is what the filter finds, the second what it must not. */
const cases: readonly [RecordFilter, Partial<QueryRecord>, Partial<QueryRecord>][] = [
  [{ service: 'sales' }, { service: 'sales' }, { service: 'Sales' }],
  [{ entitySet: 'Customers' }, { entitySet: 'Customers' }, {}],
  [{ operation: 'row' }, { operation: 'row' }, { operation: 'list' }],
  [{ status: 404 }, { status: 404 }, { status: 400 }],
  [{ status: '4xx' }, { status: 499 }, { status: 500 }],
  [{ status: '2xx' }, { status: 204 }, { status: 199 }],
  [{ code: 'NotFound' }, { code: 'NotFound' }, {}],
  [{ caller: 'a' }, { caller: 'a' }, { caller: 'b' }],
  [{ fingerprint: '00ff' }, { fingerprint: '00ff' }, { fingerprint: '00fe' }],
  [{ correlationId: 'x' }, { correlationId: 'x' }, { correlationId: 'y' }],
  [{ correlationId: 'x' }, { correlations: { traceparent: 'x' } }, { correlations: { x: 'traceparent' } }],
  [{ from: 10 }, { at: 10 }, { at: 9 }],
  [{ to: 10 }, { at: 9 }, { at: 10 }],
  [{ minMilliseconds: 1.5 }, { milliseconds: 1.5 }, { milliseconds: 1.49 }],
  [{ maxMilliseconds: 1.5 }, { milliseconds: 1.5 }, { milliseconds: 1.51 }],
  [
    { cache: 'hit' },
    { cache: { status: 'hit', isHit: true } },
    { cache: { status: 'fwd=miss', isHit: false } },
  ],
  [{ cache: 'miss' }, { cache: { status: 'fwd=miss', isHit: false } }, {}],
  [{ pushed: true }, { plan: { source: 'scan', parts: [], pushed: true } }, {}],
  [{ pushed: false }, { plan: { source: 'scan', parts: [], pushed: false } }, {}],
  [{ minFetched: 5 }, { rows: { fetched: 5, returned: 1 } }, { rows: { fetched: 4, returned: 9 } }],
  [{ writes: true }, { operation: 'delete' }, { operation: 'batch' }],
  [{ url: 'NAME eq' }, { url: 'Customers?$filter=Name eq ?' }, { url: 'Customers?$filter=Name  eq ?' }],
  [{ url: '_%' }, { url: 'a_%' }, { url: 'ab%' }],
  [{ url: 'Äz' }, { url: 'Ä%Äz' }, { url: 'äz' }],
];

/** Of each condition one value. */
const conditions: fc.Arbitrary<Required<RecordFilter>> = fc.record({
  service: fc.constantFrom('sales', 'demo', 'none'),
  entitySet: fc.constantFrom('Customers', 'Vendors'),
  operation: fc.constantFrom(...operations),
  status: fc.constantFrom(200, 404, 503, '2xx' as const, '4xx' as const, '5xx' as const, '1xx' as const),
  code: fc.constantFrom('NotFound', 'UpstreamUnavailable'),
  caller: fc.constantFrom('dataverse', "o'hara"),
  fingerprint: fc.constantFrom('f1', 'f2'),
  correlationId: fc.constantFrom('c1', 'c2', 'c4', 'c9'),
  from: fc.nat(1_000),
  to: fc.nat(1_000),
  minMilliseconds: fc.nat(50),
  maxMilliseconds: fc.nat(50),
  cache: fc.constantFrom('hit' as const, 'miss' as const),
  pushed: fc.boolean(),
  minFetched: fc.nat(20),
  writes: fc.constant(true as const),
  url: fc.constantFrom('ven', 'Customers?', '%', '_', '\\', '"', "'", '(?)'),
});

/** A few conditions at once: hardly any record meets more of them. */
const filters: fc.Arbitrary<RecordFilter> = conditions.chain((all) =>
  fc.subarray(Object.entries(all), { maxLength: 2 }).map((some) => Object.fromEntries(some) as RecordFilter),
);

describe.each(storeKinds)('a list in $name', (kind) => {
  let store: RecordStore;
  /** Of the same place, and keeps nothing. */
  let emptied: RecordStore;

  // One place for all tests: to open another takes longer than most of them.
  beforeAll(async () => {
    await kind.begin();
    store = kind.open('place');
    emptied = kind.open('place', nothing);
  });
  afterAll(async () => {
    await Promise.all([store.close(), emptied.close()]);
    await kind.end();
  });
  beforeEach(() => emptied.prune(Infinity));

  async function ids(filter: RecordFilter): Promise<readonly string[]> {
    return (await store.list(filter)).items.map(({ id }) => id);
  }

  test.each(cases)('by %j', async (filter, found, other) => {
    await store.add([sampleRecord({ id: idOf(1), ...found }), sampleRecord({ id: idOf(0), ...other })]);
    expect(await ids(filter)).toEqual([idOf(1)]);
  });

  test('of an empty store is empty', async () => {
    expect(await store.list({})).toEqual({ items: [], next: undefined });
    expect(await store.find('none')).toBeUndefined();
  });

  test('has at most 500 records, and at least one', async () => {
    await expect(store.list({ limit: 501 })).rejects.toThrow('1 to 500');
    await expect(store.list({ limit: 0 })).rejects.toThrow(RangeError);
  });

  test('shows each record once, page by page, while others come', async () => {
    await store.add(Array.from({ length: 7 }, (_, index) => sampleRecord({ id: idOf(index) })));
    const first = await store.list({ limit: 3 });
    await store.add([sampleRecord({ id: idOf(7) })]);
    const second = await store.list({ limit: 3, before: first.next ?? '' });
    const third = await store.list({ limit: 3, before: second.next ?? '' });
    const all = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect(all).toEqual([6, 5, 4, 3, 2, 1, 0].map(idOf));
    expect(third.next).toBeUndefined();
  });

  test('finds the newest of very many that ask alike', async () => {
    await store.add(numbered(20_002, { service: 'sales' }));
    await store.add([sampleRecord({ id: idOf(20_002), service: 'demo' })]);
    const { items, next } = await store.list({ service: 'sales', limit: 2 });
    expect(items.map(({ id }) => id)).toEqual([idOf(20_001), idOf(20_000)]);
    expect(next).toBe(idOf(20_000));
    expect(await store.count({ service: 'sales' })).toBe(20_002);
  });

  test('finds what a filter in JavaScript finds, whatever records and filter', async () => {
    const limits = fc.integer({ min: 1, max: 10 });
    await fc.assert(
      fc.asyncProperty(
        randomRecords,
        fc.array(filters, { minLength: 1, maxLength: 20 }),
        limits,
        async (records, asked, limit) => {
          await emptied.prune(Infinity);
          await store.add(records);
          for (const filter of asked) {
            const expected = records
              .filter((record) => matches(record, filter))
              .map(summaryOf)
              .reverse();
            const { items, next } = await store.list({ ...filter, limit });
            expect(items).toEqual(expected.slice(0, limit));
            expect(next).toBe(expected.length > limit ? expected[limit - 1]?.id : undefined);
            expect(await store.count(filter)).toBe(expected.length);
            expect((await store.list({ ...filter, skip: limit })).items).toEqual(expected.slice(limit));
          }
        },
      ),
      { numRuns: process.env['VTG_FULL'] === '1' ? 300 : 25 },
    );
  });
});
