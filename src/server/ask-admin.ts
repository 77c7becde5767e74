/** Asks the admin port of the running gateway, for commands in a terminal. */
import { printableJson } from '../record/record-line';
import type { Configuration } from './configuration/configuration';
import { StartFault } from './start-fault';

/**
 * For at most ten seconds, unless the request has a signal of its own.
 *
 * @throws {StartFault} if no gateway answers
 */
export async function askAdmin(
  { admin }: Configuration,
  path: string,
  request: RequestInit = {},
): Promise<Response> {
  const host = admin.host === '0.0.0.0' || admin.host === '::' ? 'localhost' : admin.host;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${admin.port}`;
  try {
    return await fetch(`${origin}/${path}`, {
      ...request,
      headers: { ...(request.headers as Record<string, string> | undefined), ...keyHeader(admin) },
      signal: request.signal ?? AbortSignal.timeout(10_000),
    });
  } catch {
    throw new StartFault(`no gateway answers at ${origin}. Is it running, with this configuration?`);
  }
}

/** Of several keys the one that may do most. */
function keyHeader({ auth }: Configuration['admin']): Readonly<Record<string, string>> {
  const keys = auth.kind === 'keys' ? auth.keys.filter(({ header }) => header !== undefined) : [];
  const [key] = keys.toSorted((one, other) => other.rights.length - one.rights.length);
  return key?.header === undefined ? {} : { [key.header]: key.secret };
}

/** Prints the JSON of an answer, or its error's sentence. @returns the exit code */
export async function printAnswer(answer: Response): Promise<number> {
  const content = (await answer.json()) as { readonly error?: { readonly message: string } };
  process.stdout.write(`${content.error?.message ?? printableJson(JSON.stringify(content, null, 2))}\n`);
  return answer.ok ? 0 : 1;
}
