/** Calls with arguments by position: canonical functions, `cast` and `isof` with their type names, and `case`. */

import { canonicalFunction } from './canonical-functions';
import type { CanonicalFunction } from './canonical-functions';
import { CLOSE, COLON, OPEN, QUOTE } from './characters';
import { readString } from './read-literal';
import { readSeparated } from './read-parentheses';
import type { ReadExpression } from './read-parentheses';
import type { Scanner } from './scanner';
import type { CallSyntax, CaseSyntax, Syntax, TypeNameSyntax } from './syntax-tree';

/** Reads the arguments of a canonical function whose name has just been read; any other name is left to the caller. */
export function readCall(
  scanner: Scanner,
  name: string,
  at: number,
  readExpression: ReadExpression,
): CallSyntax | CaseSyntax | undefined {
  const canonical = canonicalFunction(name);
  if (canonical !== undefined) {
    const found = readArguments(scanner, readExpression);
    expectCount(scanner, canonical, found.length, at);
    return { kind: 'call', name: canonical.name.toLowerCase(), arguments: found, at };
  }
  const word = name.toLowerCase();
  switch (word) {
    case 'cast':
    case 'isof':
      return readTypeCall(scanner, word, at, readExpression);
    case 'case':
      return readCase(scanner, at, readExpression);
    default:
      return undefined;
  }
}

function readArguments(scanner: Scanner, readExpression: ReadExpression): readonly Syntax[] {
  scanner.open();
  const found = scanner.peek() === CLOSE ? [] : readSeparated(scanner, () => readExpression(scanner));
  scanner.close("an operator, ',' or ')'");
  return found;
}

function expectCount(
  scanner: Scanner,
  { name, least, most }: CanonicalFunction,
  count: number,
  at: number,
): void {
  if (count >= least && count <= most) return;
  const wanted = least === most ? `${least}` : `${least} or ${most}`;
  throw scanner.invalid(`${name} takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${count}`, at);
}

/** `cast(Name,Edm.String)`, `isof(Ns.Type)`: the last argument is a type. */
function readTypeCall(
  scanner: Scanner,
  name: 'cast' | 'isof',
  at: number,
  readExpression: ReadExpression,
): CallSyntax {
  scanner.open();
  const found: Syntax[] = atLastArgument(scanner) ? [] : [readExpression(scanner)];
  if (found.length > 0 && !scanner.acceptComma())
    throw scanner.unexpected("an operator, or ',' and a type name");
  found.push(readTypeName(scanner));
  scanner.close();
  return { kind: 'call', name, arguments: found, at };
}

/** Whether the argument that begins here is the last: a lone name then is a type. */
function atLastArgument(scanner: Scanner): boolean {
  const start = scanner.position;
  const found = scanner.atName() && isLoneTypeName(scanner);
  scanner.position = start;
  return found;
}

function isLoneTypeName(scanner: Scanner): boolean {
  if (scanner.readName() === 'Collection' && scanner.peek() === OPEN) return true;
  scanner.skipBlanks();
  return scanner.peek() === CLOSE;
}

/** `Edm.String`, `Collection(Edm.Guid)`; in quotes too, as clients of older versions write it. */
function readTypeName(scanner: Scanner): TypeNameSyntax {
  scanner.countNode();
  const at = scanner.position;
  if (scanner.peek() === QUOTE) return { kind: 'typeName', name: quotedTypeName(scanner), at };
  return { kind: 'typeName', name: readUnquotedTypeName(scanner), at };
}

function readUnquotedTypeName(scanner: Scanner): string {
  const name = scanner.readName('a type name');
  if (name !== 'Collection' || scanner.peek() !== OPEN) return name;
  scanner.open();
  const element = scanner.readName('a type name');
  scanner.close();
  return `Collection(${element})`;
}

const TYPE_NAME = /^(?:Collection\()?[\p{L}_][\p{L}\p{Nd}_]*(?:\.[\p{L}_][\p{L}\p{Nd}_]*)*\)?$/u;

function quotedTypeName(scanner: Scanner): string {
  const at = scanner.position;
  const { text } = readString(scanner);
  const isCollection = text.startsWith('Collection(');
  if (!TYPE_NAME.test(text) || isCollection !== text.endsWith(')'))
    throw scanner.unexpected('a type name', at);
  return text;
}

/** `case(condition:result,…)` (4.01). */
function readCase(scanner: Scanner, at: number, readExpression: ReadExpression): CaseSyntax {
  scanner.open();
  const branches = readSeparated(scanner, () => {
    const condition = readExpression(scanner);
    scanner.skipBlanks();
    scanner.expect(COLON, "an operator or ':'");
    scanner.skipBlanks();
    return { condition, result: readExpression(scanner) };
  });
  scanner.close("an operator, ',' or ')'");
  return { kind: 'case', branches, at };
}
