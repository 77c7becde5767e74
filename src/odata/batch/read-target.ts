/** Brings the URL of a request inside a batch below the service root, or refuses that request alone. */
import { RequestError } from '../../errors';
import type { BatchTarget } from './batch';
import { invalidBatch } from './batch-error';
import { isRequestId } from './batch-tally';
import { hasControlCharacter } from './header-block';

export interface Addresses {
  /**
   * The service root as the service publishes it and as the caller of the batch addressed it, each with a slash at its end:
   * an absolute URL must begin with one of them.
   */
  readonly roots: readonly string[];
  readonly longestUrl: number;
  /** Takes keys of callers out of the query of a URL: they are no business of a part. */
  readonly strip: (target: string) => string;
}

/** @throws {RequestError} InvalidBatch if the URL is that of a batch */
export function readTarget(url: string, addresses: Addresses, place: string): BatchTarget {
  if (url.length > addresses.longestUrl) {
    const message = `${place}: the URL has ${url.length} characters, the limit is ${addresses.longestUrl}.`;
    return { kind: 'refused', error: new RequestError('UrlTooLong', message, { target: place }) };
  }
  if (url === '' || hasControlCharacter(url) || url.includes('\\') || url.includes('\t')) {
    return malformed(place, 'the URL is empty, or holds a character that no URL has');
  }
  const below = belowRoot(url, addresses.roots, place);
  if (typeof below !== 'string') return below;
  return withinRoot(below.replaceAll(' ', '%20'), addresses, place);
}

const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const authority = /^\/\/[^/?#]*/;

/** The three forms of Protocol 4.01, 11.7.7.1: with scheme and host, with an absolute path, relative to the root. */
function belowRoot(url: string, roots: readonly string[], place: string): string | BatchTarget {
  const start = scheme.exec(url)?.[0] ?? '';
  const host = authority.exec(url.slice(start.length))?.[0] ?? '';
  if (start === '' && host === '') return url.startsWith('/') ? belowPath(url, roots, place) : url;
  if (start === '' || host === '') return malformed(place, 'the URL has a scheme or a host, but not both');
  if (host.includes('@')) return malformed(place, 'the URL holds a user name');
  const origin = normaliseOrigin(start + host);
  const here = roots.filter((root) => originOf(root) === origin);
  return belowPath(url.slice(start.length + host.length), here, place);
}

function belowPath(path: string, roots: readonly string[], place: string): string | BatchTarget {
  for (const root of roots) {
    const rootPath = pathOf(root);
    if (path.startsWith(rootPath)) return path.slice(rootPath.length);
    if (`${path}/` === rootPath) return '';
  }
  const message = `${place}: the URL is not below the service root.`;
  return { kind: 'refused', error: new RequestError('UnknownResource', message, { target: place }) };
}

function originOf(root: string): string {
  return normaliseOrigin(root.slice(0, root.length - pathOf(root).length));
}

function pathOf(root: string): string {
  return root.replace(/^[^/]*\/\/[^/]*/, '');
}

function normaliseOrigin(origin: string): string {
  const lower = origin.toLowerCase();
  if (lower.startsWith('https:')) return lower.replace(/:443$/, '');
  return lower.replace(/:80$/, '');
}

function withinRoot(below: string, { strip }: Addresses, place: string): BatchTarget {
  const query = below.indexOf('?');
  const path = query < 0 ? below : below.slice(0, query);
  const segments = path.split('/').map(decodeSegment);
  if (segments.some((segment) => segment === '.' || segment === '..')) {
    return malformed(place, 'the URL has a segment . or ..');
  }
  // A batch in a batch would multiply the limits (JSON Format 4.01, 19.1: MUST NOT).
  if (segments.some((segment) => segment.toLowerCase() === '$batch')) {
    throw invalidBatch(place, 'it is a batch inside the batch, where the limit is one level');
  }
  const first = segments[0] ?? '';
  if (!first.startsWith('$') || isSystemResource(first)) return { kind: 'address', target: strip(below) };
  const id = first.slice(1);
  if (!isRequestId(id) || !below.startsWith(first)) {
    return malformed(place, 'what follows the $ at the beginning of the URL is no id of a request');
  }
  return { kind: 'reference', id, rest: strip(below.slice(first.length)) };
}

/** They win over requests with such an id (Protocol 4.01, 11.7.4). */
const SYSTEM_RESOURCES: ReadonlySet<string> = new Set([
  '$all',
  '$crossjoin',
  '$entity',
  '$id',
  '$metadata',
  '$root',
]);

function isSystemResource(segment: string): boolean {
  const parenthesis = segment.indexOf('(');
  return SYSTEM_RESOURCES.has(parenthesis < 0 ? segment : segment.slice(0, parenthesis));
}

/** A broken escape stays as it is: the parser of the request will refuse it. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function malformed(place: string, problem: string): BatchTarget {
  return {
    kind: 'refused',
    error: new RequestError('MalformedUrl', `${place}: ${problem}.`, { target: place }),
  };
}
