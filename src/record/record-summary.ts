/** A record without what only its own page shows: as lists have it, and what leaves the gateway. */
import type { QueryRecord } from './query-record';
import type { RecordSummary } from './record-store';

export function summaryOfRecord({
  calls: _calls,
  stages: _stages,
  plan,
  ...rest
}: QueryRecord): RecordSummary {
  return plan === undefined ? rest : { ...rest, plan: { source: plan.source, pushed: plan.pushed } };
}
