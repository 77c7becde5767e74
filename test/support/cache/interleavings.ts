/**
 * Plays readers and writers against a cache in an order that fast-check chooses, and tells whether a read that began
 * after a change was acknowledged got an older version.
 */
import fc from 'fast-check';
import type { CachePolicy } from '../../../src/cache/cache-policy';
import { onlyInstance } from '../../../src/cache/generation-link';
import { Generations } from '../../../src/cache/generations';
import { MemoryTier } from '../../../src/cache/memory-tier';
import { ReadThrough } from '../../../src/cache/read-through';
import { listTag, rowTag, setTag } from '../../../src/cache/tags';
import type { Verdict } from '../../../src/cache/verdict';
import { type CachedWrite, writeAround } from '../../../src/cache/write-around';
import { playOut } from '../play-out';
import { ManualClock } from './manual-clock';
import { rowNames, type Versions, VersionedSource, type WriteFate } from './versioned-source';

/** What may be put in the place of the real protocol, to see that its absence is noticed. */
export interface Protocol {
  readonly generations: (clock: ManualClock) => Generations;
  readonly write: (write: CachedWrite<number>, generations: Generations) => Promise<number>;
  /** Which rows an answer depends on is told by the answer, and which ones a change touches by the end of the change. */
  readonly learnsTags?: true;
}

/** A small table, so that a million of them cost little. */
export const SLOTS = 64;

export const realProtocol: Protocol = {
  generations: (clock) => new Generations(clock, SLOTS),
  write: (write, generations) => writeAround(write, { generations, link: onlyInstance }),
};

export type Operation =
  | {
      readonly kind: 'read';
      readonly row: string | undefined;
      readonly fails: boolean;
      readonly aborts: boolean;
    }
  | { readonly kind: 'write'; readonly row: string; readonly deletes: boolean; readonly fate: WriteFate }
  | { readonly kind: 'wait'; readonly milliseconds: number };

const LATE_ARRIVAL = 60;
const policy: CachePolicy = { ttl: 50, staleWhileRevalidate: 40, staleIfError: 200, negativeTtl: 30 };
/** Two entries at most, so that there are evictions. */
const MEMORY_BYTES = 6_000;
const ROOM = Math.floor(MEMORY_BYTES / 4) - 500;

const rowNameOf = fc.constantFrom(...rowNames);
const rarely = fc.integer({ min: 0, max: 5 }).map((number) => number === 0);

/** Twice as many reads as writes; now and then some time passes. */
export const operationsOf: fc.Arbitrary<readonly Operation[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('read' as const),
        row: fc.option(rowNameOf, { nil: undefined, freq: 3 }),
        fails: rarely,
        aborts: rarely,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('write' as const),
        row: rowNameOf,
        deletes: rarely,
        fate: fc.constantFrom<WriteFate>('done', 'done', 'done', 'refused', 'lost', 'cut', 'late'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.constantFrom(10, 45, 70) }),
    },
  ),
  { minLength: 2, maxLength: 12 },
);

export interface StaleRead {
  readonly row: string;
  readonly got: number;
  readonly acknowledged: number;
  readonly verdict: Verdict;
}

/** What happened in one interleaving. */
export interface Outcome {
  readonly stale: readonly StaleRead[];
  readonly verdicts: readonly Verdict[];
}

export async function interleave(
  scheduler: fc.Scheduler,
  operations: readonly Operation[],
  protocol: Protocol,
): Promise<Outcome> {
  const run = new Interleaving(scheduler, protocol);
  const all = operations.map(async (operation) => {
    await scheduler.schedule(Promise.resolve(), operation.kind);
    await run.perform(operation);
  });
  await playOut(scheduler, Promise.all(all));
  return run;
}

class Interleaving implements Outcome {
  readonly stale: StaleRead[] = [];
  readonly verdicts: Verdict[] = [];
  readonly #clock = new ManualClock();
  readonly #generations: Generations;
  readonly #cache: ReadThrough<Versions>;
  readonly #source: VersionedSource;
  /** The newest version of each row that a writer has heard of. */
  readonly #acknowledged = new Map<string, number>();
  /** The newest that arrived late: no writer heard of it, but nothing older may have been kept. */
  readonly #arrivedLate = new Map<string, number>();
  /** When the last change of unknown outcome was still possible. */
  #lateUntil = 0;

  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly protocol: Protocol,
  ) {
    this.#generations = protocol.generations(this.#clock);
    this.#cache = new ReadThrough<Versions>({
      generations: this.#generations,
      link: onlyInstance,
      memory: new MemoryTier(MEMORY_BYTES),
      clock: this.#clock,
    });
    this.#source = new VersionedSource(scheduler, (row, version) => raiseTo(this.#arrivedLate, row, version));
  }

  perform(operation: Operation): Promise<void> {
    switch (operation.kind) {
      case 'read':
        return this.#read(operation);
      case 'write':
        return this.#write(operation);
      case 'wait':
        return this.#wait(operation.milliseconds);
    }
  }

  async #read({ row, fails, aborts }: Extract<Operation, { kind: 'read' }>): Promise<void> {
    const rows = row === undefined ? rowNames : [row];
    const [acknowledged, arrivedLate] = [new Map(this.#acknowledged), new Map(this.#arrivedLate)];
    const controller = new AbortController();
    if (aborts)
      void this.scheduler
        .schedule(Promise.resolve(), 'abort')
        .then(() => controller.abort(new Error('left')));
    try {
      const tags = [row === undefined ? listTag('c', 'E') : rowTag('c', 'E', [row])];
      const [known, learned] = this.protocol.learnsTags === true ? [[], tags] : [tags, []];
      const { value, verdict } = await this.#cache.read({
        set: 'c/E',
        key: row ?? '',
        tags: [setTag('c', 'E'), ...known],
        policy,
        load: async () => ({ ...(await this.#source.read(rows, fails)), bytes: ROOM, tags: learned }),
        signal: controller.signal,
      });
      this.verdicts.push(verdict);
      this.#check(value, acknowledged, verdict);
      // Who shares a load may get what it read before the late change arrived, but nobody gets it from memory.
      if (verdict.kind !== 'miss' || !verdict.collapsed) this.#check(value, arrivedLate, verdict);
    } catch {
      // The source failed, or the reader left: no answer is never a stale one.
    }
  }

  #check(value: Versions, newest: ReadonlyMap<string, number>, verdict: Verdict): void {
    for (const [row, got] of value) {
      const acknowledged = newest.get(row) ?? 0;
      if (got < acknowledged) this.stale.push({ row, got, acknowledged, verdict });
    }
  }

  async #write({ row, deletes, fate }: Extract<Operation, { kind: 'write' }>): Promise<void> {
    const touched = [listTag('c', 'E'), rowTag('c', 'E', [row])];
    const write = {
      ...(this.protocol.learnsTags === true ? { tags: [], named: () => touched } : { tags: touched }),
      send: () => this.#source.write(row, deletes, fate),
      lateArrival: LATE_ARRIVAL,
    };
    try {
      raiseTo(this.#acknowledged, row, await this.protocol.write(write, this.#generations));
    } catch {
      this.#lateUntil = this.#clock.now() + LATE_ARRIVAL;
    }
  }

  /** A change may arrive late, but not after its time. */
  #wait(milliseconds: number): Promise<void> {
    if (this.#clock.now() + milliseconds >= this.#lateUntil) this.#source.deliverAll();
    this.#clock.advance(milliseconds);
    return Promise.resolve();
  }
}

function raiseTo(versions: Map<string, number>, row: string, version: number): void {
  versions.set(row, Math.max(versions.get(row) ?? 0, version));
}
