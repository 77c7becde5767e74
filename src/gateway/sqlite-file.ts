/** Opens a SQLite file of the data folder, the first time that it is needed. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

/** @throws if the file cannot be opened or is no database */
export function openSqlite(file: string, schema: string): DatabaseSync {
  // Loaded here and not at the top: it costs 10 ms that only services with such a file need to pay.
  const { DatabaseSync: Database } = require('node:sqlite') as typeof import('node:sqlite');
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 2000');
  database.exec(schema);
  return database;
}
