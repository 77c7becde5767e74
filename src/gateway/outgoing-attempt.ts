/** One attempt to have a request answered: what was asked, and what the query record wants to know of it. */
import type { HttpRequest } from '../provider-sdk/index';
import type { RetryAfter } from './outgoing-retry';

/** Filled in as it happens. */
export interface Attempt {
  readonly request: HttpRequest;
  readonly method: NonNullable<HttpRequest['method']>;
  readonly startedAt: number;
  /** When it got a connection, and the source the request. */
  reachedAt?: number;
  status?: number;
  bytes: number;
  /** Of a change: true once a byte of it may have left. */
  sent?: boolean;
  /** What the answer says of coming back. */
  retryAfter?: RetryAfter;
}

/** Whether the request promises to change nothing, so that it may be repeated and given up at will. */
export function isRead({ method, changesNothing }: HttpRequest): boolean {
  return changesNothing === true || method === undefined || method === 'GET' || method === 'HEAD';
}

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/** Largest answer in bytes, before and after it is unpacked. */
export function maxBytesOf({ request }: Attempt): number {
  return request.maxBytes ?? DEFAULT_MAX_BYTES;
}
