/** The columns of the four entities. Their names are what makers of tables and reports see: they never change. */
import { column, instantOf, type LogColumn } from './log-column';
import { guidOfFingerprint, guidOfRecord } from './log-guid';
import type { LogCall, LogFingerprint, LogRecord } from './log-source';

type RecordColumn = LogColumn<LogRecord>;

const key: RecordColumn = column('Id', 'Guid', ({ id }) => guidOfRecord(id), {
  nullable: false,
  sort: 'ascending',
  description: 'In this order the newest come first.',
});

/** What a query and a change have in common. */
const ofRequest: readonly RecordColumn[] = [
  column('Time', 'DateTimeOffset', ({ at }) => instantOf(at), {
    nullable: false,
    ask: 'time',
    sort: 'descending',
    description: 'When the request arrived.',
  }),
  column('Service', 'String', ({ service }) => service, { ask: 'service' }),
  column('EntitySet', 'String', ({ entitySet }) => entitySet, { ask: 'entitySet' }),
  column('Operation', 'String', ({ operation }) => operation),
  column('Method', 'String', ({ method }) => method),
  column('Url', 'String', ({ url }) => url, { description: 'Below the service root, every literal masked.' }),
  column('Caller', 'String', ({ caller }) => caller, { ask: 'caller', description: 'The id of the key.' }),
  column('Status', 'Int32', ({ status }) => status, { nullable: false, ask: 'status' }),
  column('Milliseconds', 'Double', ({ milliseconds }) => milliseconds, { ask: 'milliseconds' }),
  column('ErrorCode', 'String', ({ code }) => code, { ask: 'code' }),
  column('ErrorMessage', 'String', ({ message }) => message),
  column('ErrorTarget', 'String', ({ target }) => target),
  column('Raised', 'String', ({ raised }) => raised, {
    description: 'The error as the provider raised it.',
  }),
  column('CorrelationId', 'String', ({ correlationId }) => correlationId, { ask: 'anyId' }),
  correlation('TraceParent', 'traceparent'),
  correlation('ClientRequestId', 'x-ms-client-request-id'),
  correlation('CorrelationRequestId', 'x-ms-correlation-request-id'),
  correlation('ServiceRequestId', 'x-ms-service-request-id'),
  column('BatchId', 'Guid', ({ batch }) => batch && guidOfRecord(batch), {
    description: 'The key of the row in Queries of the batch that it came in.',
  }),
];

function correlation(name: string, header: string): RecordColumn {
  return column(name, 'String', ({ correlations }) => correlations?.[header], { ask: 'anyId' });
}

export const queryColumns: readonly RecordColumn[] = [
  key,
  ...ofRequest,
  column('CacheStatus', 'String', ({ cache }) => cache?.status),
  column('IsHit', 'Boolean', ({ cache }) => cache?.isHit, { ask: 'hit' }),
  column('Hits', 'Int32', ({ fold }) => fold?.hits ?? 1, {
    description: 'How many requests the record stands for: quick hits share one.',
  }),
  column('PlanSource', 'String', ({ plan }) => plan?.source),
  column('IsPushed', 'Boolean', ({ plan }) => plan?.pushed, {
    ask: 'pushed',
    description: 'The source did all of it.',
  }),
  column('RowsFetched', 'Int32', ({ rows }) => rows?.fetched, { ask: 'fetched' }),
  column('RowsReturned', 'Int32', ({ rows }) => rows?.returned),
  column('DeadlineMilliseconds', 'Double', ({ deadline }) => deadline),
  column('Fingerprint', 'String', ({ fingerprint }) => fingerprint, { ask: 'fingerprint' }),
  column('FingerprintId', 'Guid', ({ fingerprint }) => fingerprint && guidOfFingerprint(fingerprint), {
    description: 'The key of a row of Fingerprints.',
  }),
];

export const writeColumns: readonly RecordColumn[] = [
  key,
  ...ofRequest,
  column('Outcome', 'String', ({ write }) => write?.outcome),
  column('RowKey', 'Guid', ({ write }) => write?.key),
  column('ChangedProperties', 'String', ({ write }) => write?.properties?.join(', '), {
    description: 'Their names; what they were changed to is not kept.',
  }),
  column('VersionBefore', 'String', ({ write }) => write?.versionBefore),
  column('VersionAfter', 'String', ({ write }) => write?.versionAfter),
  column('Attempts', 'Int32', ({ write }) => write?.attempts),
  column('IsVerified', 'Boolean', ({ write }) => write?.verified, {
    description: 'The answer was lost, and the row has shown that the change was made.',
  }),
];

/** One call of a source, with the request that it was made for. */
export interface CallOfRecord {
  readonly record: LogRecord;
  readonly call: LogCall;
  /** From 1. */
  readonly number: number;
}

export const callColumns: readonly LogColumn<CallOfRecord>[] = [
  column('Id', 'Guid', ({ record: { id }, number }) => guidOfRecord(id, number), {
    nullable: false,
    sort: 'ascending',
    description: 'In this order the calls of the newest query come first.',
  }),
  column('QueryId', 'Guid', ({ record: { id } }) => guidOfRecord(id), {
    nullable: false,
    ask: 'record',
    description: 'The key of a row of Queries.',
  }),
  column('QueryTime', 'DateTimeOffset', ({ record: { at } }) => instantOf(at), {
    nullable: false,
    ask: 'time',
  }),
  column('Service', 'String', ({ record: { service } }) => service, { ask: 'service' }),
  column('EntitySet', 'String', ({ record: { entitySet } }) => entitySet, { ask: 'entitySet' }),
  column('Fingerprint', 'String', ({ record: { fingerprint } }) => fingerprint, { ask: 'fingerprint' }),
  column('CorrelationId', 'String', ({ record: { correlationId } }) => correlationId, { ask: 'anyId' }),
  column('Connection', 'String', ({ call: { connection } }) => connection),
  column('Method', 'String', ({ call: { method } }) => method),
  column('Url', 'String', ({ call: { url } }) => url, { description: 'Without keys, every literal masked.' }),
  column('Attempt', 'Int32', ({ call: { attempt } }) => attempt),
  column('Started', 'DateTimeOffset', ({ record: { at }, call }) => instantOf(at + call.startedAfter)),
  column('Milliseconds', 'Double', ({ call: { milliseconds } }) => milliseconds),
  column('Bytes', 'Int64', ({ call: { bytes } }) => bytes),
  column('Status', 'Int32', ({ call: { status } }) => status),
  column('Fault', 'String', ({ call: { fault } }) => fault),
];

export const fingerprintColumns: readonly LogColumn<LogFingerprint>[] = [
  column('Id', 'Guid', ({ fingerprint }) => guidOfFingerprint(fingerprint), { nullable: false }),
  column('Fingerprint', 'String', ({ fingerprint }) => fingerprint, { nullable: false }),
  column('Method', 'String', ({ method }) => method),
  column('Url', 'String', ({ url }) => url, { description: 'One of theirs, every literal masked.' }),
  column('Service', 'String', ({ service }) => service),
  column('EntitySet', 'String', ({ entitySet }) => entitySet),
  column('Count', 'Int64', ({ count }) => count),
  column('Errors', 'Int64', ({ errors }) => errors),
  column('P50', 'Double', ({ p50 }) => p50, {
    description: 'Milliseconds that half of them did not exceed, within 4 %.',
  }),
  column('P95', 'Double', ({ p95 }) => p95),
  column('P99', 'Double', ({ p99 }) => p99),
  column('RowsFetched', 'Int64', ({ fetched }) => fetched),
  column('RowsReturned', 'Int64', ({ returned }) => returned),
  column('HitShare', 'Double', ({ hitShare }) => hitShare, { description: '0 to 1.' }),
  column('UpstreamMilliseconds', 'Double', ({ upstreamMilliseconds }) => upstreamMilliseconds),
];
