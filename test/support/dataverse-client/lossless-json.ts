/** Reads JSON without losing a digit: numbers keep the text they arrived with. */

/** A JSON number as it stood in the answer. `1000.10` and numbers beyond 2^53 keep every digit. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** Parses JSON text. Throws a SyntaxError as `JSON.parse` does. */
export function parseLosslessJson(text: string): JsonValue {
  const keepDigits = (_key: string, value: unknown, context: { readonly source?: string }): unknown =>
    typeof value === 'number' ? new JsonNumber(context.source ?? String(value)) : value;
  // The third argument of a reviver (the source text) is younger than the compiler's library types.
  return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown) as JsonValue;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether two JSON values are the same; numbers compare by value, so `1.0` equals `1.00`. */
export function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  return JSON.stringify(comparable(left)) === JSON.stringify(comparable(right));
}

/** A value in words for a reason line, shortened where it is long. */
export function showJson(value: JsonValue | undefined): string {
  const text = JSON.stringify(comparable(value)) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function comparable(value: JsonValue | undefined): unknown {
  if (value instanceof JsonNumber) return withoutTrailingZeros(value.text);
  if (isJsonArray(value)) return value.map(comparable);
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, comparable(value[name])]));
}

function withoutTrailingZeros(text: string): string {
  const plain = text.includes('.') && !/[eE]/.test(text);
  return plain ? text.replace(/\.?0+$/, '') : text;
}
