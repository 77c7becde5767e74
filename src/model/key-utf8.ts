/** Text as UTF-8 and back, in the language's own terms: this room is reached from rooms that know no Node API. */

const ascii = /^[\x20-\x7e]*$/;

/** One character per byte (U+0000 to U+00FF). `undefined` for half a surrogate pair, which has no UTF-8 form. */
export function utf8Bytes(text: string): string | undefined {
  if (ascii.test(text)) return text;
  const escaped = percentEncode(text);
  return escaped?.replace(/%(..)/g, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16)));
}

/** `undefined` for bytes that are not UTF-8. */
export function utf8Text(bytes: string): string | undefined {
  try {
    return decodeURIComponent(bytes.replace(/[^]/g, percentEscape));
  } catch {
    return undefined;
  }
}

/** The language leaves some ASCII signs as they are and writes all else as UTF-8 bytes (ECMA-262, 19.2.6.5). */
function percentEncode(text: string): string | undefined {
  try {
    return encodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function percentEscape(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
