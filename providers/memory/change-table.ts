/** Carries out one change of a table. It is checked to the end first: one that is refused has changed nothing. */
import { randomUUID } from 'node:crypto';
import {
  Conflict,
  type DeleteCommand,
  type EntityDeclaration,
  InvalidValue,
  type InsertCommand,
  NotFound,
  type Row,
  type UpdateCommand,
  VersionMismatch,
  type WriteCommand,
  type WriteResult,
} from '../../src/provider-sdk/index';
import { keyOf, keyText, type Table } from './table';
import { changeRow, takeRow } from './take-row';

/** @throws {ProviderError} InvalidValue, Conflict, NotFound or VersionMismatch */
export function changeTable(table: Table, command: WriteCommand): WriteResult {
  switch (command.kind) {
    case 'insert':
      return insertRow(table, command);
    case 'update':
      return updateRow(table, command);
    case 'delete':
      return deleteRow(table, command);
  }
}

function insertRow({ declaration, rows }: Table, { entity, values }: InsertCommand): WriteResult {
  checkColumns(declaration, values, 'insertable');
  const row = takeRow(declaration, { ...newGuids(declaration), ...values }, `A new row of ${entity}`);
  const key = keyOf(row, declaration);
  if (rows.has(keyText(key))) throw new Conflict(`${entity} has a row with this key already.`);
  rows.set(keyText(key), row);
  return { key, row };
}

/** What a source with keys of its own does: the caller need not know one. */
function newGuids({ columns, key }: EntityDeclaration): Row {
  const parts = columns.filter(({ name, type }) => type === 'Guid' && key.includes(name));
  return Object.fromEntries(parts.map(({ name }) => [name, randomUUID()]));
}

function updateRow(table: Table, { entity, key, changes, version }: UpdateCommand): WriteResult {
  const { declaration, rows } = table;
  checkColumns(declaration, changes, 'updatable');
  const row = changeRow(declaration, currentRow(table, key, version), changes, `A row of ${entity}`);
  rows.set(keyText(key), row);
  return { key, row };
}

function deleteRow(table: Table, { key, version }: DeleteCommand): WriteResult {
  currentRow(table, key, version);
  table.rows.delete(keyText(key));
  return { key };
}

function currentRow(
  { declaration: { name, concurrencyToken }, rows }: Table,
  key: WriteResult['key'],
  version: string | undefined,
): Row {
  const row = rows.get(keyText(key));
  if (row === undefined) throw new NotFound(`${name} has no row with this key.`);
  if (version !== undefined && concurrencyToken !== undefined && row[concurrencyToken] !== version) {
    throw new VersionMismatch(`The row of ${name} was changed since.`);
  }
  return row;
}

function checkColumns(
  { name, columns }: EntityDeclaration,
  given: Row,
  ability: 'insertable' | 'updatable',
): void {
  const able = new Set(columns.filter((column) => column[ability]).map((column) => column.name));
  for (const column of Object.keys(given)) {
    if (!able.has(column)) throw new InvalidValue(`${name}.${column} is not ${ability}.`, { column });
  }
}
