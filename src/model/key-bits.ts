/** The 120 bits of a packed Guid: written and read from the left, closed by a check, and set into the Guid's text. */

/** Bits that the key itself may take; what it leaves free strengthens the check. */
const payloadWidth = 108;
const totalWidth = 120;
/** Six hex digits of the Guid: a width at which shifts and products stay small integers. */
const wordWidth = 24;
const longestCheck = 32;
/** Where a key stands that did not fit: no width can follow it. */
const beyond = totalWidth;

const packedGuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-9[0-9a-f]{3}-[0-9a-f]{12}$/i;

/** A buffer of bits. Too much written or read is remembered (`fits`), so that the parts need not each ask. */
export class KeyBits {
  private readonly words: number[] = [0, 0, 0, 0, 0];
  private position = 0;

  /** Whether all that was written or read lies within the payload. */
  get fits(): boolean {
    return this.position <= payloadWidth;
  }

  /** Declares the key too long. */
  giveUp(): void {
    this.position = beyond;
  }

  /** Appends the low `width` bits (24 at most) of `value`. */
  put(value: number, width: number): void {
    const end = this.position + width;
    if (end > payloadWidth) return this.giveUp();
    const word = Math.trunc(this.position / wordWidth);
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
    const word = Math.trunc(this.position / wordWidth);
    const spare = (word + 1) * wordWidth - end;
    const value =
      spare >= 0
        ? this.word(word) >>> spare
        : (this.word(word) << -spare) | (this.word(word + 1) >>> (wordWidth + spare));
    this.position = end;
    return value & ((1 << width) - 1);
  }

  /** Fills the end with as many bits of the check, at most 32 and at least 12, as the payload leaves free. */
  seal(seed: number): void {
    let check = seed;
    for (const word of this.words) check = mix(check ^ word);
    const width = Math.min(longestCheck, totalWidth - this.position);
    const low = check & (2 ** Math.min(width, wordWidth) - 1);
    const high = width > wordWidth ? (check >>> wordWidth) & (2 ** (width - wordWidth) - 1) : 0;
    this.words[4] = this.word(4) | low;
    this.words[3] = this.word(3) | high;
  }

  equals(other: KeyBits): boolean {
    return this.words.every((word, index) => word === other.word(index));
  }

  toGuid(): string {
    let hex = '';
    for (const word of this.words) hex += hexTriple(word >>> 12) + hexTriple(word & 0xfff);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(12, 15)}-9${hex.slice(15, 18)}-${hex.slice(18)}`;
  }

  /** `undefined` if the text is no Guid, or not of this version and format. */
  static ofGuid(guid: string): KeyBits | undefined {
    if (!packedGuid.test(guid)) return undefined;
    const hex =
      guid.slice(0, 8) + guid.slice(9, 13) + guid.slice(15, 18) + guid.slice(20, 23) + guid.slice(24);
    const bits = new KeyBits();
    for (let word = 0; word < bits.words.length; word += 1) {
      bits.words[word] = Number.parseInt(hex.slice(word * 6, word * 6 + 6), 16);
    }
    return bits;
  }

  private word(index: number): number {
    return this.words[index] ?? 0;
  }
}

/** Looked up: formatting numbers would take half the time of a key. */
const hexTriples: readonly string[] = Array.from({ length: 0x1000 }, (_, number) =>
  number.toString(16).padStart(3, '0'),
);

function hexTriple(number: number): string {
  return hexTriples[number] ?? '';
}

/** The finaliser of MurmurHash3 (x86, 32 bits): one-to-one, so two seeds never give one full check. */
export function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
