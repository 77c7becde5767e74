/** Plans a bound query, fetches its rows, and plans again where the source turns out to take less than it declared. */
import type { Scope } from '../evaluate/scope';
import { createPropertyReader } from '../model/read-property';
import type { ServiceModel } from '../model/entity-set';
import type { ReadQuery } from '../odata/read-query';
import { planRead, type Window } from '../plan/plan-read';
import type { ReadPlan } from '../plan/read-plan';
import { type CallContext, UnsupportedQuery } from '../provider-sdk/index';
import { type Fetched, fetchRows } from './fetch-rows';
import type { OpenService } from './open-service';
import { traceGuids } from './trace-guids';

/** Each new plan leaves at least one more part to the gateway; more refusals than this in one request are a fault. */
const MOST_PLANS = 8;

export interface Run extends Fetched {
  readonly plan: ReadPlan;
}

export async function runQuery(
  query: ReadQuery,
  window: Window,
  service: OpenService,
  model: ServiceModel,
  context: CallContext,
): Promise<Run> {
  const { entitySet } = query;
  const connection = service.connection(entitySet.connection);
  const scope = scopeOf(service, model);
  await traceGuids(query, service, model);
  for (let attempt = 1; ; attempt++) {
    const plan = planRead(query, window, { collation: model.collation, connection, decode: service.decode });
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
