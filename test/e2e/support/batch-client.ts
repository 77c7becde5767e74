/** Sends batches in both formats, and reads the answers in them. */
import { changeSetPart, httpPart, MULTIPART, multipart } from '../../odata/batch/batch-texts';
import type { Received } from './http-client';
import { type Entity, entityIn, type ServiceClient } from './service-client';

/** A request of a batch; by default its id is its place. */
export interface Inner {
  readonly id?: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Entity;
  readonly atomicityGroup?: string;
  readonly dependsOn?: readonly string[];
}

export type Headers = Readonly<Record<string, string>>;

export const JSON_TYPE = { 'Content-Type': 'application/json' };

function sendJson(
  service: ServiceClient,
  requests: readonly Inner[],
  headers: Headers = {},
): Promise<Received> {
  const named = requests.map((request, index) => ({ id: `r${index}`, ...request }));
  return service.send('POST', '$batch', { requests: named }, { ...JSON_TYPE, ...headers });
}

/** Requests next to each other with the same `atomicityGroup` are a change set. */
function sendMultipart(
  service: ServiceClient,
  requests: readonly Inner[],
  headers: Headers = {},
): Promise<Received> {
  const parts: string[] = [];
  for (let at = 0; at < requests.length;) {
    const group = requests[at]?.atomicityGroup;
    const end =
      group === undefined ? at + 1 : requests.findLastIndex((each) => each.atomicityGroup === group) + 1;
    const texts = requests.slice(at, end).map(partOf);
    parts.push(group === undefined ? String(texts[0]) : changeSetPart('c', texts));
    at = end;
  }
  return service.send('POST', '$batch', multipart('b', parts), { 'Content-Type': MULTIPART, ...headers });
}

function partOf({ id, method, url, headers = {}, body }: Inner): string {
  const lines = Object.entries({ ...(body === undefined ? {} : JSON_TYPE), ...headers });
  return httpPart(`${method} ${url} HTTP/1.1`, {
    ...(id === undefined ? {} : { id }),
    headers: lines.map(([name, value]) => `${name}: ${value}`),
    body: body === undefined ? '' : JSON.stringify(body),
  });
}

export interface InnerAnswer {
  readonly id?: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Entity | undefined;
}

/** The answers in a batch of either format, in their order. */
export function answersIn(answer: Received): readonly InnerAnswer[] {
  expect({ status: answer.status, body: answer.body.slice(0, 300) }).toMatchObject({ status: 200 });
  if (answer.headers['content-type']?.startsWith('application/json') === true)
    return (entityIn(answer) as unknown as { readonly responses: readonly InnerAnswer[] }).responses;
  const texts = answer.body.split(/^--[^\r\n]+\r\n/m).filter((text) => text.includes('\r\nHTTP/1.1 '));
  return texts.map((text) => {
    const [, outer = '', status = '', head = '', body = ''] =
      /^([\s\S]*?)\r\n\r\nHTTP\/1\.1 (\d{3}) [^\r\n]*\r\n([\s\S]*?)\r\n\r\n([\s\S]*?)(?:\r\n)?$/.exec(text) ??
      [];
    return {
      id: /^Content-ID: (\S+)/im.exec(outer)?.[1],
      status: Number(status),
      headers: Object.fromEntries(
        head.split('\r\n').map((line) => {
          const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
          return [name.toLowerCase(), value];
        }),
      ),
      body: body.trim() === '' ? undefined : (JSON.parse(body) as Entity),
    };
  });
}

/** How to send a batch in each format. */
export const formats = { JSON: sendJson, multipart: sendMultipart } as const;

export function errorIn({ body }: InnerAnswer): {
  readonly code?: string;
  readonly message?: string;
  readonly target?: string;
} {
  return body?.['error'] ?? {};
}
