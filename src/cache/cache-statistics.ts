/** Counts what the cache does, per entity set of a service. */

export interface SetStatistics {
  readonly hits: number;
  readonly misses: number;
  /** Of the misses, those for which another instance had asked the source already. */
  readonly shared: number;
  readonly stores: number;
  readonly evictions: number;
  /** Held at present. */
  readonly entries: number;
  readonly bytes: number;
}

/** By what name a set is known to the cache: two services may each have one of the same name. */
export function setInService(service: string, entitySet: string): string {
  return `${service}/${entitySet}`;
}

type Counts = { -readonly [Name in keyof SetStatistics]: number };

/** Sets come from the configuration; whatever else may come, no more than so many are told apart. */
const MOST_SETS = 4_096;
const OTHER_SETS = '(others)';

export class CacheStatistics {
  readonly #sets = new Map<string, Counts>();

  hit(set: string): void {
    this.#of(set).hits++;
  }

  miss(set: string): void {
    this.#of(set).misses++;
  }

  shared(set: string): void {
    this.#of(set).shared++;
  }

  stored(set: string, bytes: number): void {
    const counts = this.#of(set);
    counts.stores++;
    counts.entries++;
    counts.bytes += bytes;
  }

  /** What was stored is gone. */
  dropped(set: string, bytes: number, evicted: boolean): void {
    const counts = this.#of(set);
    counts.entries--;
    counts.bytes -= bytes;
    if (evicted) counts.evictions++;
  }

  bySet(): ReadonlyMap<string, SetStatistics> {
    return new Map([...this.#sets].map(([set, counts]) => [set, { ...counts }]));
  }

  #of(set: string): Counts {
    const known = this.#sets.get(set);
    if (known !== undefined) return known;
    if (this.#sets.size >= MOST_SETS && set !== OTHER_SETS) return this.#of(OTHER_SETS);
    const counts = { hits: 0, misses: 0, shared: 0, stores: 0, evictions: 0, entries: 0, bytes: 0 };
    this.#sets.set(set, counts);
    return counts;
  }
}
