/** Numbers of a body: those that the type holds without rounding, and nothing else. */
import {
  canonicalNumber,
  type ColumnDeclaration,
  decimalText,
  type ExactNumber,
} from '../../provider-sdk/index';
import type { JsonTree } from '../body/json-tree';

/** Beyond this a number is an attack: the exact value of the smallest double has 1,076 characters. */
const LONGEST_NUMBER = 1_200;
/** What Number.prototype.toPrecision takes. */
const MOST_DIGITS = 100;

/** A JSON number without rounding; undefined for everything else. */
export function readNumber(tree: JsonTree): ExactNumber | undefined {
  return tree.kind === 'number' && tree.text.length <= LONGEST_NUMBER
    ? canonicalNumber(tree.text)
    : undefined;
}

/** A JSON number or, as with `IEEE754Compatible=true`, a text that is one. */
export function readExactNumber(tree: JsonTree): ExactNumber | undefined {
  return readNumber(tree.kind === 'text' ? { kind: 'number', text: tree.value } : tree);
}

const words: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['INF', Number.POSITIVE_INFINITY],
  ['-INF', Number.NEGATIVE_INFINITY],
]);

/**
 * A double, if the text tells no more than it holds: written with as many digits as were given, it is the same number.
 * `0.1` passes and so does `0.10000000000000001`, which .NET Framework writes for it; `9007199254740993` is refused.
 */
export function readDouble(tree: JsonTree): number | undefined {
  if (tree.kind === 'text') return words.get(tree.value);
  const exact = readNumber(tree);
  if (exact === undefined) return undefined;
  const double = Number(exact);
  // At most 15 digits, and no very large or small number: a double holds it.
  if (typeof exact === 'number') return double;
  // Where two texts are as near, the shortest one (ECMA-262, Number::toString) is not what rounding up to its length gives.
  if (canonicalNumber(String(double)) === exact) return double;
  const digits = countDigits(exact);
  return digits <= MOST_DIGITS && canonicalNumber(double.toPrecision(digits)) === exact ? double : undefined;
}

/** Whether a Decimal has no more digits than its column, before and after the point. */
export function fitsDecimal(value: ExactNumber, { precision, scale }: ColumnDeclaration): boolean {
  const [whole = '', fraction = ''] = decimalText(value).replace(/^-/, '').split('.');
  const wholeDigits = whole === '0' ? 0 : whole.length;
  if (fraction.length > (scale ?? precision ?? Number.POSITIVE_INFINITY)) return false;
  return wholeDigits + (scale ?? fraction.length) <= (precision ?? Number.POSITIVE_INFINITY);
}

/** The significant digits of plain decimal text: without its sign, its point and the zeros at both ends. */
function countDigits(text: string): number {
  const digits = text.replace(/[-.]/g, '');
  let start = 0;
  let end = digits.length;
  while (start < end && digits.charCodeAt(start) === 48) start++;
  while (end > start && digits.charCodeAt(end - 1) === 48) end--;
  return end - start;
}
