/** The durable list of what administrators did and were refused: a SQLite file of its own, whether or not records are kept. */
import type { DatabaseSync } from 'node:sqlite';
import { openSqlite, whenUnlocked } from '../../gateway/sqlite-file';
import type { AuditEntry, Items } from './answers';

export interface AuditTrail {
  /** Rejects if the file cannot be written. */
  add(entry: Omit<AuditEntry, 'id'>): Promise<void>;
  /** The newest first. @param before the `next` of the page before */
  list(page: { readonly before?: string; readonly limit: number }): Promise<Items<AuditEntry>>;
  close(): void;
}

/** How many entries are kept. Anybody can be refused as often as he likes: that must not push out what was done. */
export interface AuditRetention {
  readonly done: number;
  readonly refused: number;
  /** After so many new ones the oldest go: to count them costs more than to write one. */
  readonly prunedEvery: number;
}

const standard: AuditRetention = { done: 100_000, refused: 10_000, prunedEvery: 100 };

/** The file is made with the first entry, or the first look at it. */
export function openAuditTrail(file: string, retention: AuditRetention = standard): AuditTrail {
  return new SqliteAuditTrail(file, retention);
}

class SqliteAuditTrail implements AuditTrail {
  #open: DatabaseSync | undefined;

  constructor(
    private readonly file: string,
    private readonly retention: AuditRetention,
  ) {}

  async add(entry: Omit<AuditEntry, 'id'>): Promise<void> {
    await whenUnlocked(() => {
      const { lastInsertRowid } = this.#database()
        .prepare('INSERT INTO entry (refused, entry) VALUES (?, ?)')
        .run(Number(wasRefused(entry.status)), JSON.stringify(entry));
      const { done, refused, prunedEvery } = this.retention;
      if (Number(lastInsertRowid) % prunedEvery > 0) return;
      this.#prune(0, done);
      this.#prune(1, refused);
    });
  }

  list({ before, limit }: { readonly before?: string; readonly limit: number }): Promise<Items<AuditEntry>> {
    return whenUnlocked(() => {
      // One more than wanted tells whether there is a next page.
      const rows = this.#database()
        .prepare('SELECT id, entry FROM entry WHERE id < ? ORDER BY id DESC LIMIT ?')
        .all(Number(before ?? Number.MAX_SAFE_INTEGER), limit + 1);
      const items = rows.slice(0, limit).map(({ id, entry }) => ({
        ...(JSON.parse(String(entry)) as Omit<AuditEntry, 'id'>),
        id: String(id),
      }));
      const next = rows.length > limit ? items.at(-1)?.id : undefined;
      return { items, ...(next === undefined ? {} : { next }) };
    });
  }

  close(): void {
    this.#open?.close();
    this.#open = undefined;
  }

  #prune(refused: number, kept: number): void {
    this.#database()
      .prepare(
        `DELETE FROM entry WHERE refused = ?1 AND id <=
           (SELECT id FROM entry WHERE refused = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
      )
      .run(refused, kept);
  }

  #database(): DatabaseSync {
    this.#open ??= openSqlite(
      this.file,
      `CREATE TABLE IF NOT EXISTS entry (
         id INTEGER PRIMARY KEY AUTOINCREMENT, refused INTEGER NOT NULL, entry TEXT NOT NULL
       );
       CREATE INDEX IF NOT EXISTS entry_refused ON entry (refused, id)`,
    );
    return this.#open;
  }
}

/** For want of a key, or of a right. */
export function wasRefused(status: number): boolean {
  return status === 401 || status === 403;
}
