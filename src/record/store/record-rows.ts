/** A record as rows of the store, and back. */
import { isLasting } from '../record-class';
import type { Operation, QueryRecord } from '../query-record';
import type { RecordSummary } from '../record-store';
import { storableJson } from './storable';
import type { QueryRow, RecordRow } from './tables';

export type AskedRow = Omit<QueryRow, 'key' | 'digest'>;

/** In the order of the table's columns behind its key and digest. */
export function askedRowOf(record: QueryRecord): AskedRow {
  const { service, method, url, entitySet, operation, fingerprint, caller } = record;
  return {
    service: service ?? null,
    method,
    url,
    entity_set: entitySet ?? null,
    operation,
    fingerprint: fingerprint ?? null,
    caller: caller ?? null,
  };
}

/** In the order of the table's columns. */
export function recordRowOf(record: QueryRecord, query: number): RecordRow {
  const { cache, plan, rows, fold } = record;
  return {
    id: record.id,
    query,
    at: record.at,
    milliseconds: record.milliseconds,
    status: record.status,
    status_class: Math.floor(record.status / 100),
    correlation_id: record.correlationId,
    code: record.code ?? null,
    cache: cache?.status ?? null,
    is_hit: cache === undefined ? null : Number(cache.isHit),
    pushed: plan === undefined ? null : Number(plan.pushed),
    fetched: rows?.fetched ?? null,
    returned: rows?.returned ?? null,
    upstream_milliseconds: upstreamOf(record),
    hits: fold?.hits ?? 1,
    slowest: fold?.slowest ?? null,
    is_lasting: Number(isLasting(record)),
  };
}

function upstreamOf({ calls, furtherCalls }: QueryRecord): number | null {
  if (calls === undefined) return null;
  const noted = calls.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return noted + (furtherCalls?.milliseconds ?? 0);
}

type Rest = Pick<
  QueryRecord,
  | 'batch'
  | 'correlations'
  | 'message'
  | 'target'
  | 'raised'
  | 'deadline'
  | 'plan'
  | 'stages'
  | 'calls'
  | 'furtherCalls'
  | 'write'
>;

/** The JSON of the fields without a column; undefined where there are none, as of most hits. */
export function restOf(record: QueryRecord): string | undefined {
  const { batch, correlations, message, target, raised, deadline, plan, stages, calls } = record;
  const { furtherCalls, write } = record;
  const rest: { readonly [Name in keyof Rest]-?: Rest[Name] | undefined } = {
    batch,
    correlations,
    message,
    target,
    raised,
    deadline,
    plan,
    stages,
    calls,
    furtherCalls,
    write,
  };
  const text = storableJson(rest);
  return text === '{}' ? undefined : text;
}

export type JoinedRow = AskedRow & Omit<RecordRow, 'query' | 'status_class' | 'is_lasting'>;

/** @param rest what `restOf` gave, or some of it */
export function recordOf(row: JoinedRow, rest: string | null): QueryRecord {
  return { ...fieldsOf(row), ...(rest === null ? {} : (JSON.parse(rest) as Rest)) };
}

/** @param rest without what lists do not show */
export function summaryOf(row: JoinedRow, rest: string | null): RecordSummary {
  return recordOf(row, rest);
}

function fieldsOf(row: JoinedRow): Omit<QueryRecord, keyof Rest> {
  const { service, entity_set, fingerprint, caller, code, cache, fetched, returned, hits, slowest } = row;
  return {
    id: row.id,
    at: row.at,
    milliseconds: row.milliseconds,
    correlationId: row.correlation_id,
    method: row.method,
    url: row.url,
    ...(service === null ? {} : { service }),
    ...(entity_set === null ? {} : { entitySet: entity_set }),
    operation: row.operation as Operation,
    ...(fingerprint === null ? {} : { fingerprint }),
    ...(caller === null ? {} : { caller }),
    status: row.status,
    ...(code === null ? {} : { code }),
    ...(cache === null ? {} : { cache: { status: cache, isHit: row.is_hit === 1 } }),
    ...(slowest === null ? {} : { fold: { hits, slowest } }),
    ...(fetched === null || returned === null ? {} : { rows: { fetched, returned } }),
  };
}
