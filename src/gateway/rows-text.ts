/** Writes rows as text for other instances, and reads what they have written. */
import type { ValueText } from '../cache/shared-tier';
import { isRecord, type Row } from '../provider-sdk/index';
import { bytesOf } from './rows-from-cache';
import type { StoredRows } from './stored-values';

/** As JSON, which has no infinities, no NaN and no -0: rows with these are nobody else's. */
export const textOfRows: ValueText<StoredRows> = {
  write: ({ rows, count }) => (rows.every(isInJson) ? JSON.stringify({ rows, count }) : undefined),

  read(text) {
    const tree = parse(text);
    if (!isRecord(tree)) return undefined;
    const { rows, count } = tree;
    if (!Array.isArray(rows) || !rows.every(isRow)) return undefined;
    if (count !== undefined && !(Number.isSafeInteger(count) && typeof count === 'number')) return undefined;
    const value = { rows, count, tags: [] };
    return { value, bytes: bytesOf(value) };
  },
};

function isInJson(row: Row): boolean {
  return Object.values(row).every(
    (value) => typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0)),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRow(row: unknown): row is Row {
  return isRecord(row) && Object.values(row).every((value) => value === null || kinds.has(typeof value));
}

const kinds: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);
