/** Sorts rows as the database does: stable over the underlying order, text without case. */
import { cellComparer, type Table } from '../rows/table';
import type { SortKey } from './read-options';

// Below this it is cheaper to compare values than to rank the whole column once.
const FEW_ROWS = 500;
const KEPT_ORDERS = 8;

/** Whole-table orders that were asked for before; grids ask for the same few again and again. */
const keptOrders = new WeakMap<Table, Map<string, Uint32Array>>();

/** Returns the rows in order. `rows` come in the underlying order, which decides between equal values. */
export function sortRows(table: Table, rows: Uint32Array, keys: readonly SortKey[]): Uint32Array {
  if (keys.length === 0 || rows.length < 2) return rows;
  if (rows.length < FEW_ROWS) return rows.toSorted(comparerOfValues(table, keys));
  if (!isAscending(rows)) return rows.toSorted(comparerOfRanks(table, keys));
  return pickInOrder(table.size, rows, wholeOrder(table, keys));
}

function wholeOrder(table: Table, keys: readonly SortKey[]): Uint32Array {
  const id = keys.map(({ property, descending }) => `${property.name} ${descending ? 'desc' : 'asc'}`).join();
  const orders = keptOrders.get(table) ?? new Map<string, Uint32Array>();
  keptOrders.set(table, orders);
  const known = orders.get(id);
  if (known !== undefined) return known;
  const order = Uint32Array.from({ length: table.size }, (_, row) => row).sort(comparerOfRanks(table, keys));
  if (orders.size >= KEPT_ORDERS) orders.clear();
  orders.set(id, order);
  return order;
}

function pickInOrder(size: number, rows: Uint32Array, order: Uint32Array): Uint32Array {
  if (rows.length === size) return order;
  const isWanted = new Uint8Array(size);
  for (const row of rows) isWanted[row] = 1;
  return order.filter((row) => isWanted[row] === 1);
}

function isAscending(rows: Uint32Array): boolean {
  return rows.every((row, index) => index === 0 || row > (rows[index - 1] ?? 0));
}

type RowComparer = (left: number, right: number) => number;

function comparerOfValues(table: Table, keys: readonly SortKey[]): RowComparer {
  return firstDifference(
    keys.map(({ property, descending }) => {
      const read = table.reader(property);
      const compare = cellComparer(property);
      return directed(descending, (left, right) => compare(read(left), read(right)));
    }),
  );
}

function comparerOfRanks(table: Table, keys: readonly SortKey[]): RowComparer {
  return firstDifference(
    keys.map(({ property, descending }) => {
      const ranks = table.ranks(property);
      return directed(descending, (left, right) => (ranks[left] ?? 0) - (ranks[right] ?? 0));
    }),
  );
}

function directed(descending: boolean, compare: RowComparer): RowComparer {
  return descending ? (left, right) => compare(right, left) : compare;
}

function firstDifference(comparers: readonly RowComparer[]): RowComparer {
  return (left, right) => {
    for (const compare of comparers) {
      const difference = compare(left, right);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}
