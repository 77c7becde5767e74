/** Sorts rows as the database does: stable over the underlying order, text without case. */
import { cellComparer, type Table } from '../rows/table';
import type { SortKey } from './read-options';

// Below this it is cheaper to compare values than to rank the whole column once.
const FEW_ROWS = 500;
const KEPT_ORDERS = 8;

/** The rows of a whole table in order, as they were after so many of its changes. */
interface KeptOrder {
  readonly order: Uint32Array;
  readonly position: number;
}

/** Whole-table orders that were asked for before; grids ask for the same few again and again. */
const keptOrders = new WeakMap<Table, Map<string, KeptOrder>>();

/** Returns the rows in order. `rows` come in the underlying order, which decides between equal values. */
export function sortRows(table: Table, rows: Uint32Array, keys: readonly SortKey[]): Uint32Array {
  if (keys.length === 0 || rows.length < 2) return rows;
  if (rows.length < FEW_ROWS) return rows.toSorted(comparerOfValues(table, keys));
  if (!isAscending(rows)) return rows.toSorted(comparerOfRanks(table, keys));
  return pickInOrder(table.size, rows, wholeOrder(table, keys));
}

function wholeOrder(table: Table, keys: readonly SortKey[]): Uint32Array {
  const id = keys.map(({ property, descending }) => `${property.name} ${descending ? 'desc' : 'asc'}`).join();
  const orders = keptOrders.get(table) ?? new Map<string, KeptOrder>();
  keptOrders.set(table, orders);
  const { position } = table.changes;
  const order = followed(orders.get(id), table, keys) ?? newOrder(table, keys);
  if (orders.size >= KEPT_ORDERS && !orders.has(id)) orders.clear();
  orders.set(id, { order, position });
  return order;
}

function newOrder(table: Table, keys: readonly SortKey[]): Uint32Array {
  return Uint32Array.from(table.rows()).sort(comparerOfRanks(table, keys));
}

/** A kept order with the few rows that changed since put where they belong now; undefined where it is of no more use. */
function followed(
  kept: KeptOrder | undefined,
  table: Table,
  keys: readonly SortKey[],
): Uint32Array | undefined {
  const names = keys.map(({ property }) => property.name);
  const changed = kept === undefined ? undefined : table.changes.since(kept.position, names);
  if (kept === undefined || changed === undefined) return undefined;
  if (changed.size === 0) return kept.order;
  const compareValues = comparerOfValues(table, keys);
  // The underlying order decides between equal rows.
  const compare: RowComparer = (left, right) => compareValues(left, right) || left - right;
  const present = [...changed].filter((row) => row < table.size && !table.isDeleted(row)).sort(compare);
  return merged(
    kept.order.filter((row) => !changed.has(row)),
    present,
    compare,
  );
}

/** Few rows go into many, each found its place by halves. */
function merged(many: Uint32Array, few: readonly number[], compare: RowComparer): Uint32Array {
  const all = new Uint32Array(many.length + few.length);
  let taken = 0;
  few.forEach((row, index) => {
    const place = placeOf(row, many, taken, compare);
    all.set(many.subarray(taken, place), taken + index);
    all[place + index] = row;
    taken = place;
  });
  all.set(many.subarray(taken), taken + few.length);
  return all;
}

function placeOf(row: number, ordered: Uint32Array, from: number, compare: RowComparer): number {
  let low = from;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(ordered[middle] ?? 0, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pickInOrder(size: number, rows: Uint32Array, order: Uint32Array): Uint32Array {
  if (rows.length === order.length) return order;
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
