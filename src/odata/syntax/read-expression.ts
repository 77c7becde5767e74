/** Expressions: operators by precedence, and the operands between them. */

import {
  AT,
  DOLLAR,
  isDelimiter,
  isDigit,
  MINUS,
  OPEN,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SLASH,
} from './characters';
import { peekOperator, PRECEDENCE } from './operators';
import type { BinaryOperator } from './operators';
import { readCall } from './read-call';
import { readInItems, readList, readObject } from './read-list';
import { readGuid, readLiteral, readString, wordLiteral } from './read-literal';
import { NO_ARGUMENTS, readNameArguments, readParentheses } from './read-parentheses';
import { readMarkedOperand, readPathAfter } from './read-path';
import type { Scanner } from './scanner';
import type { LogicalSyntax, Syntax } from './syntax-tree';

/** Any expression, up to what no operator can continue: the end, a comma, a closing parenthesis. */
export function readExpression(scanner: Scanner): Syntax {
  return readBinary(scanner, PRECEDENCE.or);
}

/**
 * Operands joined by operators that bind at least as closely as `least`: `a add b mul c` reads `b mul c` first.
 * Chains grow in a loop; see `SyntaxBudget.reach` for why they are bounded all the same.
 */
function readBinary(scanner: Scanner, least: number): Syntax {
  const { budget } = scanner;
  const outer = budget.reach;
  budget.reach = budget.depth;
  let left = readPrefix(scanner);
  let ahead = peekOperator(scanner);
  for (let links = 0; ahead !== undefined && ahead.operator.precedence >= least; links++) {
    if (links > 0) budget.deepen(scanner.clause, ahead.at);
    left = readRight(scanner, left, ahead.operator, ahead.at);
    ahead = peekOperator(scanner);
  }
  budget.reach = Math.max(outer, budget.reach);
  return left;
}

/** The operator at `at`, whatever stands right of it, and both operands joined. */
function readRight(scanner: Scanner, left: Syntax, operator: BinaryOperator, at: number): Syntax {
  const tighter = operator.precedence + 1;
  switch (operator.kind) {
    case 'and':
    case 'or':
      return readChain(scanner, left, operator.kind, tighter);
    case 'comparison':
      passOperator(scanner, operator, at);
      return { kind: 'comparison', operator: operator.word, left, right: readBinary(scanner, tighter), at };
    case 'arithmetic':
      passOperator(scanner, operator, at);
      return { kind: 'arithmetic', operator: operator.word, left, right: readBinary(scanner, tighter), at };
    case 'in':
      passOperator(scanner, operator, at);
      return { kind: 'in', operand: left, items: readInItems(scanner, readExpression, readPrimary), at };
  }
}

function passOperator(scanner: Scanner, operator: BinaryOperator, at: number): void {
  scanner.countNode();
  scanner.position = at + operator.word.length;
  scanner.skipBlanks();
}

/** All operands of one `and` or `or` in one node, so that a thousand terms cost no depth. */
function readChain(scanner: Scanner, left: Syntax, kind: 'and' | 'or', tighter: number): LogicalSyntax {
  const operands: Syntax[] = [];
  append(operands, left, kind);
  let ahead = peekOperator(scanner);
  const at = ahead?.at ?? scanner.position;
  while (ahead !== undefined && ahead.operator.kind === kind) {
    passOperator(scanner, ahead.operator, ahead.at);
    append(operands, readBinary(scanner, tighter), kind);
    ahead = peekOperator(scanner);
  }
  return { kind, operands, at };
}

/** `a and (b and c)` means the same as `a and b and c`, and becomes the same tree. */
function append(operands: Syntax[], operand: Syntax, kind: 'and' | 'or'): void {
  if (operand.kind !== kind) operands.push(operand);
  else for (const inner of operand.operands) operands.push(inner);
}

/** `not` and `-` bind closer than any binary operator but `has` and `in`: `not a eq 1` is `(not a) eq 1`. */
function readPrefix(scanner: Scanner): Syntax {
  const code = scanner.peek();
  const at = scanner.position;
  if (code === MINUS && !isSignOfLiteral(scanner)) {
    scanner.position++;
    return readUnary(scanner, 'negate', at);
  }
  if ((code | 0x20) === LOWER_N && scanner.acceptWord('not')) return readUnary(scanner, 'not', at);
  return readPrimary(scanner);
}

const LOWER_N = 0x6e;

function isSignOfLiteral(scanner: Scanner): boolean {
  if (isDigit(scanner.peek(1))) return true;
  return scanner.text.startsWith('-INF', scanner.position) && isDelimiter(scanner.peek('-INF'.length));
}

function readUnary(scanner: Scanner, kind: 'not' | 'negate', at: number): Syntax {
  scanner.countNode();
  scanner.budget.enter(scanner.clause, at);
  scanner.skipBlanks();
  const operand = readBinary(scanner, PRECEDENCE.unary);
  scanner.budget.leave();
  return { kind, operand, at };
}

function readPrimary(scanner: Scanner): Syntax {
  scanner.countNode();
  switch (scanner.peek()) {
    case OPEN:
      return readGroup(scanner);
    case QUOTE:
      return readString(scanner);
    case OPEN_BRACKET:
      return readList(scanner, readExpression);
    case OPEN_BRACE:
      return readObject(scanner, readExpression);
    case AT:
    case DOLLAR:
      return readMarkedOperand(scanner, readExpression);
    default:
      return readWord(scanner);
  }
}

function readGroup(scanner: Scanner): Syntax {
  scanner.open();
  const inner = readExpression(scanner);
  scanner.close("an operator or ')'");
  return inner;
}

/** A literal without quotes, a call, or a path; told apart by what follows the first name. */
function readWord(scanner: Scanner): Syntax {
  const at = scanner.position;
  if (!scanner.atName()) {
    const found = readLiteral(scanner);
    if (found === undefined) throw scanner.unexpected('an operand');
    return found;
  }
  const guid = readGuid(scanner);
  if (guid !== undefined) return guid;
  const name = scanner.readName();
  return wordLiteral(scanner, name, at) ?? readNamed(scanner, name, at);
}

function readNamed(scanner: Scanner, name: string, at: number): Syntax {
  const next = scanner.peek();
  if (next === OPEN) return readNamedCall(scanner, name, at);
  if (next !== SLASH && name.includes('.')) throw scanner.unexpected("'(' or '/' after a qualified name");
  return readPathAfter(scanner, { kind: 'name', name, ...NO_ARGUMENTS, at }, readExpression);
}

/** `contains(…)`, `Items(1)/Name`, `Ns.Function(p=1)/Name`, or a call that only the model may know. */
function readNamedCall(scanner: Scanner, name: string, at: number): Syntax {
  const call = readCall(scanner, name, at, readExpression);
  if (call !== undefined) return call;
  const found = readParentheses(scanner, readExpression);
  const sorted = readNameArguments(scanner, name, found);
  if (sorted === undefined) return { kind: 'call', name, arguments: found.values, at };
  return readPathAfter(scanner, { kind: 'name', name, ...sorted, at }, readExpression);
}
