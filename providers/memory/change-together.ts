/** Carries out several changes as one: on copies of the tables, which take the tables' place only after the last. */
import {
  ProviderError,
  type ProviderErrorOptions,
  type WriteCommand,
  type WriteResult,
} from '../../src/provider-sdk/index';
import { changeTable } from './change-table';
import type { Table } from './table';

/** @throws {ProviderError} as `changeTable` does, with the index of the command */
export function changeTogether(
  find: (entity: string) => Table,
  commands: readonly WriteCommand[],
): readonly WriteResult[] {
  const copies = new Map<Table, Table>();
  const copyOf = (table: Table): Table => {
    const copy = copies.get(table) ?? { ...table, rows: new Map(table.rows) };
    copies.set(table, copy);
    return copy;
  };
  const results = commands.map((command, index) => {
    try {
      return changeTable(copyOf(find(command.entity)), command);
    } catch (error) {
      throw naming(error, index);
    }
  });
  for (const [table, copy] of copies) table.rows = copy.rows;
  return results;
}

/** The same fault, of which command it is. */
function naming(error: unknown, command: number): unknown {
  if (!(error instanceof ProviderError)) return error;
  const { message, column, safeText } = error;
  // Every class of the closed list is made like this.
  const Fault = error.constructor as new (message: string, options: ProviderErrorOptions) => ProviderError;
  return new Fault(message, {
    command,
    ...(column === undefined ? {} : { column }),
    ...(safeText === undefined ? {} : { safeText }),
  });
}
