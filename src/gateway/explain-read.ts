/** Plans a request without running it. */
import { RequestError } from '../errors';
import type { ServiceModel } from '../model/entity-set';
import { bindRequest } from '../odata/bind/bind-request';
import type { ReadQuery, ReadRequest } from '../odata/read-query';
import { explainPlan, type ExplainedPlan } from '../plan/explain';
import { leastCalls } from '../plan/least-calls';
import { planRead, type Window } from '../plan/plan-read';
import { type Suggestion, suggestChanges } from '../plan/suggest-changes';
import { keyQuery } from './key-query';
import type { OpenService } from './open-service';
import { pageWindow } from './page-window';
import { parseRequest, type ParsedRequest } from './parse-request';
import { nowText } from './request-instant';

export interface Explanation {
  readonly service: string;
  readonly entitySet: string;
  /** What is read: a page of the collection, its count, or one row. */
  readonly request: 'collection' | 'count' | 'entity';
  readonly connection: string;
  readonly plan: ExplainedPlan;
  /** Calls that the first page will cost at least, if nothing is in memory. */
  readonly leastCalls: number;
  /** What would let the source do more and less be read; empty where there is nothing to win. */
  readonly suggestions: readonly Suggestion[];
}

/**
 * @param target path and query below the service root, as a caller would send them with GET
 * @throws {RequestError | ProviderError} what the request itself would get, before its source is read
 */
export async function explainRead(target: string, service: OpenService): Promise<Explanation> {
  const { model, read } = await bindRead(target, service);
  if (read === undefined) {
    throw new RequestError('InvalidQueryOption', 'Only a request for rows has a plan.');
  }
  const { query, window, kind } = read;
  const connection = service.connection(query.entitySet.connection);
  const context = { collation: model.collation, connection, decode: service.decode };
  const plan = planRead(query, window, context);
  return {
    service: service.definition.name,
    entitySet: query.entitySet.name,
    request: kind,
    connection: query.entitySet.connection,
    plan: explainPlan(plan),
    leastCalls: leastCalls(plan, query.entitySet.declaration),
    suggestions: suggestChanges(query, plan, context),
  };
}

/** A read up to its planner. */
export interface BoundRead {
  readonly kind: Explanation['request'];
  readonly query: ReadQuery;
  readonly window: Window;
}

/**
 * @param target path and query below the service root, as a caller would send them with GET
 * @returns without a read where no rows are asked for
 */
export async function bindRead(
  target: string,
  service: OpenService,
): Promise<{ readonly model: ServiceModel; readonly read: BoundRead | undefined }> {
  const incoming = { method: 'GET', target, headers: {}, signal: new AbortController().signal };
  const parsed = parseRequest(incoming, service.limits);
  const model = await service.model();
  const request = bindRequest({ path: parsed.path, options: parsed.options, model, now: nowText() });
  return { model, read: readOf(request, parsed, service) };
}

function readOf(request: ReadRequest, parsed: ParsedRequest, service: OpenService): BoundRead | undefined {
  switch (request.kind) {
    case 'serviceDocument':
    case 'metadata':
      return undefined;
    case 'collection':
      return {
        kind: 'collection',
        query: request.query,
        window: pageWindow(request, parsed, undefined, service).window,
      };
    case 'count':
      return { kind: 'count', query: request.query, window: { skip: 0, top: 0 } };
    case 'entity': {
      const query = keyQuery(request.entitySet, request.key, request.select);
      return { kind: 'entity', query, window: { skip: 0, top: 1 } };
    }
  }
}
