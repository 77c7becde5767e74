/** From a Guid back to the source key it was made of. */
import type { KeyProperty, LookupProperty } from '../model/entity-set';
import type { Key } from '../provider-sdk/index';

/** The source key, or undefined for a Guid that no row of the set can have. */
export type DecodeGuid = (property: KeyProperty | LookupProperty, guid: string) => Key | undefined;
