/**
 * Which stored answer a URL has led to. The URL is looked up as it came, without taking it apart: the text of a request
 * line has to be hashed once in any case, and every further text made of it costs as much again.
 */
import { LRUCache } from 'lru-cache';
import type { CacheAddress } from '../cache/read-through';
import type { IncomingHeaders } from '../gateway/incoming';
import type { NotedQuery } from '../record/query-record';
import type { ServedService } from './gateway';

/** Where the answer to a URL is, under some of the headers that can change it. */
export interface Alias {
  readonly served: ServedService;
  readonly address: CacheAddress;
  /** Absent where no records are kept. */
  readonly noted: NotedQuery | undefined;
}

/** An alias for requests with these headers; of others a stored answer is the same. */
export interface KnownAlias extends Alias {
  readonly accept: string | undefined;
  readonly prefer: string | undefined;
  readonly version: string | undefined;
  readonly maxVersion: string | undefined;
}

/** Clients that ask for the same in so many ways are remembered; beyond that the oldest way is forgotten. */
const MOST_WAYS = 4;
/** What an alias takes besides the key of its answer. */
const ALIAS_OVERHEAD = 450;
/** What the record of an answer has besides: its query is noted once for all that ask for the same. */
const NOTED_OVERHEAD = 300;

export class AliasTable {
  readonly #aliases: LRUCache<string, readonly KnownAlias[]>;

  /** @param bytes that all aliases together may take, roughly */
  constructor(bytes: number) {
    this.#aliases = new LRUCache({ maxSize: bytes, sizeCalculation: sizeOf });
  }

  /** @param url with no caller's key in it */
  find(url: string, headers: IncomingHeaders): KnownAlias | undefined {
    const aliases = this.#aliases.get(url);
    if (aliases === undefined) return undefined;
    for (const alias of aliases) if (fits(alias, headers)) return alias;
    return undefined;
  }

  /** @param url with no caller's key in it */
  set(url: string, headers: IncomingHeaders, { served, address, noted }: Alias): void {
    this.setKnown(url, {
      served,
      address,
      noted,
      accept: headers.accept,
      prefer: headers.prefer,
      version: headers['odata-version'],
      maxVersion: headers['odata-maxversion'],
    });
  }

  /** Another spelling of a URL for which the alias was found. */
  setKnown(url: string, known: KnownAlias): void {
    const others = this.#aliases.peek(url)?.filter((other) => !isOfSameWay(other, known));
    this.#aliases.set(url, others === undefined ? [known] : [known, ...others.slice(0, MOST_WAYS - 1)]);
  }
}

function fits({ accept, prefer, version, maxVersion }: KnownAlias, headers: IncomingHeaders): boolean {
  return (
    accept === headers.accept &&
    prefer === headers.prefer &&
    version === headers['odata-version'] &&
    maxVersion === headers['odata-maxversion']
  );
}

function isOfSameWay(one: KnownAlias, other: KnownAlias): boolean {
  return (
    one.accept === other.accept &&
    one.prefer === other.prefer &&
    one.version === other.version &&
    one.maxVersion === other.maxVersion
  );
}

function sizeOf(aliases: readonly KnownAlias[], url: string): number {
  let bytes = 2 * url.length;
  for (const { address, noted, accept = '', prefer = '' } of aliases) {
    bytes += ALIAS_OVERHEAD + 2 * (address.key.length + accept.length + prefer.length);
    if (noted !== undefined) bytes += NOTED_OVERHEAD;
  }
  return bytes;
}
