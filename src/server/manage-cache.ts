/** `vtg cache`: asks the admin port of the running gateway what its cache holds, or to forget some of it. */
import type { Configuration } from './configuration/configuration';
import { StartFault } from './start-fault';

export interface PurgeOptions {
  readonly all?: boolean;
  readonly tag?: string;
  readonly service?: string;
  readonly set?: string;
  readonly key?: string;
}

/** @returns the exit code: 0 if the gateway did it */
export async function purgeCache(configuration: Configuration, options: PurgeOptions): Promise<number> {
  const { set, ...rest } = options;
  return print(
    await askAdmin(configuration, 'api/cache/purge', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...rest, ...(set === undefined ? {} : { entitySet: set }) }),
    }),
  );
}

/** @returns the exit code */
export async function showCache(configuration: Configuration): Promise<number> {
  return print(await askAdmin(configuration, 'api/cache', {}));
}

async function askAdmin({ admin }: Configuration, path: string, request: RequestInit): Promise<Response> {
  const host = admin.host === '0.0.0.0' || admin.host === '::' ? 'localhost' : admin.host;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${admin.port}`;
  try {
    return await fetch(`${origin}/${path}`, {
      ...request,
      headers: { ...(request.headers as Record<string, string> | undefined), ...keyHeader(admin) },
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    throw new StartFault(`no gateway answers at ${origin}. Is it running, with this configuration?`);
  }
}

function keyHeader({ auth }: Configuration['admin']): Readonly<Record<string, string>> {
  const key = auth.kind === 'keys' ? auth.keys.find(({ header }) => header !== undefined) : undefined;
  return key?.header === undefined ? {} : { [key.header]: key.secret };
}

async function print(answer: Response): Promise<number> {
  const content = (await answer.json()) as { readonly error?: { readonly message: string } };
  process.stdout.write(`${content.error?.message ?? JSON.stringify(content, null, 2)}\n`);
  return answer.ok ? 0 : 1;
}
