/** The Guid of a key that is too long to be packed: a name-based UUIDv5 (RFC 9562, 5.5) of set and key. */
import { type KeyPart, keyPartText } from './key-part';
import { sha1 } from './key-sha1';
import { utf8Bytes } from './key-utf8';

/** The name space of all mapped keys, 90d4f374-ea10-4153-8afb-756c6cf4a30a, drawn once for this project. */
const nameSpace = '\x90\xd4\xf3\x74\xea\x10\x41\x53\x8a\xfb\x75\x6c\x6c\xf4\xa3\x0a';

/**
 * The name is the identity and then the text of each part, each as `length:text` (length in UTF-16 code units), in
 * UTF-8: `11:CustomersV34:usmf9:US-000123`. With the lengths, no two keys have one name.
 */
export function nameKey(identity: string, parts: readonly KeyPart[]): string {
  const name = [identity, ...parts.map(keyPartText)].map((text) => `${text.length}:${text}`).join('');
  const hex = sha1(nameSpace + (utf8Bytes(name) ?? ''))
    .map((word) => hexHalf(word >>> 16) + hexHalf(word & 0xffff))
    .join('');
  const variant = (Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant.toString(16)}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** By halves, because numbers of more than 31 bits are formatted several times slower. */
function hexHalf(half: number): string {
  return half.toString(16).padStart(4, '0');
}

export function isNamedKey(guid: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(guid);
}
