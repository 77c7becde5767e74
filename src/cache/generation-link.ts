/** How instances tell each other which tags were raised, as the rest of the cache sees it. */

/** What one instance tells the others after a change. */
export interface Raise {
  readonly tags: readonly string[];
  /** Milliseconds for which nothing with these tags may be stored. */
  readonly quarantine?: number;
}

export interface GenerationLink {
  /** Each read asks the others anew, at the cost of a round trip: {@link synchronise}. */
  readonly strict: boolean;
  /** The longest time, in milliseconds, for which an answer may be used without asking the source again. */
  readonly longestUse: number;
  /** Whether all that the others raised is known, up to the stated bound. */
  isLinked(): boolean;
  /** Resolves to true once all that the others had raised before the call is known here; false if that cannot be had. */
  synchronise(): Promise<boolean>;
  /**
   * Tells the others. It resolves when they were told, or when that takes too long and will be made good later; it never
   * rejects.
   */
  publish(raise: Raise): Promise<void>;
}

/** The link of an instance that is the only one. */
export const onlyInstance: GenerationLink = {
  strict: false,
  longestUse: Infinity,
  isLinked: () => true,
  synchronise: () => Promise.resolve(true),
  publish: () => Promise.resolve(),
};
