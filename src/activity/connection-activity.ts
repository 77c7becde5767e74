/** What was asked of a source over HTTP, and how that went, in numbers. */
import type { HttpObservation } from '../provider-sdk/index';
import { Counted } from './counted';

/**
 * `calls`: every attempt. `failed`: those without an answer, or with one that cannot be used. `throttled`: of those the ones
 * that were answered 429. `retries`: attempts beyond the first of a request.
 */
export const connectionCounters = ['calls', 'failed', 'throttled', 'retries', 'bytes'] as const;

export type ConnectionCounter = (typeof connectionCounters)[number];

const TOO_MANY_REQUESTS = 429;

export class ConnectionActivity {
  readonly counted = new Counted(connectionCounters);

  called({ attempt, status, fault, bytes, milliseconds }: HttpObservation, now: number): void {
    this.counted
      .at(now)
      .add('calls')
      .add('failed', fault === undefined ? 0 : 1)
      .add('throttled', status === TOO_MANY_REQUESTS ? 1 : 0)
      .add('retries', attempt > 1 ? 1 : 0)
      .add('bytes', bytes)
      .took(milliseconds);
  }
}
