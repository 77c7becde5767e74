/** Two values of a column around which checks build their conditions: rows stand below, between and above them. */
import { literalOf, type Expression } from '../expression';
import type { JsonValue } from '../lossless-json';
import { valuesOf, type Sample } from '../sample';
import type { PropertyModel } from '../service-model';
import { textCollations } from '../text-collation';
import { compareValues, typedValue, type TypedValue } from '../typed-value';

export interface ColumnProbe {
  readonly column: PropertyModel;
  readonly low: Expression;
  readonly high: Expression;
  /** The value of `low` as the row holds it. */
  readonly lowValue: JsonValue;
}

/** Takes the lower and the upper quarter of the sample's values; undefined where it holds none. */
export function probeColumn(sample: Sample, column: PropertyModel): ColumnProbe | undefined {
  const values = inAscendingOrder(column, valuesOf(sample, column.name));
  const quarter = Math.floor((values.length - 1) / 4);
  const [low, high] = [values[quarter], values.at(-1 - quarter)];
  if (low === undefined || high === undefined) return undefined;
  return { column, low: literalOf(column.type, low), high: literalOf(column.type, high), lowValue: low };
}

function inAscendingOrder(column: PropertyModel, values: readonly JsonValue[]): readonly JsonValue[] {
  const typed = (value: JsonValue): TypedValue => typedValue(column.type, value) ?? null;
  const [collation] = textCollations;
  if (collation === undefined) return values;
  return values.toSorted((a, b) => compareValues(typed(a), typed(b), collation) ?? 0);
}
