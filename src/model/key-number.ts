/** Whole and decimal numbers inside a packed key: as short as their digits, and without a digit lost. */
import type { ExactNumber } from '../provider-sdk/index';
import { digits, putSymbols, takeSymbols } from './key-alphabet';
import type { KeyBits } from './key-bits';
import { type KeyPart, plainDecimal } from './key-part';

const wholeNumber = /^(?:0|-?[1-9]\d*)$/;
const decimalNumber = /^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;
/** A double gives this many significant digits back unchanged. */
const exactDigits = 15;
const half = 2 ** 32;

/** A sign bit, the count of hex digits less one (4 bits), the magnitude in hex. False: not a whole number in range. */
export function putInteger(bits: KeyBits, part: KeyPart, least: bigint, most: bigint): boolean {
  if (typeof part === 'number') {
    if (!Number.isSafeInteger(part) || part < least || part > most) return false;
    const magnitude = Math.abs(part);
    putMagnitude(bits, part < 0, Math.trunc(magnitude / half), magnitude >>> 0);
    return true;
  }
  if (typeof part !== 'string' || !wholeNumber.test(part)) return false;
  const whole = BigInt(part);
  if (whole < least || whole > most) return false;
  const magnitude = whole < 0n ? -whole : whole;
  putMagnitude(bits, whole < 0n, Number(magnitude >> 32n), Number(magnitude & 0xffffffffn));
  return true;
}

export function takeInteger(bits: KeyBits): ExactNumber {
  const sign = bits.take(1) === 1 ? '-' : '';
  let magnitude = '0x';
  for (let left = bits.take(4) + 1; left > 0; left -= 1) magnitude += bits.take(4).toString(16);
  return exactNumber(`${sign}${BigInt(magnitude)}`);
}

function putMagnitude(bits: KeyBits, negative: boolean, high: number, low: number): void {
  const hexDigits = high === 0 ? Math.max(1, hexLength(low)) : 8 + hexLength(high);
  bits.put(negative ? 1 : 0, 1);
  bits.put(hexDigits - 1, 4);
  for (let at = hexDigits - 1; at >= 0; at -= 1) {
    bits.put(at >= 8 ? (high >>> ((at - 8) * 4)) & 15 : (low >>> (at * 4)) & 15, 4);
  }
}

function hexLength(number: number): number {
  return (35 - Math.clz32(number)) >> 2;
}

const scaleWidth = 5;
const countWidth = 5;
const largest = 31;

/** A sign bit, the digits after the point (5 bits), all digits (5 bits), the digits. False: not a decimal number. */
export function putDecimal(bits: KeyBits, part: KeyPart): boolean {
  const text = typeof part === 'number' ? plainDecimal(part) : part;
  if (typeof text !== 'string' || !decimalNumber.test(text) || text === '-0') return false;
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.slice(negative ? 1 : 0).split('.');
  const mantissa = significantDigits(whole + fraction);
  if (fraction.length > largest || mantissa.length > largest) {
    bits.giveUp();
    return true;
  }
  bits.put(negative ? 1 : 0, 1);
  bits.put(fraction.length, scaleWidth);
  bits.put(mantissa.length, countWidth);
  putSymbols(bits, digits, mantissa, 0, mantissa.length);
  return true;
}

export function takeDecimal(bits: KeyBits): ExactNumber {
  const sign = bits.take(1) === 1 ? '-' : '';
  const scale = bits.take(scaleWidth);
  const mantissa = takeSymbols(bits, digits, bits.take(countWidth)).padStart(scale + 1, '0');
  const point = mantissa.length - scale;
  return exactNumber(`${sign}${mantissa.slice(0, point)}${scale === 0 ? '' : `.${mantissa.slice(point)}`}`);
}

/** Leading zeros say nothing beside the scale; the digits of zero itself are `0`. */
function significantDigits(all: string): string {
  return all.replace(/^0+(?=\d)/, '');
}

function exactNumber(text: string): ExactNumber {
  return significantDigits(text.replace(/[-.]/g, '')).length <= exactDigits ? Number(text) : text;
}
