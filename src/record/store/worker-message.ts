/** What the main thread asks of the worker that has the database, and what it answers. */
import type { SQLInputValue } from 'node:sqlite';
import type { Retention } from '../record-store';

export type WorkerTask =
  | { readonly kind: 'query'; readonly sql: string; readonly parameters: readonly SQLInputValue[] }
  /** `records` is a JSON array: one text is copied to the other thread much faster than its objects. */
  | { readonly kind: 'insert'; readonly records: string }
  | { readonly kind: 'prune'; readonly now: number; readonly retention: Retention }
  | { readonly kind: 'close' };

export interface WorkerRequest {
  readonly id: number;
  readonly task: WorkerTask;
}

export type WorkerReply =
  { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: string };

/** What the worker is told at its start. */
export interface WorkerOrigin {
  readonly file: string;
  readonly readOnly: boolean;
}
