/** Compresses the bodies of answers for callers that take gzip: in the thread pool, and that of a stored answer once. */
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { CacheAddress } from '../cache/read-through';
import { keepCompressed } from '../gateway/answer-from-cache';
import type { Answer } from '../gateway/incoming';
import type { SharedCache } from '../gateway/shared-cache';
import { acceptsGzip } from './accepts-gzip';

type Answers = Pick<SharedCache, 'answers'>;

/** A smaller body fits into one packet with its head, compressed or not. */
const SMALLEST_BODY = 1_024;

/** Measured: a page of 5,000 rows shrinks to a seventh in 8 ms, and by the usual level to a ninth in 17. */
const OPTIONS = { level: constants.Z_BEST_SPEED };

const inThreadPool = promisify(gzip);

/** Bodies that are being compressed: a thousand readers of one answer wait for one compression. */
const running = new WeakMap<Uint8Array, Promise<Uint8Array>>();

/** The answer with its body in gzip as well, if the caller takes that and it is worth it. */
export async function withGzip(
  answer: Answer,
  acceptEncoding: string | undefined,
  cache: Answers,
): Promise<Answer> {
  const { body, gzip: known, storedAt } = answer;
  if (body === undefined || known !== undefined || !isCompressible(answer)) return answer;
  if (!acceptsGzip(acceptEncoding)) return answer;
  const compressed = typeof body === 'string' ? inThreadPool(body, OPTIONS) : compress(body, storedAt, cache);
  return { ...answer, gzip: await compressed };
}

/** Of a stored answer that is asked for again by somebody who takes gzip: the next one gets it. */
export function compressMeanwhile(answer: Answer, storedAt: CacheAddress, cache: Answers): void {
  const { body } = answer;
  if (body === undefined || typeof body === 'string' || !isCompressible(answer)) return;
  // Nobody waits for it, and nothing is lost without it.
  compress(body, storedAt, cache).catch(() => undefined);
}

/**
 * A strong ETag promises the same bytes, so that another coding needs another tag (RFC 9110, 8.8.3.3); but a row's tag comes
 * back in `If-Match`, and belongs to the source. Those of most sources are weak, as are all that are made here.
 */
function isCompressible({ body, headers }: Answer): boolean {
  if (body === undefined || body.length < SMALLEST_BODY) return false;
  return headers['ETag']?.startsWith('W/') ?? true;
}

function compress(body: Uint8Array, storedAt: CacheAddress | undefined, cache: Answers): Promise<Uint8Array> {
  const known = running.get(body);
  if (known !== undefined) return known;
  const compressed = compressOnce(body, storedAt, cache);
  running.set(body, compressed);
  return compressed;
}

async function compressOnce(
  body: Uint8Array,
  storedAt: CacheAddress | undefined,
  cache: Answers,
): Promise<Uint8Array> {
  try {
    const compressed = await inThreadPool(body, OPTIONS);
    if (storedAt !== undefined) keepCompressed(cache, storedAt, body, compressed);
    return compressed;
  } finally {
    running.delete(body);
  }
}
