/** The calls of sources that one request has made: the first ones told one by one, of all their number and time. */
import type { HttpObservation } from '../provider-sdk/index';
import { type NotedCall, upstreamCallOf } from './mask-notes';
import type { QueryRecord } from './query-record';
import { rounded } from './rounded';

/** A request that asks its source more often is a scan: of the rest only their number and time count. */
const MOST_CALLS = 100;

export class NotedCalls {
  readonly #first: NotedCall[] = [];
  #count = 0;
  #milliseconds = 0;

  /** @param sinceArrival milliseconds from the arrival of the request until now, when the call has ended */
  add(observation: HttpObservation, sinceArrival: number): void {
    this.#count++;
    this.#milliseconds += observation.milliseconds;
    if (this.#first.length >= MOST_CALLS) return;
    this.#first.push({ observation, startedAfter: sinceArrival - observation.milliseconds });
  }

  get count(): number {
    return this.#count;
  }

  /** Of all of them. */
  get milliseconds(): number {
    return this.#milliseconds;
  }

  /** With their literals: what a source that fails was asked it may repeat. */
  failedUrls(): readonly string[] {
    return this.#first.flatMap(({ observation: { url, status = 0, fault } }) =>
      fault !== undefined || status >= 400 ? [url] : [],
    );
  }

  /** As a record has them. */
  noted(): Pick<QueryRecord, 'calls' | 'furtherCalls'> {
    if (this.#count === 0) return {};
    const further = this.#count - this.#first.length;
    const noted = this.#first.reduce((sum, { observation }) => sum + observation.milliseconds, 0);
    return {
      calls: this.#first.map(upstreamCallOf),
      ...(further === 0
        ? {}
        : { furtherCalls: { count: further, milliseconds: rounded(this.#milliseconds - noted) } }),
    };
  }
}
