/** Counts the requests of a batch and keeps their ids, while it is read. */
import { invalidBatch } from './batch-error';
import { batchLimits } from './batch-limits';

export class BatchTally {
  private requests = 0;
  private readonly names = new Map<string, 'request' | 'group'>();

  /** @param inChangeSet how many requests the change set has with this one; 0 outside */
  countRequest(place: string, inChangeSet: number): void {
    this.requests += 1;
    if (this.requests > batchLimits.requests) {
      throw invalidBatch(place, `the batch has more requests than the limit of ${batchLimits.requests}`);
    }
    if (inChangeSet > batchLimits.requestsInChangeSet) {
      const limit = batchLimits.requestsInChangeSet;
      throw invalidBatch(place, `there are more requests in one change set than the limit of ${limit}`);
    }
  }

  /** Takes the id of a request, or the name of an atomicity group: they share one set of names (JSON Format 4.01, 19.1). */
  claim(name: string, kind: 'request' | 'group', place: string): void {
    if (!isRequestId(name)) {
      throw invalidBatch(place, 'an id is made of letters, digits and the characters - . _ ~ only');
    }
    if (this.names.has(name)) throw invalidBatch(place, `the id '${shownId(name)}' is used twice`);
    this.names.set(name, kind);
  }

  /** What of this name stands before the place that is being read. */
  find(name: string): 'request' | 'group' | undefined {
    return this.names.get(name);
  }
}

const requestId = /^[A-Za-z0-9._~-]+$/;

/** Rule `request-id` of the OData ABNF. An id is echoed in a header of the answer, so nothing else gets in. */
export function isRequestId(text: string): boolean {
  return requestId.test(text);
}

const LONGEST_SHOWN = 40;

/** The beginning of an id, for messages. */
export function shownId(id: string): string {
  return id.length > LONGEST_SHOWN ? `${id.slice(0, LONGEST_SHOWN)}…` : id;
}
