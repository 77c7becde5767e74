/** What a service was asked, and how that went, in numbers: of every request, whether or not a record of it is kept. */
import type { RequestFigures } from '../record/request-notes';
import { Counted } from './counted';

/**
 * `answered`: below 400; `refused`: 400 to 499; `failed`: 500 and above; `abandoned`: the caller left before. `writes`: changes
 * that were made, each of a batch for itself. `fetched`: rows that sources or memory gave to be worked on; `returned`: rows in
 * answers; neither of answers that were kept whole. `upstream`: milliseconds of calls.
 */
export const serviceCounters = [
  'answered',
  'refused',
  'failed',
  'abandoned',
  'writes',
  'hits',
  'fetched',
  'returned',
  'upstream',
] as const;
export type ServiceCounter = (typeof serviceCounters)[number];

export interface EndedRequest extends RequestFigures {
  readonly status: number;
  readonly isHit: boolean;
}

export class ServiceActivity {
  readonly counted = new Counted(serviceCounters);

  /** An answer from memory, ahead of every stage. Thousands a second: nothing is made for it. */
  hit(started: number, ended: number): void {
    this.counted
      .at(ended)
      .add('answered')
      .add('hits')
      .took(ended - started);
  }

  ended({ status, isHit, milliseconds, fetched, returned, upstream }: EndedRequest, now: number): void {
    this.counted
      .at(now)
      .add(outcomeOf(status))
      .add('hits', isHit ? 1 : 0)
      .add('fetched', fetched)
      .add('returned', returned)
      .add('upstream', upstream)
      .took(milliseconds);
  }

  abandoned(now: number): void {
    this.counted.at(now).add('abandoned');
  }

  wrote(now: number): void {
    this.counted.at(now).add('writes');
  }
}

function outcomeOf(status: number): ServiceCounter {
  if (status < 400) return 'answered';
  return status < 500 ? 'refused' : 'failed';
}
