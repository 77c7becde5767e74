/** Text inside a packed key: a head in the narrowest alphabet that holds it, then perhaps a tail of digits. */
import {
  type Alphabet,
  alphabetOfForm,
  bytes,
  digitForms,
  digits,
  formsHolding,
  narrowestOf,
  putSymbols,
  symbolsWidth,
  takeSymbols,
} from './key-alphabet';
import type { KeyBits } from './key-bits';
import { utf8Bytes, utf8Text } from './key-utf8';

const formWidth = 3;
const tailWidth = 4;
const longestTail = 2 ** tailWidth;

/**
 * `US-000123` becomes `US-` in capitals and `000123` in digits wherever that is shorter than one alphabet for all.
 * False for text with half a surrogate pair: it has no UTF-8 form, so no source can have sent it.
 */
export function putText(bits: KeyBits, text: string): boolean {
  const tail = tailLength(text);
  const headForms = formsHolding(text, text.length - tail);
  const head = narrowestOf(headForms);
  const whole = tail === 0 ? head : narrowestOf(headForms & digitForms);
  const symbols = whole === bytes ? utf8Bytes(text) : text;
  if (symbols === undefined) return false;

  const { length } = symbols;
  const split = length - tail;
  const splitWidth = headWidth(head, split) + tailWidth + symbolsWidth(digits, tail);
  if (splitWidth < headWidth(whole, length)) {
    putHead(bits, head, symbols, split);
    bits.put(1, 1);
    bits.put(tail - 1, tailWidth);
    putSymbols(bits, digits, symbols, split, length);
  } else {
    putHead(bits, whole, symbols, length);
    bits.put(0, 1);
  }
  return true;
}

/** `undefined` for bytes that are not UTF-8. */
export function takeText(bits: KeyBits): string | undefined {
  const alphabet = alphabetOfForm(bits.take(formWidth));
  const head = takeSymbols(bits, alphabet, bits.take(alphabet.count.bits) + alphabet.count.least);
  const tail = bits.take(1) === 0 ? '' : takeSymbols(bits, digits, bits.take(tailWidth) + 1);
  return alphabet === bytes ? utf8Text(head + tail) : head + tail;
}

function putHead(bits: KeyBits, alphabet: Alphabet, text: string, length: number): void {
  const { least, bits: countWidth } = alphabet.count;
  if (length - least >= 2 ** countWidth) return bits.giveUp();
  bits.put(alphabet.form, formWidth);
  bits.put(length - least, countWidth);
  putSymbols(bits, alphabet, text, 0, length);
}

function headWidth(alphabet: Alphabet, length: number): number {
  return alphabet.count.bits + symbolsWidth(alphabet, length);
}

function tailLength(text: string): number {
  const most = Math.min(longestTail, text.length);
  let length = 0;
  while (length < most && isDigit(text.charCodeAt(text.length - 1 - length))) length += 1;
  return length;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
