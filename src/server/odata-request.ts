/** What guard, controller and filter of the data port share about one request. */
import type { FastifyRequest } from 'fastify';
import type { RequestNotes } from '../record/request-notes';
import type { ServedService } from './gateway';

export interface ODataRequest extends FastifyRequest {
  odata?: {
    readonly correlationId: string;
    /** For the figures and the record of the request; absent where it is for no service. */
    readonly notes?: RequestNotes;
    /** The service that the path names, once it is known. */
    served?: ServedService;
    /** Path and query below the service root, without keys. */
    target?: string;
    /** The id of the caller's key. */
    caller?: string;
    /** The pipelines have it: a change leaves its record there, whatever becomes of it. */
    isHandedOn?: true;
    /** They are still at work on it, whether or not the caller waits. */
    isInHand?: boolean;
    hasEnded?: true;
  };
}

/** The beginning of every service root's path. */
export const ODATA_PREFIX = '/odata';

export interface SplitPath {
  /** The service's name, still encoded; empty at the prefix itself. */
  readonly service: string;
  /** What follows the service root, query included, without a leading slash. */
  readonly rest: string;
}

/** A request line may hold the whole URL (RFC 9112, 3.2.2); host and scheme in it mean nothing here. */
export function pathOf(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, '');
}

/** Whether it is for the data port's services, as far as its path tells. */
export function isODataUrl(url: string): boolean {
  const path = pathOf(url);
  return path === ODATA_PREFIX || path.startsWith(`${ODATA_PREFIX}/`) || path.startsWith(`${ODATA_PREFIX}?`);
}

/** `/odata/demo/Customers?$top=5` is service `demo` and `Customers?$top=5`. The raw text is split, nothing is decoded. */
export function splitServicePath(url: string): SplitPath {
  const path = pathOf(url);
  const start = ODATA_PREFIX.length + (path[ODATA_PREFIX.length] === '/' ? 1 : 0);
  const mark = path.indexOf('?', start);
  const query = mark < 0 ? path.length : mark;
  const slash = path.indexOf('/', start);
  if (slash < 0 || slash > query) return { service: path.slice(start, query), rest: path.slice(query) };
  return { service: path.slice(start, slash), rest: path.slice(slash + 1) };
}

/** Takes `Customers?…` with a service beside it, `/odata/demo/Customers?…`, or the same with scheme and host. */
export function targetOf(url: string, service: string | undefined): SplitPath {
  const path = pathOf(url);
  if (path.startsWith(`${ODATA_PREFIX}/`)) return splitServicePath(path);
  return { service: service ?? '', rest: path.replace(/^\//, '') };
}
