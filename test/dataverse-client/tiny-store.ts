/** The endpoint's rows while it runs: created, changed and deleted, right or in one of the ways that the judge has to notice. */
import { randomUUID } from 'node:crypto';
import type { Cell, TinyRow } from './tiny-filter';
import { tinyTables, type TinyTable } from './tiny-tables';

/** Values as they are to be stored; undefined where the change is to be lost. */
type Meddle = (kind: 'insert' | 'update' | 'delete', values: TinyRow, row: TinyRow) => TinyRow | undefined;

export interface StoreFaults {
  readonly meddle?: Meddle;
  readonly forgetsGivenKeys?: boolean;
}

/** What is wrong with a change; the endpoint says so by this status. */
export class TinyRefusedChange extends Error {
  constructor(
    readonly status: 400 | 404 | 409,
    message: string,
    readonly target?: string,
  ) {
    super(message);
  }
}

const noGuid = '00000000-0000-0000-0000-000000000000';

export class TinyStore {
  readonly #rows = new Map<string, TinyRow[]>(tinyTables.map(({ set, rows }) => [set, [...rows]]));
  /** Guids that callers gave to rows which have another one. */
  readonly #aliases = new Map<string, string>();
  readonly #meddle: Meddle;
  readonly #forgetsGivenKeys: boolean;

  constructor({ meddle, forgetsGivenKeys = false }: StoreFaults) {
    this.#meddle = meddle ?? ((_kind, values) => values);
    this.#forgetsGivenKeys = forgetsGivenKeys;
  }

  rowsOf({ set }: TinyTable): readonly TinyRow[] {
    return this.#rows.get(set) ?? [];
  }

  find(table: TinyTable, key: string): TinyRow | undefined {
    const guid = key.toLowerCase();
    const wanted = this.#aliases.get(guid) ?? guid;
    return this.rowsOf(table).find((row) => row['Id'] === wanted);
  }

  insert(table: TinyTable, values: TinyRow): TinyRow {
    const { types, readOnly = [], required, keepsGivenKey } = table;
    if (required !== undefined) this.#checkRequired(table, required, values[required] ?? null);
    const given = typeof values['Id'] === 'string' && values['Id'] !== noGuid ? values['Id'] : undefined;
    const key = given !== undefined && keepsGivenKey ? given : randomUUID();
    const empty = Object.fromEntries(Object.keys(types).map((name) => [name, null]));
    const stamp = Object.fromEntries(readOnly.map((name) => [name, '2026-06-01T12:00:00Z']));
    const row = { ...empty, ...this.#meddled('insert', values, empty), ...stamp, Id: key };
    if (given !== undefined && given !== key && !this.#forgetsGivenKeys) this.#aliases.set(given, key);
    this.#rows.set(table.set, [...this.rowsOf(table), row].toSorted(byKey));
    return row;
  }

  update(table: TinyTable, key: string, values: TinyRow): TinyRow {
    const row = this.#require(table, key);
    const { mustKeep = [] } = table;
    const emptied = mustKeep.find((name) => values[name] === null);
    if (emptied !== undefined) throw new TinyRefusedChange(400, `${emptied} must have a value`, emptied);
    const changed = { ...row, ...this.#meddled('update', values, row) };
    this.#replace(table, row, [changed]);
    return changed;
  }

  delete(table: TinyTable, key: string): void {
    const row = this.#require(table, key);
    if (this.#meddle('delete', row, row) !== undefined) this.#replace(table, row, []);
  }

  #meddled(kind: 'insert' | 'update', values: TinyRow, row: TinyRow): TinyRow {
    return this.#meddle(kind, values, row) ?? {};
  }

  #checkRequired(table: TinyTable, name: string, value: Cell): void {
    if (value === null) throw new TinyRefusedChange(400, `${name} must have a value`, name);
    if (this.rowsOf(table).some((row) => row[name] === value))
      throw new TinyRefusedChange(409, `there is a row with this ${name} already`, name);
  }

  #require(table: TinyTable, key: string): TinyRow {
    const row = this.find(table, key);
    if (row === undefined) throw new TinyRefusedChange(404, 'no such row');
    return row;
  }

  #replace(table: TinyTable, row: TinyRow, by: readonly TinyRow[]): void {
    this.#rows.set(
      table.set,
      this.rowsOf(table).flatMap((each) => (each === row ? by : [each])),
    );
  }
}

function byKey(left: TinyRow, right: TinyRow): number {
  return String(left['Id']) < String(right['Id']) ? -1 : 1;
}
