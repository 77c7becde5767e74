/** Epochs: for each tag a number in Redis that every raise of it changes, in a table of a fixed size. */
import { hashTag } from './tag-hash';
import { EVERYTHING } from './tags';

/** Two tags in one place only invalidate each other. The table takes at most a few megabytes in Redis. */
const PLACES = 65_536;

/** The name of the tag's epoch in the table. */
export function epochOf(tag: string): string {
  return tag === EVERYTHING ? EVERYTHING : String(hashTag(tag) & (PLACES - 1));
}
