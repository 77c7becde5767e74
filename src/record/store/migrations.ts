/** The tables of the record store, as a list of steps: each database remembers how many it has seen. */
import { numberOf, type Session } from './session';
import type { StoreDialect } from './store-dialect';
import { insertShapes, insertTallies } from './tallies';

type Step = (dialect: Pick<StoreDialect, 'key' | 'text' | 'clustered'>) => readonly string[];

/**
 * Steps are added, never changed. `query` holds once what many requests ask alike, so that a filter by set, URL or caller
 * looks through a few thousand rows and goes on by index. `record` holds what else lists are filtered by, in short rows:
 * one million of them are gone through in a fraction of a second. All else of a record stands in `detail`, if there is any.
 * The partial indexes are for rare values: an index of a frequent one makes SQLite jump where reading on is faster.
 */
const migrations: readonly Step[] = [
  ({ key, text, clustered }) => [
    `CREATE TABLE query (
       key ${key}, service ${text}, method ${text} NOT NULL, url ${text} NOT NULL, entity_set ${text},
       operation ${text} NOT NULL, fingerprint ${text}, caller ${text}
     )`,
    `CREATE TABLE record (
       id ${text} PRIMARY KEY, query BIGINT NOT NULL, at DOUBLE PRECISION NOT NULL,
       milliseconds DOUBLE PRECISION NOT NULL, status INTEGER NOT NULL, status_class INTEGER NOT NULL,
       correlation_id ${text} NOT NULL, code ${text}, cache ${text}, is_hit INTEGER, pushed INTEGER, fetched BIGINT,
       returned BIGINT, upstream_milliseconds DOUBLE PRECISION, hits INTEGER NOT NULL, slowest DOUBLE PRECISION,
       is_lasting INTEGER NOT NULL
     ) ${clustered}`,
    `CREATE TABLE detail (id ${text} PRIMARY KEY, rest ${text} NOT NULL)`,
    `CREATE TABLE correlation (value ${text}, id ${text}, PRIMARY KEY (value, id)) ${clustered}`,
    'CREATE INDEX query_url ON query (url, caller)',
    'CREATE INDEX record_query ON record (query, id)',
    'CREATE INDEX record_failed ON record (status_class, id) WHERE status_class >= 4',
    'CREATE INDEX record_code ON record (code, id) WHERE code IS NOT NULL',
  ],
  // Several instances that meet the same query at once store it once. Its URL may be too long for an index of PostgreSQL.
  ({ text }) => [
    `ALTER TABLE query ADD COLUMN digest ${text}`,
    'CREATE UNIQUE INDEX query_digest ON query (digest)',
    'DROP INDEX query_url',
  ],
  ({ text, clustered }) => [
    `CREATE TABLE shape (
       fingerprint ${text} PRIMARY KEY, service ${text}, method ${text} NOT NULL, url ${text} NOT NULL, entity_set ${text}
     )`,
    `CREATE TABLE tally (
       span BIGINT, start DOUBLE PRECISION, fingerprint ${text}, count BIGINT NOT NULL, errors BIGINT NOT NULL,
       fetched BIGINT NOT NULL, returned BIGINT NOT NULL, hits BIGINT NOT NULL, upstream DOUBLE PRECISION NOT NULL,
       durations ${text} NOT NULL, PRIMARY KEY (span, start, fingerprint)
     ) ${clustered}`,
    insertShapes('true'),
    insertTallies('true'),
  ],
];

/**
 * In a transaction that no other instance shares.
 *
 * @throws if a newer gateway has made the tables
 */
export async function migrate(
  session: Session,
  dialect: StoreDialect,
  steps: readonly Step[] = migrations,
): Promise<void> {
  await session.run('CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY)');
  const version = await numberOf(session, '(SELECT coalesce(max(version), 0) FROM migration)');
  if (version > steps.length)
    throw new Error(
      `A newer gateway made it: its version is ${version}, and ${steps.length} is the last known.`,
    );
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    for (const statement of step(dialect)) await session.run(statement);
    await session.run('INSERT INTO migration (version) VALUES (?)', index + 1);
  }
}
