/** Compares two answers to one query by the keys of their rows. No value leaves it: the Guids of rows and names only. */
import type { Row, Value } from '../provider-sdk/index';
import type { PropertyReader } from '../model/read-property';

export interface RowDifference {
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
  readonly changed: readonly { readonly key: string; readonly properties: readonly string[] }[];
  /** The same rows in another order. */
  readonly reordered: boolean;
}

export interface RowReading {
  readonly key: PropertyReader;
  /** What was selected, by name. */
  readonly properties: ReadonlyMap<string, PropertyReader>;
}

export function compareRows(
  first: readonly Row[],
  second: readonly Row[],
  reading: RowReading,
): RowDifference {
  const firstByKey = byKey(first, reading);
  const secondByKey = byKey(second, reading);
  const onlyFirst = [...firstByKey.keys()].filter((key) => !secondByKey.has(key));
  const onlySecond = [...secondByKey.keys()].filter((key) => !firstByKey.has(key));
  const changed = [...firstByKey].flatMap(([key, row]) => {
    const other = secondByKey.get(key);
    const properties = other === undefined ? [] : changedProperties(row, other, reading);
    return properties.length === 0 ? [] : [{ key, properties }];
  });
  const isSame = onlyFirst.length === 0 && onlySecond.length === 0;
  const reordered = isSame && [...firstByKey.keys()].join() !== [...secondByKey.keys()].join();
  return { onlyFirst, onlySecond, changed, reordered };
}

function byKey(rows: readonly Row[], { key }: RowReading): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [String(key(row)), row]));
}

function changedProperties(row: Row, other: Row, { properties }: RowReading): readonly string[] {
  return [...properties].flatMap(([name, read]) => (isSame(read(row), read(other)) ? [] : [name]));
}

/** NaN is itself here. */
function isSame(value: Value, other: Value): boolean {
  return Object.is(value, other) || value === other;
}
