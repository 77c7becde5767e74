/** The way out to one HTTP source: sends, waits, tries again, and records every attempt. */
import { Pool, errors } from 'undici';
import {
  type HttpAnswer,
  type HttpClient,
  type HttpContext,
  type HttpRequest,
  ProviderError,
  RateLimited,
  Unavailable,
  UpstreamContract,
} from '../provider-sdk/index';
import { addressWithin, parseOrigin, recordedUrl } from './outgoing-address';
import { AnswerCutShort, type Attempt, discard, readAnswer } from './outgoing-answer';
import { type Deadline, startDeadline, untilAborted } from './outgoing-deadline';
import { MOST_ATTEMPTS, RetryBudget, pauseBeforeRetry } from './outgoing-retry';

export interface OutgoingHttpOptions {
  /** Connections to the source at the same time; further requests wait. Default: 40, what Finance & Operations bears. */
  readonly connections?: number;
  /** Requests that may wait for a connection; one more is refused as {@link Unavailable}. Default: 1,024, as Envoy's. */
  readonly waiting?: number;
  /** Milliseconds to set up a connection. Default: 10,000. */
  readonly connectTimeout?: number;
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
  /** A random number from 0 to below 1. */
  readonly random?: () => number;
}
