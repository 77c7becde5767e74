/** The tables of the record store, as a list of steps: each file remembers how many it has seen. */
import type { DatabaseSync } from 'node:sqlite';

/**
 * Steps are added, never changed. `query` holds once what many requests ask alike, so that a filter by set, URL or caller
 * looks through a few thousand rows and goes on by index. `record` holds what else lists are filtered by, in short rows:
 * one million of them are gone through in a fraction of a second. All else of a record stands in `detail`, if there is any.
 * The partial indexes are for rare values: an index of a frequent one makes SQLite jump where reading on is faster.
 */
const migrations: readonly string[] = [
  `CREATE TABLE query (
     key INTEGER PRIMARY KEY, service TEXT, method TEXT NOT NULL, url TEXT NOT NULL, entity_set TEXT,
     operation TEXT NOT NULL, fingerprint TEXT, caller TEXT
   );
   CREATE TABLE record (
     id TEXT PRIMARY KEY, query INTEGER NOT NULL, at REAL NOT NULL, milliseconds REAL NOT NULL, status INTEGER NOT NULL,
     status_class INTEGER NOT NULL, correlation_id TEXT NOT NULL, code TEXT, cache TEXT, is_hit INTEGER, pushed INTEGER,
     fetched INTEGER, returned INTEGER, upstream_milliseconds REAL, hits INTEGER NOT NULL, slowest REAL,
     is_lasting INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE detail (id TEXT PRIMARY KEY, rest TEXT NOT NULL);
   CREATE TABLE correlation (value TEXT, id TEXT, PRIMARY KEY (value, id)) WITHOUT ROWID;
   CREATE INDEX query_url ON query (url, caller);
   CREATE INDEX record_query ON record (query, id);
   CREATE INDEX record_failed ON record (status_class, id) WHERE status_class >= 4;
   CREATE INDEX record_code ON record (code, id) WHERE code IS NOT NULL;`,
];

/** @throws if a newer gateway has made the file */
export function migrate(database: DatabaseSync, steps: readonly string[] = migrations): void {
  database.exec('CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY)');
  // Two processes that start at once do not both do a step.
  database.exec('BEGIN IMMEDIATE');
  try {
    const row = database.prepare('SELECT max(version) AS version FROM migration').get();
    const version = Number(row?.['version'] ?? 0);
    if (version > steps.length)
      throw new Error(
        `A newer gateway made it: its version is ${version}, and ${steps.length} is the last known.`,
      );
    for (const [index, step] of steps.entries()) {
      if (index < version) continue;
      database.exec(step);
      database.prepare('INSERT INTO migration (version) VALUES (?)').run(index + 1);
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
