/** Learns from refusals what a source demands of a new row; what one row has met no later one meets again. */
import type { Check } from './check';
import type { Exchange } from './http-caller';
import { showAnswer } from './judge-answer';
import { isJsonObject, parseLosslessJson, type JsonValue } from './lossless-json';
import type { PropertyModel } from './service-model';
import type { WritableTable } from './writable-table';

export class DraftLessons {
  /** Identifying columns for which the source has no value of its own. */
  readonly mustBeNew = new Set<string>();
  readonly leftOut = new Set<string>();
  readonly #writable: WritableTable;

  constructor(writable: WritableTable) {
    this.#writable = writable;
  }

  /** Whether another draft may succeed where this one was refused. */
  learn(check: Check, exchange: Exchange, draft: ReadonlyMap<string, JsonValue>): boolean {
    const { insertable, identifying } = this.#writable;
    const lacks = ({ name }: PropertyModel): boolean => (draft.get(name) ?? null) === null;
    const column = refusedColumn(exchange, insertable);
    const missing = column !== undefined && identifying.includes(column) && lacks(column);
    const next = missing ? column : column === undefined ? identifying.find(lacks) : undefined;
    if (next !== undefined) {
      this.mustBeNew.add(next.name);
      check.note(`${next.name} has to be given`);
      return true;
    }
    if (column === undefined || !draft.has(column.name)) return false;
    this.mustBeNew.delete(column.name);
    this.leftOut.add(column.name);
    check.note(`${column.name} was left out after ${showAnswer(exchange)}`);
    return true;
  }
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
