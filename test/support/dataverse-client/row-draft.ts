/** Composes what goes into a row of the replay's own: values of rows that exist, so that foreign keys lead somewhere. */
import { randomUUID } from 'node:crypto';
import type { Row } from './judge-row';
import { JsonNumber, sameJson, type JsonValue } from './lossless-json';
import type { DraftLessons } from './draft-lessons';
import type { RowNames } from './row-names';
import type { Sample } from './sample';
import type { PropertyModel } from './service-model';
import { sameValue } from './typed-value';
import type { WritableTable } from './writable-table';

export interface DraftSource {
  readonly writable: WritableTable;
  readonly sample: Sample;
  readonly names: RowNames;
  readonly lessons: DraftLessons;
}

export type Values = ReadonlyMap<string, JsonValue>;

/** How many columns beside the label one update sets. */
const changedColumns = 3;

/** A whole new row, but for its key. `ordinal` chooses the row that is copied. */
export function draftRow(
  { writable, sample, names, lessons }: DraftSource,
  ordinal: number,
  withNulls: boolean,
): Values {
  const { label, identifying } = writable;
  const labelled = sample.rows.filter((row) => (row.values.get(label.name) ?? null) !== null);
  const templates = labelled.length > 0 ? labelled : sample.rows;
  const template = templates[ordinal % Math.max(1, templates.length)];
  const draft = new Map<string, JsonValue>([[label.name, names.next('created')]]);
  for (const column of writable.insertable) {
    const { name } = column;
    const copied = column === identifying[0] ? null : (template?.values.get(name) ?? null);
    if (lessons.mustBeNew.has(name)) draft.set(name, newValue(column, names));
    else if (!lessons.leftOut.has(name) && (copied !== null || withNulls)) draft.set(name, copied);
  }
  return draft;
}

/** A new label and a few other values, each of which some other row of the same place has. */
export function draftChanges({ writable, sample, names }: DraftSource, row: Row, ordinal: number): Values {
  const { label, updatable, identifying } = writable;
  const place = identifying.slice(1).map(({ name }) => name);
  const donors = sample.rows.filter((other) =>
    place.every((name) => sameJson(other.values.get(name), row.values.get(name))),
  );
  const donor = donors[ordinal % Math.max(1, donors.length)];
  const candidates = updatable.flatMap((column): [string, JsonValue][] => {
    const value = sample.rows.length === 0 ? inventedValue(column.type) : donor?.values.get(column.name);
    const isChange = value !== undefined && value !== null;
    return isChange && !sameValue(column.type, value, row.values.get(column.name))
      ? [[column.name, value]]
      : [];
  });
  return new Map([[label.name, names.next('changed')], ...rotated(candidates, ordinal, changedColumns)]);
}

/** Columns of the row that hold a value and may hold none. */
export function emptiableColumns(
  { writable }: DraftSource,
  row: Row,
  ordinal: number,
): readonly PropertyModel[] {
  const filled = writable.updatable.filter(
    ({ name, nullable }) => nullable && (row.values.get(name) ?? null) !== null,
  );
  return rotated(filled, ordinal, 2);
}

/** So many of the items, beginning elsewhere for each ordinal, so that many rows together try them all. */
function rotated<Item>(items: readonly Item[], ordinal: number, count: number): readonly Item[] {
  const start = (ordinal * count) % Math.max(1, items.length);
  return [...items.slice(start), ...items.slice(0, start)].slice(0, count);
}

function newValue({ type, maxLength = 20 }: PropertyModel, names: RowNames): JsonValue {
  switch (type) {
    case 'Edm.String':
      return names.nextCode(maxLength);
    case 'Edm.Guid':
      return randomUUID();
    default:
      return new JsonNumber(String(names.nextNumber()));
  }
}

/** For tables without any row to learn from. Texts, Guids and choices may have to exist somewhere, so they have none. */
function inventedValue(type: string): JsonValue {
  switch (type) {
    case 'Edm.Boolean':
      return true;
    case 'Edm.Int32':
    case 'Edm.Int64':
      return new JsonNumber('7');
    case 'Edm.Decimal':
    case 'Edm.Double':
      return new JsonNumber('12.5');
    case 'Edm.DateTimeOffset':
      return '2026-01-31T08:30:00Z';
    default:
      return null;
  }
}
