/** Generations: what a raise invalidates, what a quarantine keeps out, and that no number of tags takes more memory. */
import { Generations } from '../../src/cache/generations';
import { EVERYTHING, listTag, rowTag, setTag } from '../../src/cache/tags';
import { ManualClock } from '../support/cache/manual-clock';

const customers = setTag('contoso', 'CustomersV3');
const vendors = setTag('contoso', 'Vendors');
const row = rowTag('contoso', 'CustomersV3', ['usmf', 'US-001']);
const otherRow = rowTag('contoso', 'CustomersV3', ['usmf', 'US-002']);

describe('generations', () => {
  let clock: ManualClock;
  let generations: Generations;

  beforeEach(() => {
    clock = new ManualClock();
    generations = new Generations(clock);
  });

  it('are current until one of the tags is raised', () => {
    const stamp = generations.stamp([customers, row]);
    generations.raise([vendors, otherRow]);
    expect(generations.isCurrent(stamp)).toBe(true);
    generations.raise([row]);
    expect(generations.isCurrent(stamp)).toBe(false);
    expect(generations.isCurrent(generations.stamp([customers, row]))).toBe(true);
  });

  it('of a set end all that carries its tag', () => {
    const stamps = [generations.stamp([customers, row]), generations.stamp([customers, otherRow])];
    generations.raise([customers]);
    expect(stamps.map((stamp) => generations.isCurrent(stamp))).toEqual([false, false]);
  });

  it('all end at once when everything is raised', () => {
    const stamps = [generations.stamp([customers]), generations.stamp([])];
    generations.raise([EVERYTHING]);
    expect(stamps.map((stamp) => generations.isCurrent(stamp))).toEqual([false, false]);
    expect(generations.isCurrent(generations.stamp([customers]))).toBe(true);
  });

  it('count for tags that are added later as if they had been there', () => {
    const stamp = generations.stamp([customers]);
    expect(generations.isCurrent(generations.extend(stamp, [row]))).toBe(true);
    generations.raise([row]);
    expect(generations.isCurrent(generations.extend(stamp, [row]))).toBe(false);
  });

  it('in quarantine are told from when the source was asked', () => {
    const before = generations.stamp([customers]);
    clock.advance(1);
    expect(generations.isQuarantined(before)).toBe(false);
    generations.quarantine([customers], 100);
    generations.quarantine([customers], 10);
    clock.advance(99);
    const within = generations.stamp([customers]);
    clock.advance(1);
    // Even though its time is over: what was read in it may be from before the change.
    expect(generations.isQuarantined(within)).toBe(true);
    expect(generations.isQuarantined(generations.stamp([customers]))).toBe(false);
    expect(generations.isQuarantined(generations.stamp([vendors]))).toBe(false);
  });

  it('of sets are exact, and of rows so seldom shared that it does not matter', () => {
    const sets = Array.from({ length: 1_000 }, (_, index) => setTag('contoso', `Entity${index}`));
    const rows = Array.from({ length: 1_000 }, (_, index) => rowTag('contoso', 'CustomersV3', [`C${index}`]));
    const current = (tags: readonly string[]): number => {
      const stamps = tags.map((tag) => generations.stamp([tag]));
      generations.raise([tags[0] ?? '']);
      return stamps.filter((stamp) => generations.isCurrent(stamp)).length;
    };
    expect(current(sets)).toBe(999);
    expect(current(rows)).toBeGreaterThan(990);
  });

  it('take the same memory for any number of tags, and forget none of them', () => {
    const hostile = Array.from({ length: 100_000 }, (_, index) => [
      setTag('hostile', `Entity${index}`),
      `provider:${index}`,
    ]).flat();
    const stamp = generations.stamp(hostile);
    expect(new Set(stamp.slots).size).toBeLessThanOrEqual(4_096 + 65_536);
    for (const tag of hostile.slice(-10)) {
      const last = generations.stamp([tag]);
      generations.raise([tag]);
      expect(generations.isCurrent(last)).toBe(false);
    }
  });
});

describe('tags', () => {
  it('of a row are the same however its key is spelled', () => {
    const spellings = [
      ['USMF', 'ΟΔΟΣ 1'],
      ['usmf ', 'οδος 1'],
      ['ＵＳＭＦ', 'οδοσ 1'],
    ];
    expect(new Set(spellings.map((key) => rowTag('c', 'E', key))).size).toBe(1);
    expect(rowTag('c', 'E', [1])).toBe(rowTag('c', 'E', ['1']));
    expect(rowTag('c', 'E', ['a'])).not.toBe(rowTag('c', 'E', ['b']));
  });

  it('of a set, of its lists and of its rows differ', () => {
    expect(new Set([setTag('c', 'E'), listTag('c', 'E'), rowTag('c', 'E', [])]).size).toBe(3);
  });
});
