/** SHA-1 (FIPS 180-4), for the names of mapped keys: here because this room is reached from rooms that know no Node API. */

const blockBytes = 64;

/** The digest of bytes that are given as characters U+0000 to U+00FF: five (signed) words of 32 bits. */
export function sha1(message: string): readonly number[] {
  let state: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const padded = pad(message);
  const words = new Int32Array(80);
  for (let block = 0; block < padded.length; block += blockBytes) {
    state = compress(state, schedule(words, padded, block));
  }
  return state;
}

/** Section 5.1.1: a one bit, zeros to the end of a block, the last eight bytes being the length in bits. */
function pad(message: string): string {
  const zeros = (2 * blockBytes - 9 - (message.length % blockBytes)) % blockBytes;
  const bits = message.length * 8;
  let length = '';
  for (let power = 7; power >= 0; power -= 1) {
    length += String.fromCharCode(Math.trunc(bits / 256 ** power) % 256);
  }
  return `${message}\x80${'\0'.repeat(zeros)}${length}`;
}

/** Section 6.1.2, step 1: the 16 words of a block stretched to 80. */
function schedule(words: Int32Array, padded: string, block: number): Int32Array {
  for (let byte = 0; byte < blockBytes; byte += 1) {
    const word = byte >> 2;
    words[word] = (at(words, word) << 8) | padded.charCodeAt(block + byte);
  }
  for (let t = 16; t < words.length; t += 1) {
    words[t] = rotate(at(words, t - 3) ^ at(words, t - 8) ^ at(words, t - 14) ^ at(words, t - 16), 1);
  }
  return words;
}

/** Section 6.1.2, steps 2 to 4. */
function compress(state: readonly number[], words: Int32Array): number[] {
  const [h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0] = state;
  // Signed from the start, or the engine calculates the whole block in doubles.
  let a = h0 | 0;
  let b = h1 | 0;
  let c = h2 | 0;
  let d = h3 | 0;
  let e = h4 | 0;
  for (let t = 0; t < words.length; t += 1) {
    const next = (rotate(a, 5) + roundFunction(t, b, c, d) + e + at(words, t)) | 0;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  return [(h0 + a) | 0, (h1 + b) | 0, (h2 + c) | 0, (h3 + d) | 0, (h4 + e) | 0];
}

/** Sections 4.1.1 and 4.2.1: the function and the constant of round `t`. */
function roundFunction(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (t < 60) return ((b & c) | (b & d) | (c & d)) - 0x70e44324;
  return (b ^ c ^ d) - 0x359d3e2a;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function at(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}
