/** The three ways in which a change can fail, and no fourth: not sent, refused, or unknown (reliability W3). */
import { type ErrorCode, RequestError } from '../errors';
import {
  Conflict,
  CredentialsInvalid,
  DeadlineExceeded,
  FilterRequired,
  InvalidValue,
  NotFound,
  OutcomeUnknown,
  PermissionDenied,
  ProviderError,
  RateLimited,
  Unavailable,
  UnsupportedQuery,
  VersionMismatch,
} from '../provider-sdk/index';
import type { EntitySet } from '../model/entity-set';
import { publicTarget } from './public-target';
import { asRequestError, type ProviderErrorClass, retrySeconds } from './upstream-error';

export type WriteFaultKind = 'notSent' | 'refused' | 'unknown';

interface Answer {
  readonly kind: WriteFaultKind;
  readonly code: ErrorCode;
  readonly sentence: string;
}

/** What a provider throws of {@link Connection.write}, by what it promises with it. */
const ANSWERS: readonly (readonly [ProviderErrorClass, Answer])[] = [
  [InvalidValue, refused('InvalidValue', 'The external system refuses a value.')],
  [Conflict, refused('Conflict', 'The external system refuses this change in its present state.')],
  [VersionMismatch, refused('VersionMismatch', 'The row was changed since it was read.')],
  [NotFound, refused('NotFound', 'The row is not there.')],
  [
    PermissionDenied,
    refused('UpstreamRefused', 'The external system does not allow the gateway to make this change.'),
  ],
  [
    CredentialsInvalid,
    refused('UpstreamRefused', 'The external system does not accept the gateway’s credential.'),
  ],
  [UnsupportedQuery, refused('NotImplemented', 'The external system does not take this change.')],
  [FilterRequired, refused('NotImplemented', 'The external system does not take this change.')],
  [
    RateLimited,
    { kind: 'notSent', code: 'UpstreamRateLimited', sentence: 'The external system asks for fewer calls.' },
  ],
  [
    Unavailable,
    { kind: 'notSent', code: 'UpstreamUnavailable', sentence: 'The external system cannot be reached.' },
  ],
  // Only thrown while nothing was sent: afterwards it is OutcomeUnknown.
  [
    DeadlineExceeded,
    { kind: 'notSent', code: 'UpstreamUnavailable', sentence: 'There was no time left to send the change.' },
  ],
];

function refused(code: ErrorCode, sentence: string): Answer {
  return { kind: 'refused', code, sentence };
}

/** By the contract nothing was changed where a provider throws another of its errors. */
const UNUSABLE = refused(
  'UpstreamContract',
  'The external system refuses the change in a way that it never should.',
);

/** What is no error of the contract may have happened after the change was sent: a fault of the provider's own code. */
const UNKNOWN: Answer = {
  kind: 'unknown',
  code: 'WriteOutcomeUnknown',
  sentence: 'The change was sent, and it is not known whether the external system carried it out.',
};

export function writeFaultKind(error: unknown): WriteFaultKind {
  return answerTo(error).kind;
}

/** What the caller of a change is told of a fault before its source was asked to make it: what is late was not sent. */
export function asUnsentError(error: unknown): RequestError {
  const told = asRequestError(error);
  return told.code === 'UpstreamTimeout'
    ? new RequestError('UpstreamUnavailable', told.message, {
        cause: error,
        retryAfter: retrySeconds(undefined),
      })
    : told;
}

/** What the caller of a change is told. */
export function asWriteError(error: unknown, entitySet: EntitySet): RequestError {
  if (error instanceof RequestError) return error;
  const { kind, code, sentence } = answerTo(error);
  const fault = error instanceof ProviderError ? error : undefined;
  const message =
    fault?.safeText === undefined || kind === 'unknown' ? sentence : `${sentence} ${fault.safeText}`;
  const target = fault?.column === undefined ? undefined : publicTarget(fault.column, entitySet);
  return new RequestError(code, message, {
    cause: error,
    ...(target === undefined ? {} : { target }),
    ...(kind === 'notSent' ? { retryAfter: retrySeconds(fault?.retryAfter) } : {}),
  });
}

function answerTo(error: unknown): Answer {
  if (error instanceof OutcomeUnknown || !(error instanceof ProviderError)) return UNKNOWN;
  return ANSWERS.find(([type]) => error instanceof type)?.[1] ?? UNUSABLE;
}
