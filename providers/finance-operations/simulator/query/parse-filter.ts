/** Parses a `$filter` into a tree: the operators that F&O lists, and calls, whose names are judged later. */
import { invalidQuery } from '../http/answer';
import { type Token, tokenise } from './tokenise';

export type LiteralKind = 'text' | 'number' | 'instant' | 'date' | 'guid';
export type LogicalOperator = 'and' | 'or';
export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type ArithmeticOperator = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod';

export type Expression =
  | { readonly kind: 'literal'; readonly type: LiteralKind; readonly text: string }
  | { readonly kind: 'enum'; readonly type: string; readonly member: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | Binary<'logical', LogicalOperator>
  | Binary<'comparison', ComparisonOperator>
  | Binary<'arithmetic', ArithmeticOperator>;

interface Binary<Kind extends string, Operator> {
  readonly kind: Kind;
  readonly operator: Operator;
  readonly left: Expression;
  readonly right: Expression;
}

type BinaryKind = 'logical' | 'comparison' | 'arithmetic';

/** From the loosest to the tightest. `has` and `in` are missing on purpose: F&O has neither. */
const LEVELS: readonly { readonly kind: BinaryKind; readonly operators: readonly string[] }[] = [
  { kind: 'logical', operators: ['or'] },
  { kind: 'logical', operators: ['and'] },
  { kind: 'comparison', operators: ['eq', 'ne'] },
  { kind: 'comparison', operators: ['gt', 'ge', 'lt', 'le'] },
  { kind: 'arithmetic', operators: ['add', 'sub'] },
  { kind: 'arithmetic', operators: ['mul', 'div', 'divby', 'mod'] },
];

// Keeps a hostile filter from exhausting the stack.
const DEEPEST = 200;

/** Parses, or refuses with the position of the fault. */
export function parseFilter(text: string): Expression {
  return new FilterParser(text).parse();
}

class FilterParser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenise(text);
  }

  parse(): Expression {
    const expression = this.#binary(0);
    if (this.#next < this.#tokens.length) throw this.#fault();
    return expression;
  }

  #binary(level: number): Expression {
    const grammar = LEVELS[level];
    if (grammar === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let operator = this.#takeOperator(grammar.operators); operator !== undefined;) {
      const right = this.#binary(level + 1);
      // The operator was found in the list of its own level, so that kind and operator belong together.
      left = { kind: grammar.kind, operator, left, right } as Expression;
      operator = this.#takeOperator(grammar.operators);
    }
    return left;
  }

  #unary(): Expression {
    if (this.#takeOperator(['not']) !== undefined)
      return { kind: 'not', operand: this.#nested(() => this.#unary()) };
    if (this.#takeMark('-')) return { kind: 'negate', operand: this.#nested(() => this.#unary()) };
    return this.#primary();
  }

  #primary(): Expression {
    if (this.#takeMark('(')) {
      const inner = this.#nested(() => this.#binary(0));
      this.#expectMark(')');
      return inner;
    }
    const token = this.#tokens[this.#next];
    if (token === undefined || token.kind === 'mark') throw this.#fault();
    this.#next++;
    return token.kind === 'word' ? this.#wordOrCall(token.text) : literalOf(token);
  }

  #wordOrCall(word: string): Expression {
    if (word === 'null') return { kind: 'null' };
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' };
    if (!this.#takeMark('(')) return { kind: 'path', path: word };
    const operands: Expression[] = [];
    if (this.#takeMark(')')) return { kind: 'call', name: word, operands };
    do operands.push(this.#nested(() => this.#lambdaOrExpression()));
    while (this.#takeMark(','));
    this.#expectMark(')');
    return { kind: 'call', name: word, operands };
  }

  /** `d: d/Name eq 'x'`: the variable is read past, for `any` and `all` are refused as a whole. */
  #lambdaOrExpression(): Expression {
    const colon = this.#tokens[this.#next + 1];
    if (colon?.kind === 'mark' && colon.text === ':') this.#next += 2;
    return this.#binary(0);
  }

  #nested(parse: () => Expression): Expression {
    if (++this.#depth > DEEPEST) throw invalidQuery('Recursion depth exceeded allowed limit.');
    const expression = parse();
    this.#depth--;
    return expression;
  }

  #takeOperator(operators: readonly string[]): string | undefined {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'word' || !operators.includes(token.text)) return undefined;
    this.#next++;
    return token.text;
  }

  #takeMark(mark: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'mark' || token.text !== mark) return false;
    this.#next++;
    return true;
  }

  #expectMark(mark: string): void {
    if (!this.#takeMark(mark)) throw this.#fault();
  }

  #fault(): Error {
    const position = this.#tokens[this.#next]?.position ?? this.#text.length;
    return invalidQuery(`Syntax error at position ${position} in '${this.#text}'.`);
  }
}

function literalOf(token: Exclude<Token, { kind: 'word' | 'mark' }>): Expression {
  if (token.kind === 'enum') return { kind: 'enum', type: token.type, member: token.text };
  return { kind: 'literal', type: token.kind, text: token.text };
}
