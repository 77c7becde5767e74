/** The durable key map: a SQLite file that remembers which source key a mapped Guid stands for. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { KeyCollision, type KeyMap } from '../model/key-map';
import type { KeyPart } from '../model/key-part';
import { openSqlite, whenUnlocked } from './sqlite-file';

/** Guids kept in memory, about 200 bytes each. */
const REMEMBERED = 50_000;
/** New keys are written together this many milliseconds later, so that a page of them is one transaction. */
const WRITE_DELAY = 50;
/** After a read or a write that failed: the file is locked, or the disk is full. */
const RETRY_DELAY = 5_000;
/** Milliseconds that the last write waits for others. */
const LAST_WAIT = 2_000;

export interface DurableKeyMap extends KeyMap {
  /** Writes what is not written yet and closes the file. */
  close(): void;
}

/**
 * The file is made when the first mapped key turns up: most services never need it.
 *
 * @param warn told when the file cannot be read or written; that is tried again, and no row that passes fails of it. Only
 *   `find` throws, for a Guid that only the file may know
 */
export function openKeyMap(file: string, warn: (message: string) => void = () => undefined): DurableKeyMap {
  return new SqliteKeyMap(file, warn);
}

class SqliteKeyMap implements DurableKeyMap {
  readonly #recent = new LRUCache<string, string>({ max: REMEMBERED });
  readonly #unwritten = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #open: OpenFile | undefined;
  #unreadableUntil = 0;

  constructor(
    private readonly file: string,
    private readonly warn: (message: string) => void,
  ) {}

  find(identity: string, guid: string): readonly KeyPart[] | undefined {
    const address = addressOf(identity, guid);
    const known = this.#recent.get(address) ?? this.#unwritten.get(address) ?? this.#select(address);
    if (known === undefined) return undefined;
    this.#recent.set(address, known);
    return JSON.parse(known) as readonly KeyPart[];
  }

  remember(identity: string, guid: string, parts: readonly KeyPart[]): void {
    const address = addressOf(identity, guid);
    const text = JSON.stringify(parts);
    if (this.#recent.get(address) === text) return;
    const known =
      this.#recent.get(address) ?? this.#unwritten.get(address) ?? this.#selectIfPossible(address);
    if (known === text) {
      this.#recent.set(address, text);
      return;
    }
    if (known !== undefined) throw new KeyCollision(identity, guid, JSON.parse(known) as KeyPart[], parts);
    this.#recent.set(address, text);
    // While nothing can be written, more than these are left to the source, from which the map can be rebuilt.
    if (this.#unwritten.size < REMEMBERED) this.#unwritten.set(address, text);
    this.#writeSoon(WRITE_DELAY);
  }

  close(): void {
    clearTimeout(this.#timer);
    try {
      // Nobody else waits any more.
      if (this.#unwritten.size > 0) this.#file().database.exec(`PRAGMA busy_timeout = ${LAST_WAIT}`);
      this.#write();
    } finally {
      this.#open?.database.close();
      this.#open = undefined;
    }
  }

  #select(address: string): string | undefined {
    const row = this.#file().select.get(address);
    return typeof row?.['parts'] === 'string' ? row['parts'] : undefined;
  }

  /** A row that passes must not fail because the file cannot be read: its key is kept here until it can be written. */
  #selectIfPossible(address: string): string | undefined {
    if (Date.now() < this.#unreadableUntil) return undefined;
    try {
      return this.#select(address);
    } catch (error) {
      this.#unreadableUntil = Date.now() + RETRY_DELAY;
      this.warn(`The key map cannot be read: ${messageOf(error)}`);
      return undefined;
    }
  }

  #writeSoon(delay: number): void {
    this.#timer ??= setTimeout(() => void this.#writeNow(), delay).unref();
  }

  async #writeNow(): Promise<void> {
    try {
      await whenUnlocked(() => this.#write());
      this.#timer = undefined;
    } catch (error) {
      this.#timer = undefined;
      this.warn(`The key map cannot be written: ${messageOf(error)}`);
      this.#writeSoon(RETRY_DELAY);
    }
  }

  #write(): void {
    if (this.#unwritten.size === 0) return;
    const { database, insert } = this.#file();
    database.exec('BEGIN IMMEDIATE');
    try {
      for (const [address, parts] of this.#unwritten) insert.run(address, parts);
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
    this.#unwritten.clear();
  }

  #file(): OpenFile {
    this.#open ??= openFile(this.file);
    return this.#open;
  }
}

interface OpenFile {
  readonly database: DatabaseSync;
  readonly select: StatementSync;
  readonly insert: StatementSync;
}

function openFile(file: string): OpenFile {
  const database = openSqlite(
    file,
    'CREATE TABLE IF NOT EXISTS key_map (address TEXT PRIMARY KEY, parts TEXT NOT NULL) WITHOUT ROWID',
  );
  return {
    database,
    select: database.prepare('SELECT parts FROM key_map WHERE address = ?'),
    insert: database.prepare('INSERT OR IGNORE INTO key_map (address, parts) VALUES (?, ?)'),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function addressOf(identity: string, guid: string): string {
  return `${identity} ${guid.toLowerCase()}`;
}
