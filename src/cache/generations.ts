/** Generations: whether what was read at one moment is still true, told by when each tag was last raised. */
import type { Clock } from './clock';
import { hashTag } from './tag-hash';
import { EVERYTHING, isSetTag } from './tags';

/** A moment, and the tags that something read at that moment depends on. */
export interface Stamp {
  /** Where the generations of the tags stand in the table. */
  readonly slots: readonly number[];
  /** How many raises there had been. */
  readonly sequence: number;
  /** The time on the clock. */
  readonly at: number;
}

/** All tags but those of sets are hashed into so many slots: two tags in one slot only invalidate each other. */
const HASHED_SLOTS = 65_536;
/** The sets with a slot of their own, as a part of that; more than these are hashed like the others. */
const EXACT_SHARE = 1 / 16;

/**
 * The generations of one instance. A slot holds the number of the last raise that met it, so that a stamp is one number
 * whatever its tags are, and tags that turn up only with the answer can be added to it afterwards.
 *
 * The tables have a fixed size, about 1 MB, whatever tags come.
 */
export class Generations {
  readonly #exact = new Map<string, number>();
  readonly #raisedAt: Float64Array;
  readonly #quarantinedUntil: Float64Array;
  #sequence = 0;
  #allRaisedAt = 0;

  /** @param hashedSlots a power of two; tests take few, so that tags collide */
  constructor(
    private readonly clock: Clock,
    private readonly hashedSlots = HASHED_SLOTS,
  ) {
    const slots = hashedSlots * (1 + EXACT_SHARE);
    this.#raisedAt = new Float64Array(slots);
    this.#quarantinedUntil = new Float64Array(slots);
  }

  /** The present moment, to be taken before the source is asked. */
  stamp(tags: readonly string[]): Stamp {
    return { slots: tags.map((tag) => this.#slot(tag)), sequence: this.#sequence, at: this.clock.now() };
  }

  /** The same moment with further tags, as if they had been known then. */
  extend(stamp: Stamp, tags: readonly string[]): Stamp {
    return { ...stamp, slots: [...stamp.slots, ...tags.map((tag) => this.#slot(tag))] };
  }

  /** Whether no tag was raised since. */
  isCurrent({ slots, sequence }: Stamp): boolean {
    if (this.#allRaisedAt > sequence) return false;
    for (const slot of slots) if ((this.#raisedAt[slot] ?? 0) > sequence) return false;
    return true;
  }

  /** Invalidates whatever carries one of the tags, in the cache and in flight. */
  raise(tags: readonly string[]): void {
    this.#sequence++;
    for (const tag of tags) {
      if (tag === EVERYTHING) this.#allRaisedAt = this.#sequence;
      else this.#raisedAt[this.#slot(tag)] = this.#sequence;
    }
  }

  /** For so many milliseconds nothing that carries one of the tags may be stored: a change may still arrive there. */
  quarantine(tags: readonly string[], milliseconds: number): void {
    const until = this.clock.now() + milliseconds;
    for (const tag of tags) {
      const slot = this.#slot(tag);
      this.#quarantinedUntil[slot] = Math.max(this.#quarantinedUntil[slot] ?? 0, until);
    }
  }

  /** Whether a tag was in quarantine at that moment: what was read then may be from before the change. */
  isQuarantined({ slots, at }: Stamp): boolean {
    return slots.some((slot) => (this.#quarantinedUntil[slot] ?? 0) > at);
  }

  #slot(tag: string): number {
    const slot = this.#exact.get(tag);
    if (slot !== undefined) return slot;
    if (!isSetTag(tag) || this.#exact.size >= this.hashedSlots * EXACT_SHARE) {
      return hashTag(tag) & (this.hashedSlots - 1);
    }
    const next = this.hashedSlots + this.#exact.size;
    this.#exact.set(tag, next);
    return next;
  }
}
