/** The states that the rows of a source have had, and which of them a reader may still be shown. */

/** A row as it was from one version to the next; a row that is not there has a version, too. */
export interface RowState {
  readonly row: string;
  readonly version: number;
  readonly isThere: boolean;
}

/** The newest version of each row that somebody knows of. */
export type Known = ReadonlyMap<string, number>;

export class RowHistory {
  readonly #states = new Map<string, RowState[]>();
  #version = 0;

  constructor(
    readonly rows: readonly string[],
    there: readonly string[],
  ) {
    for (const row of rows) this.#states.set(row, [{ row, version: 0, isThere: there.includes(row) }]);
  }

  /** The source says in which order things happened: versions are its own. */
  change(row: string, isThere: boolean): RowState {
    const state = { row, version: ++this.#version, isThere };
    this.#of(row).push(state);
    return state;
  }

  latest(row: string): RowState {
    return this.#of(row).at(-1) ?? { row, version: 0, isThere: false };
  }

  /** Everything that has happened until now. */
  all(): Known {
    return new Map(this.rows.map((row) => [row, this.latest(row).version]));
  }

  /** Whether a row in this state (absent: undefined) is no older than what is known. */
  mayBe(row: string, seen: number | undefined, known: Known): boolean {
    return this.#since(row, known).some(({ version, isThere }) =>
      seen === undefined ? !isThere : isThere && version === seen,
    );
  }

  /** The fewest and the most of these rows that may be there for whoever knows so much. */
  counts(rows: readonly string[], known: Known): { readonly fewest: number; readonly most: number } {
    const states = rows.map((row) => this.#since(row, known));
    return {
      fewest: states.filter((since) => since.every(({ isThere }) => isThere)).length,
      most: states.filter((since) => since.some(({ isThere }) => isThere)).length,
    };
  }

  /** The state of that version, and all that came after. */
  #since(row: string, known: Known): readonly RowState[] {
    return this.#of(row).filter(({ version }) => version >= (known.get(row) ?? 0));
  }

  #of(row: string): RowState[] {
    return this.#states.get(row) ?? [];
  }
}
