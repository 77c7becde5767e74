/** A row while it is being written: what is stored, and over it what was posted or filled in. */
import { type Cell, defaultCell } from '../rows/cell';
import type { NewRow, Table } from '../rows/table';
import type { PropertySchema } from '../schema/entity-schema';

type Present = Exclude<Cell, undefined>;

export class RowDraft {
  readonly table: Table;
  readonly #stored: number | undefined;
  readonly #posted: ReadonlyMap<string, Present>;
  readonly #cells: Map<string, Present>;

  /** `stored` is the row to be changed; undefined for a new one. */
  constructor(table: Table, stored: number | undefined, posted: ReadonlyMap<string, Present>) {
    this.table = table;
    this.#stored = stored;
    this.#posted = posted;
    this.#cells = new Map(posted);
  }

  get isNew(): boolean {
    return this.#stored === undefined;
  }

  get posted(): ReadonlyMap<string, Present> {
    return this.#posted;
  }

  wasPosted(name: string): boolean {
    return this.#posted.has(name);
  }

  cell(name: string): Present {
    return this.#cells.get(name) ?? this.storedCell(this.table.property(name));
  }

  /** What the row had before; the default for a new one. */
  storedCell(property: PropertySchema): Present {
    return this.#stored === undefined ? defaultCell(property) : this.table.cell(property, this.#stored);
  }

  text(name: string): string {
    return String(this.cell(name));
  }

  set(name: string, cell: Present): void {
    this.#cells.set(name, cell);
  }

  /** A default: whatever was posted stays, an empty value too (facts page 3.1). */
  fill(name: string, cell: Present): void {
    if (!this.#posted.has(name)) this.#cells.set(name, cell);
  }

  /** What there is to write. */
  cells(): NewRow {
    return Object.fromEntries(this.#cells);
  }
}
