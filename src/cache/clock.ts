/** Time as the cache sees it: handed in, so that a test owns it. */

export interface Clock {
  /** Milliseconds since some moment; it never goes back. */
  now(): number;
  /** Runs the action once after so many milliseconds, unless the function that is returned was called before. */
  after(milliseconds: number, action: () => void): () => void;
}

/** The time of this process. Its timers do not keep it alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};
