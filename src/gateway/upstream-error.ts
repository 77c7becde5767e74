/** Turns what a provider throws into what a caller may see: one answer per class, nothing of the source's own text unless marked safe. */
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
  ResyncNeeded,
  Unavailable,
  UnsupportedQuery,
  UpstreamContract,
  VersionMismatch,
} from '../provider-sdk/index';
import type { EntitySet } from '../model/entity-set';
import { publicTarget } from './public-target';

export type ProviderErrorClass = abstract new (...parameters: never[]) => ProviderError;

interface Answer {
  readonly code: ErrorCode;
  readonly sentence: string;
}

const unusable: Answer = {
  code: 'UpstreamContract',
  sentence: 'The external system gave an unusable answer.',
};

const ANSWERS: readonly (readonly [ProviderErrorClass, Answer])[] = [
  [
    UnsupportedQuery,
    { code: 'NotImplemented', sentence: 'The external system refuses a part of this query.' },
  ],
  [
    FilterRequired,
    { code: 'FilterRequired', sentence: 'The external system lists these rows only with a filter.' },
  ],
  [InvalidValue, { code: 'InvalidValue', sentence: 'The external system refuses a value of this request.' }],
  // A missing row is no error of a read: what is missing here is the entity, and that is not the caller's fault.
  [
    NotFound,
    {
      code: 'UpstreamContract',
      sentence: 'The external system does not have the entity that this set shows.',
    },
  ],
  // A read changes nothing, so it can be in conflict with nothing.
  [Conflict, unusable],
  [VersionMismatch, unusable],
  [OutcomeUnknown, unusable],
  // Never 401 or 403: the caller's own key is fine, and Dataverse would say otherwise (reliability 5).
  [
    PermissionDenied,
    { code: 'UpstreamRefused', sentence: 'The external system does not allow the gateway to do this.' },
  ],
  [
    CredentialsInvalid,
    { code: 'UpstreamRefused', sentence: 'The external system does not accept the gateway’s credential.' },
  ],
  [RateLimited, { code: 'UpstreamRateLimited', sentence: 'The external system asks for fewer calls.' }],
  [Unavailable, { code: 'UpstreamUnavailable', sentence: 'The external system cannot be reached.' }],
  [DeadlineExceeded, { code: 'UpstreamTimeout', sentence: 'The external system did not answer in time.' }],
  [UpstreamContract, unusable],
  [
    ResyncNeeded,
    { code: 'ResyncNeeded', sentence: 'The external system no longer has what this continues.' },
  ],
];

const DEFAULT_RETRY_SECONDS = 5;

/**
 * Anything that is no error of a known class is the gateway's or the provider's own fault: 500.
 *
 * @param entitySet that was read, to name a column as its callers do; without it no column is named
 */
export function asRequestError(error: unknown, entitySet?: EntitySet): RequestError {
  if (error instanceof RequestError) return error;
  const answer = ANSWERS.find(([kind]) => error instanceof kind)?.[1];
  if (answer === undefined || !(error instanceof ProviderError)) {
    return new RequestError('InternalError', 'The gateway failed to answer.', { cause: error });
  }
  const { code, sentence } = answer;
  const message = error.safeText === undefined ? sentence : `${sentence} ${error.safeText}`;
  return new RequestError(code, message, {
    cause: error,
    ...targetOf(error, entitySet),
    ...retryAfter(code, error),
  });
}

function targetOf({ column }: ProviderError, entitySet: EntitySet | undefined): { readonly target?: string } {
  if (column === undefined || entitySet === undefined) return {};
  const target = publicTarget(column, entitySet);
  return target === undefined ? {} : { target };
}

function retryAfter(code: ErrorCode, error: ProviderError): { readonly retryAfter?: number } {
  if (code !== 'UpstreamUnavailable' && code !== 'UpstreamRateLimited') return {};
  return { retryAfter: retrySeconds(error.retryAfter) };
}

/** Whole seconds for `Retry-After`, at least one, of the milliseconds that a source asked for, if it asked for any. */
export function retrySeconds(milliseconds: number | undefined): number {
  return milliseconds === undefined ? DEFAULT_RETRY_SECONDS : Math.max(1, Math.ceil(milliseconds / 1_000));
}
