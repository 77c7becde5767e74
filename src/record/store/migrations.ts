/** The tables of the record store, as a list of steps: each file remembers how many it has seen. */
import type { DatabaseSync } from 'node:sqlite';

/**
 * Steps are added, never changed. `record` is what lists are filtered by and holds nothing else, so that one million
 * rows are gone through in a fraction of a second; the whole record stands in `detail`. There are indexes for rare
 * values only: an index of a frequent one (a service, a caller) makes SQLite jump where reading on is faster.
 */
const migrations: readonly string[] = [
  `CREATE TABLE record (
     id TEXT PRIMARY KEY, at REAL NOT NULL, milliseconds REAL NOT NULL, service TEXT, entity_set TEXT,
     operation TEXT NOT NULL, status INTEGER NOT NULL, status_class INTEGER NOT NULL, code TEXT, caller TEXT,
     fingerprint TEXT, is_hit INTEGER, pushed INTEGER, fetched INTEGER, returned INTEGER,
     upstream_milliseconds REAL, url TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE detail (id TEXT PRIMARY KEY, record TEXT NOT NULL);
   CREATE TABLE correlation (value TEXT, id TEXT, PRIMARY KEY (value, id)) WITHOUT ROWID;
   CREATE INDEX record_fingerprint ON record (fingerprint, id);
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
