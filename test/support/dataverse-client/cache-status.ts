/** Reads the `Cache-Status` header (RFC 9211): whether some cache on the way keeps the answer. */
import type { Exchange } from './http-caller';

export function isKeptByCache({ headers }: Exchange): boolean {
  const caches = (headers.get('cache-status') ?? '').split(',');
  return caches.some((cache) => {
    const parameters = cache.split(';').slice(1);
    return parameters.some((parameter) => /^\s*(hit|stored)\s*$/i.test(parameter));
  });
}
