/** Hashes tags into tables of a fixed size: two tags in one place only invalidate each other. */

// Looked up once: the hash is the cost of every tag.
const { imul } = Math;

/** FNV-1a in 32 bits, its halves joined: quick, and even enough for a table. */
export function hashTag(tag: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < tag.length; index++) {
    state = imul(state ^ tag.charCodeAt(index), 0x01000193);
  }
  return state ^ (state >>> 16);
}
