/** A request of a batch as the pipelines get it: like one that came alone, and with the place that messages call it by. */
import type { BatchMethod } from '../../odata/batch/batch';
import type { InnerHeaders } from '../../odata/batch/inner-headers';
import type { Incoming } from '../incoming';

export interface InnerRequest extends Incoming {
  readonly method: BatchMethod;
  readonly headers: InnerHeaders;
  /** `part 3`, `request 'b'`. */
  readonly place: string;
}

/** A request of a change set. Its address may be that of an entity which another request of the set is to create. */
export interface TogetherRequest extends Omit<InnerRequest, 'target'> {
  readonly target: string | CreatedTarget;
}

export interface CreatedTarget {
  /** Index of the POST in the same change set. It is before this request. */
  readonly createdBy: number;
  /** What follows the address of the entity: empty, `/Orders`, `?$select=Name`. */
  readonly rest: string;
}
