/** Finds the rows of a table whose properties have given values, and follows each change of them. */
import type { Cell } from './cell';
import { caseInsensitive } from './collation';

const SEPARATOR = '\u0000';

type CellReader = (row: number) => Cell;

export class RowIndex {
  readonly names: readonly string[];
  readonly #readers: () => readonly CellReader[];
  readonly #rows = new Map<string, number[]>();

  /** `readers` is asked anew for each change: a first value gives a property its column. */
  constructor(names: readonly string[], readers: () => readonly CellReader[]) {
    this.names = names;
    this.#readers = readers;
  }

  /** Fills an empty index, in the underlying order. */
  addAll(rows: Iterable<number>): void {
    const readers = this.#readers();
    for (const row of rows) this.#insert(entryOf(readers.map((read) => read(row))), row);
  }

  add(row: number): void {
    this.addAll([row]);
  }

  /** Called while the row still has the values that it is listed under. */
  remove(row: number): void {
    const entry = entryOf(this.#readers().map((read) => read(row)));
    const listed = this.#rows.get(entry);
    if (listed === undefined) return;
    const place = placeOf(row, listed);
    if (listed[place] === row) listed.splice(place, 1);
    if (listed.length === 0) this.#rows.delete(entry);
  }

  /** In the underlying order; text counts without case. */
  find(values: readonly Cell[]): readonly number[] {
    return this.#rows.get(entryOf(values)) ?? [];
  }

  #insert(entry: string, row: number): void {
    const listed = this.#rows.get(entry);
    if (listed === undefined) this.#rows.set(entry, [row]);
    else if (row > (listed.at(-1) ?? -1)) listed.push(row);
    else listed.splice(placeOf(row, listed), 0, row);
  }
}

function entryOf(values: readonly Cell[]): string {
  return values
    .map((value) => (typeof value === 'string' ? caseInsensitive.fold(value) : String(value)))
    .join(SEPARATOR);
}

/** The first place in an ascending list whose row is not smaller. */
function placeOf(row: number, ascending: readonly number[]): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ascending[middle] ?? 0) < row) from = middle + 1;
    else to = middle;
  }
  return from;
}
