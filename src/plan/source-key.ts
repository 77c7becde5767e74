/** From a Guid back to the source key it was made of. */
import type { KeyProperty, LookupProperty } from '../model/entity-set';
import type { Key } from '../provider-sdk/index';

/** The source key, or undefined for a Guid that no row of the set can have, as far as is known. */
export type DecodeGuid = (property: KeyProperty | LookupProperty, guid: string) => Key | undefined;

/** Whether a Guid was made of a key that is too long to be packed, and the key map does not know it (yet). */
export function isUntraced(
  property: KeyProperty | LookupProperty,
  guid: string,
  decode: DecodeGuid,
): boolean {
  return decode(property, guid) === undefined && property.codec.decode(guid).kind === 'mapped';
}
