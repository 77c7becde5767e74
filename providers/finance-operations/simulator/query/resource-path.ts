/** Reads the first segment of a `/data` path: an entity set, perhaps with a key. */

export interface ResourceHead {
  readonly setName: string;
  /** The text between the parentheses; undefined for the set itself. */
  readonly key: string | undefined;
}

/** A segment that names no set has the empty name, which none has. */
export function readResourceHead(segment: string): ResourceHead {
  const [, setName = '', key] = /^(\w+)(?:\((.*)\))?$/s.exec(segment) ?? [];
  return { setName, key };
}
