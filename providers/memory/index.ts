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
import { MemoryConfiguration } from './configuration';
import { declareEntity, takeRows } from './declare-entity';
import { evaluateTerm } from './evaluate-term';

export const memory: Provider<MemoryConfiguration> = {
  name: 'memory',
  configuration: MemoryConfiguration,
  open({ entities }) {
    const tables = Object.entries(entities).map(([name, entity]): Table => {
      const declaration = declareEntity(name, entity);
      const rows = takeRows(declaration, entity.rows);
      return { declaration, rows, byKey: new Map(rows.map((row) => [keyOf(row, declaration), row])) };
    });
    return Promise.resolve(connectTo(new Map(tables.map((table) => [table.declaration.name, table]))));
  },
};

interface Table {
  readonly declaration: EntityDeclaration;
  readonly rows: readonly Row[];
  readonly byKey: ReadonlyMap<string, Row>;
}

/** Rows of one page: small enough that a test of two hundred rows sees several. */
const PAGE = 50;

function connectTo(tables: ReadonlyMap<string, Table>): Connection {
  const find = (entity: string): Table => {
    const table = tables.get(entity);
    if (table === undefined) throw new NotFound(`There is no entity ${entity}.`);
    return table;
  };
  return {
    entities: () => Promise.resolve([...tables.values()].map(({ declaration }) => declaration)),
    async *read(query) {
      yield* pagesOf(find(query.entity), query);
    },
    getMany(entity, keys) {
      const { byKey } = find(entity);
      return Promise.resolve(keys.map((key) => byKey.get(keyText(key))));
    },
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function keyOf(row: Row, { key }: EntityDeclaration): string {
  return keyText(key.map((part) => row[part]));
}

function keyText(parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}

function* pagesOf(table: Table, query: RemoteQuery): Generator<Page> {
  const { filter, collation, orderBy, skip = 0, top = Infinity } = query;
  const matching = table.rows.filter(
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
