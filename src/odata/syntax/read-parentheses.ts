/** What stands in parentheses after a name: a key predicate, or the parameters of a function. */

import { AT, CLOSE, EQUALS, OPEN } from './characters';
import { readLiteral } from './read-literal';
import type { Scanner } from './scanner';
import type { KeyPredicateSyntax, NamedValueSyntax, Syntax } from './syntax-tree';

/** Reads one expression; the grammar is recursive, so the rules beneath it are given their own start. */
export type ReadExpression = (scanner: Scanner) => Syntax;

/** The content of one pair of parentheses: `(1)`, `(Id=1)` or `()`. */
export interface Parentheses {
  readonly values: readonly Syntax[];
  /** Set when the values have names, in the same order. */
  readonly named: readonly NamedValueSyntax[] | undefined;
  readonly at: number;
}

export function readParentheses(scanner: Scanner, readValue: ReadExpression): Parentheses {
  const at = scanner.position;
  scanner.open();
  const content = scanner.peek() === CLOSE ? EMPTY : readContent(scanner, readValue);
  scanner.close("',' or ')'");
  return { ...content, at };
}

const EMPTY = { values: [], named: undefined };

function readContent(scanner: Scanner, readValue: ReadExpression): Omit<Parentheses, 'at'> {
  if (atNamedValue(scanner)) {
    const named = readSeparated(scanner, () => readNamedValue(scanner, readValue));
    return { values: named.map(({ value }) => value), named };
  }
  return { values: readSeparated(scanner, () => readValue(scanner)), named: undefined };
}

export function readSeparated<Item>(scanner: Scanner, readItem: () => Item): readonly Item[] {
  const items = [readItem()];
  while (scanner.acceptComma()) items.push(readItem());
  return items;
}

function readNamedValue(scanner: Scanner, readValue: ReadExpression): NamedValueSyntax {
  const at = scanner.position;
  const name = scanner.readIdentifier();
  scanner.skipBlanks();
  scanner.expect(EQUALS, "'='");
  scanner.skipBlanks();
  return { name, value: readValue(scanner), at };
}

function atNamedValue(scanner: Scanner): boolean {
  if (!scanner.atName()) return false;
  const start = scanner.position;
  scanner.readIdentifier();
  scanner.skipBlanks();
  const found = scanner.peek() === EQUALS;
  scanner.position = start;
  return found;
}

/** `(1)`, `(Id=1)`, `(@p)`, `(OrderId=1,ItemId='a')`: values are literals and aliases, never expressions. */
export function readKeyPredicate(scanner: Scanner): KeyPredicateSyntax {
  const found = readParentheses(scanner, readKeyValue);
  const key = asKeyPredicate(scanner, found);
  if (key === undefined) throw scanner.unexpected('one key value, or values with names', found.at);
  return key;
}

/** Parentheses as a key predicate, if that is what they can be. */
function asKeyPredicate(scanner: Scanner, found: Parentheses): KeyPredicateSyntax | undefined {
  if (!found.values.every(isKeyValue)) return undefined;
  if (found.named !== undefined) {
    expectDistinct(scanner, found.named);
    return { kind: 'named', values: found.named, at: found.at };
  }
  const [value] = found.values;
  if (value === undefined || found.values.length > 1) return undefined;
  return { kind: 'single', value, at: found.at };
}

export function expectDistinct(scanner: Scanner, named: readonly NamedValueSyntax[]): void {
  const seen = new Set<string>();
  for (const { name, at } of named) {
    if (seen.has(name)) throw scanner.invalid('the same name is given twice', at);
    seen.add(name);
  }
}

function isKeyValue(value: Syntax): boolean {
  return value.kind === 'literal' || value.kind === 'alias';
}

/** A literal or `@alias`: all that a key or a function in a resource path may hold. */
export function readKeyValue(scanner: Scanner): Syntax {
  scanner.countNode();
  const at = scanner.position;
  if (scanner.accept(AT)) return { kind: 'alias', name: scanner.readIdentifier(), at };
  const value = readLiteral(scanner);
  if (value === undefined) throw scanner.unexpected('a literal or an alias');
  return value;
}

/** The parentheses after a name, one or two pairs, as they appear in a `name` segment of a path. */
export interface NameArguments {
  readonly key: KeyPredicateSyntax | undefined;
  readonly parameters: readonly NamedValueSyntax[] | undefined;
}

export const NO_ARGUMENTS: NameArguments = { key: undefined, parameters: undefined };

/**
 * Sorts the first parentheses after a name into key or parameters, and reads a key after parameters.
 * Answers `undefined` where the values can be neither: positional arguments of a function.
 */
export function readNameArguments(
  scanner: Scanner,
  name: string,
  first: Parentheses,
): NameArguments | undefined {
  const key = asKeyPredicate(scanner, first);
  const isCall =
    first.values.length === 0 || (first.named !== undefined && (key === undefined || name.includes('.')));
  if (isCall || (first.named !== undefined && scanner.peek() === OPEN)) {
    const parameters = first.named ?? [];
    expectDistinct(scanner, parameters);
    return { parameters, key: scanner.peek() === OPEN ? readKeyPredicate(scanner) : undefined };
  }
  return key === undefined ? undefined : { key, parameters: undefined };
}
