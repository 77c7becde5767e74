/** Judges what F&O answers to a change: done, refused in one of the known ways, or nobody knows. */
import {
  Conflict,
  CredentialsInvalid,
  type HttpAnswer,
  InvalidValue,
  type Key,
  NotFound,
  OutcomeUnknown,
  PermissionDenied,
  type ProviderError,
  type ProviderErrorOptions,
  RateLimited,
  UpstreamContract,
  VersionMismatch,
  type WriteCommand,
  type WriteResult,
} from '../../src/provider-sdk/index';
import { rowConverterOf } from './convert-rows';
import { isSuccess } from './data-service';
import type { KnownEntity } from './entity-catalog';
import { errorTextOf, faultOf, isUnknownAddress, readInfoLog } from './read-errors';

/**
 * The row itself is not part of the result: F&O may change more after it has answered, so the gateway reads it.
 *
 * @param answer to a request of its own, or a part of the answer to a batch
 * @throws {ProviderError} {@link OutcomeUnknown} if it is not sure that nothing was changed; all others if it is
 */
export function resultOf(answer: HttpAnswer, command: WriteCommand, entity: KnownEntity): WriteResult {
  if (!isSuccess(answer)) throw changeFaultOf(answer, command, entity);
  switch (command.kind) {
    case 'insert':
      return { key: keyInAnswer(answer, entity) };
    case 'update':
    case 'delete':
      if (answer.status !== 204 && answer.status !== 200) throw unclear(answer, entity);
      return { key: command.key };
  }
}

function keyInAnswer(answer: HttpAnswer, entity: KnownEntity): Key {
  if (answer.status !== 201) throw unclear(answer, entity);
  try {
    const [row] = rowConverterOf(entity, entity.key)([answer.body]);
    // The converter has seen to it that every part is there and none is null.
    return entity.key.map((name) => row?.[name]) as Key;
  } catch (cause) {
    throw new OutcomeUnknown(`F&O answered 201 for ${entity.name}, but not with the new row.`, { cause });
  }
}

function unclear({ status }: HttpAnswer, { name }: KnownEntity): OutcomeUnknown {
  return new OutcomeUnknown(`F&O answered ${status} to a change of ${name}, which it should not.`);
}

/** The fault in an answer that is no success. */
export function changeFaultOf(
  answer: HttpAnswer,
  command: WriteCommand,
  entity: KnownEntity,
  place: Pick<ProviderErrorOptions, 'command'> = {},
): ProviderError {
  const { status, body } = answer;
  const text = errorTextOf(body);
  // Alone, F&O refuses a value with 400; inside a batch with 500 (facts page 2.5).
  if (text !== undefined && isWriteFailure(text) && (status === 400 || status === 422 || status === 500)) {
    return refusalOf(text, entity, place);
  }
  const { message } = faultOf(answer, `${VERBS[command.kind]} ${entity.name}`);
  switch (status) {
    case 400:
    case 422:
      return isHtml(answer) ? new UpstreamContract(message, place) : new InvalidValue(message, place);
    case 401:
      return new CredentialsInvalid(message, place);
    case 403:
    case 405:
      return new PermissionDenied(message, place);
    case 404:
    case 410:
      // Of a row, or of an address: then F&O itself was asked nothing.
      return command.kind === 'insert' || isUnknownAddress(body) || isHtml(answer)
        ? new UpstreamContract(`${message} (no such address)`, place)
        : new NotFound(message, place);
    case 409:
      return new Conflict(message, place);
    case 412:
    case 428:
      return new VersionMismatch(message, place);
    case 429:
      return new RateLimited(message, { ...place, ...retryAfterOf(answer) });
    default:
      return new OutcomeUnknown(message, place);
  }
}

const VERBS: Readonly<Record<WriteCommand['kind'], string>> = {
  insert: 'a new row of',
  update: 'a change of',
  delete: 'a deletion from',
};

function isHtml({ headers }: HttpAnswer): boolean {
  return headers['content-type']?.toLowerCase().startsWith('text/html') === true;
}

function isWriteFailure(text: string): boolean {
  return text.startsWith('Write failed for table row of type ');
}

/** F&O has one kind of answer for all refusals; what kind it is only its text says, in English (facts page 3.4). */
function refusalOf(
  text: string,
  entity: KnownEntity,
  place: Pick<ProviderErrorOptions, 'command'>,
): ProviderError {
  const safeText = readInfoLog(text);
  const column = fieldIn(text, entity);
  const message = `F&O refuses a change of ${entity.name}: ${safeText ?? 'without a reason'}`;
  const options = {
    ...place,
    ...(safeText === undefined ? {} : { safeText }),
    ...(column === undefined ? {} : { column }),
  };
  if (text.includes('The record already exists')) return new Conflict(message, options);
  if (text.includes('cannot be deleted while dependent')) return new Conflict(message, options);
  if (text.includes('An update conflict occurred')) return new VersionMismatch(message, options);
  return new InvalidValue(message, options);
}

/** The entity stands in it under its internal name, the field under its public one. */
function fieldIn(text: string, { columns }: KnownEntity): string | undefined {
  const [, field = ''] = /validateField failed on field '(?:\w+\.)?(\w+)'/.exec(text) ?? [];
  return columns.has(field) ? field : undefined;
}

/** Of a part of a batch; for a whole answer the HTTP client has done this. */
function retryAfterOf({ headers }: HttpAnswer): { readonly retryAfter?: number } {
  const seconds = /^\d{1,5}$/.exec(headers['retry-after'] ?? '')?.[0];
  return seconds === undefined ? {} : { retryAfter: Number(seconds) * 1_000 };
}
