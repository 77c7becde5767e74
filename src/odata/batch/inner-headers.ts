/** The headers that a request inside a batch may bring along; all others are dropped, and none of the batch is added. */
import { invalidBatch } from './batch-error';
import type { HeaderBlock } from './header-block';

/** Whoever calls, and from where, is a matter of the batch alone: no `Authorization`, `Cookie`, `Host`, `X-…` (Protocol 4.01, 11.7.7.1). */
const ALLOWED = [
  'accept',
  'accept-language',
  'content-id',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'odata-maxversion',
  'odata-version',
  'prefer',
  'repeatability-first-sent',
  'repeatability-request-id',
] as const;

type InnerHeaderName = (typeof ALLOWED)[number];

export type InnerHeaders = Readonly<Partial<Record<InnerHeaderName, string>>>;

/** Lists, so that several lines mean the same as one (RFC 9110, 5.3). */
const LISTS: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'if-match',
  'if-none-match',
  'prefer',
]);

/** They say that the body is not what it looks like; dropping them would change what it means. */
const REFUSED = ['transfer-encoding', 'content-encoding'] as const;

export function innerHeaders(headers: HeaderBlock['headers'], place: string): InnerHeaders {
  for (const name of REFUSED) {
    if (headers.has(name)) throw invalidBatch(place, `the header ${name} has no place inside a batch`);
  }
  const kept: Partial<Record<InnerHeaderName, string>> = {};
  for (const name of ALLOWED) {
    const values = headers.get(name);
    if (values === undefined) continue;
    if (values.length > 1 && !LISTS.has(name)) {
      throw invalidBatch(place, `the header ${name} is there twice`);
    }
    kept[name] = values.join(', ');
  }
  return kept;
}
