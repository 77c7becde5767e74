/** The rows of one entity set, kept as columns, with the indexes that reads and writes need. */
import type { EntitySchema, PropertySchema } from '../schema/entity-schema';
import { type Cell, defaultCell } from './cell';
import { compareAsSql, type TextRules } from './collation';
import { RowVersions } from './etag';
import { RecentChanges } from './recent-changes';
import { RowIndex } from './row-index';

/** A row by property name; what is left out has the default. */
export type NewRow = Readonly<Record<string, Cell>>;

const SEPARATOR = '\u0000';

/**
 * Columns are dense arrays; a property that no row sets has no column and costs nothing. A row keeps its number, from
 * which its RecId follows: the place of a deleted row stays empty.
 */
export class Table {
  readonly entity: EntitySchema;
  readonly versions: RowVersions;
  readonly changes = new RecentChanges();
  #size = 0;
  #isAsGenerated = true;
  readonly #deleted = new Set<number>();
  readonly #columns = new Map<string, Cell[]>();
  readonly #indexes = new Map<string, RowIndex>();
  readonly #ranks = new Map<string, Uint32Array>();
  readonly #folded = new Map<TextRules, Map<string, string[]>>();

  constructor(entity: EntitySchema) {
    this.entity = entity;
    this.versions = new RowVersions(entity);
  }

  /** The places of rows, those of deleted ones included. */
  get size(): number {
    return this.#size;
  }

  /** Whether nothing was written since the rows were generated. */
  get isAsGenerated(): boolean {
    return this.#isAsGenerated;
  }

  /** How many properties have a value in any row. */
  get columnCount(): number {
    return this.#columns.size;
  }

  isDeleted(row: number): boolean {
    return this.#deleted.size > 0 && this.#deleted.has(row);
  }

  /** Adds a generated row, given in parts, at the end of the underlying order. */
  append(...parts: readonly NewRow[]): void {
    for (const part of parts) {
      for (const name in part) {
        const cell = part[name];
        if (cell !== undefined) this.#put(name, cell);
      }
    }
    this.#size++;
  }

  #put(name: string, cell: Cell): void {
    let column = this.#columns.get(name);
    if (column === undefined) {
      if (!this.entity.propertyOf.has(name))
        throw new Error(`${this.entity.setName} has no property ${name}`);
      column = [];
      this.#columns.set(name, column);
    }
    while (column.length < this.#size) column.push(undefined);
    column.push(cell);
  }

  /** Adds a written row at the end of the underlying order and returns its number. */
  insert(cells: NewRow): number {
    this.#isAsGenerated = false;
    const row = this.#size++;
    this.#write(row, cells);
    this.#addToIndexes(row, this.#indexes.values());
    this.#ranks.clear();
    this.changes.note(row);
    return row;
  }

  /** Takes back the latest insert, as if it had never been. */
  takeBackLast(): void {
    const row = this.#size - 1;
    for (const index of this.#indexes.values()) index.remove(row);
    this.#size = row;
    for (const column of this.#columns.values()) if (column.length > row) column.length = row;
    for (const { texts } of this.#foldedColumns()) texts.length = row;
    this.versions.forget(row);
    this.#ranks.clear();
    this.changes.note(row);
  }

  /** Changes cells of a row and returns what they were. */
  update(row: number, cells: NewRow): NewRow {
    this.#isAsGenerated = false;
    const touched = [...this.#indexes.values()].filter(({ names }) => names.some((name) => name in cells));
    const previous = Object.fromEntries(
      Object.keys(cells).map((name) => [name, this.#columns.get(name)?.[row]]),
    );
    for (const index of touched) index.remove(row);
    this.#write(row, cells);
    this.#addToIndexes(row, touched);
    for (const name of Object.keys(cells)) this.#ranks.delete(name);
    this.changes.note(row, Object.keys(cells));
    return previous;
  }

  /** Takes a row out and returns its cells. */
  remove(row: number): NewRow {
    this.#isAsGenerated = false;
    for (const index of this.#indexes.values()) index.remove(row);
    this.#deleted.add(row);
    this.changes.note(row);
    const cells: Record<string, Cell> = {};
    for (const [name, column] of this.#columns) {
      if (column[row] === undefined) continue;
      cells[name] = column[row];
      column[row] = undefined;
    }
    return cells;
  }

  /** Puts a removed row back into its place. */
  restore(row: number, cells: NewRow): void {
    this.#deleted.delete(row);
    this.changes.note(row);
    this.#write(row, cells);
    this.#addToIndexes(row, this.#indexes.values());
  }

  #write(row: number, cells: NewRow): void {
    for (const name in cells) {
      const property = this.property(name);
      const cell = cells[name] === defaultCell(property) ? undefined : cells[name];
      const column = this.#columns.get(name);
      if (column !== undefined) column[row] = cell;
      // A first value late in a large table makes a sparse array, which holds no more than it must.
      else if (cell !== undefined) this.#columns.set(name, sparseColumn(row, cell));
    }
    for (const { property, rules, texts } of this.#foldedColumns()) {
      if (property.name in cells || texts.length <= row)
        texts[row] = rules.fold(String(this.cell(property, row)));
    }
  }

  #addToIndexes(row: number, indexes: Iterable<RowIndex>): void {
    for (const index of indexes) index.add(row);
  }

  /** The stored cells of a property; undefined when no row sets it. */
  column(name: string): readonly Cell[] | undefined {
    return this.#columns.get(name);
  }

  /** Reads one property of any row, with its default filled in. */
  reader(property: PropertySchema): (row: number) => Exclude<Cell, undefined> {
    const column = this.#columns.get(property.name);
    const empty = defaultCell(property);
    return column === undefined ? () => empty : (row) => column[row] ?? empty;
  }

  /** Reads a text property, for generators and joins. */
  text(name: string, row: number): string {
    const cell = this.#columns.get(name)?.[row];
    return typeof cell === 'string' ? cell : '';
  }

  /** One value, with its default filled in. */
  cell(property: PropertySchema, row: number): Exclude<Cell, undefined> {
    return this.#columns.get(property.name)?.[row] ?? defaultCell(property);
  }

  /** The rows whose named properties have these values; text counts without case. */
  rowsWhere(names: readonly string[], values: readonly Cell[]): readonly number[] {
    return this.#indexOn(names).find(values);
  }

  #indexOn(names: readonly string[]): RowIndex {
    const id = names.join(SEPARATOR);
    const known = this.#indexes.get(id);
    if (known !== undefined) return known;
    const index = new RowIndex(names, () => names.map((name) => this.reader(this.property(name))));
    index.addAll(this.rows());
    this.#indexes.set(id, index);
    return index;
  }

  /** Every row that is not deleted, in the underlying order. */
  *rows(): Generator<number> {
    for (let row = 0; row < this.#size; row++) if (!this.isDeleted(row)) yield row;
  }

  /** The place of each row in the ascending order of a property; equal values share one. */
  ranks(property: PropertySchema): Uint32Array {
    let ranks = this.#ranks.get(property.name);
    if (ranks === undefined) {
      ranks = this.#buildRanks(property);
      this.#ranks.set(property.name, ranks);
    }
    return ranks;
  }

  #buildRanks(property: PropertySchema): Uint32Array {
    const read = this.reader(property);
    const compare = cellComparer(property);
    const distinct = new Set<Exclude<Cell, undefined>>();
    for (let row = 0; row < this.#size; row++) distinct.add(read(row));
    const rankOf = rankDistinct([...distinct].toSorted(compare), compare);
    return Uint32Array.from({ length: this.#size }, (_, row) => rankOf.get(read(row)) ?? 0);
  }

  /** The texts of a property, folded for comparison; equal texts share one string. */
  folded(property: PropertySchema, rules: TextRules): readonly string[] {
    const columns = this.#folded.get(rules) ?? new Map<string, string[]>();
    this.#folded.set(rules, columns);
    let texts = columns.get(property.name);
    if (texts === undefined) {
      texts = this.#foldColumn(property, rules);
      columns.set(property.name, texts);
    }
    return texts;
  }

  *#foldedColumns(): Generator<{ property: PropertySchema; rules: TextRules; texts: string[] }> {
    for (const [rules, columns] of this.#folded) {
      for (const [name, texts] of columns) yield { property: this.property(name), rules, texts };
    }
  }

  #foldColumn(property: PropertySchema, rules: TextRules): string[] {
    const read = this.reader(property);
    const known = new Map<string, string>();
    return Array.from({ length: this.#size }, (_, row) => {
      const text = String(read(row));
      const folded = known.get(text) ?? rules.fold(text);
      known.set(text, folded);
      return folded;
    });
  }

  /** The schema of a property that must exist. */
  property(name: string): PropertySchema {
    const property = this.entity.propertyOf.get(name);
    if (property === undefined) throw new Error(`${this.entity.setName} has no property ${name}`);
    return property;
  }
}

/** Ascending database order of two values of a property; an enumeration sorts by its number. */
export function cellComparer(property: PropertySchema): (left: Cell, right: Cell) => number {
  if (property.kind === 'String') return (left, right) => compareAsSql(String(left), String(right));
  if (property.kind === 'Enum') {
    const { valueOf } = property.enumeration;
    return (left, right) => (valueOf.get(String(left)) ?? 0) - (valueOf.get(String(right)) ?? 0);
  }
  return (left = 0, right = 0) => (left < right ? -1 : left > right ? 1 : 0);
}

function rankDistinct(
  sorted: readonly Exclude<Cell, undefined>[],
  compare: (left: Cell, right: Cell) => number,
): ReadonlyMap<Cell, number> {
  const ranks = new Map<Cell, number>();
  let rank = 0;
  sorted.forEach((cell, position) => {
    if (position > 0 && compare(sorted[position - 1], cell) !== 0) rank++;
    ranks.set(cell, rank);
  });
  return ranks;
}

function sparseColumn(row: number, cell: Cell): Cell[] {
  const column: Cell[] = [];
  column[row] = cell;
  return column;
}
