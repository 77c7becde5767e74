/** The one way to the admin API: over fetch, with the administrator's key, answers of the types that the gateway declares. */
import { ApiError } from './api-error';
import { heldKey } from './key';

/** Parameters of a request's address; those that are undefined are left out. */
export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

export function addressOf(path: string, parameters: Parameters = {}): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** @throws {ApiError} */
export async function get<Answer>(
  path: string,
  parameters: Parameters = {},
  signal?: AbortSignal,
): Promise<Answer> {
  return readJson(await send('GET', addressOf(path, parameters), signal === undefined ? {} : { signal }));
}

/** @throws {ApiError} */
export async function post<Answer>(path: string, body: object, signal?: AbortSignal): Promise<Answer> {
  return readJson(
    await send('POST', path, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    }),
  );
}

/**
 * An answer whose body is read by the caller: a stream of events, a file.
 *
 * @throws {ApiError}
 */
export async function send(method: string, address: string, init: RequestInit): Promise<Response> {
  const key = heldKey();
  const headers = new Headers(init.headers);
  if (key !== undefined) headers.set(key.header, key.secret);
  const answer = await fetch(address, { ...init, method, headers, cache: 'no-store' }).catch(
    (fault: unknown) => {
      if (fault instanceof DOMException && fault.name === 'AbortError') throw fault;
      throw new ApiError(0, 'Unreachable', 'The gateway does not answer.');
    },
  );
  if (answer.ok) return answer;
  throw await refusalOf(answer);
}

async function readJson<Answer>(answer: Response): Promise<Answer> {
  // The gateway and the console are of one build: its answers are what its types say.
  return (await answer.json()) as Answer;
}

interface ErrorBody {
  readonly error?: { readonly code?: string; readonly message?: string; readonly target?: string };
}

async function refusalOf(answer: Response): Promise<ApiError> {
  const { error = {} } = (await answer.json().catch(() => ({}))) as ErrorBody;
  const { code = 'Unknown', message = `The gateway answered ${answer.status}.`, target } = error;
  return new ApiError(answer.status, code, message, target);
}
