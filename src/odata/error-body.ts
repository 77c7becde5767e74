/** Writes the body of an answer that is an error (JSON Format 4.01, 21.1). */
import type { RequestError } from '../errors';

/**
 * `{"error":{…}}`. The message ends with the correlation id, because a user of Dataverse sees no header, and often
 * nothing else of the body. Causes stay inside: there is no `innererror`.
 *
 * @example `{"error":{"code":"UnknownProperty","message":"… [id 7f3a9c]","target":"$filter"}}`
 */
export function errorBody(error: RequestError, correlationId: string): string {
  const { code, message, target, details } = error;
  return JSON.stringify({
    error: {
      code,
      message: `${message} [id ${correlationId}]`,
      ...(target === undefined ? {} : { target }),
      ...(details.length === 0 ? {} : { details: details.map(detail) }),
    },
  });
}

/** Member by member: whatever else an object brings along stays inside. */
function detail({ code, message, target }: RequestError['details'][number]): object {
  return { code, message, ...(target === undefined ? {} : { target }) };
}
