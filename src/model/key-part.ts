/** One part of a source key: its types, its plain text, and the refusal of a value that is not of its type. */
import type { ColumnType, Key } from '../provider-sdk/index';

/** The types that OData lets stand in a key (CSDL 4.01, 6.5): all but the inexact numbers. */
export type KeyPartType = Exclude<ColumnType, 'Single' | 'Double'>;

/** The value of one key column, in the form that {@link ColumnType} gives for its type. */
export type KeyPart = Key[number];

/** A value that cannot be part of such a key: of another type, out of range, or not in the one form of its type. */
export class InvalidKeyPart extends Error {
  readonly identity: string;

  constructor(identity: string, reason: string) {
    super(`A key of ${identity} ${reason}.`);
    this.name = 'InvalidKeyPart';
    this.identity = identity;
  }
}

/** The one text of a part: equal values have equal texts, whichever form an exact number came in. */
export function keyPartText(part: KeyPart): string {
  return typeof part === 'number' ? plainDecimal(part) : String(part);
}

/** A number without an exponent, so that `1e-7` and `'0.0000001'` are one value. */
export function plainDecimal(number: number): string {
  const text = String(number);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return number === 0 ? '0' : text;
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.');
  const power = Number(exponent);
  return power < 0
    ? `${sign}0.${'0'.repeat(-power - 1)}${whole}${fraction}`
    : `${sign}${whole}${fraction.padEnd(power, '0')}`;
}

/** A source key for people: `usmf|US-000123`; parts that could be misread so are quoted. */
export function formatKey(parts: readonly KeyPart[]): string {
  return parts.map((part) => quoteIfUnclear(keyPartText(part))).join('|');
}

function quoteIfUnclear(text: string): string {
  const unclear = /^$|^\s|\s$|[|"\\\p{C}]/u;
  return unclear.test(text) ? JSON.stringify(text) : text;
}
