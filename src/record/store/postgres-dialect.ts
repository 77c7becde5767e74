/** What PostgreSQL spells in its own way. */
import type { StoreDialect } from './store-dialect';

/** Locks of transactions, on this database and schema: `hashtext` tells schemas apart. The first number is ours alone. */
const lock = (which: number): string => `(${0x76_74_67_00 + which}, hashtext(current_schema()))`;

/** Before the schema is there, there is no current one. */
export const waitToMigrate = `SELECT pg_advisory_xact_lock(${0x76_74_67_00}, hashtext(?))`;
/** Writers do not wait for each other. */
export const waitToWrite = `SELECT pg_advisory_xact_lock_shared${lock(1)}`;
/** True for one at a time. */
export const mayPrune = `pg_try_advisory_xact_lock${lock(2)}`;

const tables = ['query', 'record', 'detail', 'correlation'];
/** Records whose size stands for that of all. */
const SAMPLE = 1_000;
/** What a byte of a row takes with its share of the indexes and of pages that are not full. */
const OVERHEAD = 2;

export const postgresDialect: StoreDialect = {
  key: 'BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
  text: 'TEXT COLLATE "C"',
  clustered: '',
  rows: 'jsonb_array_elements(CAST(? AS jsonb))',
  excludeWriters: `SELECT pg_advisory_xact_lock${lock(1)}`,
  shownRest: (rest) => `CAST((CAST(${rest} AS jsonb) #- '{plan,parts}') - 'stages' - 'calls' AS text)`,
  percentiles,
  bytes: tables.map((table) => `pg_total_relation_size('${table}')`).join(' + '),
  // Files do not shrink by what is deleted, and tell nothing of what is free within them.
  bytesInUse: `(SELECT count(*) FROM record) * ${OVERHEAD} * (
    SELECT coalesce(avg(pg_column_size(r.*) + coalesce(pg_column_size(d.*), 0)), 0)
    FROM (SELECT * FROM record ORDER BY id DESC LIMIT ${SAMPLE}) r LEFT JOIN detail d ON d.id = r.id)`,
};

/** By the nearest rank. Both arrays and the sum are of the group; what is asked of them is asked for each group once. */
function percentiles(column: string, weight: string): string {
  const ranks = [0.5, 0.95, 0.99].map(
    (share) => `min(value) FILTER (WHERE passed >= ceil(${share} * sum(${weight})))`,
  );
  return `(SELECT CAST(json_build_array(${ranks.join(', ')}) AS text) FROM (
    SELECT value, sum(weight) OVER (ORDER BY value ROWS UNBOUNDED PRECEDING) AS passed
    FROM unnest(array_agg(${column}), array_agg(${weight})) AS gathered (value, weight)) AS ranked)`;
}
