/**
 * Answers from memory what was asked before, ahead of Fastify, Nest and every stage.
 *
 * A URL that has led to a stored answer is an alias of it (performance 7: a hit must not be parsed), and so is each other
 * spelling of that URL. Who calls is checked for each request, by the same lock as everywhere; whether the answer is still
 * true is for the cache to say.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import { cacheStatus } from '../cache/cache-status';
import type { CacheAddress } from '../cache/read-through';
import { isUnchanged } from '../gateway/answer-metadata';
import type { Answer, IncomingHeaders } from '../gateway/incoming';
import { canonicalTarget } from '../odata/syntax/canonical-target';
import { answeredVersion } from '../odata/version-headers';
import { acceptsGzip } from './accepts-gzip';
import { callerName } from './callers';
import { capturePayload } from './capture-payload';
import { compressMeanwhile } from './compress-answer';
import { CORRELATION_HEADER, createCorrelationId } from './correlation';
import type { AnsweredHit } from '../record/hit-records';
import type { NotedQuery } from '../record/query-record';
import type { Gateway, ServedService } from './gateway';
import { isODataUrl, splitServicePath } from './odata-request';
import { type Content, contentOf, NEGOTIATED, ONE_CHUNK, ROWS_ARE_PRIVATE } from './send-answer';
import { stripKeys } from './strip-keys';

/** What an alias takes besides its URL and the key of its answer. */
const ALIAS_OVERHEAD = 400;

/** What the record of an answer has besides: its query is noted once for all that ask for the same. */
const NOTED_OVERHEAD = 300;

interface Alias {
  readonly address: CacheAddress;
  /** Absent where no records are kept. */
  readonly noted: NotedQuery | undefined;
}

type HitEnding = Omit<AnsweredHit, 'noted' | 'headers' | 'ended'>;

export class HotPath {
  readonly #aliases: LRUCache<string, Alias>;

  constructor(private readonly gateway: Gateway) {
    this.#aliases = new LRUCache<string, Alias>({
      maxSize: gateway.cache.aliasBytes,
      sizeCalculation: ({ address, noted }, alias) =>
        2 * (alias.length + address.key.length) + ALIAS_OVERHEAD + (noted === undefined ? 0 : NOTED_OVERHEAD),
    });
  }

  /** Whether the request was answered. What it cannot answer it leaves as it was. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const started = performance.now();
    const { method, url = '', headers } = request;
    if (method !== 'GET' || url.length > this.gateway.longestUrl || !isODataUrl(url)) return false;
    if (headers.host === undefined && request.httpVersion === '1.1') return false;
    const { service: name, rest } = splitServicePath(url);
    const served = this.gateway.services.get(name);
    if (served === undefined) return false;
    const { target, keys } = stripKeys(rest, served.lock.queryNames);
    const alias = aliasOf(name, target, headers);
    const known = this.#aliases.get(alias);
    const shared = known ?? this.#addressOfOtherSpelling(name, target, headers);
    const keyId = shared === undefined ? undefined : served.lock.identify(headers, keys);
    if (shared === undefined || keyId === undefined) return false;
    const address = ownAddress(shared.address, name, keyId);
    const found = served.service.cache.answers.find(address);
    if (found === undefined || found.value.kind === 'missing') return false;
    // Not before it is known who asks: strangers are not to fill the memory of aliases.
    if (known === undefined) this.#aliases.set(alias, shared);
    const { answer } = found.value;
    const verdict = cacheStatus(found.verdict);
    const correlationId = createCorrelationId();
    const etag = answer.headers['ETag'];
    if (etag !== undefined && isUnchanged(headers['if-none-match'], etag)) {
      response.writeHead(304, this.#headOf({ ETag: etag }, correlationId)).end();
      this.#ended(served, shared, request, { started, status: 304, correlationId, caller: keyId, verdict });
      return true;
    }
    const head = this.#headOf(answer.headers, correlationId);
    head.push('Cache-Status', verdict);
    const acceptEncoding = headers['accept-encoding'];
    const content = contentOf(answer, acceptEncoding);
    send(response, answer.status, head, content);
    this.#ended(served, shared, request, {
      started,
      status: answer.status,
      correlationId,
      caller: keyId,
      verdict,
    });
    if (content?.isGzip === false && acceptsGzip(acceptEncoding)) {
      compressMeanwhile(answer, address, served.service.cache);
    }
    return true;
  }

  /** Remembers which stored answer a request has led to, if the URL alone did: of `$query` the body says what is asked. */
  remember(
    { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
    name: string,
    target: string,
    address: CacheAddress,
    noted: NotedQuery | undefined,
  ): void {
    if (method !== 'GET' && method !== 'HEAD') return;
    const alias = { address, noted };
    this.#aliases.set(aliasOf(name, target, headers), alias);
    const canonical = canonicalTarget(target);
    if (canonical !== undefined) this.#aliases.set(aliasOf(name, canonical, headers), alias);
  }

  #ended(
    served: ServedService,
    { noted }: Alias,
    { headers, url = '' }: IncomingMessage,
    hit: HitEnding,
  ): void {
    const ended = performance.now();
    served.activity.hit(hit.started, ended);
    const { records, captures } = this.gateway;
    if (records === undefined || noted === undefined) return;
    const record = records.keepHit({ ...hit, noted, headers, ended });
    if (!captures.isOn || record === undefined) return;
    captures.offer(record, () => capturePayload({ method: 'GET', url, headers }, served));
  }

  #addressOfOtherSpelling(name: string, target: string, headers: IncomingHeaders): Alias | undefined {
    const canonical = canonicalTarget(target);
    return canonical === undefined ? undefined : this.#aliases.get(aliasOf(name, canonical, headers));
  }

  /** Names and values by turns, as Node writes them without looking anything up. */
  #headOf(headers: Answer['headers'], correlationId: string): string[] {
    const head = [
      'OData-Version',
      answeredVersion,
      CORRELATION_HEADER,
      correlationId,
      'Cache-Control',
      ROWS_ARE_PRIVATE,
      'Vary',
      NEGOTIATED,
    ];
    if (this.gateway.draining) head.push('Connection', 'close');
    for (const name in headers) head.push(name, headers[name] ?? '');
    return head;
  }
}

/** The same URL leads all callers to the same place; where they are kept apart, each to its own part of it. */
function ownAddress(address: CacheAddress, service: string, keyId: string): CacheAddress {
  return address.partition === undefined ? address : { ...address, partition: callerName(service, keyId) };
}

function send(response: ServerResponse, status: number, head: string[], content: Content | undefined): void {
  if (content === undefined) {
    response.writeHead(status, head).end();
    return;
  }
  if (content.isGzip) head.push('Content-Encoding', 'gzip');
  head.push('Content-Length', String(content.bytes.length));
  response.writeHead(status, head);
  const { bytes } = content;
  // One character for each byte.
  if (bytes.length <= ONE_CHUNK) response.end(bytes.toString('latin1'), 'latin1');
  else response.end(bytes);
}

/** The headers that an answer depends on; of others a stored one is the same. */
function aliasOf(service: string, target: string, headers: IncomingHeaders): string {
  const { accept = '', prefer = '' } = headers;
  const version = headers['odata-version'] ?? '';
  const maxVersion = headers['odata-maxversion'] ?? '';
  return `${service}\n${target}\n${accept}\n${prefer}\n${version}\n${maxVersion}`;
}
