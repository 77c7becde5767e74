/** What a source turns out to demand of new rows, told from what it refuses. */
import type { Exchange } from './http-caller';
import { isJsonObject, parseLosslessJson, type JsonValue } from './lossless-json';
import type { PropertyModel } from './service-model';
import type { WritableTable } from './writable-table';

export interface DraftDemands {
  /** Identifying columns for which the source has no value of its own. */
  readonly mustBeNew: ReadonlySet<string>;
  /** Columns that take no copied value. */
  readonly leftOut: ReadonlySet<string>;
}

export const noDemands: DraftDemands = { mustBeNew: new Set(), leftOut: new Set() };

/** The demands under which the refused draft may succeed; undefined where its refusal teaches nothing. */
export function learn(
  demands: DraftDemands,
  exchange: Exchange,
  draft: ReadonlyMap<string, JsonValue>,
  { insertable, identifying }: WritableTable,
): DraftDemands | undefined {
  const lacks = ({ name }: PropertyModel): boolean => (draft.get(name) ?? null) === null;
  const refused = refusedColumn(exchange, insertable);
  const missing = identifying.filter((column) => refused === undefined || column === refused).find(lacks);
  const { mustBeNew, leftOut } = demands;
  if (missing !== undefined) return { leftOut, mustBeNew: new Set([...mustBeNew, missing.name]) };
  if (refused === undefined || lacks(refused)) return undefined;
  const given = [...mustBeNew].filter((name) => name !== refused.name);
  return { mustBeNew: new Set(given), leftOut: new Set([...leftOut, refused.name]) };
}

/** In words, for the report. */
export function showDemands({ mustBeNew, leftOut }: DraftDemands): readonly string[] {
  const copied = [...leftOut].filter((name) => !mustBeNew.has(name));
  return [
    ...[...mustBeNew].map((name) => `${name} has to be given`),
    ...copied.map((name) => `${name} takes no copied value`),
  ];
}

/** The column that an error is about: its target, else one whose name stands in the message. */
export function refusedColumn(
  exchange: Exchange,
  columns: readonly PropertyModel[],
): PropertyModel | undefined {
  const error = errorOf(exchange);
  if (!isJsonObject(error)) return undefined;
  const { target, message } = error;
  const words = typeof message === 'string' ? message.split(/[^\p{L}\p{N}_]+/u) : [];
  return columns.find(({ name }) => name === target) ?? columns.find(({ name }) => words.includes(name));
}

function errorOf({ body }: Exchange): JsonValue | undefined {
  try {
    const parsed = parseLosslessJson(body);
    return isJsonObject(parsed) ? parsed['error'] : undefined;
  } catch {
    return undefined;
  }
}
