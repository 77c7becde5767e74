/** What the gateway asks of a connection, and the pages it gets back. */
import type { Collation, Expression } from './expression';
import type { Row } from './value';

/**
 * One read of one entity. It never asks for more than was declared: an unexpected part is a fault of the gateway, and
 * a provider may throw {@link UnsupportedQuery} on it.
 */
export interface RemoteQuery {
  readonly entity: string;
  /** The columns wanted, key included, without duplicates. Giving more is allowed, giving fewer is a fault. */
  readonly columns: readonly string[];
  readonly filter?: Expression;
  /** Sort keys in order; empty = any order. */
  readonly orderBy: readonly RemoteSortKey[];
  readonly skip?: number;
  /** At most this many rows over all pages. */
  readonly top?: number;
  /** The number of rows that match the filter is wanted on the first page, in {@link Page.count}. */
  readonly count: boolean;
  readonly collation: Collation;
}

export interface RemoteSortKey {
  readonly column: string;
  readonly descending: boolean;
}

/** Some rows, and on the first page the count if it was asked for. An empty page is allowed; the stream's end is the end. */
export interface Page {
  readonly rows: readonly Row[];
  readonly count?: number;
}
