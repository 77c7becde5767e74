/** What the gateway asks a connection to change, and what it gets back. */
import type { Key, Row } from './value';

/** One change of one row. Sent only if {@link WriteCapabilities} declares its kind. */
export type WriteCommand = InsertCommand | UpdateCommand | DeleteCommand;

export interface InsertCommand {
  readonly kind: 'insert';
  readonly entity: string;
  /** The columns that were given; the source fills in the others, key columns among them if it numbers its rows. */
  readonly values: Row;
}

export interface UpdateCommand {
  readonly kind: 'update';
  readonly entity: string;
  readonly key: Key;
  /** Only what is to change, at least one column and never one of the key. `null` empties a column. */
  readonly changes: Row;
  /**
   * The concurrency token that the row must still have, as it was last read: {@link VersionMismatch} if it has another.
   * Given only where {@link WriteCapabilities.version} is declared.
   */
  readonly version?: string;
}

export interface DeleteCommand {
  readonly kind: 'delete';
  readonly entity: string;
  readonly key: Key;
  /** As in {@link UpdateCommand}. */
  readonly version?: string;
}

export interface WriteResult {
  /** The key that the row has in the source's own form. After an insert the source may have chosen it. */
  readonly key: Key;
  /**
   * All columns of the row as it now is, where the source says so in its answer and nothing can follow that changes them
   * again. Absent: the gateway reads the row if somebody wants to see it.
   */
  readonly row?: Row;
}

/** What a source lets callers change. Every member is optional; absent means no. */
export interface WriteCapabilities {
  readonly insert?: boolean;
  readonly update?: boolean;
  readonly delete?: boolean;
  /** Compares {@link UpdateCommand.version} with the row's, and changes nothing if they differ, in one step. */
  readonly version?: boolean;
  /** Takes several commands as one transaction in {@link Connection.writeTogether}: the most in one call. */
  readonly together?: number;
}
