/** Plans a URL against the sample service, without any source: what the planner decides, as data. */
import type { CollectionRequest, ReadQuery, ReadRequest } from '../../src/odata/read-query';
import { bindRequest } from '../../src/odata/bind/bind-request';
import { parseRequest } from '../../src/gateway/parse-request';
import { defaultSyntaxLimits } from '../../src/odata/syntax/syntax-limits';
import { explainPlan, type ExplainedPlan } from '../../src/plan/explain';
import { planRead, type PlanContext, type Window } from '../../src/plan/plan-read';
import type { ReadPlan } from '../../src/plan/read-plan';
import { type Suggestion, suggestChanges } from '../../src/plan/suggest-changes';
import type { ServiceModel } from '../../src/model/entity-set';
import { createGuidDecoder } from '../../src/gateway/decode-guid';
import { createMemoryKeyMap } from '../../src/model/key-map';
import { sampleModel } from './sample-model';

/** The instant at which all requests of these tests arrive. */
export const NOW = '2026-11-22T10:00:00Z';

export function bindUrl(target: string, model: ServiceModel = sampleModel()): ReadRequest {
  const signal = new AbortController().signal;
  const { path, options } = parseRequest({ method: 'GET', target, headers: {}, signal }, defaultSyntaxLimits);
  return bindRequest({ path, options, model, now: NOW });
}

export function bindCollection(target: string, model?: ServiceModel): CollectionRequest {
  const request = bindUrl(target, model);
  if (request.kind !== 'collection') throw new Error(`${target} is no request for a collection.`);
  return request;
}

export interface PlanUrlOptions {
  readonly model?: ServiceModel;
  readonly connection?: PlanContext['connection'];
  readonly window?: Window;
}

export function planUrl(target: string, options: PlanUrlOptions = {}): ExplainedPlan {
  return explainPlan(planned(target, options).plan);
}

export function suggestForUrl(target: string, options: PlanUrlOptions = {}): readonly Suggestion[] {
  const { query, plan, context } = planned(target, options);
  return suggestChanges(query, plan, context);
}

interface Planned {
  readonly query: ReadQuery;
  readonly plan: ReadPlan;
  readonly context: PlanContext;
}

function planned(target: string, options: PlanUrlOptions): Planned {
  const { model = sampleModel(), connection = { getMany: () => Promise.resolve([]) } } = options;
  const { query } = bindCollection(target, model);
  const window = options.window ?? {
    skip: query.skip,
    ...(query.top === undefined ? {} : { top: query.top }),
  };
  const decode = createGuidDecoder(createMemoryKeyMap(), { find: () => undefined });
  const context = { collation: model.collation, connection, decode };
  return { query, plan: planRead(query, window, context), context };
}
