/** The verdict: what the cache did for one read and why, for the answer's header and the query record. */

export type Verdict =
  /** Answered from memory. */
  | { readonly kind: 'hit'; readonly age: number; readonly ttl: number }
  /** Answered from memory past its time; the source is being asked for the next reader. */
  | { readonly kind: 'staleWhileRevalidate'; readonly age: number; readonly ttl: number }
  /** Answered from memory past its time, because the source failed. */
  | { readonly kind: 'staleIfError'; readonly age: number; readonly ttl: number }
  /** Answered by the source. */
  | {
      readonly kind: 'miss';
      readonly because: MissReason;
      /** Another read that had begun before brought the answer. */
      readonly collapsed: boolean;
      readonly storage: Storage;
    };

/** Why memory could not answer. */
export type MissReason =
  | 'absent'
  | 'expired'
  /** A change touched it. */
  | 'invalidated'
  /** The policy stores nothing of this set. */
  | 'uncacheable'
  /** What other instances changed is not known at the moment. */
  | 'linkLost';

/** Whether the source's answer was stored, or why not. */
export type Storage =
  | 'stored'
  /** A change touched it while it was read. */
  | 'invalidated'
  /** A change of unknown outcome may still arrive. */
  | 'quarantined'
  /** It is not the whole answer. */
  | 'partial'
  /** It says that nothing is there, and the policy keeps no such answers. */
  | 'negative'
  | 'uncacheable'
  | 'tooLarge'
  | 'linkLost';
