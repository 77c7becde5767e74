/**
 * The promise of the cache through the whole of both pipelines: whatever order things happen in, a read that begins after
 * a change was answered never shows what was before (reliability W11). And the proof that this test would notice.
 */
import fc from 'fast-check';
import type { Clock } from '../../src/cache/clock';
import { Generations, type Stamp } from '../../src/cache/generations';
import { MemoryTier } from '../../src/cache/memory-tier';
import { ReadThrough } from '../../src/cache/read-through';
import type { OpenService } from '../../src/gateway/open-service';
import { SEED, TIMEOUT } from '../differential/runs';
import { operationsOf } from '../support/cached/operations';
import { type Joint, play } from '../support/cached/play';

const INTERLEAVINGS = process.env['VTG_FULL'] === undefined ? 1_200 : 100_000;
/** Within so many, each broken joint must be caught. */
const PATIENCE = 300;

/** What is stored counts as read when it is stored, whatever became of its rows meanwhile. */
class UncheckedFill extends Generations {
  constructor(
    private readonly real: Generations,
    clock: Clock,
  ) {
    super(clock);
  }

  override stamp(tags: readonly string[]): Stamp {
    return this.real.stamp(tags);
  }

  override extend(stamp: Stamp, tags: readonly string[]): Stamp {
    return { ...this.real.extend(stamp, tags), sequence: this.real.stamp([]).sequence };
  }

  override isCurrent(stamp: Stamp): boolean {
    return this.real.isCurrent(stamp);
  }

  override isQuarantined(): boolean {
    return false;
  }
}

/** How many of so many interleavings have an answer like this, at the least. */
const usual: Readonly<Record<string, number>> = {
  hit: 0.2,
  'hit;detail=stale-while-revalidate': 0.01,
  'fwd=stale;detail=stale-if-error': 0.003,
  'fwd=uri-miss;stored': 0.5,
  'fwd=uri-miss;stored;collapsed': 0.01,
  'fwd=uri-miss;detail=changed-meanwhile': 0.1,
  'fwd=stale;stored': 0.003,
  'fwd=stale;stored;detail=invalidated': 0.05,
  'fwd=stale;detail=invalidated-quarantined': 0.02,
};

function changing(around: (service: OpenService) => OpenService['changing']): Joint {
  return { service: (service) => ({ ...service, changing: around(service) }) };
}

const broken: Readonly<Record<string, Joint>> = {
  'raises before the change only': changing(({ cache }) => ({ tags }, send) => {
    cache.generations.raise(tags);
    return send();
  }),
  'raises only after a change that has failed': changing(({ cache }) => async ({ tags }, send) => {
    try {
      return await send();
    } catch (error) {
      cache.generations.raise(tags);
      throw error;
    }
  }),
  'leaves lists alone': changing(
    ({ changing: real }) =>
      (change, send) =>
        real({ ...change, tags: change.tags.filter((tag) => !tag.startsWith('list:')) }, send),
  ),
  'stores answers whatever became of their rows': {
    cache: (cache, clock) => ({
      ...cache,
      answers: new ReadThrough({
        generations: new UncheckedFill(cache.generations, clock),
        link: cache.link,
        clock,
        memory: new MemoryTier(10_000),
      }),
    }),
  },
};

describe('interleavings of requests', () => {
  it(
    `give no stale answer in ${INTERLEAVINGS}`,
    async () => {
      const seen = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), operationsOf, async (scheduler, operations) => {
          const { stale, verdicts } = await play(scheduler, operations);
          for (const verdict of verdicts) seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
          if (stale.length > 0) throw new Error(stale.join('\n'));
        }),
        { numRuns: INTERLEAVINGS, seed: SEED },
      );
      // Each way to answer was gone, and often.
      for (const [verdict, share] of Object.entries(usual))
        expect([verdict, (seen.get(verdict) ?? 0) >= INTERLEAVINGS * share]).toEqual([verdict, true]);
    },
    TIMEOUT,
  );

  it.each(Object.entries(broken))(
    'catch a joint that %s',
    async (_, joint) => {
      const { failed } = await fc.check(
        fc.asyncProperty(fc.scheduler(), operationsOf, async (scheduler, operations) => {
          const { stale } = await play(scheduler, operations, joint);
          return stale.length === 0;
        }),
        { numRuns: PATIENCE, seed: SEED, endOnFailure: true },
      );
      expect(failed).toBe(true);
    },
    TIMEOUT,
  );
});
