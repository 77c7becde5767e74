/** The read side of the protocol: answers from memory what is still true, and lets one load serve all who ask for the same. */
import { type CachePolicy, lifetimeOf } from './cache-policy';
import type { Clock } from './clock';
import { Flight } from './flight';
import type { GenerationLink } from './generation-link';
import type { Generations, Stamp } from './generations';
import type { Entry, MemoryTier, Sized } from './memory-tier';
import type { SharedTier } from './shared-tier';
import { isSourceFailure } from './source-failure';
import type { MissReason, Storage, Verdict } from './verdict';

export interface CachedReadParts<Value> {
  readonly generations: Generations;
  readonly link: GenerationLink;
  readonly memory: MemoryTier<Value>;
  readonly clock: Clock;
  /** Asked before the source is; absent where the values are each instance's own. */
  readonly shared?: SharedTier<Value>;
}

/** Where an answer is kept. */
export interface CacheAddress {
  /** The entity set, as `setInService` names it: for the statistics, and for its share of memory. */
  readonly set: string;
  /** What was asked, in canonical form, with everything that can change the answer. */
  readonly key: string;
  /** The class of callers that get the same answer; absent where all do. */
  readonly partition?: string;
}

export interface CachedRead<Value> extends CacheAddress {
  /** The tags of the answer as far as they are known before; that of its set among them. */
  readonly tags: readonly string[];
  readonly policy: CachePolicy;
  /** Asks the source. Its signal is the one to heed: the caller may leave while others wait for the same answer. */
  readonly load: (signal: AbortSignal) => Promise<Loaded<Value>>;
  readonly signal: AbortSignal;
}

export interface Loaded<Value> {
  /** `partial`: good for those who wait for it, but not the whole answer. `nothing`: the source says there is none. */
  readonly kind: 'complete' | 'partial' | 'nothing';
  readonly value: Value;
  /** What the value takes in memory. */
  readonly bytes: number;
  /** Further tags that only the answer tells; those of what it was made of among them. */
  readonly tags?: readonly string[];
  /** {@link Cached.askedAt} of what the value was made of, if that came out of another tier. Absent: asked just now. */
  readonly askedAt?: number;
  /**
   * What the same answer tells of other addresses; found there by {@link ReadThrough.find} and by reads. Called only if
   * the answer is kept, since making it of each row of a page costs as much as writing the page.
   */
  readonly aside?: () => readonly Aside<Value>[];
}

export interface Aside<Value> extends CacheAddress {
  /** All of its tags: those of the answer that it came with do not count for it. */
  readonly tags: readonly string[];
  readonly value: Value;
  readonly bytes: number;
}

export interface Cached<Value> {
  readonly value: Value;
  readonly verdict: Verdict;
  /** When the source was asked, on the cache's clock. */
  readonly askedAt: number;
}

/** A load is joined only so long after it began: one that hangs must not hold all who come later. */
const JOINABLE_FOR = 10_000;
/** One failure is its reader's own; two of the same load, each for a reader who was still there, are the source's. */
const MOST_FAILURES = 2;

/** What memory has: an answer to use, or the reason why there is none. */
type Found<Value> =
  | { readonly kind: 'fresh' | 'stale'; readonly entry: Entry<Value> }
  | { readonly kind: 'none'; readonly because: MissReason };

/** One load under way. */
interface Load<Value> {
  readonly flight: Flight<Landed<Value>>;
  readonly stamp: Stamp;
  /** Of the reader who began it, and whose deadline it has. */
  readonly leader: AbortSignal;
}

interface Landed<Value> {
  readonly value: Value;
  readonly storage: Storage;
  readonly askedAt: number;
  /** {@link Loaded.tags} */
  readonly learned: readonly string[];
}

export class ReadThrough<Value> {
  readonly #loads = new Map<string, Load<Value>>();

  constructor(private readonly parts: CachedReadParts<Value>) {}

  /** @throws what `load` throws, or the reason of the signal */
  async read(read: CachedRead<Value>): Promise<Cached<Value>> {
    read.signal.throwIfAborted();
    const { link, generations } = this.parts;
    const linked = link.strict ? await link.synchronise() : link.isLinked();
    if (!linked) return this.#readPast(read);
    const address = addressOf(read);
    const begun = generations.stamp([]);
    for (let failures = 0; ;) {
      const found = this.#find(address);
      if (found.kind !== 'none') return this.#use(found, address, read);
      const joined = this.#joinable(address);
      const { flight, leader } = joined ?? this.#begin(address, read);
      try {
        const landed = await flight.join(read.signal);
        if (joined !== undefined && this.#wasOvertaken(joined, landed, begun)) continue;
        const { value, storage, askedAt } = landed;
        const because = read.policy.ttl > 0 ? found.because : 'uncacheable';
        this.parts.memory.statistics.miss(read.set);
        return {
          value,
          verdict: { kind: 'miss', because, collapsed: joined !== undefined, storage },
          askedAt,
        };
      } catch (error) {
        if (read.signal.aborted) throw error;
        const stale = isSourceFailure(error) ? this.#findOnError(address) : undefined;
        if (stale !== undefined) return this.#answer(stale, 'staleIfError');
        // Each reader begins at most one load, so this ends.
        if (joined === undefined) throw error;
        if (!leader.aborted && ++failures === MOST_FAILURES) throw error;
      }
    }
  }

  /** The answer at once if memory has a fresh one that may be used unasked; otherwise {@link read} is to be called. */
  find(where: CacheAddress): Cached<Value> | undefined {
    const { link } = this.parts;
    if (link.strict || !link.isLinked()) return undefined;
    const found = this.#find(addressOf(where));
    return found.kind === 'fresh' ? this.#answer(found.entry, 'hit') : undefined;
  }

  /** Puts a value with more to it in the place of the stored one, as true and for as long as that; undefined = leaves it. */
  amend(where: CacheAddress, amended: (stored: Sized<Value>) => Sized<Value> | undefined): void {
    const { memory } = this.parts;
    const address = addressOf(where);
    const entry = memory.get(address);
    const next = entry === undefined ? undefined : amended(entry);
    if (entry !== undefined && next !== undefined) memory.set(address, { ...entry, ...next });
  }

  #find(address: string): Found<Value> {
    const { memory, generations, clock } = this.parts;
    const entry = memory.get(address);
    if (entry === undefined) return { kind: 'none', because: 'absent' };
    if (!generations.isCurrent(entry.stamp)) return { kind: 'none', because: 'invalidated' };
    const now = clock.now();
    if (now < entry.life.fresh) return { kind: 'fresh', entry };
    return now < entry.life.whileRevalidating
      ? { kind: 'stale', entry }
      : { kind: 'none', because: 'expired' };
  }

  /** What may be used since the source failed; looked up again, for a change may have touched it meanwhile. */
  #findOnError(address: string): Entry<Value> | undefined {
    const { memory, generations, clock } = this.parts;
    const entry = memory.get(address);
    if (entry === undefined || clock.now() >= entry.life.onError) return undefined;
    return generations.isCurrent(entry.stamp) ? entry : undefined;
  }

  #use(
    { kind, entry }: Extract<Found<Value>, { entry: unknown }>,
    address: string,
    read: CachedRead<Value>,
  ): Cached<Value> {
    if (kind === 'fresh') return this.#answer(entry, 'hit');
    if (this.#joinable(address) === undefined) this.#begin(address, read).flight.keepGoing();
    return this.#answer(entry, 'staleWhileRevalidate');
  }

  #joinable(address: string): Load<Value> | undefined {
    const { generations, clock } = this.parts;
    const load = this.#loads.get(address);
    if (load === undefined || clock.now() - load.stamp.at > JOINABLE_FOR) return undefined;
    return generations.isCurrent(load.stamp) ? load : undefined;
  }

  /**
   * Whether a load that was joined turns out to depend on something that had been changed before the reader came. Nobody
   * could tell that at the time, for only the answer named it; so whoever joined looks again, when it is known.
   *
   * A load that began after the reader did is right for it whatever was changed since, and after an older one has ended
   * no other older one can be joined: so this ends.
   */
  #wasOvertaken({ stamp }: Load<Value>, { learned }: Landed<Value>, begun: Stamp): boolean {
    if (learned.length === 0 || stamp.sequence >= begun.sequence) return false;
    const { generations } = this.parts;
    return !generations.isCurrent(generations.extend({ ...stamp, slots: [] }, learned));
  }

  /** It takes the place of one that a change has overtaken; those who wait for that one began before the change. */
  #begin(address: string, read: CachedRead<Value>): Load<Value> {
    const stamp = this.parts.generations.stamp(read.tags);
    const flight = new Flight({
      work: async (signal) => {
        const loaded = await this.#load(address, read, signal);
        const asked = askedWith(stamp, loaded);
        const storage = this.#store(address, read, loaded, asked);
        if (storage === 'stored') loaded.share?.();
        return { value: loaded.value, storage, askedAt: asked.at, learned: loaded.tags ?? [] };
      },
      onEnd: () => {
        if (this.#loads.get(address) === load) this.#loads.delete(address);
      },
    });
    const load: Load<Value> = { flight, stamp, leader: read.signal };
    this.#loads.set(address, load);
    return load;
  }

  /** From the source, if no other instance has asked it for the same. Of tags that only the answer tells nobody else knows. */
  async #load(
    address: string,
    { load, tags, policy, set }: CachedRead<Value>,
    signal: AbortSignal,
  ): Promise<Loaded<Value> & { readonly share?: () => void }> {
    const { shared, link, memory } = this.parts;
    const place = policy.ttl > 0 ? await shared?.find(address, tags) : undefined;
    if (place?.kept !== undefined) {
      memory.statistics.shared(set);
      return { kind: 'complete', ...place.kept };
    }
    const loaded = await load(signal);
    if (place === undefined || loaded.kind !== 'complete' || loaded.askedAt !== undefined) return loaded;
    if (loaded.tags !== undefined && loaded.tags.length > 0) return loaded;
    return { ...loaded, share: () => place.keep(loaded.value, Math.min(policy.ttl, link.longestUse)) };
  }

  #store(address: string, { policy, set }: CachedRead<Value>, loaded: Loaded<Value>, asked: Stamp): Storage {
    const { generations, memory, link } = this.parts;
    if (policy.ttl <= 0) return 'uncacheable';
    if (loaded.kind === 'partial') return 'partial';
    const nothing = loaded.kind === 'nothing';
    if (nothing && (policy.negativeTtl ?? 0) <= 0) return 'negative';
    const sized = policy.sizeClass === undefined ? {} : { sizeClass: policy.sizeClass };
    const life = lifetimeOf(policy, nothing, asked.at, link.longestUse);
    // As of before the source was asked: a change of what only the answer names may have come in between (reliability 2.4).
    const stamp = generations.extend(asked, loaded.tags ?? []);
    if (!generations.isCurrent(stamp)) return 'invalidated';
    if (generations.isQuarantined(stamp)) return 'quarantined';
    for (const { tags, value, bytes, ...where } of loaded.aside?.() ?? []) {
      const own = generations.extend({ ...asked, slots: [] }, tags);
      if (generations.isCurrent(own)) {
        memory.set(addressOf(where), { ...sized, value, bytes, set: where.set, stamp: own, life });
      }
    }
    const { value, bytes } = loaded;
    return memory.set(address, { ...sized, value, bytes, set, stamp, life }) ? 'stored' : 'tooLarge';
  }

  /** What others changed is not known: neither memory nor a load that began before may answer. */
  async #readPast(read: CachedRead<Value>): Promise<Cached<Value>> {
    const begun = this.parts.generations.stamp([]);
    const loaded = await new Flight({ work: read.load }).join(read.signal);
    this.parts.memory.statistics.miss(read.set);
    return {
      value: loaded.value,
      verdict: { kind: 'miss', because: 'linkLost', collapsed: false, storage: 'linkLost' },
      askedAt: askedWith(begun, loaded).at,
    };
  }

  #answer({ value, set, stamp, life }: Entry<Value>, kind: Exclude<Verdict['kind'], 'miss'>): Cached<Value> {
    const now = this.parts.clock.now();
    this.parts.memory.statistics.hit(set);
    return { value, verdict: { kind, age: now - stamp.at, ttl: life.fresh - now }, askedAt: stamp.at };
  }
}

/** What another tier gave is as old as it was there; otherwise two tiers would keep it for twice its time. */
function askedWith(begun: Stamp, { askedAt = begun.at }: Loaded<unknown>): Stamp {
  return { ...begun, at: Math.min(begun.at, askedAt) };
}

/**
 * The partition comes with its length, so that no key can be mistaken for another caller's; without one the key is taken
 * as it is, since V8 has its hash at hand then. No key begins with a zero character: all are made of a name first.
 */
function addressOf({ key, partition }: CacheAddress): string {
  return partition === undefined ? key : `\0${partition.length}:${partition}${key}`;
}
