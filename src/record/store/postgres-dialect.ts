/** What PostgreSQL spells in its own way. */
import type { StoreDialect } from './store-dialect';

/** Locks that end with the transaction. The first number is ours alone, the second tells schemas apart. */
const lock = { toMigrate: 1_987_340_032, toWrite: 1_987_340_033, toPrune: 1_987_340_034 } as const;
const ofSchema = 'hashtext(current_schema())';

/** Before the schema is there, there is no current one. */
export const waitToMigrate = `SELECT pg_advisory_xact_lock(${lock.toMigrate}, hashtext(?))`;
/** Writers do not wait for each other. */
export const waitToWrite = `SELECT pg_advisory_xact_lock_shared(${lock.toWrite}, ${ofSchema})`;
/** True for one at a time. */
export const mayPrune = `pg_try_advisory_xact_lock(${lock.toPrune}, ${ofSchema})`;

const tables = ['query', 'record', 'detail', 'correlation'];
/** Records whose size stands for that of all. */
const SAMPLE = 1_000;
/** What a byte of a record takes, with its correlation ids and the indexes: measured with a million of them. */
const OVERHEAD = 2.5;

export const postgresDialect: StoreDialect = {
  key: 'BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
  text: 'TEXT COLLATE "C"',
  clustered: '',
  rows: 'jsonb_array_elements(CAST(? AS jsonb))',
  excludeWriters: `SELECT pg_advisory_xact_lock(${lock.toWrite}, ${ofSchema})`,
  shownRest: (rest) => `CAST((CAST(${rest} AS jsonb) #- '{plan,parts}') - 'stages' - 'calls' AS text)`,
  percentiles,
  bytes: tables.map((table) => `pg_total_relation_size('${table}')`).join(' + '),
  // Files do not shrink by what is deleted, and tell nothing of what is free within them.
  bytesInUse: `(SELECT count(*) FROM record) * ${OVERHEAD} * (
    SELECT coalesce(avg(pg_column_size(r.*) + coalesce(pg_column_size(d.*), 0)), 0)
    FROM (SELECT * FROM record ORDER BY id DESC LIMIT ${SAMPLE}) r LEFT JOIN detail d ON d.id = r.id)`,
};

/** By the nearest rank. The arrays and the sum are of the group; what is asked of them is asked once for each. */
function percentiles(column: string, weight: string): string {
  const ranks = [0.5, 0.95, 0.99].map((share) => `CAST(ceil(${share} * sum(${weight})) AS bigint)`);
  return `(SELECT CAST(json_build_array(
      min(value) FILTER (WHERE passed >= r50), min(value) FILTER (WHERE passed >= r95),
      min(value) FILTER (WHERE passed >= r99)) AS text)
    FROM (VALUES (${ranks.join(', ')})) AS ranks (r50, r95, r99), (
      SELECT value, sum(weight) OVER (ORDER BY value ROWS UNBOUNDED PRECEDING) AS passed
      FROM unnest(array_agg(${column}), array_agg(${weight})) AS gathered (value, weight)) AS ranked)`;
}
