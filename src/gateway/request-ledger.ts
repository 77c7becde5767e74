/** The ledger of changes that may be repeated: which were begun, and how those that came to an end were answered. */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { ErrorCode, RequestError } from '../errors';
import type { Answer } from './incoming';
import { openSqlite, whenUnlocked } from './sqlite-file';

/** What makes a request the same when it comes again. */
export interface RequestIdentity {
  readonly service: string;
  /** The id of the caller's key: an id means nothing to others. */
  readonly caller: string;
  readonly id: string;
  /** Of everything that the request asks for. */
  readonly digest: string;
}

/** An answer as it can be kept: given, or thrown. */
export type KeptAnswer =
  | ({ readonly kind: 'answer' } & Answer)
  | {
      readonly kind: 'error';
      readonly code: ErrorCode;
      readonly message: string;
      readonly target?: string;
      readonly details: RequestError['details'];
      readonly allow?: readonly string[];
    };

export type LedgerEntry =
  /** It was not there, and is now: the request is to be carried out. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'running'; readonly since: number }
  | { readonly kind: 'ended'; readonly answer: KeptAnswer }
  | { readonly kind: 'otherRequest' };

/** All methods reject if the file cannot be read or written, also after some time because others have it locked. */
export interface RequestLedger {
  begin(request: RequestIdentity, now: number): Promise<LedgerEntry>;
  end(request: RequestIdentity, answer: KeptAnswer): Promise<void>;
  /** Nothing was sent: the id is as good as new. */
  forget(request: RequestIdentity): Promise<void>;
  close(): void;
}

/** Milliseconds for which an id is known. Repeatable Requests 1.0 asks for five minutes, Idempotency-Key for no number. */
const KEPT_FOR = 86_400_000;
const PURGE_INTERVAL = 60_000;

/** The file is made with the first request that carries an id. */
export function openRequestLedger(file: string): RequestLedger {
  return new SqliteLedger(file);
}

class SqliteLedger implements RequestLedger {
  #open: DatabaseSync | undefined;
  #purgedAt = 0;

  constructor(private readonly file: string) {}

  begin(request: RequestIdentity, now: number): Promise<LedgerEntry> {
    return whenUnlocked(() => this.#begin(request, now));
  }

  async end({ service, caller, id }: RequestIdentity, answer: KeptAnswer): Promise<void> {
    const { text, body } = writeAnswer(answer);
    await whenUnlocked(() =>
      this.#database()
        .prepare('UPDATE request SET answer = ?, body = ? WHERE service = ? AND caller = ? AND id = ?')
        .run(text, body, service, caller, id),
    );
  }

  async forget({ service, caller, id }: RequestIdentity): Promise<void> {
    await whenUnlocked(() =>
      this.#database()
        .prepare('DELETE FROM request WHERE service = ? AND caller = ? AND id = ?')
        .run(service, caller, id),
    );
  }

  close(): void {
    this.#open?.close();
    this.#open = undefined;
  }

  #begin(request: RequestIdentity, now: number): LedgerEntry {
    const database = this.#database();
    this.#purge(database, now);
    const inserted = database
      .prepare('INSERT OR IGNORE INTO request (service, caller, id, digest, begun) VALUES (?, ?, ?, ?, ?)')
      .run(request.service, request.caller, request.id, request.digest, now);
    if (Number(inserted.changes) === 1) return { kind: 'begun' };
    const row = database
      .prepare('SELECT digest, begun, answer, body FROM request WHERE service = ? AND caller = ? AND id = ?')
      .get(request.service, request.caller, request.id);
    if (row?.['digest'] !== request.digest) return { kind: 'otherRequest' };
    const { answer, body, begun } = row;
    if (typeof answer !== 'string') return { kind: 'running', since: Number(begun) };
    return { kind: 'ended', answer: readAnswer(answer, body) };
  }

  #purge(database: DatabaseSync, now: number): void {
    if (now - this.#purgedAt < PURGE_INTERVAL) return;
    database.prepare('DELETE FROM request WHERE begun < ?').run(now - KEPT_FOR);
    this.#purgedAt = now;
  }

  #database(): DatabaseSync {
    this.#open ??= openSqlite(
      this.file,
      `CREATE TABLE IF NOT EXISTS request (
         service TEXT NOT NULL, caller TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL,
         begun INTEGER NOT NULL, answer TEXT, body BLOB, PRIMARY KEY (service, caller, id)
       ) WITHOUT ROWID;
       CREATE INDEX IF NOT EXISTS request_begun ON request (begun)`,
    );
    return this.#open;
  }
}

function writeAnswer(answer: KeptAnswer): { readonly text: string; readonly body: Uint8Array | null } {
  if (answer.kind === 'error') return { text: JSON.stringify(answer), body: null };
  const { body, ...rest } = answer;
  return { text: JSON.stringify(rest), body: typeof body === 'string' ? Buffer.from(body) : (body ?? null) };
}

/** What we wrote ourselves. */
function readAnswer(text: string, body: unknown): KeptAnswer {
  const kept = JSON.parse(text) as KeptAnswer;
  return kept.kind === 'answer' && body instanceof Uint8Array ? { ...kept, body } : kept;
}

/** Of texts, each told apart from the next whatever they hold. */
export function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('base64url');
}
