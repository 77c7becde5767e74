/** A few rows of a table, from which checks take their literals and against which filters are re-evaluated. */
import type { Check } from './check';
import type { Row } from './judge-row';
import { isJsonObject, sameJson, type JsonValue } from './lossless-json';
import { keyOf, primaryNameOf, type PropertyModel, type TableModel } from './service-model';
import type { TableSession } from './table-session';

export interface Sample {
  readonly rows: readonly Row[];
  /** `@odata.count` of the whole table, where the endpoint gave one. */
  readonly total: number | undefined;
  /** Whether `rows` is the whole table, so that a filter's answer can be foretold exactly. */
  readonly complete: boolean;
}

/** One grid page. */
export const gridPageSize = 50;

/** A table this small is read whole. */
const wholeTableSize = 500;

/** Reads the first page with every column, and one from the middle, or the whole of a small table. */
export async function takeSample(check: Check, session: TableSession): Promise<Sample> {
  const first = await session.list(check, { top: gridPageSize, count: true });
  const total = first.count;
  if (total === undefined || total <= first.rows.length) {
    return { rows: first.rows, total, complete: total === first.rows.length };
  }
  const whole = total <= wholeTableSize;
  const further = await session.list(check, {
    skip: whole ? gridPageSize : Math.max(gridPageSize, Math.floor(total / 2)),
    top: whole ? wholeTableSize : gridPageSize,
  });
  const rows = [...first.rows, ...further.rows];
  return { rows, total, complete: whole && rows.length === total };
}

/** The distinct values of a column in the sample, null left out, in the order met. */
export function valuesOf(sample: Sample, column: string): readonly JsonValue[] {
  const values: JsonValue[] = [];
  for (const row of sample.rows) {
    const value = row.values.get(column) ?? null;
    if (value === null || isJsonObject(value) || values.some((known) => sameJson(known, value))) continue;
    values.push(value);
  }
  return values;
}

/** The non-empty texts of a column in the sample. */
export function textsOf(sample: Sample, column: string): readonly string[] {
  return valuesOf(sample, column).filter((value) => typeof value === 'string' && value !== '') as string[];
}

/** For each type, the first column of it that holds values; the primary name stands first. */
export function representativeColumns(table: TableModel, sample: Sample): readonly PropertyModel[] {
  const name = primaryNameOf(table);
  const ordered = [...table.properties].sort((a, b) => Number(b.name === name) - Number(a.name === name));
  const byType = new Map<string, PropertyModel>();
  for (const property of ordered) {
    if (table.keyNames.includes(property.name) || byType.has(property.type)) continue;
    if (valuesOf(sample, property.name).length > 0) byType.set(property.type, property);
  }
  return [...byType.values()];
}

/** What a default view shows: the key, the primary name and a few columns more. */
export function viewColumns(table: TableModel, ...further: readonly string[]): readonly string[] {
  const name = primaryNameOf(table);
  const shown = table.properties.slice(0, 5).map((property) => property.name);
  return [...new Set([keyOf(table), ...(name === undefined ? [] : [name]), ...shown, ...further])];
}
