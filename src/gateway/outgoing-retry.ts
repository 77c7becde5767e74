/** When a request is tried again: what Retry-After says, how long to pause, and how many retries a client may add. */

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

const WINDOW_SECONDS = 10;

interface Slot {
  readonly second: number;
  requests: number;
  retries: number;
}

/**
 * How many retries one client may add, so that a source in trouble is not buried by them: in any ten seconds a fifth of
 * the requests (Envoy's retry budget), but at least three a second, so that a quiet client may always retry.
 */
export class RetryBudget {
  private readonly slots: Slot[] = [];

  constructor(private readonly now: () => number) {}

  countRequest(): void {
    this.currentSlot().requests += 1;
  }

  /** Takes one retry; false if none is left. */
  takeRetry(): boolean {
    const slot = this.currentSlot();
    const requests = sum(this.slots, 'requests');
    const allowed = Math.max(3 * WINDOW_SECONDS, 0.2 * requests);
    if (sum(this.slots, 'retries') + 1 > allowed) return false;
    slot.retries += 1;
    return true;
  }

  private currentSlot(): Slot {
    const second = Math.floor(this.now() / 1_000);
    while (this.slots[0] !== undefined && this.slots[0].second <= second - WINDOW_SECONDS) this.slots.shift();
    const last = this.slots.at(-1);
    if (last?.second === second) return last;
    const slot = { second, requests: 0, retries: 0 };
    this.slots.push(slot);
    return slot;
  }
}

function sum(slots: readonly Slot[], member: 'requests' | 'retries'): number {
  return slots.reduce((total, slot) => total + slot[member], 0);
}
