/** The functions of text (OData 4.01 URL Conventions 5.1.1.5 and 5.1.1.7). Positions and lengths count UTF-16 code units, as .NET clients and SQL Server do. */
import { type Collation, type ExactNumber, foldCase } from '../provider-sdk/index';
import { toDouble } from './number-kind';
import { lift, liftTwo, type Operand, type ValueOf } from './scope';

/** Looks for the second text in the first, both folded if case is ignored. A constant is folded only once. */
export function compileSearch(
  search: (text: string, wanted: string) => boolean,
  text: Operand,
  wanted: Operand,
  collation: Collation,
): ValueOf {
  if (collation === 'ordinal') return liftTwo(text, wanted, search);
  if (typeof wanted.constant === 'string') {
    const folded = foldCase(wanted.constant);
    return lift(text, (value: string) => search(foldCase(value), folded));
  }
  return liftTwo(text, wanted, (value: string, part: string) => search(foldCase(value), foldCase(part)));
}

export function compileIndexOf(text: Operand, wanted: Operand, collation: Collation): ValueOf {
  if (collation === 'ordinal') {
    return liftTwo(text, wanted, (value: string, part: string) => value.indexOf(part));
  }
  return liftTwo(text, wanted, indexOfIgnoringCase);
}

/**
 * From a position, zero-based or (negative) from the end, as many characters as wanted and there. A negative length is
 * a mistake; where it is not a constant only the row can tell, and the result is null.
 */
export function compileSubstring(text: Operand, start: Operand, length: Operand | undefined): ValueOf {
  if (length === undefined) {
    return liftTwo(text, start, (value: string, from: ExactNumber) => value.slice(toDouble(from)));
  }
  const rest = liftTwo(text, start, (value: string, from: ExactNumber) => value.slice(toDouble(from)));
  return liftTwo(
    { type: 'String', read: rest, constant: undefined },
    length,
    (value: string, wanted: ExactNumber) => {
      const count = toDouble(wanted);
      return count < 0 ? null : value.slice(0, count);
    },
  );
}

/** Folding may lengthen a text (`İ` becomes two code units), and then a position in it is not the one in the text. */
function indexOfIgnoringCase(text: string, part: string): number {
  const folded = foldCase(text);
  const index = folded.indexOf(foldCase(part));
  return index <= 0 || folded.length === text.length ? index : unfoldedIndex(text, index);
}

function unfoldedIndex(text: string, foldedIndex: number): number {
  let position = 0;
  let folded = 0;
  for (const character of text) {
    folded += foldCase(character).length;
    if (folded > foldedIndex) break;
    position += character.length;
  }
  return position;
}
