/** Remembers which rows of a table changed lately, so that what was derived from them can follow without starting anew. */

const REMEMBERED = 1_000;

interface RowChange {
  readonly row: number;
  /** Undefined: the row came or went. */
  readonly names: readonly string[] | undefined;
}

export class RecentChanges {
  #changes: RowChange[] = [];
  #forgotten = 0;

  /** Grows with each change. */
  get position(): number {
    return this.#forgotten + this.#changes.length;
  }

  note(row: number, names?: readonly string[]): void {
    this.#changes.push({ row, names });
    if (this.#changes.length < 2 * REMEMBERED) return;
    this.#changes = this.#changes.slice(REMEMBERED);
    this.#forgotten += REMEMBERED;
  }

  /** The rows that came, went or changed in one of these properties; undefined where too much has happened. */
  since(position: number, names: readonly string[]): ReadonlySet<number> | undefined {
    if (position < this.#forgotten) return undefined;
    const relevant = this.#changes
      .slice(position - this.#forgotten)
      .filter((change) => change.names === undefined || change.names.some((name) => names.includes(name)));
    return new Set(relevant.map(({ row }) => row));
  }
}
