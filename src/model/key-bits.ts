/** The 120 bits of a packed Guid: written and read from the left, closed by a check, and set into the Guid's text. */

/** Bits that the key itself may take; what it leaves free strengthens the check. */
const payloadWidth = 108;
const totalWidth = 120;
/** Six hex digits of the Guid: a width at which shifts and products stay small integers. */
const wordWidth = 24;
const longestCheck = 32;
/** Where a key stands that did not fit: no width can follow it. */
const beyond = totalWidth;

/**
 * A buffer of bits. Too much written or read is remembered (`fits`), so that the parts need not each ask. Whoever codes
 * many keys keeps one and copies their beginning into it.
 */
export class KeyBits {
  private words: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  private position = 0;

  /** Whether all that was written or read lies within the payload. */
  get fits(): boolean {
    return this.position <= payloadWidth;
  }

  /** Declares the key too long. */
  giveUp(): void {
    this.position = beyond;
  }

  /** Takes over what the other holds. */
  copy(other: KeyBits): void {
    const [a, b, c, d, e] = other.words;
    this.words = [a, b, c, d, e];
    this.position = other.position;
  }

  /** Appends the low `width` bits (24 at most) of `value`. */
  put(value: number, width: number): void {
    const end = this.position + width;
    if (end > payloadWidth) return this.giveUp();
    const word = wordAt(this.position);
    const spare = (word + 1) * wordWidth - end;
    if (spare >= 0) {
      this.words[word] = this.word(word) | (value << spare);
    } else {
      this.words[word] = this.word(word) | (value >>> -spare);
      this.words[word + 1] = (value << (wordWidth + spare)) & 0xffffff;
    }
    this.position = end;
  }

  /** The next `width` bits (24 at most); zero past the payload. */
  take(width: number): number {
    const end = this.position + width;
    if (end > payloadWidth) {
      this.giveUp();
      return 0;
    }
    const word = wordAt(this.position);
    const spare = (word + 1) * wordWidth - end;
    const value =
      spare >= 0
        ? this.word(word) >>> spare
        : (this.word(word) << -spare) | (this.word(word + 1) >>> (wordWidth + spare));
    this.position = end;
    return value & lowBits(width);
  }

  /** Fills the end with as many bits of the check, at most 32 and at least 12, as the payload leaves free. */
  seal(seed: number): void {
    let check = seed;
    for (const word of this.words) check = mix(check ^ word);
    const width = Math.min(longestCheck, totalWidth - this.position);
    this.words[4] |= check & lowBits(Math.min(width, wordWidth));
    if (width > wordWidth) this.words[3] |= (check >>> wordWidth) & lowBits(width - wordWidth);
  }

  equals(other: KeyBits): boolean {
    return this.words.every((word, index) => word === other.word(index));
  }

  /** In one call: text joined of pieces has to be flattened by whoever reads it, which makes it five times as dear. */
  toGuid(): string {
    const [a, b, c, d, e] = this.words;
    // prettier-ignore
    return String.fromCharCode(
      hex(a, 20), hex(a, 16), hex(a, 12), hex(a, 8), hex(a, 4), hex(a, 0), hex(b, 20), hex(b, 16), hyphen,
      hex(b, 12), hex(b, 8), hex(b, 4), hex(b, 0), hyphen,
      versionDigit, hex(c, 20), hex(c, 16), hex(c, 12), hyphen,
      formatDigit, hex(c, 8), hex(c, 4), hex(c, 0), hyphen,
      hex(d, 20), hex(d, 16), hex(d, 12), hex(d, 8), hex(d, 4), hex(d, 0),
      hex(e, 20), hex(e, 16), hex(e, 12), hex(e, 8), hex(e, 4), hex(e, 0),
    );
  }

  /** `undefined` if the text is no Guid, or not of this version and format. */
  static ofGuid(guid: string): KeyBits | undefined {
    if (guid.length !== GUID_LENGTH) return undefined;
    const bits = new KeyBits();
    let digits = 0;
    for (let at = 0; at < GUID_LENGTH; at += 1) {
      const code = guid.charCodeAt(at);
      const fixed = fixedCode(at);
      if (fixed !== undefined) {
        if (code !== fixed) return undefined;
        continue;
      }
      const digit = valueOfHex(code);
      if (digit < 0) return undefined;
      const word = (digits / digitsPerWord) | 0;
      bits.words[word] = (bits.word(word) << 4) | digit;
      digits += 1;
    }
    return bits;
  }

  private word(index: number): number {
    return this.words[index] ?? 0;
  }
}

const GUID_LENGTH = 36;
const digitsPerWord = wordWidth / 4;
const hyphen = 0x2d;
const versionDigit = 0x38;
const formatDigit = 0x39;
const hexCodes = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** The character code of the hex digit that begins so many bits from the right. */
function hex(word: number, shift: number): number {
  return hexCodes[(word >>> shift) & 15] ?? 0;
}

/** The character that every packed Guid has at this place; undefined where a digit of the key stands. */
function fixedCode(at: number): number | undefined {
  switch (at) {
    case 8:
    case 13:
    case 18:
    case 23:
      return hyphen;
    case 14:
      return versionDigit;
    case 19:
      return formatDigit;
    default:
      return undefined;
  }
}

/** Negative for a character that is no hex digit, in either case. */
function valueOfHex(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Which word the bit lies in. */
function wordAt(position: number): number {
  return (position / wordWidth) | 0;
}

/** As many ones, 24 at most. */
function lowBits(width: number): number {
  return (1 << width) - 1;
}

/** The finaliser of MurmurHash3 (x86, 32 bits): one-to-one, so two seeds never give one full check. */
export function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
