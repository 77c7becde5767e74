/** Gives each request the short id by which its answer, its log line and its record can be found again. */
import { randomBytes } from 'node:crypto';

/** Eight characters: short enough to be read out to somebody, and unlikely to occur twice within a day's log. */
export function createCorrelationId(): string {
  return randomBytes(4).toString('hex');
}

export const CORRELATION_HEADER = 'x-correlation-id';
