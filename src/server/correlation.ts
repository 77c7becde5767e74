/** Gives each request the short id by which its answer, its log line and its record can be found again. */
import { randomUUID } from 'node:crypto';

/** Eight characters: short enough to be read out to somebody, and unlikely to occur twice within a day's log. */
export function createCorrelationId(): string {
  // Node makes these in stock; the first group is random throughout.
  return randomUUID().slice(0, 8);
}

export const CORRELATION_HEADER = 'x-correlation-id';
