/** Turns whatever goes wrong on the way to a source into one of the error classes of the provider contract. */
import { errors } from 'undici';
import {
  OutcomeUnknown,
  ProviderError,
  RateLimited,
  Unavailable,
  UpstreamContract,
} from '../provider-sdk/index';
import { isSuccess } from './outgoing-answer';
import { type Attempt, isRead } from './outgoing-attempt';
import type { Sign } from './outgoing-breaker';
import { AnswerCutShort } from './outgoing-receiver';

/**
 * The fault to tell of. Of a change that may have left, nothing but 429 says that it was not carried out: whatever else
 * went wrong only tells why nobody knows.
 */
export function faultOf(raised: unknown, attempt: Attempt, signal: AbortSignal): unknown {
  const fault = sourceFaultOf(raised, attempt, signal);
  if (attempt.sent !== true || fault instanceof RateLimited) return fault;
  return new OutcomeUnknown(`It is not known whether the source carried out a ${attempt.method}`, {
    cause: fault,
  });
}

/**
 * What went wrong. What is no fault of the source stays as it is: the reason of a call that was aborted, and a
 * mistake of ours or of the provider, such as a header with a line break.
 */
function sourceFaultOf(raised: unknown, attempt: Attempt, signal: AbortSignal): unknown {
  if (raised instanceof ProviderError) return raised;
  if (signal.aborted) return signal.reason;
  if (raised instanceof AnswerCutShort) return cutShort(raised, attempt);
  if (breaksHttp(raised))
    return new UpstreamContract('The source breaks the rules of HTTP', { cause: raised });
  const code = networkCode(raised);
  if (code === undefined) return raised;
  return new Unavailable(`The source could not be reached, or closed the connection (${code})`, {
    cause: raised,
  });
}

/** How an attempt ended that brought no answer. */
export interface Ending {
  readonly raised: unknown;
  readonly at: number;
  readonly hasAborted: boolean;
  /** Whether the time of the request is over; else its caller left. */
  readonly isLate: boolean;
  /** Whether there is any connection to the source. */
  readonly isConnected: boolean;
}

/**
 * What such an attempt tells the breaker. A refusal, 429 and a wrong answer come from a source that is up; for a caller who
 * leaves and for mistakes of ours it can do nothing.
 */
export function signOf({ raised, hasAborted, ...ending }: Ending, attempt: Attempt): Sign {
  const { status } = attempt;
  if (status !== undefined && (status >= 500 || status === REQUEST_TIMEOUT)) return 'fails';
  if (raised instanceof AnswerCutShort) return 'fails';
  if (hasAborted) return ending.isLate && wasHeldUp(attempt, ending) ? 'fails' : 'nothing';
  if (status !== undefined) return 'answers';
  return breaksHttp(raised) || networkCode(raised) !== undefined ? 'fails' : 'nothing';
}

const REQUEST_TIMEOUT = 408;

/** Of a request that mostly waited for a free connection, the source could not know. */
function wasHeldUp(
  { startedAt, reachedAt }: Attempt,
  { at, isConnected }: Pick<Ending, 'at' | 'isConnected'>,
): boolean {
  return reachedAt === undefined ? !isConnected : at - reachedAt >= reachedAt - startedAt;
}

/** Whether the same request may well succeed in a moment, and doing it twice does no harm. */
export function isWorthRetrying(fault: unknown, raised: unknown, { request }: Attempt): boolean {
  if (!isRead(request)) return false;
  return fault instanceof Unavailable || fault instanceof RateLimited || raised instanceof AnswerCutShort;
}

/** A 2xx that stops early is a wrong answer; of another status the status is all that is known for sure. */
function cutShort(raised: AnswerCutShort, { status }: Attempt): ProviderError {
  const options = { cause: raised.cause };
  if (isSuccess(status)) return new UpstreamContract('The source broke off inside its answer', options);
  return new Unavailable(`The source broke off inside its answer of status ${status}`, options);
}

function breaksHttp(raised: unknown): boolean {
  return (
    raised instanceof errors.HTTPParserError ||
    raised instanceof errors.HeadersOverflowError ||
    raised instanceof errors.ResponseContentLengthMismatchError
  );
}

/**
 * The code of a network error (`ECONNREFUSED`, `UND_ERR_SOCKET` …); undefined for anything else. Arguments that Node or
 * undici do not take (`ERR_INVALID_…`, `UND_ERR_INVALID_ARG`) have codes too, and are mistakes.
 */
function networkCode(raised: unknown): string | undefined {
  if (typeof raised !== 'object' || raised === null || !('code' in raised)) return undefined;
  const { code } = raised;
  return typeof code === 'string' && !code.includes('ERR_INVALID_') ? code : undefined;
}
