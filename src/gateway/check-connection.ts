/** Tries a connection out, and says in a sentence what is wrong with it. */
import { type CallContext, DeadlineExceeded } from '../provider-sdk/index';
import type { OpenConnection } from './open-connections';
import { asRequestError } from './upstream-error';

export interface ConnectionCheck {
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly message?: string;
}

/** Ends with its context, also if the provider does not. Nothing is thrown. */
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
    await Promise.race([connection.check(context), endOf(context.signal)]);
    return { ...ended(), ok: true };
  } catch (error) {
    return { ...ended(), ok: false, message: asRequestError(error).message };
  }
}

function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => {
      const reason: unknown = signal.reason;
      reject(reason instanceof Error ? reason : new DeadlineExceeded('The check was given up.'));
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
