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

const tables = ['query', 'record', 'detail', 'correlation', 'shape', 'tally'];
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
  entries: (objects) => `json_array_elements(CAST('[' || ${objects} || ']' AS json)) AS items (item),
    json_each_text(item) AS entry`,
  bytes: tables.map((table) => `pg_total_relation_size('${table}')`).join(' + '),
  // Files do not shrink by what is deleted, and tell nothing of what is free within them.
  bytesInUse: `(SELECT count(*) FROM record) * ${OVERHEAD} * (
    SELECT coalesce(avg(pg_column_size(r.*) + coalesce(pg_column_size(d.*), 0)), 0)
    FROM (SELECT * FROM record ORDER BY id DESC LIMIT ${SAMPLE}) r LEFT JOIN detail d ON d.id = r.id)`,
};
