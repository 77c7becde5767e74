/** Finds what a `/data` or `/metadata` path means and answers a read of it. */
import { setTimeout as wait } from 'node:timers/promises';
import { entityOfSet } from './entities/all-entities';
import { type Answer, methodNotAllowed, noRoute } from './http/answer';
import { csdlDocument } from './metadata/csdl-document';
import { metadataService } from './metadata/metadata-service';
import { serviceDocument } from './metadata/service-document';
import { decodePercent, type QueryPair, readOptions } from './query/read-options';
import { readResourceHead } from './query/resource-path';
import type { Environment } from './reading/environment';
import { readNavigation, readProperty, readRow, type RowRequest } from './reading/read-row';
import { countSet, readSet } from './reading/read-set';

export interface ServiceRequest {
  readonly method: string;
  /** The path, not decoded. */
  readonly path: string;
  readonly rawQuery: string;
  readonly pairs: readonly QueryPair[];
  readonly accept: string;
  readonly prefer: string;
  /** The default company of the caller. */
  readonly company: string;
}

/** `data` or `metadata` when the path belongs to one of the two services; their prefixes are not case sensitive. */
export function serviceOf(path: string): 'data' | 'metadata' | undefined {
  const [, service] = /^\/(data|metadata)(?:\/|$)/i.exec(path) ?? [];
  if (service === undefined) return undefined;
  return service.toLowerCase() === 'data' ? 'data' : 'metadata';
}

export async function routeRequest(request: ServiceRequest, environment: Environment): Promise<Answer> {
  if (request.method !== 'GET') return methodNotAllowed(request.method, 'GET');
  const [, , ...segments] = request.path.replace(/\/$/, '').split('/');
  const url = `${environment.origin}${request.path}`;
  if (serviceOf(request.path) === 'metadata') {
    return metadataService(segments.map(decodePercent).join('/'), request.pairs, url, environment.origin);
  }
  const [first] = segments;
  if (first === undefined) return serviceDocument(environment.origin);
  if (segments.length === 1 && decodePercent(first) === '$metadata') {
    await wait(environment.options.metadataDelay, undefined, { ref: false });
    return csdlDocument();
  }
  return answerSet(request, segments.map(decodePercent), url, environment);
}

function answerSet(
  request: ServiceRequest,
  [head = '', ...rest]: readonly string[],
  url: string,
  environment: Environment,
): Answer {
  const { setName, key } = readResourceHead(head);
  const entity = entityOfSet(setName);
  if (entity === undefined) return noRoute(url);
  const options = readOptions(request.pairs, request.accept, entity, entityOfSet);
  const table = environment.table(setName);
  const { company, rawQuery } = request;
  if (key !== undefined)
    return answerRow({ table, key, options, company }, rest, environment) ?? noRoute(url);
  const setRequest = { table, options, company, rawQuery, pageSize: pageSizeOf(request, environment) };
  if (rest.length === 0) return readSet(setRequest, environment);
  return rest.length === 1 && rest[0] === '$count' ? countSet(setRequest, environment) : noRoute(url);
}

function answerRow(
  request: RowRequest,
  rest: readonly string[],
  environment: Environment,
): Answer | undefined {
  const [name, suffix, ...more] = rest;
  if (name === undefined) return readRow(request, environment);
  const { entity } = request.table;
  const property = entity.propertyOf.get(name);
  if (property !== undefined && suffix === undefined) return readProperty(request, property, environment);
  const navigation = entity.navigations.find((each) => each.name === name);
  const isLinks = suffix === '$ref' && more.length === 0;
  if (navigation === undefined || (suffix !== undefined && !isLinks)) return undefined;
  return readNavigation(request, navigation, isLinks, environment);
}

function pageSizeOf({ prefer }: ServiceRequest, { options }: Environment): number {
  const [, preferred] = /odata\.maxpagesize\s*=\s*(\d{1,9})/i.exec(prefer) ?? [];
  if (!options.honoursMaxPageSize || preferred === undefined) return options.pageSize;
  return Math.min(options.pageSize, Math.max(1, Number(preferred)));
}
