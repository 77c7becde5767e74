/** Compiles sort keys to a function that puts rows in order, or finds the first few of them. */
import type { RowSortKey } from '../model/expression';
import {
  type Collation,
  type ColumnType,
  compareExactNumbers,
  compareValues,
  durationTicks,
  type ExactNumber,
  instantOrder,
  type Row,
  typeOf,
} from '../provider-sdk/index';
import { compileValue } from './compile-value';
import { numberKind } from './number-kind';
import type { ComparisonKey } from './ordering';
import type { Present, Scope, ValueOf } from './scope';
import { selectTop } from './select-top';

/** Up to this share of the rows, selecting the first few is cheaper than sorting all. */
const SELECTION_SHARE = 0.25;

/**
 * The rows in order, stable; with `limit` only the first so many. Null stands first where ascending and last where
 * descending (OData 4.01 Protocol 11.2.6.2), NaN next to it. Keys are computed once per row, not once per comparison.
 *
 * @throws {RequestError} for an operator or function that does not take its operands' types
 */
export function compileOrder(
  keys: readonly RowSortKey[],
  scope: Scope,
): (rows: readonly Row[], limit?: number) => Row[] {
  const columns = keys.map((key) => compileColumn(key, scope));
  return (rows, limit = rows.length) => {
    const compare = compareIndices(columns.map((column) => ({ ...column, keys: rows.map(column.keyOf) })));
    const indices =
      limit <= rows.length * SELECTION_SHARE
        ? selectTop(rows.length, limit, compare)
        : Array.from(rows, (_, index) => index)
            .sort(compare)
            .slice(0, limit);
    // Every index is one of `rows`.
    return indices.map((index) => rows[index] as Row);
  };
}

type SortValue = ComparisonKey | null;

interface SortColumn {
  readonly keyOf: (row: Row) => SortValue;
  readonly compare: (a: ComparisonKey, b: ComparisonKey) => number;
  readonly descending: boolean;
}

function compileColumn({ expression, descending }: RowSortKey, scope: Scope): SortColumn {
  const value = compileValue(expression, scope);
  const type = typeOf(expression);
  return { keyOf: sortKey(type, value), compare: compareKeys(type, scope.collation), descending };
}

/** Instants and durations are turned into something that compares more cheaply than their text. */
function sortKey(type: ColumnType, valueOf: ValueOf): (row: Row) => SortValue {
  const key = type === 'DateTimeOffset' ? instantOrder : type === 'Duration' ? durationTicks : undefined;
  if (key === undefined) return valueOf;
  return (row) => {
    const value = valueOf(row);
    return value === null ? null : key(value as string);
  };
}

function compareKeys(type: ColumnType, collation: Collation): SortColumn['compare'] {
  if (type === 'DateTimeOffset' || type === 'Duration') return compareNaturally;
  // Integers calculated with do not overflow, so those of every type may be exact numbers.
  if (numberKind(type) === 'exact') {
    return (a, b) => compareExactNumbers(a as ExactNumber, b as ExactNumber);
  }
  const compare = compareValues(type, collation);
  return (a, b) => compare(a as Present, b as Present);
}

function compareNaturally(a: ComparisonKey, b: ComparisonKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders two rows by their places in the columns of keys; equal keys keep the rows in the order in which they came. */
function compareIndices(
  columns: readonly (SortColumn & { readonly keys: readonly SortValue[] })[],
): (a: number, b: number) => number {
  return (a, b) => {
    for (const { keys, compare, descending } of columns) {
      const left = keys[a] as SortValue;
      const right = keys[b] as SortValue;
      if (left === right) continue;
      const order = left === null ? -1 : right === null ? 1 : compare(left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return a - b;
  };
}
