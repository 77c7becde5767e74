/** The memory tier: keeps values of any kind within a number of bytes, the most recently used ones; sets beyond their share give way first. */
import { LRUCache } from 'lru-cache';
import { type Lifetime, shareOf, type SizeClass } from './cache-policy';
import { CacheStatistics, type SetStatistics } from './cache-statistics';
import type { Stamp } from './generations';

/** A value, with what it takes in memory as its maker counts it. */
export interface Sized<Value> {
  readonly value: Value;
  readonly bytes: number;
}

export interface Entry<Value> extends Sized<Value> {
  readonly set: string;
  /** Default: `medium`. */
  readonly sizeClass?: SizeClass;
  readonly stamp: Stamp;
  readonly life: Lifetime;
}

/**
 * What an entry takes besides its value and its key's characters: itself, its stamp and times, and its place in two maps.
 * Measured on Node 24 over 250,000 entries with two tags: 380 bytes each; the rest is for more of them.
 */
const ENTRY_OVERHEAD = 480;
/** The largest part of the whole that one value may take: a page that size would drive out everything else. */
const LARGEST_SHARE = 0.25;

/** The largest part of the whole that one value of the class may take. */
export function largestShareOf(sizeClass: SizeClass = 'medium'): number {
  return Math.min(LARGEST_SHARE, shareOf[sizeClass]);
}

/** The entries of one set of one service. */
interface SetMemory<Value> {
  /** Bytes beyond which the set gives way first when memory is full. */
  readonly share: number;
  readonly entries: LRUCache<string, Used<Value>>;
}

interface Used<Value> {
  readonly entry: Entry<Value>;
  /** Counts up over all sets. */
  at: number;
}

export class MemoryTier<Value> {
  readonly statistics = new CacheStatistics();
  /** By set and class. */
  readonly #sets = new Map<string, SetMemory<Value>>();
  readonly #setOf = new Map<string, SetMemory<Value>>();
  #bytes = 0;
  #uses = 0;

  constructor(private readonly maxBytes: number) {}

  get(key: string): Entry<Value> | undefined {
    const used = this.#setOf.get(key)?.entries.get(key);
    if (used === undefined) return undefined;
    used.at = ++this.#uses;
    return used.entry;
  }

  /** Whether it was small enough to be kept. */
  set(key: string, entry: Entry<Value>): boolean {
    const size = sizeOf(entry, key);
    // Not `size > largest`: a value whose maker counted NaN bytes is not kept either.
    if (!(size <= Math.floor(this.maxBytes * largestShareOf(entry.sizeClass)))) return false;
    this.#setOf.get(key)?.entries.delete(key);
    this.#makeRoom(size);
    const memory = this.#memoryOf(entry);
    memory.entries.set(key, { entry, at: ++this.#uses }, { size });
    this.#setOf.set(key, memory);
    this.#bytes += size;
    this.statistics.stored(entry.set, size);
    return true;
  }

  clear(): void {
    for (const { entries } of this.#sets.values()) entries.clear();
  }

  /** All that is held, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  bySet(): ReadonlyMap<string, SetStatistics> {
    return this.statistics.bySet();
  }

  #makeRoom(size: number): void {
    while (this.#bytes + size > this.maxBytes) {
      const next = this.#nextToGiveWay();
      if (next === undefined) return;
      next.entries.pop();
    }
  }

  /** The set that is furthest beyond its share; if none is, the one whose entry was not used for longest. */
  #nextToGiveWay(): SetMemory<Value> | undefined {
    let furthest = 1;
    let beyond: SetMemory<Value> | undefined;
    let longest = Infinity;
    let unused: SetMemory<Value> | undefined;
    for (const each of this.#sets.values()) {
      const part = each.entries.calculatedSize / each.share;
      if (part > furthest) [furthest, beyond] = [part, each];
      const usedAt = oldestUse(each);
      if (usedAt < longest) [longest, unused] = [usedAt, each];
    }
    return beyond ?? unused;
  }

  #memoryOf({ set, sizeClass = 'medium' }: Entry<Value>): SetMemory<Value> {
    const name = `${sizeClass} ${set}`;
    const known = this.#sets.get(name);
    if (known !== undefined) return known;
    const entries = new LRUCache<string, Used<Value>>({
      maxSize: this.maxBytes,
      dispose: ({ entry }, key, reason) => this.#forget(entry, key, reason === 'evict'),
    });
    const memory = { share: this.maxBytes * shareOf[sizeClass], entries };
    this.#sets.set(name, memory);
    return memory;
  }

  #forget(entry: Entry<Value>, key: string, evicted: boolean): void {
    const size = sizeOf(entry, key);
    this.#setOf.delete(key);
    this.#bytes -= size;
    this.statistics.dropped(entry.set, size, evicted);
  }
}

function oldestUse<Value>({ entries }: SetMemory<Value>): number {
  const oldest = entries.rkeys().next();
  return oldest.done === true ? Infinity : (entries.peek(oldest.value)?.at ?? Infinity);
}

function sizeOf(entry: Entry<unknown>, key: string): number {
  return Math.max(0, Math.ceil(entry.bytes)) + key.length + ENTRY_OVERHEAD;
}
