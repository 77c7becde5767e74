/** A batch as it was read: its requests in order, each with the place that messages call it by. */
import type { RequestError } from '../../errors';
import type { InnerHeaders } from './inner-headers';

export interface Batch {
  readonly format: BatchFormat;
  readonly parts: readonly BatchPart[];
}

export type BatchFormat = 'multipart' | 'json';

export type BatchPart = BatchRequest | ChangeSet;

export interface BatchRequest {
  readonly kind: 'request';
  /** `part 3`, `part 2, request 1`, `request 'b'`. */
  readonly place: string;
  /** Its `Content-ID`, or `id` in JSON. Unique in the batch. */
  readonly id: string | undefined;
  readonly method: BatchMethod;
  readonly target: BatchTarget;
  /** Only those that mean something to a single request; never any of the batch itself. */
  readonly headers: InnerHeaders;
  readonly body: string | undefined;
  /** Ids of requests and groups before it without whose success it is not carried out. The id in its URL is one of them. */
  readonly dependsOn: readonly string[];
}

/** Requests of which all are carried out or none: a change set, or in JSON an atomicity group. Never empty. */
export interface ChangeSet {
  readonly kind: 'changeSet';
  readonly place: string;
  /** The name of an atomicity group; a change set has none. */
  readonly group: string | undefined;
  readonly requests: readonly BatchRequest[];
}

/**
 * JSON batches know these five (JSON Format 4.01, 19.1). HEAD is refused in both formats: an answer without the body that
 * its headers describe cannot be told from a broken part, and nothing is saved by it inside a batch.
 */
export const batchMethods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;

export type BatchMethod = (typeof batchMethods)[number];

export type BatchTarget = AddressTarget | ReferenceTarget | RefusedTarget;

/** Path and query below the service root, without keys of callers. */
export interface AddressTarget {
  readonly kind: 'address';
  readonly target: string;
}

/** `$1/Orders?$top=1` is the id `1` and the rest `/Orders?$top=1` (Protocol 4.01, 11.7.4). */
export interface ReferenceTarget {
  readonly kind: 'reference';
  readonly id: string;
  readonly rest: string;
}

/** The request alone is answered with an error, and is not carried out; the batch as such is fine. */
export interface RefusedTarget {
  readonly kind: 'refused';
  readonly error: RequestError;
}
