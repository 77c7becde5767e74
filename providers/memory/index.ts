/** The `memory` provider: rows from the configuration, with every ability of the contract, all exact. The reference for authors. */
import {
  type Collation,
  compareValues,
  type Connection,
  type EntityDeclaration,
  NotFound,
  type Page,
  type Provider,
  type RemoteQuery,
  type RemoteSortKey,
  type Row,
} from '../../src/provider-sdk/index';
import { changeTable } from './change-table';
import { changeTogether } from './change-together';
import { MemoryConfiguration } from './configuration';
import { evaluateTerm } from './evaluate-term';
import { createTable, keyText, type Table } from './table';

export const memory: Provider<MemoryConfiguration> = {
  name: 'memory',
  configuration: MemoryConfiguration,
  open: async ({ entities }) =>
    connectTo(new Map(Object.entries(entities).map(([name, entity]) => [name, createTable(name, entity)]))),
};

/** Rows of one page: small enough that a test of two hundred rows sees several. */
const PAGE = 50;

function connectTo(tables: ReadonlyMap<string, Table>): Connection {
  const find = (entity: string): Table => {
    const table = tables.get(entity);
    if (table === undefined) throw new NotFound(`There is no entity ${entity}.`);
    return table;
  };
  return {
    entities: async () => [...tables.values()].map(({ declaration }) => declaration),
    async *read(query) {
      yield* pagesOf(find(query.entity), query);
    },
    getMany: async (entity, keys) => {
      const { rows } = find(entity);
      return keys.map((key) => rows.get(keyText(key)));
    },
    write: async (command) => changeTable(find(command.entity), command),
    writeTogether: async (commands) => changeTogether(find, commands),
    check: async () => undefined,
    close: async () => undefined,
  };
}

function* pagesOf(table: Table, query: RemoteQuery): Generator<Page> {
  const { filter, collation, orderBy, skip = 0, top = Infinity } = query;
  // All at once, before the first page: a write between two pages changes none of them.
  const matching = [...table.rows.values()].filter(
    (row) => filter === undefined || evaluateTerm(filter, row, collation) === true,
  );
  const wanted = order(matching, orderBy, table.declaration, collation).slice(skip, skip + top);
  for (let start = 0; start === 0 || start < wanted.length; start += PAGE) {
    const rows = wanted.slice(start, start + PAGE);
    yield query.count && start === 0 ? { rows, count: matching.length } : { rows };
  }
}

function order(
  rows: readonly Row[],
  keys: readonly RemoteSortKey[],
  { columns }: EntityDeclaration,
  collation: Collation,
): readonly Row[] {
  const comparisons = keys.map(({ column, descending }) => {
    const type = columns.find(({ name }) => name === column)?.type ?? 'String';
    const compare = compareValues(type, collation);
    return (a: Row, b: Row): number => {
      const [x, y] = [a[column] ?? null, b[column] ?? null];
      const ascending = x === null || y === null ? Number(x !== null) - Number(y !== null) : compare(x, y);
      return descending ? -ascending : ascending;
    };
  });
  return rows.toSorted((a, b) => {
    for (const compare of comparisons) {
      const result = compare(a, b);
      if (result !== 0) return result;
    }
    return 0;
  });
}
