/** Changes rows so that all of it can be taken back, and enters it in the ledger when it is final. */
import { MISSING } from '../rows/etag';
import type { Random } from '../rows/random';
import type { NewRow, Table } from '../rows/table';
import type { CommittedWrite, Ledger } from './ledger';
import type { EntityRules } from './rules/entity-rules';

export type WriteRecord = Omit<CommittedWrite, 'sequence' | 'set' | 'kind' | 'key'>;

/** Runs from its first change to its end without a pause: no other change can come between. */
export class Transaction {
  readonly #versions: Random;
  readonly #undo: (() => void)[] = [];
  readonly #writes: Omit<CommittedWrite, 'sequence'>[] = [];

  /** `versions` draws the RecVersions of updates. */
  constructor(versions: Random) {
    this.#versions = versions;
  }

  insert(table: Table, cells: NewRow, rules: EntityRules, record: WriteRecord): number {
    const row = table.insert(cells);
    const joined = (rules.joined ?? []).map((belongs) => (touches(belongs, cells) ? 1 : MISSING));
    table.versions.write(row, [1, ...joined]);
    this.#undo.push(() => table.takeBackLast());
    this.#enter('insert', table, row, record);
    return row;
  }

  /** The first pair of the etag changes with every update (inferred for a change that leaves all values as they are). */
  update(table: Table, row: number, cells: NewRow, rules: EntityRules, record: WriteRecord): void {
    const versions = table.versions.versionsOf(row);
    const previous = table.update(row, cells);
    this.#undo.push(() => {
      table.update(row, previous);
      table.versions.write(row, versions);
    });
    table.versions.write(
      row,
      versions.map((version, source) => {
        const belongs = source === 0 ? undefined : rules.joined?.[source - 1];
        const isChanged = source === 0 || (belongs !== undefined && touches(belongs, cells));
        return isChanged ? this.#nextVersion(version) : version;
      }),
    );
    this.#enter('update', table, row, record);
  }

  remove(table: Table, row: number, record: WriteRecord): void {
    this.#enter('delete', table, row, record);
    const versions = table.versions.versionsOf(row);
    const cells = table.remove(row);
    table.versions.forget(row);
    this.#undo.push(() => {
      table.restore(row, cells);
      table.versions.write(row, versions);
    });
  }

  rollBack(): void {
    for (const undo of this.#undo.toReversed()) undo();
  }

  commit(ledger: Ledger): void {
    for (const write of this.#writes) ledger.add(write);
  }

  /** 31 random bits, never those that the row has; a joined row that is new begins at 1. */
  #nextVersion(version: number): number {
    if (version === MISSING) return 1;
    const next = 2 + this.#versions.below(2 ** 31 - 2);
    return next === version ? 1 : next;
  }

  #enter(kind: CommittedWrite['kind'], table: Table, row: number, record: WriteRecord): void {
    const { entity } = table;
    const key = Object.fromEntries(
      entity.keyNames.map((name) => [name, String(table.cell(table.property(name), row))]),
    );
    this.#writes.push({ set: entity.setName, kind, key, ...record });
  }
}

function touches(belongs: RegExp, cells: NewRow): boolean {
  return Object.keys(cells).some((name) => belongs.test(name));
}
