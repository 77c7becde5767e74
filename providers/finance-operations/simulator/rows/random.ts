/** A small seeded generator: the same seed gives the same rows on every machine. */

// Globals are slow to reach inside a test runner's sandbox, and these are called for every value.
const { floor, imul } = Math;

/** Hashes text to 32 bits (FNV-1a with a final mix). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Draws in a fixed sequence (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: string) {
    this.#state = hashOf(seed);
  }

  /** A fraction from 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return floor(this.next() * limit);
  }

  /** The same, with small numbers far more often than large ones. */
  skewedBelow(limit: number): number {
    return floor(this.next() ** 2 * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new Error('Nothing to pick from');
    return picked;
  }
}

/**
 * A one-to-one scatter of `size` rows: the n-th goes to another place, so that rows are stored in an order that
 * is not that of their numbers.
 */
export function scatterOf(size: number): (n: number) => number {
  let stride = Math.max(1, floor(size * 0.618));
  while (greatestCommonDivisor(stride, size) !== 1) stride++;
  return (n) => (n * stride) % size;
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/** Mixes two small numbers to 32 bits. */
export function mix(left: number, right: number): number {
  let mixed = imul(left ^ 0x9e3779b9, 0x85ebca6b) ^ imul(right + 0x7f4a7c15, 0xc2b2ae35);
  mixed = imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
