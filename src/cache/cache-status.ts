/** Writes a verdict as the `Cache-Status` header of RFC 9211. */
import type { MissReason, Storage, Verdict } from './verdict';

const CACHE_NAME = 'vtg';

/**
 * @example 'vtg;hit;ttl=42'
 * @example 'vtg;fwd=stale;stored;detail=invalidated'
 */
export function cacheStatus(verdict: Verdict): string {
  // By far the most frequent, and on the shortest way that a request can take.
  if (verdict.kind === 'hit') return `${CACHE_NAME};hit;${ttl(verdict.ttl)}`;
  return [CACHE_NAME, ...parametersOf(verdict)].join(';');
}

function parametersOf(verdict: Exclude<Verdict, { kind: 'hit' }>): readonly string[] {
  switch (verdict.kind) {
    case 'staleWhileRevalidate':
      return ['hit', ttl(verdict.ttl), 'detail=stale-while-revalidate'];
    // It was forwarded in vain, so it is no hit (RFC 9211, 2.1).
    case 'staleIfError':
      return ['fwd=stale', ttl(verdict.ttl), 'detail=stale-if-error'];
    case 'miss': {
      const { because, collapsed, storage } = verdict;
      const details = [detailOfMiss[because], storage === because ? undefined : detailOfStorage[storage]];
      const detail = details.filter((part) => part !== undefined).join('-');
      return [
        `fwd=${forwarded[because]}`,
        ...(storage === 'stored' ? ['stored'] : []),
        ...(collapsed ? ['collapsed'] : []),
        ...(detail === '' ? [] : [`detail=${detail}`]),
      ];
    }
  }
}

/** Whole seconds, negative where the time is over (RFC 9211, 2.4). */
function ttl(milliseconds: number): string {
  return `ttl=${Math.floor(milliseconds / 1000)}`;
}

/** The reasons that RFC 9211, 2.2 has a word for. */
const forwarded: Record<MissReason, string> = {
  absent: 'uri-miss',
  expired: 'stale',
  invalidated: 'stale',
  uncacheable: 'bypass',
  linkLost: 'bypass',
};

const detailOfMiss: Record<MissReason, string | undefined> = {
  absent: undefined,
  expired: undefined,
  invalidated: 'invalidated',
  uncacheable: 'uncacheable',
  linkLost: 'link-lost',
};

const detailOfStorage: Record<Storage, string | undefined> = {
  stored: undefined,
  invalidated: 'changed-meanwhile',
  quarantined: 'quarantined',
  partial: 'partial',
  negative: 'negative',
  uncacheable: 'uncacheable',
  tooLarge: 'too-large',
  linkLost: 'link-lost',
};
