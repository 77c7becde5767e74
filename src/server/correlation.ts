/** Gives each request the short id by which its answer, its log line and its record can be found again. */
import { randomBytes } from 'node:crypto';

let state = randomBytes(4).readUInt32LE();
/** Odd, so that every number of 32 bits has its turn before one comes again; near the golden ratio, so that neighbours differ. */
const STEP = 0x9e3779b1;

/**
 * Eight characters: short enough to be read out to somebody. A process gives none twice within four thousand million
 * requests, and each begins somewhere else. Not for keeping secrets.
 */
export function createCorrelationId(): string {
  state = (state + STEP) >>> 0;
  return state.toString(16).padStart(8, '0');
}

export const CORRELATION_HEADER = 'x-correlation-id';
