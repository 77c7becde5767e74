/** The stores that must do the same, each with a place of its own for every test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RecordStore, Retention } from '../../../src/record/record-store';
import { openPostgresRecordStore } from '../../../src/record/store/postgres-record-store';
import { openSqliteRecordStore } from '../../../src/record/store/sqlite-record-store';
import { hasPostgres, PostgresServer } from './postgres-server';

export const forever: Retention = {
  milliseconds: Infinity,
  readMilliseconds: Infinity,
  records: Infinity,
  bytes: Infinity,
};

export interface StoreKind {
  readonly name: string;
  /** What is deleted makes the place smaller at once. */
  readonly shrinks: boolean;
  begin(): Promise<void>;
  end(): Promise<void>;
  /** @param place a word; stores of the same place share it, as instances of a gateway do */
  open(place: string, retention?: Partial<Retention>): RecordStore;
  rows(place: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

class SqliteKind implements StoreKind {
  readonly name = 'SQLite';
  readonly shrinks = true;
  #folder = '';

  begin(): Promise<void> {
    this.#folder = mkdtempSync(join(tmpdir(), 'vtg-records-'));
    return Promise.resolve();
  }

  end(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    return Promise.resolve();
  }

  open(place: string, retention: Partial<Retention> = {}): RecordStore {
    return openSqliteRecordStore(this.#file(place), { ...forever, ...retention });
  }

  rows(place: string, sql: string): ReturnType<StoreKind['rows']> {
    const database = new DatabaseSync(this.#file(place));
    try {
      return Promise.resolve(database.prepare(sql).all());
    } finally {
      database.close();
    }
  }

  #file(place: string): string {
    return join(this.#folder, place, 'records.sqlite');
  }
}

class PostgresKind implements StoreKind {
  readonly name = 'PostgreSQL';
  readonly shrinks = false;
  #server: PostgresServer | undefined;

  async begin(): Promise<void> {
    this.#server = await PostgresServer.start();
  }

  async end(): Promise<void> {
    await this.#server?.remove();
  }

  open(place: string, retention: Partial<Retention> = {}): RecordStore {
    return openPostgresRecordStore(this.#started.address(place), { ...forever, ...retention });
  }

  rows(place: string, sql: string): ReturnType<StoreKind['rows']> {
    return this.#started.rows(place, sql);
  }

  get #started(): PostgresServer {
    if (this.#server === undefined) throw new Error('PostgreSQL was not started.');
    return this.#server;
  }
}

/** Without PostgreSQL, one line says what is skipped. */
export const storeKinds: readonly StoreKind[] = [
  new SqliteKind(),
  ...(hasPostgres() ? [new PostgresKind()] : []),
];
