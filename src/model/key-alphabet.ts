/** The alphabets of text in a packed key. Their order, symbols and widths are part of format 1: never change one. */
import type { KeyBits } from './key-bits';

/** Symbols are written in groups of three, so that no alphabet wastes more than a fraction of a bit on each. */
export interface Alphabet {
  /** Its number in a Guid. */
  readonly form: number;
  readonly symbols: string;
  /** How many symbols a head may have: in `bits`, counted from `least`. */
  readonly count: { readonly least: number; readonly bits: number };
  /** Bits of one, two and three symbols. */
  readonly widths: readonly [one: number, two: number, three: number];
  /** The place of each symbol, by its character code. */
  readonly places: readonly number[];
}

const figures = '0123456789';
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const smalls = 'abcdefghijklmnopqrstuvwxyz';

const upTo31 = { least: 0, bits: 5 };
/** The wide alphabets run out of room at 16 symbols, and are never chosen for none. */
const upTo16 = { least: 1, bits: 4 };

export const digits = alphabet(0, figures, [4, 7, 10], upTo31);

/** One symbol per byte of UTF-8: the alphabet of what the others do not hold. */
export const bytes = alphabet(7, characters(0, 256), [8, 16, 24], upTo16);

/** From the narrowest to the widest. */
const alphabets: readonly Alphabet[] = [
  digits,
  alphabet(1, `${capitals}-_./ :`, [5, 10, 15], upTo31),
  alphabet(2, `${smalls}-_./ :`, [5, 10, 15], upTo31),
  alphabet(3, `${capitals}${figures}-_./`, [6, 11, 16], upTo31),
  alphabet(4, `${smalls}${figures}-_./`, [6, 11, 16], upTo31),
  alphabet(5, `${capitals}${smalls}${figures}- `, [6, 12, 18], upTo16),
  alphabet(6, characters(0x20, 95), [7, 14, 20], upTo16),
  bytes,
];

/** For each character code, the set of alphabets that hold it: bit n stands for form n. */
const holders: readonly number[] = Array.from(bytes.symbols, (symbol) =>
  alphabets.reduce((held, { form, symbols }) => (symbols.includes(symbol) ? held | (1 << form) : held), 0),
);
const everyForm = 0xff;
const bytesOnly = 1 << bytes.form;

function alphabet(
  form: number,
  symbols: string,
  widths: Alphabet['widths'],
  count: Alphabet['count'],
): Alphabet {
  const places = Array.from({ length: 256 }, () => 0);
  for (let place = 0; place < symbols.length; place += 1) places[symbols.charCodeAt(place)] = place;
  return { form, symbols, count, widths, places };
}

function characters(first: number, count: number): string {
  return String.fromCharCode(...Array.from({ length: count }, (_, index) => first + index));
}

export function alphabetOfForm(form: number): Alphabet {
  return alphabets[form] ?? bytes;
}

/** The forms of the alphabets that hold the first `length` characters: bit n stands for form n. */
export function formsHolding(text: string, length: number): number {
  let forms = everyForm;
  for (let at = 0; at < length; at += 1) forms &= holders[text.charCodeAt(at)] ?? bytesOnly;
  return forms;
}

/** The forms of the alphabets that hold digits: any of them holds all. */
export const digitForms = formsHolding(figures, figures.length);

/** The narrowest alphabet of these forms; `bytes` also for characters that have no byte each yet. */
export function narrowestOf(forms: number): Alphabet {
  return alphabetOfForm(31 - Math.clz32(forms & -forms));
}

/** The bits that so many symbols take. */
export function symbolsWidth(alphabet: Alphabet, count: number): number {
  const [one, two, three] = alphabet.widths;
  const rest = count % 3;
  return ((count - rest) / 3) * three + (rest === 0 ? 0 : rest === 1 ? one : two);
}

/** Each group is a number in the base of the alphabet, its first symbol the most significant. */
export function putSymbols(bits: KeyBits, alphabet: Alphabet, text: string, from: number, to: number): void {
  const { places, symbols, widths } = alphabet;
  const [one, two, three] = widths;
  const base = symbols.length;
  let at = from;
  for (; at + 3 <= to; at += 3) {
    bits.put(
      (placeAt(places, text, at) * base + placeAt(places, text, at + 1)) * base +
        placeAt(places, text, at + 2),
      three,
    );
  }
  if (to - at === 2) bits.put(placeAt(places, text, at) * base + placeAt(places, text, at + 1), two);
  if (to - at === 1) bits.put(placeAt(places, text, at), one);
}

function placeAt(places: readonly number[], text: string, at: number): number {
  return places[text.charCodeAt(at)] ?? 0;
}

/** A group past the last one of its alphabet loses a symbol: what is read so is written otherwise, thus refused. */
export function takeSymbols(bits: KeyBits, alphabet: Alphabet, count: number): string {
  const base = alphabet.symbols.length;
  let text = '';
  for (let left = count; left > 0; left -= 3) {
    const size = Math.min(left, 3);
    const group = bits.take(symbolsWidth(alphabet, size));
    if (size === 3) text += alphabet.symbols.charAt(Math.trunc(group / (base * base)));
    if (size >= 2) text += alphabet.symbols.charAt(Math.trunc(group / base) % base);
    text += alphabet.symbols.charAt(group % base);
  }
  return text;
}
