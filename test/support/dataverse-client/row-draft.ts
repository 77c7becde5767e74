/** Composes what goes into a row of the replay's own: values of rows that exist, so that foreign keys lead somewhere. */
import { randomUUID } from 'node:crypto';
import type { Row } from './judge-row';
import { JsonNumber, sameJson, type JsonValue } from './lossless-json';
import type { DraftDemands } from './draft-demands';
import type { RowNames } from './row-names';
import type { Sample } from './sample';
import type { PropertyModel } from './service-model';
import { sameValue } from './typed-value';
import type { WritableTable } from './writable-table';

export interface DraftSource {
  readonly writable: WritableTable;
  readonly sample: Sample;
  readonly names: RowNames;
}

export type Values = ReadonlyMap<string, JsonValue>;

/** How many columns beside the label one update sets. */
const changedColumns = 3;

export interface DraftWish {
  /** Chooses the row that is copied. */
  readonly template: number;
  /** Whether columns without a value are sent too. */
  readonly withNulls: boolean;
  readonly demands: DraftDemands;
}

/** A whole new row, but for its key. */
export function draftRow({ writable, sample, names }: DraftSource, wish: DraftWish): Values {
  const { demands, withNulls } = wish;
  const { label, identifying } = writable;
  const labelled = sample.rows.filter((row) => (row.values.get(label.name) ?? null) !== null);
  const templates = labelled.length > 0 ? labelled : sample.rows;
  const template = templates[wish.template % Math.max(1, templates.length)];
  const draft = new Map<string, JsonValue>([[label.name, names.next('created')]]);
  for (const column of writable.insertable) {
    const { name } = column;
    const copied = column === identifying[0] ? null : (template?.values.get(name) ?? null);
    if (demands.mustBeNew.has(name)) draft.set(name, newValue(column, names));
    else if (!demands.leftOut.has(name) && (copied !== null || withNulls)) draft.set(name, copied);
  }
  return draft;
}

/** A new label and a few other values, which another row of the same place has all together. */
export function draftChanges({ writable, sample, names }: DraftSource, row: Row, ordinal: number): Values {
  const place = writable.identifying.slice(1).map(({ name }) => name);
  const neighbours = sample.rows.filter(({ values }) =>
    place.every((name) => sameJson(values.get(name), row.values.get(name))),
  );
  const offers = sample.rows.length === 0 ? [invented(writable)] : neighbours.map(({ values }) => values);
  const [changes = []] = offers
    .map((offer) => differences(writable, offer, row))
    .toSorted((a, b) => b.length - a.length);
  return new Map([
    [writable.label.name, names.next('changed')],
    ...rotated(changes, ordinal, changedColumns),
  ]);
}

function differences(
  { updatable }: WritableTable,
  offer: Values,
  row: Row,
): readonly (readonly [string, JsonValue])[] {
  return updatable.flatMap(({ name, type }) => {
    const value = offer.get(name) ?? null;
    return value === null || sameValue(type, value, row.values.get(name)) ? [] : [[name, value] as const];
  });
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
function invented({ updatable }: WritableTable): Values {
  return new Map(updatable.map(({ name, type }) => [name, inventedValue(type)]));
}

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
