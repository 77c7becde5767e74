/**
 * The promise of the cache: a read that begins after a change was acknowledged never gets an older version, whatever
 * order things happen in. And the proof that this test would notice: four protocols that look right are each caught.
 */
import fc from 'fast-check';
import { type Stamp, Generations } from '../../src/cache/generations';
import { interleave, operationsOf, type Protocol, realProtocol, SLOTS } from '../support/cache/interleavings';
import { SEED, TIMEOUT } from '../differential/runs';

const INTERLEAVINGS = process.env['VTG_FULL'] === undefined ? 20_000 : 1_000_000;
/** Within so many, each broken protocol must be caught. */
const PATIENCE = 300;

/** What is stored counts as read at the moment when it is stored. */
class UncheckedFill extends Generations {
  override extend(stamp: Stamp, tags: readonly string[]): Stamp {
    return { ...super.extend(stamp, tags), sequence: super.stamp([]).sequence };
  }
}

/** A load is joined whenever it began; what is stored is checked. */
class UncheckedFlights extends Generations {
  readonly #filled = new WeakSet<Stamp>();

  override extend(stamp: Stamp, tags: readonly string[]): Stamp {
    const extended = super.extend(stamp, tags);
    this.#filled.add(extended);
    return extended;
  }

  override isCurrent(stamp: Stamp): boolean {
    return !this.#filled.has(stamp) || super.isCurrent(stamp);
  }
}

const raiseBefore: Protocol['write'] = ({ tags, send }, generations) => {
  generations.raise(tags);
  return send();
};

const broken: Readonly<Record<string, Protocol>> = {
  'deletes before the change only': {
    generations: (clock) => new UncheckedFill(clock, SLOTS),
    write: raiseBefore,
  },
  'deletes before and after, and stores whatever was read': {
    ...realProtocol,
    generations: (clock) => new UncheckedFill(clock, SLOTS),
  },
  'joins a load that began before the change': {
    ...realProtocol,
    generations: (clock) => new UncheckedFlights(clock, SLOTS),
  },
  'raises before the change only': { ...realProtocol, write: raiseBefore },
};

describe('interleavings of reads and changes', () => {
  it.each([
    ['', realProtocol],
    [' that learn their tags late', { ...realProtocol, learnsTags: true } satisfies Protocol],
  ])(
    `give no stale read in ${INTERLEAVINGS}%s`,
    async (_what, protocol) => {
      const seen = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), operationsOf, async (scheduler, operations) => {
          const { stale, verdicts } = await interleave(scheduler, operations, protocol);
          for (const verdict of verdicts) seen.set(verdict.kind, (seen.get(verdict.kind) ?? 0) + 1);
          if (stale.length > 0) throw new Error(`Stale: ${JSON.stringify(stale)}`);
        }),
        { numRuns: INTERLEAVINGS, seed: SEED },
      );
      // Each way to answer was gone, and often.
      for (const kind of ['hit', 'staleWhileRevalidate', 'staleIfError', 'miss']) {
        expect(seen.get(kind)).toBeGreaterThan(INTERLEAVINGS / 500);
      }
    },
    TIMEOUT,
  );

  it.each(Object.entries(broken))('catch a cache that %s', async (_, protocol) => {
    const result = await fc.check(
      fc.asyncProperty(fc.scheduler(), operationsOf, async (scheduler, operations) => {
        const { stale } = await interleave(scheduler, operations, protocol);
        return stale.length === 0;
      }),
      { numRuns: PATIENCE, seed: SEED },
    );
    expect(result.failed).toBe(true);
  });
});
