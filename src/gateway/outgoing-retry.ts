/** When a request is tried again: what Retry-After says, how long to pause, and how many retries a client may add. */
import { RecentCounts, WINDOW_SECONDS } from './recent-counts';

/** Tries in all. More help nobody: a source that fails three times in a row is down (AWS SDK, standard mode). */
export const MOST_ATTEMPTS = 3;

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 2_000;
/** A source that asks for more than this is not believed; the figure only ever reaches our own Retry-After. */
const LONGEST_RETRY_AFTER = 3_600_000;

/** What `Retry-After` says: milliseconds, undefined if it is not there, or that nobody can read it. */
export type RetryAfter = number | 'unreadable' | undefined;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP date.
 *
 * @example parseRetryAfter('2', now) // 2000
 */
export function parseRetryAfter(text: string | undefined, now: number): RetryAfter {
  if (text === undefined) return undefined;
  const value = text.trim();
  if (/^\d{1,15}$/.test(value)) return Math.min(Number(value) * 1_000, LONGEST_RETRY_AFTER);
  // Date.parse alone would read `garbage 1` as the year 2001.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value)) return 'unreadable';
  const date = Date.parse(value);
  return Number.isNaN(date) ? 'unreadable' : Math.min(Math.max(date - now, 0), LONGEST_RETRY_AFTER);
}

/**
 * Milliseconds to wait before the next attempt: what the source asks for, and on top a random time ("full jitter"), so
 * that callers who failed together do not come back together.
 */
export function pauseBeforeRetry(
  attempt: number,
  retryAfter: number | undefined,
  random: () => number,
): number {
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1));
  return (retryAfter ?? 0) + random() * longest;
}

/**
 * How many retries one client may add, so that a source in trouble is not buried by them: in any ten seconds a fifth of
 * the requests (Envoy's retry budget), but at least three a second, so that a quiet client may always retry.
 */
export class RetryBudget {
  private readonly recent: RecentCounts<'requests' | 'retries'>;

  constructor(now: () => number) {
    this.recent = new RecentCounts(['requests', 'retries'], now);
  }

  countRequest(): void {
    this.recent.count('requests');
  }

  /** Takes one retry; false if none is left. */
  takeRetry(): boolean {
    const allowed = Math.max(3 * WINDOW_SECONDS, 0.2 * this.recent.sum('requests'));
    if (this.recent.sum('retries') + 1 > allowed) return false;
    this.recent.count('retries');
    return true;
  }
}
