/**
 * The key of a source row as one Guid, and back.
 *
 * Dataverse knows a row by a Guid; sources know it by columns. There are three kinds of Guid, told apart by the
 * version digit (the 13th hex digit):
 *
 * - *native*: the key is one Guid already. It stays as it is.
 * - *packed*: version 8. The key itself lies in the Guid, so that any instance reads it back without a store.
 * - *mapped*: version 5. The key is too long: a hash (`key-name.ts`) that only a key map (`key-map.ts`) can trace back.
 *
 * The layout below is format 1. Views, bookmarks and lookups hold these Guids, so **it never changes**.
 *
 * ## A packed Guid by hand
 *
 * `pppppppp-pppp-8ppp-9ppp-pppppppppppp`: the 8 is the UUID version. The 9 is the UUID variant (binary 10) and the
 * number of the format (binary 01). The 30 digits `p` are 120 bits, filled from the left:
 *
 * | bits | |
 * |---|---|
 * | 0 to 108 | the parts in key order, each telling its own end; the scheme says their types |
 * | the rest | zeros |
 * | the last 12 to 32 | the check: as many bits as the parts leave free, 32 at most |
 *
 * | type | written as |
 * |---|---|
 * | String, Enum, Duration | form (3 bits), count of head symbols (see below), head, 0 (1 bit) — or instead of the 0: 1, count of tail digits less one (4), tail in form 0 |
 * | Boolean | 1 bit |
 * | SByte, Byte, Int16, Int32, Int64 | 1 for negative (1), count of hex digits less one (4), magnitude in hex: no leading zeros, one digit at least |
 * | Decimal | 1 for negative (1), digits after the point (5), count of all digits (5), all digits in form 0: no leading zeros, one digit at least |
 * | Date | days since 0001-01-01 (22) |
 * | TimeOfDay | resolution (2): 0 midnight; 1 seconds of the day (17); 2 the same and milliseconds (10); 3 seconds and 100 ns (24) |
 * | DateTimeOffset | Date, TimeOfDay, both UTC |
 *
 * Symbols come in groups of three, each group a number in the base of its alphabet; a last group may be of one or two.
 *
 * | form | alphabet, in the order of its symbols | bits of 1, 2, 3 symbols | count of symbols |
 * |---|---|---|---|
 * | 0 | `0-9` | 4, 7, 10 | 0 to 31 (5) |
 * | 1 | `A-Z` `-_./ :` | 5, 10, 15 | 0 to 31 (5) |
 * | 2 | `a-z` `-_./ :` | 5, 10, 15 | 0 to 31 (5) |
 * | 3 | `A-Z` `0-9` `-_./` | 6, 11, 16 | 0 to 31 (5) |
 * | 4 | `a-z` `0-9` `-_./` | 6, 11, 16 | 0 to 31 (5) |
 * | 5 | `A-Z` `a-z` `0-9` `-` blank | 6, 12, 18 | 1 to 16, less one (4) |
 * | 6 | printable ASCII, U+0020 to U+007E | 7, 14, 20 | 1 to 16, less one (4) |
 * | 7 | the bytes of UTF-8 | 8, 16, 24 | 1 to 16, less one (4) |
 *
 * A text has the first form that holds its head. Its final digits, 16 at most, are a tail if that makes it shorter.
 * A text with a character that form 6 lacks is taken as its UTF-8 bytes first.
 *
 * The check: seed = `mix`(FNV-1a, 32 bits, of the identity in UTF-8). For each six hex digits of the 30, with zeros
 * where the check will be, check = `mix`(check xor these). `mix` is the finaliser of MurmurHash3. The low bits count.
 *
 * What is read is written again: only the same Guid counts. Hence no two Guids are one key, no Guid two keys, and a
 * Guid of another set, of chance or with a typing error is *foreign*, but for one in 2^12 to 2^32 by its length.
 *
 * @example `usmf`, `US-000123` of `CustomersV3`: 010 00100 (form 2, 4 symbols) `usm` `f` 0, then 001 00011 `US-`
 * 1 0101 (6 digits in the tail) `000` `123`.
 */
import { KeyBits, mix } from './key-bits';
import { codingOf, isGuid, type KeyPartCoding } from './key-coding';
import { isNamedKey, nameKey } from './key-name';
import { InvalidKeyPart, type KeyPart, type KeyPartType } from './key-part';
import { utf8Bytes } from './key-utf8';

/** What fixes the Guids of an entity set: change it, and the Guids of all its rows are others. */
export interface KeyScheme {
  /** The source entity, such as `CustomersV3`: the Guids of one identity are foreign to another. */
  readonly identity: string;
  /** The types of the key columns in key order, at least one. */
  readonly parts: readonly KeyPartType[];
  readonly version: 1;
}

export interface EncodedKey {
  readonly kind: 'native' | 'packed' | 'mapped';
  /** 36 characters, lower case. */
  readonly guid: string;
}

export type DecodedGuid =
  | { readonly kind: 'native' | 'packed'; readonly parts: readonly KeyPart[] }
  /** Made of a key that was too long, perhaps by this scheme: ask the key map. */
  | { readonly kind: 'mapped' }
  /** No codec of this scheme made it: there is no such row. */
  | { readonly kind: 'foreign' };

export interface KeyCodec {
  readonly scheme: KeyScheme;
  /** Throws {@link InvalidKeyPart} for parts that are not, in number and form, what the scheme says. */
  encode(parts: readonly KeyPart[]): EncodedKey;
  /** Never throws: text that is no Guid is foreign. */
  decode(guid: string): DecodedGuid;
}

export function createKeyCodec(scheme: KeyScheme): KeyCodec {
  if (scheme.parts.length === 0) throw new InvalidKeyPart(scheme.identity, 'has no parts');
  const [first] = scheme.parts;
  return scheme.parts.length === 1 && first === 'Guid' ? nativeCodec(scheme) : packingCodec(scheme);
}

const foreign: DecodedGuid = { kind: 'foreign' };
const mapped: DecodedGuid = { kind: 'mapped' };

function nativeCodec(scheme: KeyScheme): KeyCodec {
  return {
    scheme,
    encode(parts) {
      requireCount(scheme, parts);
      const [guid = ''] = parts;
      if (!isGuid(guid)) throw invalidPart(scheme, 0);
      return { kind: 'native', guid };
    },
    decode(guid) {
      const part = guid.toLowerCase();
      return isGuid(part) ? { kind: 'native', parts: [part] } : foreign;
    },
  };
}

function packingCodec(scheme: KeyScheme): KeyCodec {
  const codings = scheme.parts.map(codingOf);
  const write = keyWriter(codings);
  const seed = seedOf(scheme.identity);
  const bits = new KeyBits();
  return {
    scheme,
    encode(parts) {
      requireCount(scheme, parts);
      const invalid = write(bits, parts);
      if (invalid !== undefined) throw invalidPart(scheme, invalid);
      if (!bits.fits) return { kind: 'mapped', guid: nameKey(scheme.identity, parts) };
      bits.seal(seed);
      return { kind: 'packed', guid: bits.toGuid() };
    },
    decode(guid) {
      const given = KeyBits.ofGuid(guid);
      if (given === undefined) return isNamedKey(guid) ? mapped : foreign;
      const parts = takeParts(given, codings);
      if (parts === undefined) return foreign;
      if (write(bits, parts) !== undefined || !bits.fits) return foreign;
      bits.seal(seed);
      return bits.equals(given) ? { kind: 'packed', parts } : foreign;
    },
  };
}

/** Fills the bits with a key; tells the index of the first part that is not of its type, if there is one. */
type KeyWriter = (bits: KeyBits, parts: readonly KeyPart[]) => number | undefined;

/** Companies are few; where the first part is something else, keys come in any order and most of them are seen once. */
const mostHeads = 64;

/** The bits of first parts are kept: it is the company, and the rows of a page take turns among a few of them. */
function keyWriter(codings: readonly KeyPartCoding[]): KeyWriter {
  const heads = new Map<KeyPart, KeyBits>();
  const headOf = (first: KeyPart): KeyBits | undefined => {
    const known = heads.get(first);
    if (known !== undefined) return known;
    const head = new KeyBits();
    if (codings[0]?.put(head, first) !== true) return undefined;
    if (heads.size < mostHeads) heads.set(first, head);
    return head;
  };
  return (bits, parts) => {
    const [first] = parts;
    const head = first === undefined ? undefined : headOf(first);
    if (head === undefined) return 0;
    bits.copy(head);
    for (let index = 1; index < codings.length; index += 1) {
      const part = parts[index];
      if (part === undefined || codings[index]?.put(bits, part) !== true) return index;
    }
    return undefined;
  };
}

function takeParts(bits: KeyBits, codings: readonly KeyPartCoding[]): readonly KeyPart[] | undefined {
  const parts: KeyPart[] = [];
  for (const coding of codings) {
    const part = coding.take(bits);
    if (part === undefined || !bits.fits) return undefined;
    parts.push(part);
  }
  return parts;
}

/** FNV-1a, 32 bits, mixed once more because it stirs short texts little. */
function seedOf(identity: string): number {
  const bytes = utf8Bytes(identity);
  if (bytes === undefined) throw new InvalidKeyPart(identity, 'has an identity that is not Unicode');
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at += 1) hash = Math.imul(hash ^ bytes.charCodeAt(at), 0x01000193);
  return mix(hash);
}

function requireCount(scheme: KeyScheme, parts: readonly KeyPart[]): void {
  if (parts.length === scheme.parts.length) return;
  throw new InvalidKeyPart(scheme.identity, `has ${scheme.parts.length} parts, not ${parts.length}`);
}

/** The value stays out of the message: it may be personal, and messages reach logs. */
function invalidPart(scheme: KeyScheme, index: number): InvalidKeyPart {
  return new InvalidKeyPart(scheme.identity, `has no ${scheme.parts[index] ?? 'value'} as part ${index + 1}`);
}
