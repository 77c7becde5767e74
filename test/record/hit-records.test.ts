/** Which hits have a record of their own, and what stands in the one that others share. */
import { type AnsweredHit, HitRecords } from '../../src/record/hit-records';
import type { QueryRecord } from '../../src/record/query-record';
import { ManualClock } from '../support/cache/manual-clock';

let clock: ManualClock;
let kept: QueryRecord[];
let records: HitRecords;

beforeEach(() => {
  clock = new ManualClock();
  kept = [];
  records = new HitRecords((record) => kept.push(record), clock);
});

interface Some {
  readonly at?: number;
  readonly milliseconds?: number;
  readonly service?: string;
  readonly fingerprint?: string;
  readonly caller?: string;
  readonly status?: number;
}

function hit(some: Some = {}): AnsweredHit {
  const {
    at = 0,
    milliseconds = 1,
    service = 'sales',
    fingerprint = 'f1',
    caller = 'prod',
    status = 200,
  } = some;
  return {
    noted: { service, url: 'Customers?$top=5', operation: 'list', fingerprint },
    caller,
    status,
    correlationId: `c${kept.length}`,
    headers: {},
    verdict: 'vtg;hit;ttl=42',
    started: at,
    ended: at + milliseconds,
  };
}

function add(count: number, some: Some = {}): void {
  for (let index = 0; index < count; index++) records.add(hit(some));
}

describe('hits', () => {
  test('have a record each, up to a hundred in a second and service', () => {
    add(100);
    add(100, { service: 'demo' });
    expect(kept).toHaveLength(200);
    expect(kept.every(({ fold, cache }) => fold === undefined && cache?.isHit === true)).toBe(true);
  });

  test('share one beyond that, which says how many they are and how long they took', () => {
    add(100);
    for (const milliseconds of [1, 2, 6]) records.add(hit({ milliseconds }));
    expect(kept).toHaveLength(100);
    clock.advance(1_000);
    expect(kept.slice(100)).toMatchObject([
      { correlationId: 'c100', milliseconds: 3, fold: { hits: 3, slowest: 6 } },
    ]);
    expect(kept.map(({ id }) => id).toSorted()).toEqual(kept.map(({ id }) => id));
  });

  test('share one that stands where the last of them does', () => {
    add(102);
    records.add(hit({ milliseconds: 1_000 }));
    records.flush();
    const [slow, shared] = kept.slice(100);
    expect(shared?.fold?.hits).toBe(2);
    expect((slow?.id ?? '') < (shared?.id ?? '')).toBe(true);
  });

  test('of another fingerprint, caller or status do not share it, and one alone is no fold', () => {
    add(100);
    add(2);
    add(2, { fingerprint: 'f2' });
    add(2, { caller: 'test' });
    records.add(hit({ status: 304 }));
    records.flush();
    expect(kept.slice(100).map(({ fold }) => fold?.hits)).toEqual([2, 2, 2, undefined]);
  });

  test('that are slow never share', () => {
    add(100);
    records.add(hit({ milliseconds: 1_000 }));
    expect(kept[100]).toMatchObject({ milliseconds: 1_000 });
    // When it arrived, not when it was answered.
    expect(Date.now() - (kept[100]?.at ?? Infinity)).toBeGreaterThanOrEqual(1_000);
  });

  test('have records of their own again in the next second, after those that were shared', () => {
    add(101);
    add(1, { at: 2_000 });
    expect(kept).toHaveLength(102);
    expect(clock.pending).toBe(0);
  });
});
