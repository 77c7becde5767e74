/** Reads the literals out of a request target, to find them again in what somebody says of the request. */
import { isLiteral, openOptions, tokens } from './mask-literals';
import { splitOption, splitTarget } from './target-parts';

/**
 * Those that are worth looking for. Not short numbers, single letters, `true` and `null`: they are in half of all sentences,
 * and tell nothing of anybody.
 *
 * @example literalsOf("Customers(Company='usmf')?$filter=Size gt 5 and Name eq 'O''Neil'") // ['usmf', "O'Neil"]
 */
export function literalsOf(target: string): readonly string[] {
  const { path, options = [] } = splitTarget(target);
  return [...literalsIn(path), ...options.flatMap(literalsOfOption)];
}

function literalsOfOption(option: string): readonly string[] {
  const { system, value } = splitOption(option);
  if (openOptions.has(system)) return [];
  return system === 'search' ? wordsIn(value) : literalsIn(value);
}

function literalsIn(expression: string): readonly string[] {
  return (expression.match(tokens) ?? []).filter(isLiteral).filter(isTelling).map(unquoted);
}

/** Phrases, and words but for the operators between them. */
function wordsIn(search: string): readonly string[] {
  return (search.match(/"(?:[^"\\]|\\.)*"?|[^\s()"]+/g) ?? [])
    .map((word) => word.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1'))
    .filter((word) => !/^(?:AND|OR|NOT)$/.test(word) && word.length > 1);
}

function unquoted(literal: string): string {
  return literal.startsWith("'") ? literal.slice(1).replace(/'$/, '').replaceAll("''", "'") : literal;
}

/** A number of two digits in quotes is the name of something. */
function isTelling(literal: string): boolean {
  return !/^(?:-?\d{1,2}|'.?'?|true|false|INF|NaN)$/.test(literal);
}
