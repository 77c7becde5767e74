/** The binary operators and how closely each binds; the parser and the printer both follow this table. */

import { CLOSE, isAsciiLetter, isBlank, OPEN, OPEN_BRACKET } from './characters';
import type { Scanner } from './scanner';
import type { ArithmeticOperator, ComparisonOperator } from './syntax-tree';

/** OData ABNF, operator precedence: a higher number binds closer; all are left-associative. */
export const PRECEDENCE = {
  or: 1,
  and: 2,
  equality: 3,
  relational: 4,
  additive: 5,
  multiplicative: 6,
  unary: 7,
  primary: 8,
} as const;

export type BinaryOperator =
  | { readonly kind: 'and' | 'or'; readonly word: string; readonly precedence: number }
  | {
      readonly kind: 'comparison';
      readonly word: ComparisonOperator;
      readonly precedence: number;
    }
  | { readonly kind: 'arithmetic'; readonly word: ArithmeticOperator; readonly precedence: number }
  | { readonly kind: 'in'; readonly word: 'in'; readonly precedence: number };

const OPERATORS: readonly BinaryOperator[] = [
  { kind: 'or', word: 'or', precedence: PRECEDENCE.or },
  { kind: 'and', word: 'and', precedence: PRECEDENCE.and },
  { kind: 'comparison', word: 'eq', precedence: PRECEDENCE.equality },
  { kind: 'comparison', word: 'ne', precedence: PRECEDENCE.equality },
  { kind: 'comparison', word: 'gt', precedence: PRECEDENCE.relational },
  { kind: 'comparison', word: 'ge', precedence: PRECEDENCE.relational },
  { kind: 'comparison', word: 'lt', precedence: PRECEDENCE.relational },
  { kind: 'comparison', word: 'le', precedence: PRECEDENCE.relational },
  { kind: 'arithmetic', word: 'add', precedence: PRECEDENCE.additive },
  { kind: 'arithmetic', word: 'sub', precedence: PRECEDENCE.additive },
  { kind: 'arithmetic', word: 'mul', precedence: PRECEDENCE.multiplicative },
  { kind: 'arithmetic', word: 'div', precedence: PRECEDENCE.multiplicative },
  { kind: 'arithmetic', word: 'divby', precedence: PRECEDENCE.multiplicative },
  { kind: 'arithmetic', word: 'mod', precedence: PRECEDENCE.multiplicative },
  { kind: 'comparison', word: 'has', precedence: PRECEDENCE.primary },
  { kind: 'in', word: 'in', precedence: PRECEDENCE.primary },
];

const BY_WORD: ReadonlyMap<string, BinaryOperator> = new Map(OPERATORS.map((entry) => [entry.word, entry]));
const LONGEST_WORD = 'divby'.length;

export function precedenceOf(word: ComparisonOperator | ArithmeticOperator | 'and' | 'or' | 'in'): number {
  return BY_WORD.get(word)?.precedence ?? PRECEDENCE.primary;
}

/** An operator found ahead, and where its word begins. */
export interface OperatorAhead {
  readonly operator: BinaryOperator;
  readonly at: number;
}

/**
 * The operator after an operand, if one stands there; the position does not move. Blanks around it may be missing
 * next to parentheses, as in `(a)and(b)` and `a in(1,2)`, which clients write though the ABNF forbids it.
 */
export function peekOperator(scanner: Scanner): OperatorAhead | undefined {
  let offset = 0;
  while (isBlank(scanner.peek(offset))) offset++;
  if (offset === 0 && scanner.text.charCodeAt(scanner.position - 1) !== CLOSE) return undefined;
  let length = 0;
  while (length <= LONGEST_WORD && isAsciiLetter(scanner.peek(offset + length))) length++;
  const after = scanner.peek(offset + length);
  if (!isBlank(after) && after !== OPEN && after !== OPEN_BRACKET) return undefined;
  const at = scanner.position + offset;
  const word = scanner.text.slice(at, at + length);
  const operator = BY_WORD.get(word) ?? BY_WORD.get(word.toLowerCase());
  return operator === undefined ? undefined : { operator, at };
}
