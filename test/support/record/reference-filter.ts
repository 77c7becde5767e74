/** What a filter of records means, record by record. */
import type { QueryRecord } from '../../../src/record/query-record';
import type { RecordFilter, RecordSummary } from '../../../src/record/record-store';

export function matches(record: QueryRecord, filter: RecordFilter): boolean {
  const equal = ['service', 'entitySet', 'operation', 'code', 'caller', 'fingerprint'] as const;
  const { status, correlationId, cache, pushed, url } = filter;
  const isStatus =
    typeof status === 'string' ? String(record.status)[0] === status[0] : record.status === status;
  const ids = [record.correlationId, ...Object.values(record.correlations ?? {})];
  return (
    equal.every((name) => filter[name] === undefined || record[name] === filter[name]) &&
    (status === undefined || isStatus) &&
    (correlationId === undefined || ids.includes(correlationId)) &&
    record.at >= (filter.from ?? -Infinity) &&
    record.at < (filter.to ?? Infinity) &&
    record.milliseconds >= (filter.minMilliseconds ?? -Infinity) &&
    record.milliseconds <= (filter.maxMilliseconds ?? Infinity) &&
    (cache === undefined || record.cache?.isHit === (cache === 'hit')) &&
    (pushed === undefined || record.plan?.pushed === pushed) &&
    (filter.minFetched === undefined || (record.rows?.fetched ?? -1) >= filter.minFetched) &&
    (filter.writes === undefined || ['insert', 'update', 'delete'].includes(record.operation)) &&
    (url === undefined || record.url.toLowerCase().includes(url.toLowerCase()))
  );
}

export function summaryOf({ calls: _calls, stages: _stages, plan, ...rest }: QueryRecord): RecordSummary {
  if (plan === undefined) return rest;
  const { parts: _parts, ...shown } = plan;
  return { ...rest, plan: shown };
}
