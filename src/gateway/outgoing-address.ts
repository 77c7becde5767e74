/** Keeps outgoing requests on one origin, and writes their URLs for the record without secrets. */
import { LRUCache } from 'lru-cache';
import { UpstreamContract } from '../provider-sdk/index';

/**
 * The origin of a source, as a connection's configuration gives it.
 *
 * @throws {TypeError} if it is more or less than an http or https origin
 */
export function parseOrigin(text: string): string {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new TypeError('An origin must be http:// or https:// with a host');
  }
  if (url.username !== '' || url.password !== '') throw new TypeError('An origin must hold no credentials');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new TypeError('An origin must have no path, query or fragment');
  }
  return url.origin;
}

/**
 * Path and query to ask for, from a path below the origin or an absolute URL, which may come from the source itself.
 *
 * @throws {UpstreamContract} for every other origin, so that no token ever follows a foreign link
 */
export function addressWithin(origin: string, path: string): string {
  if (plainAddress.test(path)) return path;
  if (isUnclear(path)) throw new UpstreamContract(`A link is neither a path below ${origin} nor a URL of it`);
  const url = URL.parse(path, origin);
  if (url === null) throw new UpstreamContract(`A link below ${origin} is no URL`);
  if (url.origin !== origin) throw new UpstreamContract(`A link leads from ${origin} to ${url.origin}`);
  if (url.username !== '' || url.password !== '') {
    throw new UpstreamContract(`A link to ${origin} holds credentials`);
  }
  return url.pathname + url.search;
}

/**
 * What parsing leaves as it is: no segment that is empty or begins with a dot, plain or encoded, and no character that
 * the URL standard encodes in a path or, for http, in a query. Most addresses are of this form, and parsing a URL takes
 * a hundred times as long.
 */
const plainAddress = /^(?:\/(?![/.]|%2e)[\w!$%&'()*+,.:;=@~-]*)+(?:\?[\w!$%&()*+,./:;=?@~-]+)?$/i;

/** The URL standard drops control characters, and takes `//host` and `\` for the start of a host: refused before it can. */
function isUnclear(path: string): boolean {
  if (/[^ -[\]-~\u0080-\uffff]/.test(path)) return true;
  return path.startsWith('/') ? path.startsWith('//') : !/^https?:\/\//i.test(path);
}

const masked = '***';

/** The URL as the query record may hold it: without values of parameters that carry keys, and without the token. */
export function recordedUrl(origin: string, address: string, token: string | undefined): string {
  const mark = address.indexOf('?');
  const query =
    mark === -1
      ? ''
      : `?${address
          .slice(mark + 1)
          .split('&')
          .map(maskParameter)
          .join('&')}`;
  const url = origin + (mark === -1 ? address : address.slice(0, mark)) + query;
  if (token === undefined || token === '') return url;
  return url.replaceAll(encodeURIComponent(token), masked).replaceAll(token, masked);
}

function maskParameter(parameter: string): string {
  const equals = parameter.indexOf('=');
  return equals !== -1 && isSecretParameter(parameter.slice(0, equals))
    ? `${parameter.slice(0, equals)}=${masked}`
    : parameter;
}

/** A source is asked with few parameters, again and again. */
const known = new LRUCache<string, boolean>({ max: 256 });

function isSecretParameter(name: string): boolean {
  const judged = known.get(name);
  if (judged !== undefined) return judged;
  const isSecret = isSecretName(decoded(name));
  if (name.length <= LONGEST_KNOWN) known.set(name, isSecret);
  return isSecret;
}

const LONGEST_KNOWN = 100;

/** Names under which HTTP APIs take keys in a URL: `code` (Azure Functions), `sig` (SAS), `api_key`, `accessToken` … */
function isSecretName(name: string): boolean {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
  return (
    words === 'code' ||
    /(?:^|[-_.])(?:key|apikey|token|secret|password|passwd|pwd|sig|signature|auth|authorization|credential)$/.test(
      words,
    )
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
