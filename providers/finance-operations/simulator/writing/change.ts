/** One change of one row, as a request or a part of a batch asks for it. */
import type { ReadOptions } from '../query/read-options';
import type { Table } from '../rows/table';

export interface Change {
  readonly table: Table;
  /** The text between the parentheses, decoded; undefined for a create. */
  readonly key: string | undefined;
  readonly options: ReadOptions;
  /** The default company of the caller. */
  readonly company: string;
  readonly body: string;
  readonly ifMatch: string | undefined;
  readonly clientRequestId: string | undefined;
  /** The status of a refusal by business logic. */
  readonly failureStatus: number;
}
