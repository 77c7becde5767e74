/** Turns an answer that is no success into an error of the closed list, with a sentence in place of a stack trace. */
import {
  Conflict,
  CredentialsInvalid,
  InvalidValue,
  isRecord,
  NotFound,
  PermissionDenied,
  UpstreamContract,
  VersionMismatch,
  type HttpAnswer,
  type ProviderError,
} from '../../src/provider-sdk/index';

const LONGEST_MESSAGE = 300;

/** @param subject what was asked for, for the log: `CustomersV3` */
export function faultOf({ status, body }: HttpAnswer, subject: string): ProviderError {
  const text = errorTextOf(body);
  const message = `F&O answered ${status} for ${subject}${text === undefined ? '' : `: ${firstLine(text)}`}`;
  const validation = text === undefined ? undefined : readInfoLog(text);
  const options = validation === undefined ? {} : { safeText: validation };
  switch (status) {
    case 400:
    case 422:
      return validation === undefined ? new UpstreamContract(message) : new InvalidValue(message, options);
    case 401:
      return new CredentialsInvalid(message);
    case 403:
      return new PermissionDenied(message);
    case 404:
    case 410:
      return new NotFound(message);
    case 409:
      return new Conflict(message, options);
    case 412:
    case 428:
      return new VersionMismatch(message);
    default:
      return new UpstreamContract(message);
  }
}

/** The useful text is the inner one; the outer is always "An error has occurred." (facts page, trap 11). */
export function errorTextOf(body: unknown): string | undefined {
  const error = memberOf(body, 'error');
  const candidates = [
    memberOf(memberOf(error, 'innererror'), 'message'),
    memberOf(error, 'message'),
    // A wrong path is answered by the web server in its own shape (facts page 2.5).
    memberOf(body, 'Message'),
  ];
  return candidates.find((text): text is string => typeof text === 'string' && text !== '');
}

/** A 404 for an address that does not exist, unlike one for a row that does not. */
export function isUnknownAddress(body: unknown): boolean {
  return typeof memberOf(body, 'Message') === 'string';
}

export function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function firstLine(text: string): string {
  const [line = ''] = text.split(/\r?\n/, 1);
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line;
}

const INFO_LOG = /^Write failed for table row of type '[^']*'\. Infolog: /;
const SEVERITY = /(?:^|; ?)(?:Info|Warning|Error): /;
/** Items that only repeat which method found the fault. */
const REPETITION =
  /^(?:validateField failed on field '|validateWrite failed on data source '|Update has been canceled)/;

/**
 * The sentences of an InfoLog text that mean something to a user; undefined if the text is none.
 *
 * @example
 * readInfoLog("Write failed for table row of type 'CustCustomerGroupEntity'. Infolog: Warning: Field 'Name' must be "
 *   + "filled in.; Warning: validateWrite failed on data source 'CustGroup'.") // "Field 'Name' must be filled in."
 */
export function readInfoLog(text: string): string | undefined {
  const prefix = INFO_LOG.exec(text);
  if (prefix === null) return undefined;
  const items = text
    .slice(prefix[0].length)
    .split(SEVERITY)
    .map((item) => item.replace(/\s+/g, ' ').replace(/\.+$/, '').trim())
    .filter((item) => item !== '' && !REPETITION.test(item));
  return items.length === 0 ? undefined : items.map((item) => `${item}.`).join(' ');
}
