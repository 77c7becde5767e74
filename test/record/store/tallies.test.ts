/** What fingerprints add up to over days: from tallies, which say the same as the records and outlive them. */
import fc from 'fast-check';
import type { QueryRecord } from '../../../src/record/query-record';
import type { RecordFilter, RecordStore, Retention } from '../../../src/record/record-store';
import { durationOf, percentilesOf } from '../../../src/record/store/durations';
import { idOf, numbered, randomRecords, sampleRecord } from '../../support/record/random-record';
import { classOf, referenceFigures } from '../../support/record/reference-figures';
import { storeKinds } from '../../support/record/stores';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe.each(storeKinds)('tallies in $name', (kind) => {
  let number = 0;
  let place: string;
  let store: RecordStore;

  beforeAll(() => kind.begin());
  afterAll(() => kind.end());
  afterEach(() => store.close());

  function open(retention: Partial<Retention> = {}): void {
    place = `tallies_${++number}`;
    store = kind.open(place, retention);
  }

  async function rowsOf(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return kind.rows(place, sql);
  }

  test('say of any period what its records say', async () => {
    open();
    const records = overDays(13);
    for (let index = 0; index < records.length; index += 9) await store.add(records.slice(index, index + 9));
    // Added again they count no second time.
    await store.add(records.slice(0, 20));
    const moments = fc.sample(fc.nat(3 * DAY), { numRuns: 12, seed: 5 });
    const periods = moments.flatMap((from, index): RecordFilter[] => [
      { from, to: from + (moments[index + 1] ?? DAY) },
      { from: Math.floor(from / HOUR) * HOUR, to: Math.ceil(from / DAY) * DAY },
      { to: from, service: 'sales' },
      { from, fingerprint: 'f1' },
    ]);
    for (const filter of [{}, ...periods]) await expectFigures(store, records, filter);
  });

  test('put counts of durations together where there are many', async () => {
    open();
    const records = numbered(1_200, { fingerprint: 'f' }).map((record, index) => ({
      ...record,
      milliseconds: 1.1 ** (index % (index < 900 ? 60 : 10)),
    }));
    for (let index = 0; index < records.length; index += 60)
      await store.add(records.slice(index, index + 60));
    await expectFigures(store, records, {});
    const [row] = await rowsOf('SELECT max(length(durations)) AS longest FROM tally');
    expect(Number(row?.['longest'])).toBeLessThan(3_600);
  });

  test('outlive plain reads, and go with the last records of their time', async () => {
    open({ readMilliseconds: HOUR, milliseconds: 2 * DAY });
    await store.add([
      sampleRecord({ id: idOf(0), fingerprint: 'old', url: 'Old' }),
      sampleRecord({ id: idOf(DAY), at: DAY, fingerprint: 'read', url: 'Read' }),
      sampleRecord({ id: idOf(DAY + 1), at: DAY + 1, fingerprint: 'failed', status: 500, code: 'NotFound' }),
    ]);
    expect(await store.prune(2 * DAY)).toBe(2);
    expect(await namesOf({})).toEqual(['failed', 'old', 'read']);
    expect(await store.fingerprints({ fingerprint: 'read' })).toMatchObject([{ url: 'Read', count: 1 }]);
    expect(await namesOf({ code: 'NotFound' })).toEqual(['failed']);
    await store.prune(3 * DAY);
    expect(await namesOf({})).toEqual(['failed', 'read']);
    expect(await rowsOf('SELECT fingerprint FROM shape ORDER BY fingerprint')).toEqual([
      { fingerprint: 'failed' },
      { fingerprint: 'read' },
    ]);
    await store.prune(9 * DAY);
    expect(await namesOf({})).toEqual([]);
    expect(await rowsOf('SELECT fingerprint FROM tally')).toEqual([]);
  });

  test('are no more than records may be: the shortest times go first', async () => {
    open({ records: 8 });
    const spread = numbered(6).map((record, index) => ({ ...record, at: index * HOUR, fingerprint: 'f' }));
    await store.add(spread);
    await store.prune(0);
    expect(await rowsOf('SELECT start FROM tally WHERE span < 3600000')).toEqual([{ start: 5 * HOUR }]);
    expect(await store.fingerprints({ from: HOUR, to: 3 * HOUR })).toMatchObject([{ count: 2 }]);
  });

  test('go like records where there are too many bytes, and those that are left name what is left', async () => {
    open({ bytes: 300_000 });
    const message = 'x'.repeat(300);
    const spread = numbered(2_000, { message }).map((record, index) => ({
      ...record,
      id: idOf(index * HOUR),
      at: index * HOUR,
      fingerprint: `f${index}`,
    }));
    await store.add(spread);
    await store.prune(0);
    const [row] = await rowsOf('SELECT count(*) AS count FROM tally');
    expect(Number(row?.['count'])).toBeLessThan(3_000);
    // By records alone, as their tallies may be gone.
    expect(await store.fingerprints({ code: 'none' })).toEqual([]);
    const { items } = await store.list({ limit: 1 });
    const { fingerprint = '', at = 0 } = items[0] ?? {};
    expect(await store.fingerprints({ fingerprint, from: at, to: at + 1 })).toMatchObject([{ count: 1 }]);
  });

  test('are told of the 500 most frequent, each with its period before', async () => {
    open();
    const once = Array.from({ length: 501 }, (_, index) => ({ fingerprint: `f${1_000 + index}` }));
    const asked = [
      ...[...once, ...once.slice(0, 500)].map((some) => ({ ...some, at: 0 })),
      ...[...once, ...once.slice(500)].map((some) => ({ ...some, at: DAY })),
    ];
    await store.add(asked.map((some, index) => sampleRecord({ ...some, id: idOf(index) })));
    const found = await store.fingerprints({ from: DAY, to: 2 * DAY });
    expect(found).toHaveLength(500);
    expect(found.slice(0, 2)).toMatchObject([
      { fingerprint: 'f1500', count: 2, before: { count: 1 } },
      { fingerprint: 'f1000', count: 1, before: { count: 2 } },
    ]);
  });

  test('tell the set as soon as a source has told it', async () => {
    open();
    const how = { fingerprint: 'f', service: 'sales' };
    await store.add([sampleRecord({ ...how, status: 503 })]);
    await store.add([sampleRecord({ ...how, id: idOf(1), entitySet: 'Customers' })]);
    await store.add([sampleRecord({ ...how, id: idOf(2), status: 503 })]);
    expect(await store.fingerprints({})).toMatchObject([
      { method: 'GET', url: 'Customers', service: 'sales', entitySet: 'Customers', count: 3, errors: 2 },
    ]);
  });

  async function namesOf(filter: RecordFilter): Promise<readonly string[]> {
    return (await store.fingerprints(filter)).map(({ fingerprint }) => fingerprint).sort();
  }
});

describe('a percentile', () => {
  test('is within 4 % of the duration that it stands for', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), (milliseconds) => {
        const told = durationOf(classOf(milliseconds));
        expect(Math.abs(told - milliseconds)).toBeLessThanOrEqual(0.04 * milliseconds + 0.001);
      }),
    );
  });

  test('is of all counts together', () => {
    const counts = (...durations: readonly number[]): string =>
      `{${durations.map((duration) => `"${classOf(duration)}":1`).join(',')}}`;
    const told = (milliseconds: number): number => durationOf(classOf(milliseconds));
    expect(percentilesOf(`${counts(5, 900)},${counts(0, 1)},${counts(5)}`)).toEqual([5, 900, 900].map(told));
  });
});

/** Some hundred over three days, of which each fingerprint is of one service. */
function overDays(seed: number): readonly QueryRecord[] {
  const sampled = fc.sample(randomRecords, { numRuns: 20, seed }).flat();
  const moments = fc.sample(fc.nat(3 * DAY), { numRuns: sampled.length, seed });
  const services: Readonly<Record<string, string>> = { f1: 'sales', f2: 'sales', f3: 'demo' };
  return sampled.map((record, index) => {
    const at = moments[index] ?? 0;
    const service = services[record.fingerprint ?? ''] ?? 'sales';
    return { ...record, at, id: `${idOf(at).slice(0, 11)}${String(index).padStart(12, '0')}`, service };
  });
}

async function expectFigures(
  store: RecordStore,
  records: readonly QueryRecord[],
  filter: RecordFilter,
): Promise<void> {
  const { from = -Infinity, to = Infinity, service, fingerprint } = filter;
  const asked = records.filter(
    (record) =>
      (service ?? record.service) === record.service &&
      (fingerprint ?? record.fingerprint) === record.fingerprint,
  );
  const within = asked.filter(({ at }) => at >= from && at < to);
  const names = [...new Set(within.flatMap((record) => record.fingerprint ?? []))];
  const found = await store.fingerprints(filter);
  expect(found.map((each) => each.fingerprint).sort()).toEqual(names.sort());
  for (const { fingerprint: name, before, ...figures } of found) {
    expect(figures).toMatchObject(roughly(within.filter((record) => record.fingerprint === name)));
    const earlier = asked.filter(
      (record) => record.fingerprint === name && record.at < from && record.at >= 2 * from - to,
    );
    const isCompared = filter.from !== undefined && filter.to !== undefined && earlier.length > 0;
    expect(before).toEqual(isCompared ? roughly(earlier) : undefined);
  }
}

/** Sums of fractions depend on their order. */
function roughly(records: readonly QueryRecord[]): object {
  const figures = referenceFigures(records);
  return {
    ...figures,
    hitShare: expect.closeTo(figures.hitShare, 9),
    upstreamMilliseconds: expect.closeTo(figures.upstreamMilliseconds, 6),
  };
}
