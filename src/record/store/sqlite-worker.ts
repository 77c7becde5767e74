/** The thread that has the record store's SQLite file open: SQLite stands still while it works, and requests must not. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { QueryRecord } from '../query-record';
import { migrate } from './migrations';
import { RecordPruner } from './prune-records';
import type { Session, StoredRow, StoredValue } from './session';
import { sqliteDialect } from './sqlite-dialect';
import type { WorkerOrigin, WorkerReply, WorkerRequest, WorkerTask } from './worker-message';
import { RecordWriter } from './write-records';

/** Milliseconds for which a statement waits for another process. */
const PATIENCE = 5_000;
const PAUSE = 25;
/** Statements that are kept prepared: filters make different ones without end. */
const PREPARED = 50;
/** Pages that are given back to the file system with what was pruned. */
const VACUUMED_AT_ONCE = 2_000;

class OpenFile implements Session {
  readonly #database: DatabaseSync;
  readonly #writer = new RecordWriter(sqliteDialect);
  readonly #statements = new Map<string, StatementSync>();
  #pruner: RecordPruner | undefined;

  private constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#database = new DatabaseSync(file, { timeout: PATIENCE });
  }

  static async open({ file, readOnly }: WorkerOrigin): Promise<OpenFile> {
    const open = new OpenFile(file);
    try {
      await open.#prepare();
    } catch (error) {
      open.#database.close();
      throw error;
    }
    if (readOnly) open.#database.exec('PRAGMA query_only = ON');
    return open;
  }

  async #prepare(): Promise<void> {
    // Before anything is written, or it has no effect: what is deleted is to shrink the file.
    this.#database.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;');
    // The log of the last moment may be lost with the machine's power; an fsync per batch costs more than it is worth.
    this.#database.exec(
      'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 4000;',
    );
    await this.#together(() => migrate(this, sqliteDialect));
  }

  async do(task: WorkerTask): Promise<unknown> {
    switch (task.kind) {
      case 'query':
        return this.#statement(task.sql).all(...task.parameters);
      case 'insert': {
        const records = JSON.parse(task.records) as readonly QueryRecord[];
        return this.#together(() => this.#writer.insert(this, records));
      }
      case 'prune':
        return this.#prune(task);
      case 'close':
        return this.#database.close();
    }
  }

  /** What SQLite does it does at once: the promise is for the sake of other databases. */
  run(sql: string, ...values: readonly StoredValue[]): Promise<readonly StoredRow[]> {
    return Promise.resolve(this.#statement(sql).all(...values));
  }

  async #prune({ now, retention }: Extract<WorkerTask, { kind: 'prune' }>): Promise<number> {
    const pruner = (this.#pruner ??= new RecordPruner(sqliteDialect, now, retention));
    const deleted = await this.#together(() => pruner.prune(this));
    if (deleted === 0) this.#pruner = undefined;
    this.#database.exec(`PRAGMA incremental_vacuum(${VACUUMED_AT_ONCE})`);
    return deleted;
  }

  async #together<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = await work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= PREPARED) this.#statements.clear();
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Another process may be at the same file's first tables; a lock of that kind is not waited for by SQLite. */
async function openPatiently(origin: WorkerOrigin): Promise<OpenFile> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await OpenFile.open(origin);
    } catch (error) {
      const { errcode } = error as { readonly errcode?: number };
      const isLocked = errcode !== undefined && (errcode & 0xff) === 5;
      if (!isLocked || performance.now() >= end) throw error;
      await setTimeout(PAUSE);
    }
  }
}

async function answer(open: OpenFile, { id, task }: WorkerRequest): Promise<WorkerReply> {
  try {
    return { id, result: await open.do(task) };
  } catch (error) {
    return { id, error: String(error instanceof Error ? error.message : error) };
  }
}

/** One task after the other: a transaction is not for two. */
async function serve(): Promise<void> {
  const open = await openPatiently(workerData as WorkerOrigin);
  let last: Promise<void> = Promise.resolve();
  const take = async (request: WorkerRequest): Promise<void> => {
    parentPort?.postMessage(await answer(open, request));
    if (request.task.kind === 'close') parentPort?.close();
  };
  parentPort?.on('message', (request: WorkerRequest) => {
    last = last.then(() => take(request));
  });
}

void serve();
