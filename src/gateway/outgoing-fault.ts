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
