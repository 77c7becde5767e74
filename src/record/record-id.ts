/** Ids of records: unique among all instances, and in the order in which one instance gave them. */
import { randomBytes } from 'node:crypto';

/** Tells instances apart, and the runs of one. */
const instance = randomBytes(4).toString('hex');
const MOST_IN_A_MILLISECOND = 0xffff;

let last = 0;
let count = 0;

/** 11 hexadecimal digits of time, 4 of a counter, 8 of the instance: as text in the order of time. */
export function nextRecordId(now = Date.now()): string {
  // A clock that is set back must not reorder what was recorded before.
  if (now > last) {
    last = now;
    count = 0;
  } else if (++count > MOST_IN_A_MILLISECOND) {
    last += 1;
    count = 0;
  }
  return firstIdAt(last) + count.toString(16).padStart(4, '0') + instance;
}

const TIME_DIGITS = 11;

/** No id that was given at this millisecond or later comes before it as text. */
export function firstIdAt(time: number): string {
  const within = Math.min(Math.max(Math.floor(time), 0), 16 ** TIME_DIGITS - 1);
  return within.toString(16).padStart(TIME_DIGITS, '0');
}

/**
 * Milliseconds. A request that takes longer is not found by time: its id is of its end. An answer has a deadline of minutes; what
 * is left is a caller that reads slowly.
 */
export const LONGEST_REQUEST = 15 * 60_000;

/** Milliseconds by which a clock may be set back while a request runs, which then seems to end before it has begun. */
export const CLOCK_STEP = 60_000;
