/** A request to a service root as the server hands it on, and the answer that it gets back: HTTP without a framework. */
import type { CacheAddress } from '../cache/read-through';
import type { RequestNotes } from '../record/request-notes';

export interface Incoming {
  readonly method: string;
  /** Path and query below the service root, as they came: `Customers?$top=5`. Keys of callers are taken out. */
  readonly target: string;
  readonly headers: IncomingHeaders;
  /** Of `POST …/$query` the query options as text, of a change the entity, of a batch its parts. */
  readonly body?: string;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
  /** The id of the caller's key, for the records. */
  readonly caller?: string;
  /** The id of the request, for the records. */
  readonly correlationId?: string;
  /** Takes notes for the record of this request; absent where none are kept. */
  readonly notes?: RequestNotes;
  /** Takes keys of callers out of a target, for requests within this one. */
  readonly withoutKeys?: (target: string) => string;
}

/** The headers that somebody looks at, by lower-case name. */
export interface IncomingHeaders {
  readonly host?: string | undefined;
  readonly accept?: string | undefined;
  readonly prefer?: string | undefined;
  readonly 'odata-version'?: string | undefined;
  readonly 'odata-maxversion'?: string | undefined;
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
  readonly 'content-type'?: string | undefined;
  readonly 'repeatability-request-id'?: string | undefined;
  readonly 'repeatability-first-sent'?: string | undefined;
  readonly 'idempotency-key'?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or bytes of it in UTF-8. Absent = no content. Of a HEAD request the server leaves it out. */
  readonly body?: string | Uint8Array;
  /** The body compressed, if somebody has done that before. */
  readonly gzip?: Uint8Array;
  /** When its source was asked, on the cache's clock, if that was for another answer. */
  readonly askedAt?: number;
  /** Where the cache has this answer, if it has. */
  readonly storedAt?: CacheAddress;
}
