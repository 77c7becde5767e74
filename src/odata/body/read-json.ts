/** Reads a request body as JSON (RFC 8259), stricter than JSON.parse and without its losses. */
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOT,
  DOUBLE_QUOTE,
  END,
  isDigit,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
} from '../syntax/characters';
import { shown } from '../syntax/syntax-error';
import { RequestError } from '../../errors';
import { invalidJson, unexpected } from './json-error';
import type { JsonTree } from './json-tree';
import { readJsonText } from './read-json-text';

/** Each is the largest that passes. */
export interface JsonLimits {
  /** Objects and lists within each other. */
  readonly depth: number;
  /** Values, those within others counted too. */
  readonly nodes: number;
}

/** Roomy for one entity of every column a source has, or for a batch of them. */
const defaultJsonLimits: JsonLimits = { depth: 32, nodes: 100_000 };

/**
 * The value of a JSON text. In time and memory linear in its length, on any input.
 *
 * JSON.parse rounds numbers, keeps the last of two members of one name, lets halves of surrogate pairs pass and runs out of
 * stack; here numbers stay text and all of that is refused. A byte order mark is dropped (RFC 8259, 8.1).
 *
 * @throws {RequestError} InvalidBody, with the place
 */
export function readJson(body: string, limits: JsonLimits = defaultJsonLimits): JsonTree {
  const text = body.startsWith('\uFEFF') ? body.slice(1) : body;
  return new JsonReader(text, limits).readWhole();
}

const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const ZERO = 0x30;
const LETTER_E = 0x65;
const LOWER_CASE_BIT = 0x20;

const words: readonly { readonly word: string; readonly tree: JsonTree }[] = [
  { word: 'null', tree: { kind: 'null' } },
  { word: 'true', tree: { kind: 'boolean', value: true } },
  { word: 'false', tree: { kind: 'boolean', value: false } },
];

class JsonReader {
  private readonly text: string;
  private readonly limits: JsonLimits;
  private position = 0;
  private depth = 0;
  private nodes = 0;

  constructor(text: string, limits: JsonLimits) {
    this.text = text;
    this.limits = limits;
  }

  readWhole(): JsonTree {
    this.skipBlanks();
    if (this.peek() === END) throw new RequestError('InvalidBody', 'The body is empty; JSON is wanted.');
    const tree = this.readValue();
    if (this.peek() !== END) throw this.unexpected('the end');
    return tree;
  }

  /** A value and the blanks after it. */
  private readValue(): JsonTree {
    this.nodes++;
    if (this.nodes > this.limits.nodes)
      throw invalidJson(`more than ${this.limits.nodes} values`, this.position);
    const tree = this.readBareValue();
    this.skipBlanks();
    return tree;
  }

  private readBareValue(): JsonTree {
    const code = this.peek();
    if (code === OPEN_BRACE) return this.readObject();
    if (code === OPEN_BRACKET) return this.readList();
    if (code === DOUBLE_QUOTE) return { kind: 'text', value: this.readText() };
    if (code === MINUS || isDigit(code)) return { kind: 'number', text: this.readNumber() };
    for (const { word, tree } of words) if (this.acceptWord(word)) return tree;
    throw this.unexpected('a value');
  }

  private readObject(): JsonTree {
    this.open();
    const members = new Map<string, JsonTree>();
    if (this.accept(CLOSE_BRACE)) return this.closed({ kind: 'object', members });
    do {
      const start = this.position;
      if (this.peek() !== DOUBLE_QUOTE) throw this.unexpected('the name of a member');
      const name = this.readText();
      if (members.has(name)) throw invalidJson(`the name '${shown(name)}' for the second time`, start);
      this.skipBlanks();
      if (!this.accept(COLON)) throw this.unexpected("':'");
      members.set(name, this.readValue());
    } while (this.accept(COMMA));
    if (!this.accept(CLOSE_BRACE)) throw this.unexpected("',' or '}'");
    return this.closed({ kind: 'object', members });
  }

  private readList(): JsonTree {
    this.open();
    const items: JsonTree[] = [];
    if (this.accept(CLOSE_BRACKET)) return this.closed({ kind: 'list', items });
    do items.push(this.readValue());
    while (this.accept(COMMA));
    if (!this.accept(CLOSE_BRACKET)) throw this.unexpected("',' or ']'");
    return this.closed({ kind: 'list', items });
  }

  private open(): void {
    this.depth++;
    if (this.depth > this.limits.depth)
      throw invalidJson(`more than ${this.limits.depth} levels of nesting`, this.position);
    this.position++;
    this.skipBlanks();
  }

  private closed(tree: JsonTree): JsonTree {
    this.depth--;
    return tree;
  }

  private readText(): string {
    const { value, end } = readJsonText(this.text, this.position);
    this.position = end;
    return value;
  }

  /** `-? int frac? exp?` (RFC 8259, 6), as written. */
  private readNumber(): string {
    const start = this.position;
    if (this.peek() === MINUS) this.position++;
    if (this.peek() === ZERO) this.position++;
    else this.skipDigits();
    if (this.peek() === DOT) {
      this.position++;
      this.skipDigits();
    }
    if ((this.peek() | LOWER_CASE_BIT) === LETTER_E) {
      this.position++;
      if (this.peek() === PLUS || this.peek() === MINUS) this.position++;
      this.skipDigits();
    }
    return this.text.slice(start, this.position);
  }

  private skipDigits(): void {
    if (!isDigit(this.peek())) throw this.unexpected('a digit');
    while (isDigit(this.peek())) this.position++;
  }

  private acceptWord(word: string): boolean {
    if (!this.text.startsWith(word, this.position)) return false;
    this.position += word.length;
    return true;
  }

  /** A sign of the grammar and the blanks after it. */
  private accept(code: number): boolean {
    if (this.peek() !== code) return false;
    this.position++;
    this.skipBlanks();
    return true;
  }

  private skipBlanks(): void {
    for (;;) {
      const code = this.peek();
      if (code !== SPACE && code !== TAB && code !== LINE_FEED && code !== CARRIAGE_RETURN) return;
      this.position++;
    }
  }

  private peek(): number {
    return this.position < this.text.length ? this.text.charCodeAt(this.position) : END;
  }

  private unexpected(expected: string): RequestError {
    return unexpected(this.text, this.position, expected);
  }
}
