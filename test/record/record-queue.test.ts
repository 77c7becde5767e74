/** What the queue does with records while the store is quick, slow, broken or full. */
import type { QueryRecord } from '../../src/record/query-record';
import { RecordQueue } from '../../src/record/record-queue';
import { StoreUnavailable } from '../../src/record/store-unavailable';
import { ManualClock } from '../support/cache/manual-clock';
import { idOf, sampleRecord } from '../support/record/random-record';

/** A store whose batches end when the test says so. */
class HeldStore {
  readonly batches: string[][] = [];
  readonly ends: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  add(records: readonly QueryRecord[]): Promise<void> {
    this.batches.push(records.map(({ id }) => id));
    return new Promise((resolve, reject) => this.ends.push({ resolve, reject }));
  }
}

const limits = { capacity: 5, batch: 2, interval: 250, pause: 500, patience: 1_000 };
const away = new StoreUnavailable('away', undefined);
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let clock: ManualClock;
let store: HeldStore;
let queue: RecordQueue;

beforeEach(() => {
  clock = new ManualClock();
  store = new HeldStore();
  queue = new RecordQueue(store, limits, clock);
});

function push(...indexes: readonly number[]): void {
  for (const index of indexes) queue.push(sampleRecord({ id: idOf(index) }));
}

async function end(batch: number, error?: Error): Promise<void> {
  if (error === undefined) store.ends[batch]?.resolve();
  else store.ends[batch]?.reject(error);
  await settle();
}

describe('the queue of records', () => {
  test('waits for company, for a while', () => {
    push(0);
    clock.advance(249);
    expect(store.batches).toEqual([]);
    clock.advance(1);
    expect(store.batches).toEqual([[idOf(0)]]);
  });

  test('hands a full batch over at once, but not while it is pushed', () => {
    push(0, 1);
    expect(store.batches).toEqual([]);
    clock.advance(0);
    expect(store.batches).toEqual([[idOf(0), idOf(1)]]);
    expect(clock.pending).toBe(0);
  });

  test('hands over one batch at a time, in order', async () => {
    push(0, 1, 2, 3, 4);
    clock.advance(0);
    clock.advance(1_000);
    expect(store.batches).toHaveLength(1);
    await end(0);
    clock.advance(0);
    await end(1);
    clock.advance(249);
    expect(store.batches).toHaveLength(2);
    clock.advance(1);
    expect(store.batches).toEqual([[idOf(0), idOf(1)], [idOf(2), idOf(3)], [idOf(4)]]);
  });

  test('drops the oldest while the store is slow, and counts them', async () => {
    push(0, 1);
    clock.advance(0);
    push(...Array.from({ length: 38 }, (_, index) => index + 2));
    expect(queue.dropped).toBe(33);
    expect(queue.waiting).toBe(5);
    await end(0);
    clock.advance(0);
    expect(store.batches[1]).toEqual([idOf(35), idOf(36)]);
  });

  test('counts what the store refuses, and goes on', async () => {
    push(0, 1, 2, 3);
    clock.advance(0);
    await end(0, new Error('disk full'));
    expect(queue.failed).toBe(2);
    clock.advance(0);
    await end(1);
    expect(store.batches[1]).toEqual([idOf(2), idOf(3)]);
    expect([queue.failed, queue.dropped, queue.waiting]).toEqual([2, 0, 0]);
  });

  test('keeps what a store that is away did not take, and tries again after a pause', async () => {
    push(0, 1, 2);
    clock.advance(0);
    await end(0, away);
    expect([queue.failed, queue.dropped, queue.waiting]).toEqual([0, 0, 3]);
    clock.advance(499);
    expect(store.batches).toHaveLength(1);
    clock.advance(1);
    await end(1);
    clock.advance(250);
    await end(2);
    expect(store.batches).toEqual([[idOf(0), idOf(1)], [idOf(0), idOf(1)], [idOf(2)]]);
    expect([queue.failed, queue.dropped, queue.waiting]).toEqual([0, 0, 0]);
  });

  test('drops the oldest while the store is away, those that it did not take among them', async () => {
    push(0, 1);
    clock.advance(0);
    push(2, 3, 4, 5);
    await end(0, away);
    expect([queue.dropped, queue.waiting]).toEqual([1, 5]);
    push(6);
    expect([queue.dropped, queue.waiting]).toEqual([2, 5]);
    clock.advance(500);
    expect(store.batches[1]).toEqual([idOf(2), idOf(3)]);
    push(7, 8, 9, 10, 11);
    await end(1, away);
    expect([queue.failed, queue.dropped, queue.waiting]).toEqual([0, 7, 5]);
  });

  test('flushes and closes with one attempt while the store is away, and counts what is lost', async () => {
    push(0, 1, 2);
    const flushed = queue.flush();
    await end(0, away);
    await flushed;
    expect(queue.waiting).toBe(3);
    const closed = queue.close();
    await end(1, away);
    await closed;
    expect([queue.dropped, queue.waiting, clock.pending]).toEqual([3, 0, 0]);
  });

  test('bears a store that throws at once', async () => {
    const broken = new RecordQueue(
      {
        add: () => {
          throw new Error('broken');
        },
      },
      limits,
      clock,
    );
    broken.push(sampleRecord({}));
    clock.advance(250);
    await settle();
    expect(broken.failed).toBe(1);
    broken.push(sampleRecord({}));
    clock.advance(250);
    await settle();
    expect(broken.failed).toBe(2);
  });

  test('flushes what waits, after the batch that is on its way', async () => {
    push(0, 1, 2, 3, 4);
    clock.advance(0);
    let isFlushed = false;
    const flushed = queue.flush().then(() => (isFlushed = true));
    for (const batch of [0, 1]) await end(batch);
    expect(isFlushed).toBe(false);
    await end(2);
    await flushed;
    expect(store.batches).toEqual([[idOf(0), idOf(1)], [idOf(2), idOf(3)], [idOf(4)]]);
  });

  test('flushes nothing at once', async () => {
    await queue.flush();
    expect(store.batches).toEqual([]);
  });

  test('closes with everything handed over, and takes nothing more', async () => {
    push(0);
    const closed = queue.close();
    await end(0);
    await closed;
    push(1);
    expect(clock.pending).toBe(0);
    expect([store.batches, queue.dropped]).toEqual([[[idOf(0)]], 1]);
  });

  test('does not wait for ever for a store that hangs', async () => {
    push(0, 1, 2);
    const closed = queue.close();
    await settle();
    clock.advance(1_000);
    await closed;
    expect(queue.dropped).toBe(1);
  });
});
