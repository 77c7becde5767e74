/** One signal for the whole of a request, retries and pauses included: it aborts with the call, or at the deadline. */
import { setTimeout as delay } from 'node:timers/promises';
import { DeadlineExceeded, type HttpContext } from '../provider-sdk/index';

export interface Deadline {
  readonly signal: AbortSignal;
  /** Milliseconds that are left. */
  remaining(): number;
  /** Whether time ran out: whoever leaves before aborts with an error of his own choice, perhaps of the same class. */
  hasPassed(): boolean;
  /** Gives timer and listener back. */
  stop(): void;
}

/** The longest time that a timer of Node takes; longer ones would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** Timers of Node go by another clock, and may be a millisecond or two ahead of this one. */
const TIMER_SLACK = 2;

/**
 * Starts the clock. undici's own time-outs cannot do this: its body time-out only sees a connection that is idle, and a
 * source that drips a byte at a time never is.
 */
export function startDeadline(context: HttpContext, now: () => number): Deadline {
  const controller = new AbortController();
  const remaining = (): number => context.deadline - now();
  const expire = (): void =>
    controller.abort(new DeadlineExceeded('The deadline passed before the source answered'));
  const leave = (): void => controller.abort(context.signal.reason);

  if (context.signal.aborted) leave();
  else if (remaining() <= 0) expire();
  context.signal.addEventListener('abort', leave, { once: true });
  const timer = setTimeout(expire, Math.min(Math.max(remaining(), 0), LONGEST_TIMER));
  return {
    signal: controller.signal,
    remaining,
    hasPassed: () => remaining() <= TIMER_SLACK,
    stop: () => {
      clearTimeout(timer);
      context.signal.removeEventListener('abort', leave);
    },
  };
}

/** The promise's outcome, or the signal's reason if that comes first: whoever works for a request may not heed its signal. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    // The reason is whatever the caller aborted with; a provider error of ours at the deadline.
    onAbort = () => reject(signal.reason as Error);
  });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Waits, unless the signal aborts first. */
export async function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}
