/** What an administrator's purge makes void, here and elsewhere. */
import { Generations } from '../../src/cache/generations';
import { onlyInstance, type Raise } from '../../src/cache/generation-link';
import { MemoryTier } from '../../src/cache/memory-tier';
import { purge, type PurgeTarget } from '../../src/cache/purge';
import { listTag, rowTag, setTag } from '../../src/cache/tags';
import { ManualClock } from '../support/cache/manual-clock';

const entity = { connection: 'c', entity: 'E' };
const entries: Readonly<Record<string, readonly string[]>> = {
  rowA: [setTag('c', 'E'), rowTag('c', 'E', ['a'])],
  rowB: [setTag('c', 'E'), rowTag('c', 'E', ['b'])],
  list: [setTag('c', 'E'), listTag('c', 'E'), 'company:usmf'],
  other: [setTag('c', 'Other')],
};

describe('a purge', () => {
  it.each<[PurgeTarget, readonly string[]]>([
    [{ kind: 'all' }, ['rowA', 'rowB', 'list', 'other']],
    [{ kind: 'set', ...entity }, ['rowA', 'rowB', 'list']],
    [{ kind: 'row', ...entity, key: ['A'] }, ['rowA', 'list']],
    [{ kind: 'tag', tag: 'company:usmf' }, ['list']],
  ])('of %j voids %j', async (target, voided) => {
    const generations = new Generations(new ManualClock());
    const told: Raise[] = [];
    const link = {
      ...onlyInstance,
      publish: (raise: Raise) => {
        told.push(raise);
        return Promise.resolve();
      },
    };
    const tier = new MemoryTier<string>(10_000);
    const stamps = Object.entries(entries).map(([name, tags]) => [name, generations.stamp(tags)] as const);
    const life = { fresh: 1, whileRevalidating: 1, onError: 1 };
    for (const [name, stamp] of stamps) tier.set(name, { value: name, bytes: 1, set: 'c/E', stamp, life });
    await purge(target, { generations, link, tiers: [tier] });
    expect(stamps.filter(([, stamp]) => !generations.isCurrent(stamp)).map(([name]) => name)).toEqual(voided);
    expect(told.length).toBe(1);
    expect(tier.bytes === 0).toBe(target.kind === 'all');
  });
});
