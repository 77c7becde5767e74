/** The conditions of a filter as an expression over the table of records. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { RecordFilter } from '../record-store';
import type { RecordTables } from './tables';

type Builder = ExpressionBuilder<RecordTables, 'record'>;
type Condition = Expression<SqlBool>;
type ConditionOf<Name extends keyof RecordFilter> = (
  builder: Builder,
  value: NonNullable<RecordFilter[Name]>,
) => Condition;
type Conditions = { readonly [Name in keyof RecordFilter]-?: ConditionOf<Name> };

const conditions: Conditions = {
  service: (on, value) => on('service', '=', value),
  entitySet: (on, value) => on('entity_set', '=', value),
  operation: (on, value) => on('operation', '=', value),
  status: statusIs,
  code: (on, value) => on('code', '=', value),
  caller: (on, value) => on('caller', '=', value),
  fingerprint: (on, value) => on('fingerprint', '=', value),
  correlationId: (on, value) =>
    on('id', 'in', on.selectFrom('correlation').select('correlation.id').where('value', '=', value)),
  from: (on, value) => on('at', '>=', value),
  to: (on, value) => on('at', '<', value),
  minMilliseconds: (on, value) => on('milliseconds', '>=', value),
  maxMilliseconds: (on, value) => on('milliseconds', '<=', value),
  cache: (on, value) => on('is_hit', '=', value === 'hit' ? 1 : 0),
  pushed: (on, value) => on('pushed', '=', value ? 1 : 0),
  minFetched: (on, value) => on('fetched', '>=', value),
  url: (on, value) => sql`lower(${on.ref('url')}) like ${likePattern(value)} escape '\\'`,
  writes: (on) => on('operation', 'in', ['insert', 'update', 'delete']),
};

/** All of them together; nothing is true of every record. */
export function recordConditions(builder: Builder, filter: RecordFilter): Condition {
  const names = Object.keys(conditions) as (keyof RecordFilter)[];
  return builder.and(names.flatMap((name) => conditionFor(builder, filter, name)));
}

function conditionFor<Name extends keyof RecordFilter>(
  builder: Builder,
  filter: RecordFilter,
  name: Name,
): readonly Condition[] {
  const value = filter[name];
  if (value === undefined) return [];
  return [(conditions as Readonly<Record<Name, ConditionOf<Name>>>)[name](builder, value)];
}

/** The class goes along with an exact status: it has the index, which holds errors only and must be told so literally. */
function statusIs(on: Builder, value: NonNullable<RecordFilter['status']>): Condition {
  const statusClass = typeof value === 'number' ? Math.floor(value / 100) : Number(value[0]);
  const isFailure = statusClass >= 4 ? [sql<SqlBool>`status_class >= 4`] : [];
  const isStatus = typeof value === 'number' ? [on('status', '=', value)] : [];
  return on.and([...isFailure, on('status_class', '=', statusClass), ...isStatus]);
}

/** Both sides in lower case, as PostgreSQL's `like` tells A from a. Only A to Z, like SQLite's `lower`. */
function likePattern(text: string): string {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return `%${lower.replace(/[\\%_]/g, String.raw`\$&`)}%`;
}
