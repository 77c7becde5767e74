/** The rows of one entity set, kept as columns, with the indexes that reads need. */
import type { EntitySchema, PropertySchema } from '../schema/entity-schema';
import { type Cell, defaultCell } from './cell';
import { caseInsensitive, compareAsSql, type TextRules } from './collation';

/** A row by property name; what is left out has the default. */
export type NewRow = Readonly<Record<string, Cell>>;

const SEPARATOR = '\u0000';

/** Columns are dense arrays; a property that no row sets has no column and costs nothing. */
export class Table {
  readonly entity: EntitySchema;
  #size = 0;
  readonly #columns = new Map<string, Cell[]>();
  readonly #indexes = new Map<string, ReadonlyMap<string, readonly number[]>>();
  readonly #ranks = new Map<string, Uint32Array>();
  readonly #folded = new Map<TextRules, Map<string, readonly string[]>>();

  constructor(entity: EntitySchema) {
    this.entity = entity;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a row, given in parts, at the end of the underlying order. */
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

  /** The rows whose named properties have these values; text counts without case. */
  rowsWhere(names: readonly string[], values: readonly Cell[]): readonly number[] {
    return this.#indexOn(names).get(indexEntry(values)) ?? [];
  }

  #indexOn(names: readonly string[]): ReadonlyMap<string, readonly number[]> {
    const id = names.join(SEPARATOR);
    const known = this.#indexes.get(id);
    if (known !== undefined) return known;
    const index = this.#buildIndex(names);
    this.#indexes.set(id, index);
    return index;
  }

  #buildIndex(names: readonly string[]): ReadonlyMap<string, readonly number[]> {
    const readers = names.map((name) => this.reader(this.property(name)));
    const index = new Map<string, number[]>();
    for (let row = 0; row < this.#size; row++) {
      const entry = indexEntry(readers.map((read) => read(row)));
      const rows = index.get(entry);
      if (rows === undefined) index.set(entry, [row]);
      else rows.push(row);
    }
    return index;
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
    const columns = this.#folded.get(rules) ?? new Map<string, readonly string[]>();
    this.#folded.set(rules, columns);
    let texts = columns.get(property.name);
    if (texts === undefined) {
      texts = this.#foldColumn(property, rules);
      columns.set(property.name, texts);
    }
    return texts;
  }

  #foldColumn(property: PropertySchema, rules: TextRules): readonly string[] {
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

function indexEntry(values: readonly Cell[]): string {
  return values
    .map((value) => (typeof value === 'string' ? caseInsensitive.fold(value) : String(value)))
    .join(SEPARATOR);
}
