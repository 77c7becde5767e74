/** The way to the worker that has the database: starts it when there is something to do, and matches its replies. */
import { join } from 'node:path';
import type { SQLInputValue } from 'node:sqlite';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { type Clock, systemClock } from '../../cache/clock';
import type { RowSource } from './reading-driver';
import type { WorkerOrigin, WorkerReply, WorkerRequest, WorkerTask } from './worker-message';

/** Milliseconds after which a worker that could not open its file is started again. */
const PAUSE = 10_000;
/** The process's own settings are made for many requests; there is one of these at a time. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 256 };

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class WorkerLink implements RowSource {
  #worker: Worker | undefined;
  #lastId = 0;
  readonly #pending = new Map<number, Pending>();
  #failure: { readonly error: Error; readonly at: number } | undefined;

  constructor(
    private readonly origin: WorkerOrigin,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Rejects with what SQLite says, or why there is no worker. */
  async ask(task: WorkerTask): Promise<unknown> {
    if (this.#failure !== undefined && this.clock.now() - this.#failure.at < PAUSE) throw this.#failure.error;
    this.#worker ??= this.#start();
    const request: WorkerRequest = { id: ++this.#lastId, task };
    const reply = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(request.id, { resolve, reject });
    });
    // Whoever waits for a reply keeps the process alive; a worker at rest does not.
    this.#worker.ref();
    this.#worker.postMessage(request);
    return reply;
  }

  async query(sql: string, parameters: readonly unknown[]): Promise<readonly unknown[]> {
    const values = parameters as readonly SQLInputValue[];
    return (await this.ask({ kind: 'query', sql, parameters: values })) as readonly unknown[];
  }

  /** After everything that was asked before. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    await this.ask({ kind: 'close' });
    worker.ref();
    await exited;
  }

  #start(): Worker {
    const worker = startWorker(this.origin);
    worker.on('message', (reply: WorkerReply) => this.#settle(worker, reply));
    worker.on('error', (error) => this.#fail(worker, error));
    worker.on('exit', () => this.#fail(worker, undefined));
    return worker;
  }

  #settle(worker: Worker, reply: WorkerReply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (this.#pending.size === 0) worker.unref();
    this.#failure = undefined;
    if ('error' in reply) pending?.reject(new Error(`The record store ${this.origin.file}: ${reply.error}`));
    else pending?.resolve(reply.result);
  }

  #fail(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const { message: reason } = (cause ?? { message: 'its thread has ended.' }) as {
      readonly message: string;
    };
    const error = new Error(`The record store ${this.origin.file} cannot be used: ${reason}`, { cause });
    if (cause !== undefined) this.#failure = { error, at: this.clock.now() };
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

/** The worker is compiled next to this file; from the source, it is compiled by the script that also runs benchmarks. */
function startWorker(origin: WorkerOrigin): Worker {
  const options: WorkerOptions = { workerData: origin, execArgv: [], resourceLimits };
  if (!__filename.endsWith('.ts')) return new Worker(join(__dirname, 'sqlite-worker.js'), options);
  const runTypeScript = join(__dirname, '../../../bin/run-typescript.js');
  return new Worker(runTypeScript, { ...options, argv: [join(__dirname, 'sqlite-worker.ts')] });
}
