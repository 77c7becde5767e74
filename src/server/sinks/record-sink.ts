/** Somewhere that records go to beside the store, while they are made. Each has a queue of its own in front of it. */
import type { QueryRecord } from '../../record/query-record';

export interface RecordSink {
  readonly name: string;
  /** Resolves when they were taken; rejects if they are given up. Called again only then. */
  add(records: readonly QueryRecord[]): Promise<void>;
  close(): Promise<void>;
}
