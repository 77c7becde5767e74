/**
 * Answers from memory what was asked before, ahead of Fastify, Nest and every stage.
 *
 * A URL that has led to a stored answer is an alias of it (performance 7: a hit must not be parsed), and so is each other
 * spelling of that URL. Who calls is checked for each request, by the same lock as everywhere; whether the answer is still
 * true is for the cache to say.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
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
import { type Alias, AliasTable, type KnownAlias } from './alias-table';
import type { Gateway, ServedService } from './gateway';
import { isODataUrl, ODATA_PREFIX, splitServicePath } from './odata-request';
import { type Content, contentOf, NEGOTIATED, ONE_CHUNK, ROWS_ARE_PRIVATE } from './send-answer';
import { stripKeys } from './strip-keys';

const NO_KEYS: ReadonlyMap<string, string> = new Map();

/** A request and its answer, until it is known whether there is one. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly started: number;
}

type HitEnding = Omit<AnsweredHit, 'noted' | 'headers' | 'ended'>;

export class HotPath {
  readonly #aliases: AliasTable;

  constructor(private readonly gateway: Gateway) {
    this.#aliases = new AliasTable(gateway.cache.aliasBytes);
  }

  /** Whether the request was answered. What it cannot answer it leaves as it was. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const started = performance.now();
    const { method, url = '', headers } = request;
    if (method !== 'GET') return false;
    if (headers.host === undefined && request.httpVersion === '1.1') return false;
    const alias = this.#aliases.find(url, headers);
    if (alias !== undefined) return this.#answerAs(alias, NO_KEYS, { request, response, started });
    return this.#answerOtherSpelling(url, { request, response, started });
  }

  /** A URL of another form, or with a key in it, which no alias may hold. */
  #answerOtherSpelling(url: string, exchange: Exchange): boolean {
    const { headers } = exchange.request;
    if (url.length > this.gateway.longestUrl || !isODataUrl(url)) return false;
    const { service: name, rest } = splitServicePath(url);
    const served = this.gateway.services.get(name);
    if (served === undefined) return false;
    const { target, keys } = stripKeys(rest, served.lock.queryNames);
    const keyless = keys.size === 0 && url.startsWith('/') ? url : urlOf(name, target);
    const known = keyless === url ? undefined : this.#aliases.find(keyless, headers);
    const alias = known ?? this.#aliasOfCanonical(name, target, headers);
    if (alias === undefined || !this.#answerAs(alias, keys, exchange)) return false;
    // Not before it is known who asks: strangers are not to fill the memory of aliases.
    if (known === undefined) this.#aliases.setKnown(keyless, alias);
    return true;
  }

  #answerAs(alias: Alias, keys: ReadonlyMap<string, string>, exchange: Exchange): boolean {
    const { request, response, started } = exchange;
    const { headers } = request;
    const { served, address } = alias;
    const keyId = served.lock.identify(headers, keys);
    if (keyId === undefined) return false;
    const own = ownAddress(address, served, keyId);
    const found = served.service.cache.answers.find(own);
    if (found === undefined || found.value.kind === 'missing') return false;
    const { answer } = found.value;
    const verdict = cacheStatus(found.verdict);
    const correlationId = createCorrelationId();
    const etag = answer.headers['ETag'];
    if (etag !== undefined && isUnchanged(headers['if-none-match'], etag)) {
      response.writeHead(304, this.#headOf({ ETag: etag }, correlationId)).end();
      this.#ended(alias, request, { started, status: 304, correlationId, caller: keyId, verdict });
      return true;
    }
    const head = this.#headOf(answer.headers, correlationId);
    head.push('Cache-Status', verdict);
    const acceptEncoding = headers['accept-encoding'];
    const content = contentOf(answer, acceptEncoding);
    send(response, answer.status, head, content);
    this.#ended(alias, request, {
      started,
      status: answer.status,
      correlationId,
      caller: keyId,
      verdict,
    });
    if (content?.isGzip === false && acceptsGzip(acceptEncoding)) {
      compressMeanwhile(answer, own, served.service.cache);
    }
    return true;
  }

  /** Remembers which stored answer a request has led to, if the URL alone did: of `$query` the body says what is asked. */
  remember(
    { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
    target: string,
    alias: Alias,
  ): void {
    if (method !== 'GET' && method !== 'HEAD') return;
    const { name } = alias.served.service.definition;
    this.#aliases.set(urlOf(name, target), headers, alias);
    const canonical = canonicalTarget(target);
    if (canonical !== undefined) this.#aliases.set(urlOf(name, canonical), headers, alias);
  }

  #ended({ served, noted }: Alias, { headers, url = '' }: IncomingMessage, hit: HitEnding): void {
    const ended = performance.now();
    served.activity.hit(hit.started, ended);
    const { records, captures } = this.gateway;
    if (records === undefined || noted === undefined) return;
    const record = records.keepHit({ ...hit, noted, headers, ended });
    if (!captures.isOn || record === undefined) return;
    captures.offer(record, () => capturePayload({ method: 'GET', url, headers }, served));
  }

  #aliasOfCanonical(service: string, target: string, headers: IncomingHeaders): KnownAlias | undefined {
    const canonical = canonicalTarget(target);
    return canonical === undefined ? undefined : this.#aliases.find(urlOf(service, canonical), headers);
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

/** As a caller writes it who sends the key in a header. */
function urlOf(service: string, target: string): string {
  return `${ODATA_PREFIX}/${service}/${target}`;
}

/** The same URL leads all callers to the same place; where they are kept apart, each to its own part of it. */
function ownAddress(address: CacheAddress, { service }: ServedService, keyId: string): CacheAddress {
  if (address.partition === undefined) return address;
  return { ...address, partition: callerName(service.definition.name, keyId) };
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
