/** What a capture keeps of a request: its URL with literals and the body of a change, and no key of any caller. */
import type { IncomingHttpHeaders } from 'node:http';
import type { CapturedPayload } from '../record/captures';
import { kindOf } from '../gateway/request-kind';
import type { ServedService } from './gateway';
import { splitServicePath } from './odata-request';
import { stripKeys } from './strip-keys';

export interface CapturedRequest {
  readonly method: string;
  /** As it came, keys and all. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body?: unknown;
}

/** More of a body nobody reads. */
const LONGEST_BODY = 64 * 1024;
const MASK = '?';

/** Other options mean nothing to the gateway, and may be the key of somebody who got its name wrong. */
const shownOptions: ReadonlySet<string> = new Set(
  'filter search orderby select top skip count format skiptoken expand compute'.split(' '),
);

export function capturePayload(
  { method, url, headers, body }: CapturedRequest,
  { lock, keys }: ServedService,
): CapturedPayload {
  const stripped = stripKeys(splitServicePath(url).rest, lock.queryNames);
  const { target } = stripped;
  const secrets = [...stripped.keys.values(), ...keys.flatMap(({ header }) => headers[header ?? ''] ?? [])];
  const text = bodyText(method, target, body);
  return {
    url: without(secrets, shownTarget(target)),
    ...(text === undefined ? {} : { body: without(secrets, shownBody(method, target, text)) }),
  };
}

/** Of a batch nothing: its parts may have headers of their own, with keys in them. */
function bodyText(method: string, target: string, body: unknown): string | undefined {
  const kind = kindOf({ method, target });
  if (kind === 'read' || kind === 'batch' || !Buffer.isBuffer(body) || body.length === 0) return undefined;
  return body.toString('utf8', 0, LONGEST_BODY);
}

/** The body of `$query` is what else stands behind the question mark. */
function shownBody(method: string, target: string, text: string): string {
  return kindOf({ method, target }) === 'query' ? shownQuery(text) : text;
}

function shownTarget(target: string): string {
  const mark = target.indexOf('?');
  return mark < 0 ? target : `${target.slice(0, mark)}?${shownQuery(target.slice(mark + 1))}`;
}

function shownQuery(query: string): string {
  return query
    .split('&')
    .map((option) => {
      const [name = ''] = option.split('=', 1);
      return isShown(name) ? option : `${name}=${MASK}`;
    })
    .join('&');
}

function isShown(name: string): boolean {
  const plain = name.replace(/^(?:\$|%24)/i, '').toLowerCase();
  return shownOptions.has(plain) || /^(?:@|%40)/.test(name);
}

/** What was presented as a key is one wherever it stands. */
function without(secrets: readonly string[], text: string): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce(
      (left, secret) => left.replaceAll(secret, MASK).replaceAll(encodeURIComponent(secret), MASK),
      text,
    );
}
