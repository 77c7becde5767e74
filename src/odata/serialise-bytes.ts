/** A growing buffer of JSON in UTF-8: each character of a value is looked at once, to escape it, encode it and put it down. */

const firstCapacity = 65_536;
/** A larger buffer is not kept for the next answer. */
const mostKept = 4_194_304;
/** What a UTF-16 code unit takes at most: `\u001f`. */
const mostBytes = 6;

const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const firstBeyondAscii = 0x80;
const braceOpen = 0x7b;
const braceClose = 0x7d;

/**
 * Pages are long, and making objects for `JSON.stringify` and its text into bytes takes more than twice as long as this
 * (5,000 rows of 9 members, measured: 9 ms against 4). Nothing here fails: what is written is JSON if the calls are.
 */
export class JsonBytes {
  private bytes = takeSpare();
  private end = 0;

  /** How many bytes there are: the place of what comes next. */
  get length(): number {
    return this.end;
  }

  /** Appends JSON that {@link encodeJson} prepared. */
  prepared(json: Uint8Array): void {
    this.reserve(json.length);
    this.bytes.set(json, this.end);
    this.end += json.length;
  }

  /** Appends a finite number as JavaScript writes it. */
  number(value: number): void {
    this.ascii(String(value));
  }

  /** Appends JSON of ASCII characters as it is. */
  ascii(json: string): void {
    this.reserve(json.length);
    const { bytes } = this;
    let { end } = this;
    for (let at = 0; at < json.length; at += 1) bytes[end++] = json.charCodeAt(at);
    this.end = end;
  }

  /** Appends a text as a JSON string of which it is known that all is ASCII and nothing needs an escape. */
  plainString(text: string): void {
    const { length } = text;
    this.reserve(length + 2);
    const { bytes } = this;
    let { end } = this;
    bytes[end++] = quote;
    for (let at = 0; at < length; at += 1) bytes[end++] = text.charCodeAt(at);
    bytes[end++] = quote;
    this.end = end;
  }

  /** Appends a text as a JSON string, the same that `JSON.stringify` would make. */
  string(text: string): void {
    const { length } = text;
    this.reserve(mostBytes * length + 2);
    const { bytes } = this;
    let { end } = this;
    bytes[end++] = quote;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      // Compared, because looking the code up in a table takes twice as long.
      if (code >= space && code < firstBeyondAscii && code !== quote && code !== backslash) {
        bytes[end++] = code;
      } else {
        const point = text.codePointAt(at) ?? code;
        end = putSpecial(bytes, end, point);
        if (point > 0xffff) at += 1;
      }
    }
    bytes[end++] = quote;
    this.end = end;
  }

  /** Makes an object of all that was appended since `start`: members, each with a comma before it. */
  closeObject(start: number): void {
    this.reserve(2);
    if (this.end === start) this.end += 1;
    this.bytes[start] = braceOpen;
    this.bytes[this.end++] = braceClose;
  }

  /** All that was appended, and the end of appending. */
  finish(): Uint8Array {
    const written = this.bytes.slice(0, this.end);
    if (this.bytes.length <= mostKept) spare = this.bytes;
    this.bytes = written;
    return written;
  }

  /** Makes room for so many bytes more. Only a hint is needed: whatever is appended makes room for itself. */
  reserve(count: number): void {
    const needed = this.end + count;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.end));
    this.bytes = larger;
  }
}

/**
 * The buffer of the latest answer serves the next: a fresh one for each would be filled with zeros first, and would grow by
 * copies. Whoever writes in the meantime makes one of its own.
 */
let spare: Uint8Array<ArrayBuffer> | undefined;

function takeSpare(): Uint8Array<ArrayBuffer> {
  const taken = spare ?? new Uint8Array(firstCapacity);
  spare = undefined;
  return taken;
}

/** JSON of any characters as bytes, for pieces that are appended again and again. */
export function encodeJson(json: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of json) {
    putPoint(bytes, bytes.length, character.codePointAt(0) ?? 0);
  }
  return Uint8Array.from(bytes);
}

/** For each code of ASCII, what a JSON string must have in its place; nothing where it can stay. */
const escapes: readonly (Uint8Array | undefined)[] = Array.from({ length: firstBeyondAscii }, (_, code) => {
  const character = String.fromCharCode(code);
  const escaped = JSON.stringify(character).slice(1, -1);
  return escaped === character ? undefined : encodeJson(escaped);
});

/** A character that is escaped, or longer than a byte, or half a pair, which UTF-8 cannot have and is escaped too. */
function putSpecial(bytes: Uint8Array, end: number, point: number): number {
  const escape = escapes[point] ?? (isSurrogate(point) ? encodeJson(escapeSurrogate(point)) : undefined);
  if (escape === undefined) return putPoint(bytes, end, point);
  bytes.set(escape, end);
  return end + escape.length;
}

function isSurrogate(point: number): boolean {
  return point >= 0xd800 && point <= 0xdfff;
}

function escapeSurrogate(point: number): string {
  return `\\u${point.toString(16)}`;
}

/** Writes a code point at `end`, and tells the place behind it. */
function putPoint(bytes: number[] | Uint8Array, end: number, point: number): number {
  if (point < firstBeyondAscii) {
    bytes[end] = point;
    return end + 1;
  }
  if (point < 0x800) {
    bytes[end] = 0xc0 | (point >>> 6);
    return putRest(bytes, end + 1, point, 1);
  }
  if (point < 0x10000) {
    bytes[end] = 0xe0 | (point >>> 12);
    return putRest(bytes, end + 1, point, 2);
  }
  bytes[end] = 0xf0 | (point >>> 18);
  return putRest(bytes, end + 1, point, 3);
}

/** The last bytes of a code point, six bits each. */
function putRest(bytes: number[] | Uint8Array, end: number, point: number, count: number): number {
  for (let left = count - 1; left >= 0; left -= 1) bytes[end++] = 0x80 | ((point >>> (6 * left)) & 0x3f);
  return end;
}
