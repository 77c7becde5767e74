/** JSON arrays and objects inside expressions, and the list on the right of `in`. */

import {
  BACKSLASH,
  CLOSE,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOUBLE_QUOTE,
  OPEN,
  OPEN_BRACE,
  OPEN_BRACKET,
} from './characters';
import { literal, readLiteral } from './read-literal';
import { expectDistinct, readSeparated } from './read-parentheses';
import type { ReadExpression } from './read-parentheses';
import type { Scanner } from './scanner';
import { limitExceeded } from './syntax-error';
import type { ListSyntax, LiteralSyntax, NamedValueSyntax, ObjectSyntax, Syntax } from './syntax-tree';

/** `["Milk",'Cheese',Name]`. */
export function readList(scanner: Scanner, readExpression: ReadExpression): ListSyntax {
  const at = scanner.position;
  scanner.budget.enter(scanner.clause, at);
  scanner.expect(OPEN_BRACKET, "'['");
  scanner.skipBlanks();
  const items =
    scanner.peek() === CLOSE_BRACKET ? [] : readItems(scanner, () => readElement(scanner, readExpression));
  scanner.skipBlanks();
  scanner.expect(CLOSE_BRACKET, "',' or ']'");
  scanner.budget.leave();
  return { kind: 'list', items, at };
}

/** `{"Name":"Milk","Price":1 add 2}`. */
export function readObject(scanner: Scanner, readExpression: ReadExpression): ObjectSyntax {
  const at = scanner.position;
  scanner.budget.enter(scanner.clause, at);
  scanner.expect(OPEN_BRACE, "'{'");
  scanner.skipBlanks();
  const members =
    scanner.peek() === CLOSE_BRACE ? [] : readItems(scanner, () => readMember(scanner, readExpression));
  expectDistinct(scanner, members);
  scanner.skipBlanks();
  scanner.expect(CLOSE_BRACE, "',' or '}'");
  scanner.budget.leave();
  return { kind: 'object', members, at };
}

/**
 * What stands right of `in`: the items of `(1,2)` or `[1,2]`, or any other operand. `(Name)` is an operand in
 * parentheses, since a list in parentheses holds literals only.
 */
export function readInItems(
  scanner: Scanner,
  readExpression: ReadExpression,
  readOperand: ReadExpression,
): readonly Syntax[] | Syntax {
  if (scanner.peek() === OPEN_BRACKET) return readList(scanner, readExpression).items;
  if (scanner.peek() === OPEN && opensLiterals(scanner)) return readLiterals(scanner);
  return readOperand(scanner);
}

function opensLiterals(scanner: Scanner): boolean {
  const start = scanner.position;
  scanner.position++;
  scanner.skipBlanks();
  const found = scanner.peek() === CLOSE || (readLiteral(scanner) !== undefined && endsItem(scanner));
  scanner.position = start;
  return found;
}

function endsItem(scanner: Scanner): boolean {
  scanner.skipBlanks();
  return scanner.peek() === COMMA || scanner.peek() === CLOSE;
}

function readLiterals(scanner: Scanner): readonly Syntax[] {
  scanner.open();
  const items = scanner.peek() === CLOSE ? [] : readItems(scanner, () => expectLiteral(scanner));
  scanner.close("',' or ')'");
  return items;
}

function expectLiteral(scanner: Scanner): LiteralSyntax {
  scanner.countNode();
  const found = readLiteral(scanner);
  if (found === undefined) throw scanner.unexpected('a literal');
  return found;
}

function readItems<Item>(scanner: Scanner, readItem: () => Item): readonly Item[] {
  const { limits } = scanner.budget;
  let count = 0;
  return readSeparated(scanner, () => {
    count++;
    if (count > limits.inItems) throw limitExceeded(scanner.clause, scanner.position, 'inItems', limits);
    return readItem();
  });
}

function readElement(scanner: Scanner, readExpression: ReadExpression): Syntax {
  if (scanner.peek() !== DOUBLE_QUOTE) return readExpression(scanner);
  scanner.countNode();
  const at = scanner.position;
  return literal('string', readJsonString(scanner), at);
}

function readMember(scanner: Scanner, readExpression: ReadExpression): NamedValueSyntax {
  const at = scanner.position;
  if (scanner.peek() !== DOUBLE_QUOTE) throw scanner.unexpected('a member name in quotation marks');
  const name = readJsonString(scanner);
  scanner.skipBlanks();
  scanner.expect(COLON, "':'");
  scanner.skipBlanks();
  return { name, value: readElement(scanner, readExpression), at };
}

function readJsonString(scanner: Scanner): string {
  const start = scanner.position;
  scanner.position++;
  while (scanner.peek() !== DOUBLE_QUOTE) {
    scanner.position += scanner.peek() === BACKSLASH ? 2 : 1;
    if (scanner.position >= scanner.text.length) {
      throw scanner.unexpected('a quotation mark that ends the string', scanner.text.length);
    }
  }
  scanner.position++;
  return unescapeJson(scanner, start);
}

function unescapeJson(scanner: Scanner, start: number): string {
  try {
    return String(JSON.parse(scanner.text.slice(start, scanner.position)));
  } catch {
    throw scanner.unexpected('a JSON string with valid escapes', start);
  }
}
