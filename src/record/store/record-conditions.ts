/** The conditions of a filter as expressions over the tables of the store. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { CLOCK_STEP, firstIdAt, LONGEST_REQUEST } from '../record-id';
import type { RecordFilter } from '../record-store';
import { storableText } from './storable';
import type { RecordTables } from './tables';

type Condition = Expression<SqlBool>;
type Conditions<Builder, Names extends keyof RecordFilter> = {
  readonly [Name in Names]: (builder: Builder, value: NonNullable<RecordFilter[Name]>) => Condition;
};

type AskedName = 'service' | 'entitySet' | 'operation' | 'writes' | 'caller' | 'fingerprint' | 'url';
export type AskedBuilder = ExpressionBuilder<RecordTables, 'query'>;
type Builder = ExpressionBuilder<RecordTables, 'record'>;

/** What was asked: of few rows. */
const ofAsked: Conditions<AskedBuilder, AskedName> = {
  service: (on, value) => on('service', '=', value),
  entitySet: (on, value) => on('entity_set', '=', value),
  operation: (on, value) => on('operation', '=', value),
  writes: (on) => on('operation', 'in', ['insert', 'update', 'delete']),
  caller: (on, value) => on('caller', '=', value),
  fingerprint: (on, value) => on('fingerprint', '=', value),
  url: (on, value) => sql`lower(${on.ref('url')}) like ${likePattern(value)} escape '\\'`,
};

/** What became of it. */
const ofRecord: Conditions<Builder, Exclude<keyof RecordFilter, AskedName>> = {
  status: statusIs,
  code: (on, value) => on('code', '=', value),
  correlationId: (on, value) =>
    on('id', 'in', on.selectFrom('correlation').select('correlation.id').where('value', '=', value)),
  // Ids are in the order in which requests ended: a range of them is read without looking at the others.
  from: (on, value) => on.and([on('at', '>=', value), on('id', '>=', firstIdAt(value - CLOCK_STEP))]),
  to: (on, value) => on.and([on('at', '<', value), on('id', '<', firstIdAt(value + LONGEST_REQUEST))]),
  minMilliseconds: (on, value) => on('milliseconds', '>=', value),
  maxMilliseconds: (on, value) => on('milliseconds', '<=', value),
  cache: (on, value) => on('is_hit', '=', value === 'hit' ? 1 : 0),
  pushed: (on, value) => on('pushed', '=', value ? 1 : 0),
  minFetched: (on, value) => on('fetched', '>=', value),
};

export function asksAnything(filter: RecordFilter): boolean {
  return Object.keys(ofAsked).some((name) => filter[name as AskedName] !== undefined);
}

/** All of what was asked together; nothing is true of every query. */
export function askedConditions(builder: AskedBuilder, filter: RecordFilter): Condition {
  return together(builder, filter, ofAsked, (conditions) => builder.and(conditions));
}

/** All of the others together. */
export function recordConditions(builder: Builder, filter: RecordFilter): Condition {
  return together(builder, filter, ofRecord, (conditions) => builder.and(conditions));
}

function together<SomeBuilder, Names extends keyof RecordFilter>(
  builder: SomeBuilder,
  filter: RecordFilter,
  conditions: Conditions<SomeBuilder, Names>,
  and: (conditions: readonly Condition[]) => Condition,
): Condition {
  const names = Object.keys(conditions) as Names[];
  return and(
    names.flatMap((name) => {
      const value = filter[name];
      if (value === undefined || value === null) return [];
      const asked = (typeof value === 'string' ? storableText(value) : value) as typeof value;
      return [conditions[name](builder, asked)];
    }),
  );
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
