/** How each type of key part is written into the bits of a packed key, and read from them. */
import type { KeyBits } from './key-bits';
import { putDecimal, putInteger, takeDecimal, takeInteger } from './key-number';
import type { KeyPart, KeyPartType } from './key-part';
import { putText, takeText } from './key-text';
import { putDay, putInstant, putTime, takeDay, takeInstant, takeTime } from './key-time';

export interface KeyPartCoding {
  /** False: not a value of this type. A value that takes too many bits is written nevertheless: the bits know. */
  put(bits: KeyBits, part: KeyPart): boolean;
  /**
   * What the bits may mean; `undefined` if nothing. Any rubbish may be read here: only what is written again in the
   * same bits counts.
   */
  take(bits: KeyBits): KeyPart | undefined;
}

/** One form only: were capitals taken too, a long key with a Guid in it would have two names. */
const guidText = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isGuid(part: KeyPart): part is string {
  return typeof part === 'string' && guidText.test(part);
}

const boolean: KeyPartCoding = {
  put(bits, part) {
    if (typeof part !== 'boolean') return false;
    bits.put(part ? 1 : 0, 1);
    return true;
  },
  take: (bits) => bits.take(1) === 1,
};

/** A Guid with anything beside it is longer than a Guid. */
const guid: KeyPartCoding = {
  put(bits, part) {
    bits.giveUp();
    return isGuid(part);
  },
  take: () => undefined,
};

function integer(least: bigint, most: bigint): KeyPartCoding {
  return { put: (bits, part) => putInteger(bits, part, least, most), take: takeInteger };
}

function textual(
  put: (bits: KeyBits, text: string) => boolean,
  take: (bits: KeyBits) => string | undefined,
): KeyPartCoding {
  return { put: (bits, part) => typeof part === 'string' && put(bits, part), take };
}

const codings: Readonly<Record<KeyPartType, KeyPartCoding>> = {
  Boolean: boolean,
  SByte: integer(-128n, 127n),
  Byte: integer(0n, 255n),
  Int16: integer(-32_768n, 32_767n),
  Int32: integer(-2_147_483_648n, 2_147_483_647n),
  Int64: integer(-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n),
  Decimal: { put: putDecimal, take: takeDecimal },
  String: textual(putText, takeText),
  Enum: textual(putText, takeText),
  Duration: textual(putText, takeText),
  Guid: guid,
  Date: textual(putDay, takeDay),
  TimeOfDay: textual(putTime, takeTime),
  DateTimeOffset: textual(putInstant, takeInstant),
};

export function codingOf(type: KeyPartType): KeyPartCoding {
  return codings[type];
}
