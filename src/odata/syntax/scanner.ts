/** The position in one decoded text, and the few moves that every rule of the grammar is made of. */

import { BLANK, CLOSE, COMMA, DOT, END, isBlank, isNamePart, isNameStart, OPEN, TAB } from './characters';
import { invalidAt, invalidSyntax, limitExceeded } from './syntax-error';
import type { ODataSyntaxError } from './syntax-error';
import type { SyntaxBudget } from './syntax-budget';

/** Reads one option's text from left to right, once. Holds all state of a parse: nothing lives outside it. */
export class Scanner {
  readonly text: string;
  readonly clause: string;
  readonly budget: SyntaxBudget;
  position = 0;

  constructor(text: string, clause: string, budget: SyntaxBudget) {
    this.text = text;
    this.clause = clause;
    this.budget = budget;
    if (text.length > budget.limits.optionLength) {
      throw limitExceeded(clause, budget.limits.optionLength, 'optionLength', budget.limits);
    }
  }

  /** The character code at an offset from the position, `END` past the end. */
  peek(offset = 0): number {
    const index = this.position + offset;
    return index < this.text.length ? this.text.charCodeAt(index) : END;
  }

  atEnd(): boolean {
    return this.position >= this.text.length;
  }

  skipBlanks(): boolean {
    const start = this.position;
    let code = this.peek();
    while (code === BLANK || code === TAB) {
      this.position++;
      code = this.peek();
    }
    return this.position > start;
  }

  accept(code: number): boolean {
    if (this.peek() !== code) return false;
    this.position++;
    return true;
  }

  expect(code: number, expected: string): void {
    if (!this.accept(code)) throw this.unexpected(expected);
  }

  /** Opens a parenthesis, which counts as one level of nesting until `close`. */
  open(): void {
    this.budget.enter(this.clause, this.position);
    this.expect(OPEN, "'('");
    this.skipBlanks();
  }

  close(expected = "')'"): void {
    this.skipBlanks();
    this.expect(CLOSE, expected);
    this.budget.leave();
  }

  /** A comma with blanks on either side, which many clients write though the grammar has none. */
  acceptComma(): boolean {
    const start = this.position;
    this.skipBlanks();
    if (!this.accept(COMMA)) {
      this.position = start;
      return false;
    }
    this.skipBlanks();
    return true;
  }

  expectEnd(expected = 'an operator or the end'): void {
    this.skipBlanks();
    if (!this.atEnd()) throw this.unexpected(expected);
  }

  atName(): boolean {
    return !this.atEnd() && isNameStart(this.codePoint());
  }

  /** A simple name: `Name`. */
  readIdentifier(expected = 'a name'): string {
    const start = this.position;
    this.skipIdentifier(expected);
    return this.text.slice(start, this.position);
  }

  /** `Name` or `Namespace.Name`; a dot that no name follows is left alone. */
  readName(expected = 'a name'): string {
    const start = this.position;
    this.skipIdentifier(expected);
    while (this.peek() === DOT) {
      this.position++;
      if (!this.atName()) {
        this.position--;
        break;
      }
      this.skipIdentifier(expected);
    }
    return this.text.slice(start, this.position);
  }

  /** Whether a word stands here, in any case, with a blank or an opening parenthesis after it. */
  acceptWord(word: string): boolean {
    const end = this.position + word.length;
    const found = this.text.slice(this.position, end);
    if (found !== word && found.toLowerCase() !== word) return false;
    const after = this.peek(word.length);
    if (!isBlank(after) && after !== OPEN) return false;
    this.position = end;
    return true;
  }

  countNode(): void {
    this.budget.countNode(this.clause, this.position);
  }

  unexpected(expected: string, at = this.position): ODataSyntaxError {
    return invalidSyntax(this.text, this.clause, at, expected);
  }

  invalid(problem: string, at = this.position): ODataSyntaxError {
    return invalidAt(this.text, this.clause, at, problem);
  }

  private codePoint(): number {
    return this.text.codePointAt(this.position) ?? END;
  }

  private skipIdentifier(expected: string): void {
    const start = this.position;
    if (!this.atName()) throw this.unexpected(expected);
    do {
      this.position += this.codePoint() > 0xffff ? 2 : 1;
    } while (!this.atEnd() && isNamePart(this.codePoint()));
    const { limits } = this.budget;
    if (this.position - start > limits.identifierLength) {
      throw limitExceeded(this.clause, start, 'identifierLength', limits);
    }
  }
}
