/** A table in memory: its declaration, and its rows by key. */
import type { EntityDeclaration, Key, Row } from '../../src/provider-sdk/index';
import type { MemoryEntity } from './configuration';
import { declareEntity } from './declare-entity';
import { takeRow } from './take-row';

export interface Table {
  readonly declaration: EntityDeclaration;
  /** By {@link keyText}. Rows are never changed, only replaced: whoever holds one has it as it was. */
  rows: Map<string, Row>;
}

/** @throws {InvalidValue} for a row with a value that its column cannot hold */
export function createTable(name: string, entity: MemoryEntity): Table {
  const declaration = declareEntity(name, entity);
  const rows = entity.rows.map((row, index) => takeRow(declaration, row, `Row ${index + 1} of ${name}`));
  return { declaration, rows: new Map(rows.map((row) => [keyText(keyOf(row, declaration)), row])) };
}

export function keyOf(row: Row, { key }: EntityDeclaration): Key {
  // Key columns are never null.
  return key.map((part) => row[part]) as Key;
}

export function keyText(key: Key): string {
  return JSON.stringify(key);
}
