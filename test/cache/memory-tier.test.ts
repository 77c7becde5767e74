/** The memory tier stays within its bytes, whatever comes, and counts what it holds. */
import type { Entry } from '../../src/cache/memory-tier';
import { MemoryTier } from '../../src/cache/memory-tier';

const MEBIBYTE = 1024 * 1024;
const KEYS = 1_000_000;

function entry(bytes: number, set = 'c/E'): Entry<string> {
  const life = { fresh: 1, whileRevalidating: 1, onError: 1 };
  return { value: 'value', bytes, set, stamp: { slots: [], sequence: 0, at: 0 }, life };
}

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
