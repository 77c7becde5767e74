/** Plans a bound query, fetches its rows, and plans again where the source turns out to take less than it declared. */
import type { CachePolicy } from '../cache/cache-policy';
import type { Scope } from '../evaluate/scope';
import { createPropertyReader } from '../model/read-property';
import type { EntitySet, ServiceModel } from '../model/entity-set';
import type { ReadQuery } from '../odata/read-query';
import { planRead, type Window } from '../plan/plan-read';
import type { ReadPlan } from '../plan/read-plan';
import { type CallContext, type Connection, UnsupportedQuery } from '../provider-sdk/index';
import { partitionOf } from './caller-partition';
import { type Fetched, fetchRows } from './fetch-rows';
import type { OpenService } from './open-service';
import { cachedSource } from './rows-from-cache';
import { traceGuids } from './trace-guids';
import { wholeSet } from './whole-set';

/** Each new plan leaves at least one more part to the gateway; more refusals than this in one request are a fault. */
const MOST_PLANS = 8;

export interface Run extends Fetched {
  readonly plan: ReadPlan;
  /** When the source was asked for the oldest of the rows, on the cache's clock. Absent: for this query. */
  readonly askedAt?: number;
  /** What the rows depend on besides, as their provider names it. Absent: nothing, or nothing is kept of them. */
  readonly tags?: readonly string[];
}

/** Also of a set that is not cached: those who ask for the same at the same time are answered by one call. */
const NOTHING_STORED: CachePolicy = { ttl: 0 };

/** Where the rows of a query come from. */
interface Source {
  readonly entitySet: EntitySet;
  readonly connection: Pick<Connection, 'read' | 'getMany' | 'plan' | 'planSort'>;
}

/** What is the same for every query of a request. */
interface Request {
  readonly service: OpenService;
  readonly model: ServiceModel;
  readonly context: CallContext;
  /** Hears of each plan before it is carried out: whoever asks why a query failed wants to see it. */
  readonly notes?: { planned(plan: ReadPlan): void } | undefined;
}

/** From the source itself, whatever is kept of it. */
export async function runQuery(
  query: ReadQuery,
  window: Window,
  service: OpenService,
  model: ServiceModel,
  context: CallContext,
): Promise<Run> {
  const { entitySet } = query;
  await traceGuids(query, service, model, context);
  const connection = service.connection(entitySet.connection);
  return run(query, window, { entitySet, connection }, { service, model, context });
}

/** From memory as far as that is still true: from the whole set if it is held, otherwise from what was read before. */
export async function runCachedQuery(query: ReadQuery, window: Window, request: Request): Promise<Run> {
  const { entitySet } = query;
  const { service, model, context } = request;
  const policy = service.cachePolicies.get(entitySet.name) ?? NOTHING_STORED;
  await traceGuids(query, service, model, context);
  const whole = await wholeSet(entitySet, policy, service, model, context);
  if (whole !== undefined) {
    const { askedAt, tags } = whole;
    return { ...(await run(query, window, whole, request)), askedAt, tags };
  }
  const { partition } = partitionOf(entitySet, context);
  const source = cachedSource({
    service: service.definition.name,
    entitySet,
    connection: service.connection(entitySet.connection),
    cache: service.cache,
    policy,
    batcher: service.batcher(entitySet, partition),
    partition,
  });
  const ran = await run(query, window, { entitySet, connection: source.connection }, request);
  const askedAt = source.askedAt();
  const tags = source.tags();
  return askedAt === undefined ? { ...ran, tags } : { ...ran, tags, askedAt };
}

async function run(
  given: ReadQuery,
  window: Window,
  { entitySet, connection }: Source,
  { service, model, context, notes }: Request,
): Promise<Run> {
  const query = { ...given, entitySet };
  const scope = scopeOf(service, model);
  for (let attempt = 1; ; attempt++) {
    const plan = planRead(query, window, { collation: model.collation, connection, decode: service.decode });
    notes?.planned(plan);
    try {
      const { declaration } = entitySet;
      const fetched = await fetchRows({
        plan,
        declaration,
        connection,
        scope,
        context,
        budget: service.budget,
      });
      return { ...fetched, plan };
    } catch (error) {
      if (!(error instanceof UnsupportedQuery) || attempt === MOST_PLANS) throw error;
    }
  }
}

/** How the gateway computes keys, lookups and option values from a row. */
export function scopeOf({ keyMap }: Pick<OpenService, 'keyMap'>, { collation }: ServiceModel): Scope {
  return { collation, readProperty: (property) => createPropertyReader(property, { keyMap }) };
}
