/** Tells objects with named members from all other values. */

/**
 * Whether a value that nobody has looked at yet, such as parsed JSON, is an object with members: neither null nor a list.
 *
 * @example isRecord(JSON.parse('{"value":[]}')) // true
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
