/** Opens a SQLite file of the data folder, the first time that it is needed, and works with it while others do. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds for which a statement waits for a lock of another process: this one stands still meanwhile. */
const STANDSTILL = 10;
/** Milliseconds for which work is tried again while the file is locked, and milliseconds in between. */
const PATIENCE = 1_000;
const PAUSE = 25;

/** @throws if the file cannot be opened, is no database, or is locked */
export function openSqlite(file: string, schema: string): DatabaseSync {
  // Loaded here and not at the top: it costs 10 ms that only services with such a file need to pay.
  const { DatabaseSync: Database } = require('node:sqlite') as typeof import('node:sqlite');
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file, { timeout: STANDSTILL });
  try {
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(schema);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/**
 * Does the work again as long as another process has the file locked, with this process free in between: SQLite's own
 * waiting would hold up every other request.
 *
 * @throws what the work throws, at last also that the file is locked
 */
export async function whenUnlocked<Result>(work: () => Result): Promise<Result> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isLocked(error) || performance.now() >= end) throw error;
    }
    await delay(PAUSE);
  }
}

/** SQLITE_BUSY; what stands above the first byte says more of the reason. */
function isLocked(error: unknown): boolean {
  const { errcode } = error as { readonly errcode?: number };
  return errcode !== undefined && (errcode & 0xff) === 5;
}
