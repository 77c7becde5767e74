/** Rows of the source from memory while they are still true. */
import type { Page, Row } from '../provider-sdk/index';

/** All rows of one remote query, or one row read by its key. */
export interface StoredRows {
  readonly rows: readonly Row[];
  readonly count: Page['count'];
}
