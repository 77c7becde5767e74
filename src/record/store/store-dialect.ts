/**
 * What a database spells in its own way: all else of the store's SQL is the same everywhere. Column types but those below
 * (`BIGINT`, `DOUBLE PRECISION`) are understood by both.
 */

export interface StoreDialect {
  /** The type of a key that the database gives out itself. */
  readonly key: string;
  /** The type of text that is ordered, compared and put in lower case by its bytes: only A to Z have a lower case. */
  readonly text: string;
  /** What follows a table that lies in the order of its primary key, where there is such a thing. */
  readonly clustered: string;
  /** Rows of one column `value`, the arrays in an array of JSON: `value ->> 0` is the first item of each. */
  readonly rows: string;
  /** Keeps other instances from writing until the transaction ends; absent where only one writes at a time anyway. */
  readonly excludeWriters?: string;
  /** The rest of a record without what lists do not show. */
  shownRest(rest: string): string;
  /** Rows `entry` of `key` and `value`: all entries of JSON objects that stand in a text with commas between them. */
  entries(objects: string): string;
  /** Bytes on the disk. */
  readonly bytes: string;
  /** Bytes of the records that are there: those of deleted ones may stay on the disk, to be used again. */
  readonly bytesInUse: string;
}
