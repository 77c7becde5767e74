/** The thread that has the record store's SQLite file open: SQLite stands still while it works, and requests must not. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type AggregateOptions, DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { migrate } from './migrations';
import { nearestRanks, type Weighted } from './percentiles';
import { RecordPruner } from './prune-records';
import type { WorkerOrigin, WorkerReply, WorkerRequest, WorkerTask } from './worker-message';
import { RecordWriter } from './write-records';

/** Milliseconds for which a statement waits for another process. */
const PATIENCE = 5_000;
const PAUSE = 25;
/** Statements that are kept prepared: filters make different ones without end. */
const PREPARED = 50;

class OpenFile {
  readonly #database: DatabaseSync;
  readonly #writer: RecordWriter | undefined;
  readonly #pruner: RecordPruner | undefined;
  readonly #statements = new Map<string, StatementSync>();

  constructor({ file, readOnly }: WorkerOrigin) {
    mkdirSync(dirname(file), { recursive: true });
    this.#database = new DatabaseSync(file, { timeout: PATIENCE });
    try {
      this.#prepare();
    } catch (error) {
      this.#database.close();
      throw error;
    }
    if (readOnly) {
      this.#database.exec('PRAGMA query_only = ON');
      return;
    }
    this.#writer = new RecordWriter(this.#database);
    this.#pruner = new RecordPruner(this.#database);
  }

  #prepare(): void {
    // Before anything is written, or it has no effect: what is deleted is to shrink the file.
    this.#database.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;');
    // The log of the last moment may be lost with the machine's power; an fsync per batch costs more than it is worth.
    this.#database.exec(
      'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 4000;',
    );
    migrate(this.#database);
    addPercentiles(this.#database);
  }

  do(task: WorkerTask): unknown {
    switch (task.kind) {
      case 'query':
        return this.#statement(task.sql).all(...task.parameters);
      case 'insert':
        return this.#writer?.insert(task.records);
      case 'prune':
        return this.#pruner?.prune(task.now, task.retention);
      case 'close':
        return this.#database.close();
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

interface Gathered {
  readonly singles: number[];
  readonly weighted: Weighted[];
}

/**
 * `percentiles(value, weight)`. What is added up stays in this thread: any value may be, though the type speaks of SQLite's
 * own.
 */
function addPercentiles(database: DatabaseSync): void {
  const options = {
    start: (): Gathered => ({ singles: [], weighted: [] }),
    step: (gathered: Gathered, value: SQLOutputValue, weight: SQLOutputValue): Gathered => {
      if (weight === 1) gathered.singles.push(Number(value));
      else gathered.weighted.push({ value: Number(value), weight: Number(weight) });
      return gathered;
    },
    result: ({ singles, weighted }: Gathered): string => JSON.stringify(nearestRanks(singles, weighted)),
  };
  database.aggregate('percentiles', options as unknown as AggregateOptions);
}

/** Another process may be at the same file's first tables; a lock of that kind is not waited for by SQLite. */
function openPatiently(origin: WorkerOrigin): OpenFile {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return new OpenFile(origin);
    } catch (error) {
      const { errcode } = error as { readonly errcode?: number };
      const isLocked = errcode !== undefined && (errcode & 0xff) === 5;
      if (!isLocked || performance.now() >= end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

function answer(open: OpenFile, { id, task }: WorkerRequest): WorkerReply {
  try {
    return { id, result: open.do(task) };
  } catch (error) {
    return { id, error: String(error instanceof Error ? error.message : error) };
  }
}

const open = openPatiently(workerData as WorkerOrigin);
parentPort?.on('message', (request: WorkerRequest) => {
  parentPort?.postMessage(answer(open, request));
  if (request.task.kind === 'close') parentPort?.close();
});
