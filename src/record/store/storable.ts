/**
 * Text as every database takes it: PostgreSQL knows no NUL, and half a surrogate pair is no character. Our own masks let
 * neither through; what comes in headers might hold them.
 */

export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/** JSON without an escape of either, at the price of looking for the two. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!/\\u(?:0000|d)/.test(text)) return text;
  return JSON.stringify(value, (_name, item: unknown) =>
    typeof item === 'string' ? storableText(item) : item,
  );
}
