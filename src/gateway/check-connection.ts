/** Tries a connection out, and says in a sentence what is wrong with it. */
import type { CallContext } from '../provider-sdk/index';
import type { OpenConnection } from './open-connections';
import { untilAborted } from './outgoing-deadline';
import { asRequestError } from './upstream-error';

export interface ConnectionCheck {
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly message?: string;
}

/** Also of a source that is left alone. Ends with its context, also if the provider does not. Nothing is thrown. */
export async function checkConnection(
  { connection }: Pick<OpenConnection, 'connection'>,
  context: CallContext,
): Promise<ConnectionCheck> {
  const at = Date.now();
  const started = performance.now();
  const ended = (): Pick<ConnectionCheck, 'at' | 'milliseconds'> => ({
    at,
    milliseconds: Math.round(performance.now() - started),
  });
  try {
    await untilAborted(connection.check({ ...context, isCheck: true }), context.signal);
    return { ...ended(), ok: true };
  } catch (error) {
    return { ...ended(), ok: false, message: asRequestError(error).message };
  }
}
