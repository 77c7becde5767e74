/** Literals: `null`, `true`, numbers, strings, guids, dates, and those with a prefix such as `duration'PT1H'`. */

import { isDelimiter, isDigit, isHexDigit, DOT, MINUS, PLUS, QUOTE } from './characters';
import { readTemporal } from './read-temporal';
import type { Scanner } from './scanner';
import type { LiteralSyntax, LiteralType } from './syntax-tree';

const LOWER_E = 0x65;
const GUID_LENGTH = 36;
/** The one of the four dashes that tells a guid from everything else at a glance. */
const FIRST_DASH = 8;

export function literal(type: LiteralType, text: string, at: number): LiteralSyntax {
  return { kind: 'literal', type, text, typeName: undefined, at };
}

/** Any primitive literal, or `undefined` where something else stands; then the position has not moved. */
export function readLiteral(scanner: Scanner): LiteralSyntax | undefined {
  const code = scanner.peek();
  if (code === QUOTE) return readString(scanner);
  const guid = readGuid(scanner);
  if (guid !== undefined) return guid;
  if (isDigit(code)) return readNumeric(scanner);
  if (code === MINUS || code === PLUS) return readSigned(scanner);
  if (!scanner.atName()) return undefined;
  const start = scanner.position;
  const found = wordLiteral(scanner, scanner.readName(), start);
  if (found === undefined) scanner.position = start;
  return found;
}

/** `'O''Neil'`. */
export function readString(scanner: Scanner): LiteralSyntax {
  const at = scanner.position;
  return literal('string', readQuoted(scanner), at);
}

/**
 * A name that is a literal after all, once its word has been read: a keyword up to a delimiter, or a prefix with a
 * quote after it. `nullable` and `duration` alone stay names.
 */
export function wordLiteral(scanner: Scanner, word: string, at: number): LiteralSyntax | undefined {
  if (scanner.peek() === QUOTE) return readPrefixed(scanner, word, at);
  if (word.length > LONGEST_KEYWORD || !isDelimiter(scanner.peek())) return undefined;
  if (word === 'INF' || word === 'NaN') return literal('double', word, at);
  const keyword = word.toLowerCase();
  switch (keyword) {
    case 'null':
      return literal('null', keyword, at);
    case 'true':
    case 'false':
      return literal('boolean', keyword, at);
    default:
      return undefined;
  }
}

const LONGEST_KEYWORD = 'false'.length;

/** A guid before a number before a name: `0f3c0f5e-…` begins like a number, `ec086998-…` like a name. */
export function readGuid(scanner: Scanner): LiteralSyntax | undefined {
  if (scanner.peek(FIRST_DASH) !== MINUS) return undefined;
  for (let i = 0; i < GUID_LENGTH; i++) {
    const code = scanner.peek(i);
    const isDash = i === 8 || i === 13 || i === 18 || i === 23;
    if (isDash ? code !== MINUS : !isHexDigit(code)) return undefined;
  }
  const at = scanner.position;
  scanner.position += GUID_LENGTH;
  return literal('guid', scanner.text.slice(at, scanner.position), at);
}

/** What begins with a digit: a date or time where its first separator says so, else a number. */
function readNumeric(scanner: Scanner): LiteralSyntax {
  return readTemporal(scanner) ?? readNumber(scanner, scanner.position);
}

/** What begins with a sign: a number, a date before year zero, or `-INF`. A sign of anything else is an operator. */
function readSigned(scanner: Scanner): LiteralSyntax | undefined {
  const at = scanner.position;
  if (isDigit(scanner.peek(1))) {
    const date = scanner.peek() === MINUS ? readTemporal(scanner) : undefined;
    if (date !== undefined) return date;
    // A plus sign says nothing, and would have to be encoded whenever the number is written again.
    const start = scanner.peek() === PLUS ? at + 1 : at;
    scanner.position = at + 1;
    return readNumber(scanner, start, at);
  }
  if (scanner.text.startsWith('-INF', at) && isDelimiter(scanner.peek(4))) {
    scanner.position = at + 4;
    return literal('double', '-INF', at);
  }
  return undefined;
}

/** Digits with an optional fraction and exponent; the text is taken from `start`, which may hold the sign. */
function readNumber(scanner: Scanner, start: number, at = start): LiteralSyntax {
  let type: LiteralType = 'integer';
  skipDigits(scanner);
  if (scanner.peek() === DOT) {
    type = 'decimal';
    scanner.position++;
    skipDigits(scanner);
  }
  if ((scanner.peek() | 0x20) === LOWER_E) {
    type = 'decimal';
    scanner.position++;
    if (scanner.peek() === MINUS || scanner.peek() === PLUS) scanner.position++;
    skipDigits(scanner);
  }
  if (!isDelimiter(scanner.peek())) throw scanner.unexpected('the end of the number');
  return literal(type, scanner.text.slice(start, scanner.position), at);
}

function skipDigits(scanner: Scanner): void {
  if (!isDigit(scanner.peek())) throw scanner.unexpected('a digit');
  while (isDigit(scanner.peek())) scanner.position++;
}

/** The content between apostrophes, where two of them stand for one. */
function readQuoted(scanner: Scanner): string {
  const start = scanner.position + 1;
  let end = start;
  let doubled = false;
  for (;;) {
    end = scanner.text.indexOf("'", end);
    if (end === -1) throw scanner.unexpected('an apostrophe that ends the string', scanner.text.length);
    if (scanner.text.charCodeAt(end + 1) !== QUOTE) break;
    doubled = true;
    end += 2;
  }
  scanner.position = end + 1;
  const content = scanner.text.slice(start, end);
  return doubled ? content.replaceAll("''", "'") : content;
}

const DURATION = /^-?P(?=\d|T\d)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;
/** base64url; the pad characters are optional. */
const BINARY = /^(?:[\w-]{4})*(?:[\w-]{2}(?:==)?|[\w-]{3}=?)?$/;
/** Member names or numbers. .NET writes a blank after the comma of flags. */
const ENUM_MEMBERS = /^(?:[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*|[+-]?\d+)$/u;
/** The outline only: the gateway refuses geo types when it binds them, and needs their text for that. */
const SHAPE =
  /^SRID=\d{1,5};(?:Point|LineString|Polygon|MultiPoint|MultiLineString|MultiPolygon|GeometryCollection)\([\w ().,+-]*\)$/i;

function readPrefixed(scanner: Scanner, prefix: string, at: number): LiteralSyntax {
  if (prefix.includes('.')) return readEnum(scanner, prefix, at);
  const type = prefix.toLowerCase();
  const quote = scanner.position;
  switch (type) {
    case 'duration':
      return { ...checked(scanner, DURATION, 'a duration such as PT1H30M'), type, at };
    case 'binary':
      return { ...checked(scanner, BINARY, 'base64url text'), type, at };
    case 'geography':
    case 'geometry': {
      const shape = checked(scanner, SHAPE, 'a shape such as SRID=0;Point(1 2)');
      if (!isBalanced(shape.text)) throw scanner.unexpected('balanced parentheses', quote);
      return { ...shape, type, at };
    }
    default:
      throw scanner.unexpected(
        'an operator, or one of the prefixes duration, binary, geography, geometry',
        quote,
      );
  }
}

function checked(scanner: Scanner, pattern: RegExp, expected: string): LiteralSyntax {
  const content = scanner.position + 1;
  const found = readString(scanner);
  if (!pattern.test(found.text)) throw scanner.unexpected(expected, content);
  return found;
}

/** `Sales.Pattern'Red,Blue'`. */
function readEnum(scanner: Scanner, typeName: string, at: number): LiteralSyntax {
  const content = scanner.position + 1;
  const members = readQuoted(scanner)
    .split(',')
    .map((member) => member.trim());
  for (const member of members) {
    if (!ENUM_MEMBERS.test(member))
      throw scanner.unexpected('enumeration members, separated by commas', content);
  }
  return { kind: 'literal', type: 'enum', text: members.join(','), typeName, at };
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}
