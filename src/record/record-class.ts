/** Which records matter longer than others: failures, changes and what was slow. */
import type { Operation, QueryRecord } from './query-record';

/** Milliseconds; a grid of Dataverse that waits so long is complained of. */
const SLOW = 1_000;

/** A batch may have changed something. */
const changing: ReadonlySet<Operation> = new Set(['insert', 'update', 'delete', 'batch']);

export function isSlow(milliseconds: number): boolean {
  return milliseconds >= SLOW;
}

/** Others are plain reads. */
export function isLasting({
  status,
  operation,
  milliseconds,
}: Pick<QueryRecord, 'status' | 'operation' | 'milliseconds'>): boolean {
  return status >= 400 || changing.has(operation) || isSlow(milliseconds);
}
