/** Old records go every ten minutes, and whoever reads the log learns where they do not. */
import { pruneRegularly } from '../../src/server/prune-regularly';
import { ManualClock } from '../support/cache/manual-clock';

const PAUSE = 10 * 60_000;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('one round follows the other, also one that failed, until the end', async () => {
  const clock = new ManualClock();
  const lines: string[] = [];
  const rounds: PromiseWithResolvers<number>[] = [];
  const store = {
    prune: () => {
      const round = Promise.withResolvers<number>();
      rounds.push(round);
      return round.promise;
    },
  };
  const stop = pruneRegularly(store, clock, (level, message) => lines.push(`${level} ${message}`));
  clock.advance(PAUSE - 1);
  expect(rounds).toHaveLength(0);
  clock.advance(1);
  clock.advance(10 * PAUSE);
  expect(rounds).toHaveLength(1);
  rounds[0]?.reject(new Error('disk full'));
  await settle();
  expect(lines).toEqual(['warn old records cannot be deleted: disk full']);
  clock.advance(PAUSE);
  expect(rounds).toHaveLength(2);
  stop();
  rounds[1]?.resolve(7);
  await settle();
  expect([lines.length, clock.pending]).toEqual([1, 0]);
});

test('nothing is left behind where it ends before the first round', () => {
  const clock = new ManualClock();
  pruneRegularly({ prune: () => Promise.resolve(0) }, clock)();
  expect(clock.pending).toBe(0);
});
