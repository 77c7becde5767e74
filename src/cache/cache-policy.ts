/** How long the answers of an entity set may be used. */

/** All in milliseconds, counted from when the source was asked; what is absent is 0. */
export interface CachePolicy {
  /** Used as it is. 0: nothing is stored, but identical reads in flight are still one. */
  readonly ttl: number;
  /** After that: used once more at once, while the source is asked for the next reader. */
  readonly staleWhileRevalidate?: number;
  /** After `ttl`: used if the source was asked and failed. Never once a change has touched it. */
  readonly staleIfError?: number;
  /** In place of `ttl`, and without the two above, for an answer that says that nothing is there. */
  readonly negativeTtl?: number;
  /** How much memory the set may hold before it gives way to others. Default: `medium`. */
  readonly sizeClass?: SizeClass;
}

export const sizeClasses = ['small', 'medium', 'large'] as const;

/** A set takes whatever memory is free. When none is, those that are beyond their share give way first. */
export type SizeClass = (typeof sizeClasses)[number];

/** The share of a set of the class in the whole: a large one is never beyond. */
export const shareOf: Readonly<Record<SizeClass, number>> = { small: 0.05, medium: 0.25, large: 1 };

/** The times until which an answer may be used. */
export interface Lifetime {
  readonly fresh: number;
  readonly whileRevalidating: number;
  readonly onError: number;
}

/** @param longestUse milliseconds after which nothing may be used whatever the policy says */
export function lifetimeOf(policy: CachePolicy, nothing: boolean, at: number, longestUse: number): Lifetime {
  const end = at + longestUse;
  const fresh = at + (nothing ? (policy.negativeTtl ?? 0) : policy.ttl);
  const more = (milliseconds = 0): number => Math.min(nothing ? fresh : fresh + milliseconds, end);
  return {
    fresh: Math.min(fresh, end),
    whileRevalidating: more(policy.staleWhileRevalidate),
    onError: more(policy.staleIfError),
  };
}
