/** Collects rows that come in any order, and lets go of those that can no longer be among the first. */
import type { Row } from '../provider-sdk/index';

/** Puts rows in order, stable; with a limit only the first so many. */
export type OrderRows = (rows: readonly Row[], limit?: number) => readonly Row[];

/** Rows beyond the limit are let go together: at four times as many, finding the first is cheaper than sorting all. */
const SLACK = 4;
/** Below this, nothing is gained by it. */
const FEW = 1_000;

/** A scan of a large source holds some windows of rows and a page, not the source: several may run at the same time. */
export class FirstRows {
  #rows: Row[] = [];
  #added = 0;
  readonly #most: number;

  /** @param limit how many of the first rows are wanted; undefined = all */
  constructor(
    private readonly order: OrderRows,
    private readonly limit: number | undefined,
  ) {
    this.#most = limit === undefined ? Infinity : Math.max(FEW, SLACK * limit);
  }

  /** Rows that were added, those let go included. */
  get added(): number {
    return this.#added;
  }

  /** Rows that are held at the moment. */
  get held(): number {
    return this.#rows.length;
  }

  add(row: Row): void {
    this.#rows.push(row);
    this.#added++;
    // What is kept stands in order before what follows, so equal rows stay in the order in which they came.
    if (this.#rows.length > this.#most) this.#rows = [...this.order(this.#rows, this.limit)];
  }

  /** The first rows of all that were added, in order. */
  inOrder(): readonly Row[] {
    return this.order(this.#rows, this.limit);
  }
}
