/** The memory of mapped keys: which source key a name-based Guid stands for. */
import { formatKey, type KeyPart, keyPartText } from './key-part';

/** What a mapped Guid needs and its codec cannot give. Filled as rows pass; it can be rebuilt from the source. */
export interface KeyMap {
  /** The key behind a Guid, if a row with it has passed. */
  find(identity: string, guid: string): readonly KeyPart[] | undefined;
  /** Throws {@link KeyCollision} if the Guid is known with other parts. */
  remember(identity: string, guid: string, parts: readonly KeyPart[]): void;
}

/** Two source keys with one Guid: one row would be answered for another. */
export class KeyCollision extends Error {
  readonly identity: string;
  readonly guid: string;

  constructor(identity: string, guid: string, known: readonly KeyPart[], other: readonly KeyPart[]) {
    super(
      `The Guid ${guid} of ${identity} stands for two keys: ${formatKey(known)} and ${formatKey(other)}.`,
    );
    this.name = 'KeyCollision';
    this.identity = identity;
    this.guid = guid;
  }
}

/** A map that lives as long as the process, and forgets nothing in that time. */
export function createMemoryKeyMap(): KeyMap {
  const sets = new Map<string, Map<string, readonly KeyPart[]>>();
  return {
    find(identity, guid) {
      return sets.get(identity)?.get(guid.toLowerCase());
    },
    remember(identity, guid, parts) {
      const keys = sets.get(identity) ?? new Map<string, readonly KeyPart[]>();
      const known = keys.get(guid.toLowerCase());
      if (known !== undefined && !isSameKey(known, parts))
        throw new KeyCollision(identity, guid, known, parts);
      if (known === undefined) keys.set(guid.toLowerCase(), [...parts]);
      sets.set(identity, keys);
    },
  };
}

function isSameKey(one: readonly KeyPart[], other: readonly KeyPart[]): boolean {
  return (
    one.length === other.length &&
    one.every((part, index) => keyPartText(part) === keyPartText(other[index] ?? ''))
  );
}
