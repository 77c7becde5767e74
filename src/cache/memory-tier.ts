/** The memory tier: keeps values of any kind within a number of bytes, the most recently used ones. */
import { LRUCache } from 'lru-cache';
import type { Lifetime } from './cache-policy';
import { CacheStatistics, type SetStatistics } from './cache-statistics';
import type { Stamp } from './generations';

export interface Entry<Value> {
  readonly value: Value;
  /** Of the value, as its maker counts them. */
  readonly bytes: number;
  readonly set: string;
  readonly stamp: Stamp;
  readonly life: Lifetime;
}

/**
 * What an entry takes besides its value and its key's characters: itself, its stamp and times, and its place in the list.
 * Measured on Node 24 over 250,000 entries: 470 bytes each.
 */
const ENTRY_OVERHEAD = 480;
/** The largest part of the whole that one value may take: a page that size would drive out everything else. */
const LARGEST_SHARE = 0.25;

export class MemoryTier<Value> {
  readonly statistics = new CacheStatistics();
  readonly #largest: number;
  readonly #entries: LRUCache<string, Entry<Value>>;

  constructor(maxBytes: number) {
    this.#largest = Math.floor(maxBytes * LARGEST_SHARE);
    this.#entries = new LRUCache<string, Entry<Value>>({
      maxSize: maxBytes,
      sizeCalculation: sizeOf,
      dispose: (entry, key, reason) =>
        this.statistics.dropped(entry.set, sizeOf(entry, key), reason === 'evict'),
    });
  }

  get(key: string): Entry<Value> | undefined {
    return this.#entries.get(key);
  }

  /** Whether it was small enough to be kept. */
  set(key: string, entry: Entry<Value>): boolean {
    const size = sizeOf(entry, key);
    // Not `size > largest`: a value whose maker counted NaN bytes is not kept either.
    if (!(size <= this.#largest)) return false;
    this.#entries.set(key, entry);
    this.statistics.stored(entry.set, size);
    return true;
  }

  clear(): void {
    this.#entries.clear();
  }

  /** All that is held, in bytes. */
  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  bySet(): ReadonlyMap<string, SetStatistics> {
    return this.statistics.bySet();
  }
}

function sizeOf(entry: Entry<unknown>, key: string): number {
  return Math.max(0, Math.ceil(entry.bytes)) + key.length + ENTRY_OVERHEAD;
}
