/** The memory tier: keeps values of any kind within a number of bytes, the most recently used ones; sets beyond their share give way first. */
import { type Lifetime, shareOf, type SizeClass } from './cache-policy';
import { CacheStatistics, type SetStatistics } from './cache-statistics';
import type { Stamp } from './generations';
import { type Used, UseOrder } from './use-order';

export interface Entry<Value> {
  readonly value: Value;
  /** Of the value, as its maker counts them. */
  readonly bytes: number;
  readonly set: string;
  /** Default: `medium`. */
  readonly sizeClass?: SizeClass;
  readonly stamp: Stamp;
  readonly life: Lifetime;
}

/**
 * What an entry takes besides its value and its key's characters: itself, its stamp and times, and its place in the list.
 * Measured on Node 24 over 250,000 entries with two tags: 390 bytes each; the rest is for more of them.
 */
const ENTRY_OVERHEAD = 480;
/** The largest part of the whole that one value may take: a page that size would drive out everything else. */
const LARGEST_SHARE = 0.25;

/** The largest part of the whole that one value of the class may take. */
export function largestShareOf(sizeClass: SizeClass = 'medium'): number {
  return Math.min(LARGEST_SHARE, shareOf[sizeClass]);
}

export class MemoryTier<Value> {
  readonly statistics = new CacheStatistics();
  readonly #entries = new Map<string, Used<Entry<Value>>>();
  /** By set and class. Sets of two services that have the same name have one share. */
  readonly #orders = new Map<string, UseOrder<Entry<Value>>>();
  #bytes = 0;
  #uses = 0;

  constructor(private readonly maxBytes: number) {}

  get(key: string): Entry<Value> | undefined {
    const used = this.#entries.get(key);
    if (used === undefined) return undefined;
    used.usedAt = ++this.#uses;
    used.order.touch(used);
    return used.value;
  }

  /** Whether it was small enough to be kept. */
  set(key: string, entry: Entry<Value>): boolean {
    const bytes = sizeOf(entry, key);
    // Not `bytes > largest`: a value whose maker counted NaN bytes is not kept either.
    if (!(bytes <= Math.floor(this.maxBytes * largestShareOf(entry.sizeClass)))) return false;
    const known = this.#entries.get(key);
    if (known !== undefined) this.#drop(known, false);
    const order = this.#orderOf(entry);
    this.#makeRoom(bytes);
    const used = {
      key,
      value: entry,
      bytes,
      order,
      usedAt: ++this.#uses,
      older: undefined,
      newer: undefined,
    };
    this.#entries.set(key, used);
    order.add(used);
    this.#bytes += bytes;
    this.statistics.stored(entry.set, bytes);
    return true;
  }

  clear(): void {
    for (const used of this.#entries.values()) this.#drop(used, false);
  }

  /** All that is held, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  bySet(): ReadonlyMap<string, SetStatistics> {
    return this.statistics.bySet();
  }

  #makeRoom(bytes: number): void {
    while (this.#bytes + bytes > this.maxBytes) {
      const next = this.#nextToGo();
      if (next === undefined) return;
      this.#drop(next, true);
    }
  }

  /** The least recently used of the set that is furthest beyond its share; if none is, of all. */
  #nextToGo(): Used<Entry<Value>> | undefined {
    let furthest = 1;
    let beyond: Used<Entry<Value>> | undefined;
    let oldest: Used<Entry<Value>> | undefined;
    for (const each of this.#orders.values()) {
      if (each.oldest === undefined) continue;
      const held = each.bytes / each.share;
      if (held > furthest) [furthest, beyond] = [held, each.oldest];
      if (oldest === undefined || each.oldest.usedAt < oldest.usedAt) oldest = each.oldest;
    }
    return beyond ?? oldest;
  }

  #drop(used: Used<Entry<Value>>, evicted: boolean): void {
    this.#entries.delete(used.key);
    used.order.remove(used);
    this.#bytes -= used.bytes;
    this.statistics.dropped(used.value.set, used.bytes, evicted);
  }

  #orderOf({ set, sizeClass = 'medium' }: Entry<Value>): UseOrder<Entry<Value>> {
    const name = `${sizeClass} ${set}`;
    const known = this.#orders.get(name);
    if (known !== undefined) return known;
    const order = new UseOrder<Entry<Value>>(this.maxBytes * shareOf[sizeClass]);
    this.#orders.set(name, order);
    return order;
  }
}

function sizeOf(entry: Entry<unknown>, key: string): number {
  return Math.max(0, Math.ceil(entry.bytes)) + key.length + ENTRY_OVERHEAD;
}
