/** Verdicts as `Cache-Status` (RFC 9211). */
import { cacheStatus } from '../../src/cache/cache-status';
import type { Verdict } from '../../src/cache/verdict';

const miss = { kind: 'miss', because: 'absent', collapsed: false, storage: 'stored' } as const;

describe('Cache-Status', () => {
  it.each<[string, Verdict]>([
    ['vtg;hit;ttl=42', { kind: 'hit', age: 18_000, ttl: 42_999 }],
    [
      'vtg;hit;ttl=-1;detail=stale-while-revalidate',
      { kind: 'staleWhileRevalidate', age: 60_100, ttl: -100 },
    ],
    ['vtg;fwd=stale;ttl=-5;detail=stale-if-error', { kind: 'staleIfError', age: 65_000, ttl: -5_000 }],
    ['vtg;fwd=uri-miss;stored', miss],
    ['vtg;fwd=uri-miss;stored;collapsed', { ...miss, collapsed: true }],
    ['vtg;fwd=stale;stored', { ...miss, because: 'expired' }],
    ['vtg;fwd=stale;stored;detail=invalidated', { ...miss, because: 'invalidated' }],
    [
      'vtg;fwd=stale;detail=invalidated-quarantined',
      { ...miss, because: 'invalidated', storage: 'quarantined' },
    ],
    ['vtg;fwd=uri-miss;detail=changed-meanwhile', { ...miss, storage: 'invalidated' }],
    ['vtg;fwd=uri-miss;detail=partial', { ...miss, storage: 'partial' }],
    ['vtg;fwd=uri-miss;detail=negative', { ...miss, storage: 'negative' }],
    ['vtg;fwd=uri-miss;detail=too-large', { ...miss, storage: 'tooLarge' }],
    ['vtg;fwd=bypass;detail=uncacheable', { ...miss, because: 'uncacheable', storage: 'uncacheable' }],
    ['vtg;fwd=bypass;detail=link-lost', { ...miss, because: 'linkLost', storage: 'linkLost' }],
  ])('%s', (header, verdict) => {
    expect(cacheStatus(verdict)).toBe(header);
  });
});
