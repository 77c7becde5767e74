/** Answers a read from memory while that is still true, and otherwise once for all who ask for the same. */
import { cacheStatus } from '../cache/cache-status';
import type { CachePolicy } from '../cache/cache-policy';
import type { CacheAddress, Cached, Loaded } from '../cache/read-through';
import { listTag, rowTag, setTag } from '../cache/tags';
import type { Verdict } from '../cache/verdict';
import { RequestError } from '../errors';
import type { EntitySet } from '../model/entity-set';
import type { Key } from '../provider-sdk/index';
import type { Answer } from './incoming';
import { MissingRow } from './missing-row';
import type { SharedCache } from './shared-cache';
import type { StoredAnswer } from './stored-values';

export interface CachedAnswering {
  readonly cache: SharedCache;
  readonly policy: CachePolicy;
  readonly address: CacheAddress;
  readonly entitySet: EntitySet;
  /** The row that is read, if it is one. */
  readonly key: Key | undefined;
  /** The caller's; the load has a signal of its own, for others may wait for the same. */
  readonly signal: AbortSignal;
}

/**
 * @param answer is given the set that takes what else the answer depends on
 * @throws what `answer` throws
 */
export async function answerFromCache(
  { cache, policy, address, entitySet, key, signal }: CachedAnswering,
  answer: (signal: AbortSignal, tags: Set<string>) => Promise<Answer>,
): Promise<Answer> {
  const { connection, declaration } = entitySet;
  const whole = setTag(connection, declaration.name);
  const begun = cache.clock.now();
  const cached = await cache.answers.read({
    ...address,
    policy,
    signal,
    tags: [
      whole,
      key === undefined ? listTag(connection, declaration.name) : rowTag(connection, declaration.name, key),
    ],
    load: (alive) => load((tags) => answer(alive, tags), key),
  });
  const restored = restore(honest(cached, policy, begun));
  return isStored(cached.verdict) ? { ...restored, storedAt: address } : restored;
}

/** The answer that memory gave, with the reason for it in its header; a row that is missing is an error again. */
export function restore({ value, verdict }: Pick<Cached<StoredAnswer>, 'value' | 'verdict'>): Answer {
  if (value.kind === 'missing') {
    const { message, target } = value;
    throw new RequestError('NotFound', message, {
      cacheStatus: cacheStatus(verdict),
      ...(target === undefined ? {} : { target }),
    });
  }
  const { answer } = value;
  return { ...answer, headers: { ...answer.headers, 'Cache-Status': cacheStatus(verdict) } };
}

/** Keeps the compressed body beside the plain one that it was made of, unless another answer has taken its place. */
export function keepCompressed(
  { answers }: Pick<SharedCache, 'answers'>,
  address: CacheAddress,
  plain: Uint8Array,
  gzip: Uint8Array,
): void {
  answers.amend(address, ({ value, bytes }) =>
    value.kind === 'answer' && value.answer.body === plain
      ? { value: { kind: 'answer', answer: { ...value.answer, gzip } }, bytes: bytes + gzip.byteLength }
      : undefined,
  );
}

/**
 * A new answer made of rows that were too old when it was asked for: the source has failed, and rows of before had to do.
 * That must show (reliability E10).
 */
function honest(
  cached: Cached<StoredAnswer>,
  { ttl }: CachePolicy,
  begun: number,
): Pick<Cached<StoredAnswer>, 'value' | 'verdict'> {
  const { value, verdict, askedAt } = cached;
  const age = begun - askedAt;
  if (verdict.kind !== 'miss' || ttl === 0 || age < ttl) return cached;
  return { value, verdict: { kind: 'staleIfError', age, ttl: ttl - age } };
}

function isStored(verdict: Verdict): boolean {
  return verdict.kind === 'hit' || (verdict.kind === 'miss' && verdict.storage === 'stored');
}

async function load(
  answer: (tags: Set<string>) => Promise<Answer>,
  key: Key | undefined,
): Promise<Loaded<StoredAnswer>> {
  const learned = new Set<string>();
  try {
    const { askedAt, ...given } = await answer(learned);
    const made = { ...given, ...bodyOf(given) };
    const value = { kind: 'answer', answer: made } as const;
    return { kind: 'complete', value, bytes: bytesOf(made), tags: [...learned], ...asked(askedAt) };
  } catch (error) {
    if (!(error instanceof MissingRow)) throw error;
    const { message, target, askedAt } = error;
    // A Guid without a key may get one at any time, as an alias or from a list, and no tag would tell.
    const kind = key === undefined ? 'partial' : 'nothing';
    const missing = { kind: 'missing', message, target } as const;
    return { kind, value: missing, bytes: message.length, tags: [...learned], ...asked(askedAt) };
  }
}

function asked(at: number | undefined): Pick<Loaded<StoredAnswer>, 'askedAt'> {
  return at === undefined ? {} : { askedAt: at };
}

const encoder = new TextEncoder();

/** As bytes, ready to be sent each time. */
function bodyOf({ body }: Answer): Pick<Answer, 'body'> {
  return typeof body === 'string' ? { body: encoder.encode(body) } : {};
}

/** Headers are few and short: a round number serves. */
const BYTES_OF_HEADERS = 500;

function bytesOf({ body }: Answer): number {
  return BYTES_OF_HEADERS + (body?.length ?? 0);
}
