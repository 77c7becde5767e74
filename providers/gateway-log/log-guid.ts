/**
 * Guids of what is in the log, and back, without a store.
 *
 * `cccccccc-cccc-8ccc-8ccc-ccccc nnnnnnn`: version 8 (RFC 9562), 23 digits `c`, and a number of seven hexadecimal digits
 * that tells the calls of one request apart, 0 for the request itself. The digits of a record's id are subtracted from f each,
 * so that Guids in their order are records with the newest first. Of a fingerprint, whose sixteen digits stand for
 * themselves, the rest is 0. Whoever has stored such a Guid relies on this: **it never changes**.
 */

const ID_DIGITS = 23;
const FINGERPRINT_DIGITS = 16;
const NUMBER_DIGITS = 7;

const layout = /^([\da-f]{8})-([\da-f]{4})-8([\da-f]{3})-8([\da-f]{3})-([\da-f]{5})([\da-f]{7})$/;

/** @param number of the call, from 1 */
export function guidOfRecord(id: string, number = 0): string {
  return compose(complement(id), number);
}

/** Undefined for a Guid that no record can have. */
export function recordOfGuid(guid: string): { readonly id: string; readonly number: number } | undefined {
  const parts = decompose(guid);
  return parts && { id: complement(parts.digits), number: parts.number };
}

export function guidOfFingerprint(fingerprint: string): string {
  return compose(fingerprint.padEnd(ID_DIGITS, '0'), 0);
}

/** Undefined for a Guid that no fingerprint can have. */
export function fingerprintOfGuid(guid: string): string | undefined {
  const parts = decompose(guid);
  const fingerprint = parts?.digits.slice(0, FINGERPRINT_DIGITS);
  return fingerprint !== undefined && guidOfFingerprint(fingerprint) === guid ? fingerprint : undefined;
}

function compose(digits: string, number: number): string {
  const tail = number.toString(16).padStart(NUMBER_DIGITS, '0');
  const cut = (start: number, end: number): string => digits.slice(start, end);
  return `${cut(0, 8)}-${cut(8, 12)}-8${cut(12, 15)}-8${cut(15, 18)}-${cut(18, ID_DIGITS)}${tail}`;
}

function decompose(guid: string): { readonly digits: string; readonly number: number } | undefined {
  const match = layout.exec(guid);
  if (match === null) return undefined;
  const [, ...parts] = match;
  return { digits: parts.slice(0, -1).join(''), number: Number.parseInt(parts.at(-1) ?? '', 16) };
}

function complement(digits: string): string {
  return digits.replace(/[\da-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
}
