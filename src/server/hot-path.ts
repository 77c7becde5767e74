/**
 * Answers from memory what was asked in the very same words before, ahead of Nest and of every stage.
 *
 * A URL that has led to a stored answer is an alias of it (performance: a hit must not be parsed). Who calls is checked for
 * each request, by the same lock as everywhere; whether the answer is still true is for the cache to say.
 */
import { LRUCache } from 'lru-cache';
import type { FastifyReply } from 'fastify';
import type { CacheAddress } from '../cache/read-through';
import { restore } from '../gateway/answer-from-cache';
import { isUnchanged } from '../gateway/answer-metadata';
import type { Answer } from '../gateway/incoming';
import { answeredVersion } from '../odata/version-headers';
import { CORRELATION_HEADER } from './correlation';
import { callerName } from './callers';
import type { Gateway, ServedService } from './gateway';
import { type ODataRequest, splitServicePath } from './odata-request';
import { bufferOf, ROWS_ARE_PRIVATE } from './send-answer';
import { stripKeys } from './strip-keys';

/** What an alias takes besides its URL and the key of its answer. */
const ALIAS_OVERHEAD = 400;

export class HotPath {
  readonly #aliases: LRUCache<string, CacheAddress>;

  constructor(private readonly gateway: Gateway) {
    this.#aliases = new LRUCache<string, CacheAddress>({
      maxSize: gateway.cache.aliasBytes,
      sizeCalculation: ({ key }, alias) => 2 * (alias.length + key.length) + ALIAS_OVERHEAD,
    });
  }

  /** Whether the request was answered. What it cannot answer it leaves as it was. */
  answer(request: ODataRequest, reply: FastifyReply): boolean {
    if (request.method !== 'GET' || request.originalUrl.length > this.gateway.longestUrl) return false;
    const { service: name, rest } = splitServicePath(request.originalUrl);
    const served = this.gateway.services.get(name);
    if (served === undefined) return false;
    const { target, keys } = stripKeys(rest, served.lock.queryNames);
    const address = this.#aliases.get(aliasOf(name, target, request));
    if (address === undefined) return false;
    const keyId = served.lock.identify(request.headers, keys);
    if (keyId === undefined) return false;
    return this.#answerStored(served, ownAddress(address, callerName(name, keyId)), request, reply);
  }

  /** Remembers which stored answer a request has led to, if the URL alone did: of `$query` the body says what is asked. */
  remember(request: ODataRequest, name: string, target: string, address: CacheAddress): void {
    if (request.method !== 'GET' && request.method !== 'HEAD') return;
    this.#aliases.set(aliasOf(name, target, request), address);
  }

  #answerStored(
    { service }: ServedService,
    address: CacheAddress,
    request: ODataRequest,
    reply: FastifyReply,
  ): boolean {
    const found = service.cache.answers.find(address);
    if (found === undefined || found.value.kind === 'missing') return false;
    const answer = restore(found);
    const etag = answer.headers['ETag'];
    const isKnown = etag !== undefined && isUnchanged(request.headers['if-none-match'], etag);
    this.#send(isKnown ? { status: 304, headers: { ETag: etag } } : answer, request, reply);
    return true;
  }

  /** Past Fastify's own way of sending, which would look at each header and for a serialiser of the body. */
  #send({ status, headers, body }: Answer, request: ODataRequest, reply: FastifyReply): void {
    reply.hijack();
    const bytes = body === undefined ? undefined : bufferOf(body);
    reply.raw.writeHead(status, {
      'OData-Version': answeredVersion,
      [CORRELATION_HEADER]: request.odata?.correlationId ?? '',
      'Cache-Control': ROWS_ARE_PRIVATE,
      ...(this.gateway.draining ? { Connection: 'close' } : {}),
      ...headers,
      ...(bytes === undefined ? {} : { 'Content-Length': bytes.length }),
    });
    reply.raw.end(bytes);
  }
}

/** The same URL leads all callers to the same place; where they are kept apart, each to its own part of it. */
function ownAddress(address: CacheAddress, caller: string): CacheAddress {
  return address.partition === undefined ? address : { ...address, partition: caller };
}

/** The headers that an answer depends on; of others a stored one is the same. */
const VARYING = ['accept', 'prefer', 'odata-version', 'odata-maxversion'] as const;

function aliasOf(service: string, target: string, { headers }: ODataRequest): string {
  return [service, target, ...VARYING.map((name) => headers[name] ?? '')].join('\n');
}
