/** The memory tier stays within its bytes, whatever comes, and counts what it holds. */
import fc from 'fast-check';
import type { SizeClass } from '../../src/cache/cache-policy';
import type { Entry } from '../../src/cache/memory-tier';
import { MemoryTier } from '../../src/cache/memory-tier';

const MEBIBYTE = 1024 * 1024;
/** Of which some 56,000 have room. */
const KEYS = process.env['VTG_FULL'] === undefined ? 300_000 : 1_000_000;

function entry(bytes: number, set = 'c/E', sizeClass?: SizeClass): Entry<string> {
  const life = { fresh: 1, whileRevalidating: 1, onError: 1 };
  const sized = sizeClass === undefined ? {} : { sizeClass };
  return { ...sized, value: 'value', bytes, set, stamp: { slots: [], sequence: 0, at: 0 }, life };
}

const keys = Array.from({ length: 30 }, (_, index) => `key ${index}`);
const operation = fc.record({
  key: fc.constantFrom(...keys),
  set: fc.constantFrom('small', 'medium', 'large'),
  bytes: fc.integer({ min: 0, max: 4_000 }),
  gets: fc.boolean(),
});

describe('the memory tier', () => {
  it('drops what was not used for longest', () => {
    const tier = new MemoryTier<string>(10_000);
    for (const key of ['a', 'b', 'c', 'd']) tier.set(key, entry(2_000));
    tier.get('a');
    tier.set('e', entry(2_000));
    expect(['a', 'b', 'c', 'd', 'e'].filter((key) => tier.get(key) !== undefined)).toEqual([
      'a',
      'c',
      'd',
      'e',
    ]);
  });

  it.each([3_000, NaN, Infinity])(
    'refuses a value of %d bytes, as it would drive out the others',
    (bytes) => {
      const tier = new MemoryTier<string>(10_000);
      tier.set('a', entry(100));
      expect(tier.set('large', entry(bytes))).toBe(false);
      expect(tier.get('a')).toBeDefined();
    },
  );

  it('counts stores, evictions, entries and bytes of each set', () => {
    const tier = new MemoryTier<string>(10_000);
    for (let index = 0; index < 4; index++) tier.set(`a${index}`, entry(2_000, 'c/A'));
    tier.set('b', entry(2_000, 'c/B'));
    tier.set('b', entry(1_000, 'c/B'));
    const [a, b] = [tier.bySet().get('c/A'), tier.bySet().get('c/B')];
    expect(a).toMatchObject({ stores: 4, evictions: 1, entries: 3 });
    expect(b).toMatchObject({ stores: 2, evictions: 0, entries: 1 });
    expect((a?.bytes ?? 0) + (b?.bytes ?? 0)).toBe(tier.bytes);
    tier.clear();
    expect(tier.bySet().get('c/A')).toMatchObject({ stores: 4, evictions: 1, entries: 0, bytes: 0 });
  });

  describe('lets sets that are beyond their share give way when it is full', () => {
    /** A kilobyte each, of a hundred. */
    const fill = (tier: MemoryTier<string>, set: string, entries: number, sizeClass?: SizeClass): void => {
      for (let index = 0; index < entries; index++) tier.set(`${set}${index}`, entry(500, set, sizeClass));
    };
    const kilobytesOf = (tier: MemoryTier<string>, set: string): number =>
      Math.round((tier.bySet().get(set)?.bytes ?? 0) / 1_000);

    it.each([
      ['small', 5],
      ['medium', 25],
      [undefined, 25],
    ] as const)('of the class %s', (sizeClass, share) => {
      const tier = new MemoryTier<string>(100_000);
      fill(tier, 'first', 50, 'large');
      fill(tier, 'flood', 1_000, sizeClass);
      expect(kilobytesOf(tier, 'first')).toBe(49);
      fill(tier, 'more', 51 - share, 'large');
      expect(kilobytesOf(tier, 'first')).toBe(49);
      expect(kilobytesOf(tier, 'flood')).toBe(share);
      expect(tier.get('flood999')).toBeDefined();
    });

    it('but of the class large', () => {
      const tier = new MemoryTier<string>(100_000);
      fill(tier, 'first', 50, 'medium');
      fill(tier, 'flood', 1_000, 'large');
      expect(kilobytesOf(tier, 'first')).toBe(0);
    });

    it('and lets a set take what is free', () => {
      const tier = new MemoryTier<string>(100_000);
      fill(tier, 'only', 200, 'small');
      expect(kilobytesOf(tier, 'only')).toBeGreaterThan(95);
    });

    it('and drops what was not used for longest, whosever it is, while nobody is beyond', () => {
      const tier = new MemoryTier<string>(100_000);
      for (const set of ['a', 'b', 'c', 'd', 'e']) fill(tier, set, 19);
      for (let index = 0; index < 19; index++) tier.get(`a${index}`);
      fill(tier, 'new', 19);
      expect(kilobytesOf(tier, 'a')).toBe(19);
      expect(kilobytesOf(tier, 'b')).toBeLessThan(9);
    });

    it('and keeps no value that is larger than the share of its set', () => {
      const tier = new MemoryTier<string>(100_000);
      expect(tier.set('page', entry(6_000, 's', 'small'))).toBe(false);
      expect(tier.set('page', entry(6_000, 'm', 'medium'))).toBe(true);
      expect(tier.set('page', entry(26_000, 'l', 'large'))).toBe(false);
    });

    it('whatever order they are used and dropped in', () => {
      fc.assert(
        fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
          const tier = new MemoryTier<string>(20_000);
          for (const { key, set, bytes, gets } of operations) {
            if (gets) tier.get(key);
            else tier.set(key, entry(bytes, set, set));
            const held = [...tier.bySet().values()];
            expect(held.reduce((sum, { bytes: own }) => sum + own, 0)).toBe(tier.bytes);
            expect(tier.bytes).toBeLessThanOrEqual(20_000);
          }
          const entries = [...tier.bySet().values()].reduce((sum, each) => sum + each.entries, 0);
          expect(keys.filter((key) => tier.get(key) !== undefined)).toHaveLength(entries);
        }),
        { numRuns: 200, seed: 1 },
      );
    });
  });

  it(`holds ${KEYS} distinct keys within its size`, () => {
    const tier = new MemoryTier<string>(64 * MEBIBYTE);
    let largest = 0;
    for (let index = 0; index < KEYS; index++) {
      tier.set(`Customers?$filter=AccountNumber eq 'US-${index}'&$top=50`, entry(200 + (index % 2_000)));
      if (index % 1_000 === 0) largest = Math.max(largest, tier.bytes);
    }
    const statistics = tier.bySet().get('c/E');
    expect(largest).toBeLessThanOrEqual(64 * MEBIBYTE);
    expect(tier.bytes).toBeGreaterThan(60 * MEBIBYTE);
    expect(statistics).toMatchObject({ stores: KEYS, bytes: tier.bytes });
    expect((statistics?.entries ?? 0) + (statistics?.evictions ?? 0)).toBe(KEYS);
  });
});
