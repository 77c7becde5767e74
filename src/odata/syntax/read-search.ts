/** The grammar of $search: words, phrases, NOT, AND (which may be left out) and OR. */

import { BLANK, CLOSE, DOUBLE_QUOTE, END, isBlank, OPEN, QUOTE, SEMICOLON, TAB } from './characters';
import { readString } from './read-literal';
import type { Scanner } from './scanner';
import type { SearchSyntax } from './syntax-tree';

/** Whether `;` ends the option: it does inside $expand and $select, at the top it belongs to a word. */
export type SearchPlace = 'top' | 'nested';

/** `NOT blue OR "dark green"`; AND binds closer than OR. AND, OR and NOT are words where no operator can stand. */
export function readSearch(scanner: Scanner, place: SearchPlace): SearchSyntax {
  const at = scanner.position;
  if (scanner.peek() === QUOTE) return { kind: 'incomplete', text: readString(scanner).text, at };
  return readAlternatives(scanner, place);
}

function readAlternatives(scanner: Scanner, place: SearchPlace): SearchSyntax {
  const at = scanner.position;
  const operands = [readConjunction(scanner, place)];
  while (acceptOperator(scanner, 'OR', place)) operands.push(readConjunction(scanner, place));
  return combine('or', operands, at);
}

function readConjunction(scanner: Scanner, place: SearchPlace): SearchSyntax {
  const at = scanner.position;
  const operands = [readOperand(scanner, place)];
  while (acceptAnd(scanner, place)) operands.push(readOperand(scanner, place));
  return combine('and', operands, at);
}

function combine(kind: 'and' | 'or', operands: readonly SearchSyntax[], at: number): SearchSyntax {
  const [first] = operands;
  return first !== undefined && operands.length === 1 ? first : { kind, operands, at };
}

function readOperand(scanner: Scanner, place: SearchPlace): SearchSyntax {
  scanner.countNode();
  const at = scanner.position;
  if (atOperator(scanner, 'NOT', place)) {
    scanner.position += 'NOT'.length;
    scanner.skipBlanks();
    return { kind: 'not', operand: readPrimary(scanner, place), at };
  }
  return readPrimary(scanner, place);
}

function readPrimary(scanner: Scanner, place: SearchPlace): SearchSyntax {
  const at = scanner.position;
  if (scanner.peek() === OPEN) {
    scanner.open();
    const inner = readAlternatives(scanner, place);
    scanner.close("AND, OR, a word or ')'");
    return inner;
  }
  if (scanner.peek() === DOUBLE_QUOTE) return { kind: 'phrase', text: readPhrase(scanner), at };
  return { kind: 'term', text: readTerm(scanner, place), at };
}

function readPhrase(scanner: Scanner): string {
  const start = scanner.position + 1;
  const end = scanner.text.indexOf('"', start);
  if (end === -1) throw scanner.unexpected('a quotation mark that ends the phrase', scanner.text.length);
  if (end === start) throw scanner.unexpected('a phrase', end);
  scanner.position = end + 1;
  return scanner.text.slice(start, end);
}

function readTerm(scanner: Scanner, place: SearchPlace): string {
  const start = scanner.position;
  while (isWordCharacter(scanner.peek(), place)) scanner.position++;
  if (scanner.position === start) throw scanner.unexpected('a word, a phrase or an opening parenthesis');
  return scanner.text.slice(start, scanner.position);
}

function isWordCharacter(code: number, place: SearchPlace): boolean {
  switch (code) {
    case END:
    case BLANK:
    case TAB:
    case OPEN:
    case CLOSE:
    case DOUBLE_QUOTE:
      return false;
    case SEMICOLON:
      return place === 'top';
    default:
      return true;
  }
}

/** AND, or nothing but blanks between two operands; an OR that has an operand after it is left to the caller. */
function acceptAnd(scanner: Scanner, place: SearchPlace): boolean {
  if (acceptOperator(scanner, 'AND', place)) return true;
  const start = scanner.position;
  const separated = scanner.skipBlanks();
  if (separated && !atOperator(scanner, 'OR', place) && startsOperand(scanner.peek(), place)) return true;
  scanner.position = start;
  return false;
}

function acceptOperator(scanner: Scanner, word: 'AND' | 'OR', place: SearchPlace): boolean {
  const start = scanner.position;
  const separated = scanner.skipBlanks() || scanner.text.charCodeAt(start - 1) === CLOSE;
  if (separated && atOperator(scanner, word, place)) {
    scanner.position += word.length;
    scanner.skipBlanks();
    return true;
  }
  scanner.position = start;
  return false;
}

/** An operator is a whole word in capitals with an operand after it; without one, it is a word to search for. */
function atOperator(scanner: Scanner, word: 'AND' | 'OR' | 'NOT', place: SearchPlace): boolean {
  if (!scanner.text.startsWith(word, scanner.position)) return false;
  let offset = word.length;
  if (scanner.peek(offset) === OPEN) return true;
  if (!isBlank(scanner.peek(offset))) return false;
  while (isBlank(scanner.peek(offset))) offset++;
  return startsOperand(scanner.peek(offset), place);
}

function startsOperand(code: number, place: SearchPlace): boolean {
  return code === OPEN || code === DOUBLE_QUOTE || isWordCharacter(code, place);
}
