/** Dates, times of day and instants, checked against the calendar and the clock. */

import { BLANK, COLON, DOT, isDelimiter, isDigit, MINUS, PLUS } from './characters';
import type { Scanner } from './scanner';
import type { LiteralSyntax } from './syntax-tree';

const LOWER_T = 0x74;
const LOWER_Z = 0x7a;
const LOWER_CASE_BIT = 0x20;
const ZERO = 0x30;
const LONGEST_FRACTION = 12;
const DAYS_OF_MONTH: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `2026-01-31`, `2026-01-31T08:30:00Z` or `08:30:00`; `undefined` where a number or anything else stands. */
export function readTemporal(scanner: Scanner): LiteralSyntax | undefined {
  const at = scanner.position;
  const sign = scanner.peek() === MINUS ? 1 : 0;
  let digits = 0;
  while (isDigit(scanner.peek(sign + digits))) digits++;
  const separator = scanner.peek(sign + digits);
  if (separator === COLON && digits === 2 && sign === 0 && isDigit(scanner.peek(3)))
    return readTimeOfDay(scanner, at);
  if (separator !== MINUS || digits < 4) return undefined;
  return readDate(scanner, at, sign + digits);
}

function readTimeOfDay(scanner: Scanner, at: number): LiteralSyntax {
  readTime(scanner, 'a time of day such as 08:30:00');
  expectDelimiter(scanner, 'the end of the time');
  return temporal('timeOfDay', scanner.text.slice(at, scanner.position), at);
}

function readDate(scanner: Scanner, at: number, yearLength: number): LiteralSyntax {
  const expected = 'a date such as 2026-01-31';
  const signed = scanner.peek() === MINUS;
  const yearStart = signed ? at + 1 : at;
  const year = scanner.text.slice(yearStart, at + yearLength);
  if (year.length > 4 && year.startsWith('0')) throw scanner.unexpected(expected);
  scanner.position += yearLength;
  scanner.expect(MINUS, expected);
  const month = readTwoDigits(scanner, 1, 12, expected);
  scanner.expect(MINUS, expected);
  readTwoDigits(scanner, 1, daysOf(month, year), `a day of month ${month} of ${year}`);
  if ((scanner.peek() | LOWER_CASE_BIT) === LOWER_T) return readInstant(scanner, at);
  expectDelimiter(scanner, 'the end of the date');
  return temporal('date', scanner.text.slice(at, scanner.position), at);
}

function readInstant(scanner: Scanner, at: number): LiteralSyntax {
  const expected = 'a date and time such as 2026-01-31T08:30:00Z';
  scanner.position++;
  readTime(scanner, expected);
  const local = scanner.text.slice(at, scanner.position);
  const offset = readOffset(scanner, expected);
  expectDelimiter(scanner, 'the end of the date and time');
  return temporal('dateTimeOffset', (local + offset).toUpperCase(), at);
}

/** `Z` or `±hh:mm`. A blank is read as the plus sign that a client forgot to encode. */
function readOffset(scanner: Scanner, expected: string): string {
  const code = scanner.peek();
  if ((code | LOWER_CASE_BIT) === LOWER_Z) {
    scanner.position++;
    return 'Z';
  }
  if (code !== PLUS && code !== MINUS && code !== BLANK) throw scanner.unexpected(expected);
  scanner.position++;
  const start = scanner.position;
  readTwoDigits(scanner, 0, 23, expected);
  scanner.expect(COLON, expected);
  readTwoDigits(scanner, 0, 59, expected);
  return (code === MINUS ? '-' : '+') + scanner.text.slice(start, scanner.position);
}

/** `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fraction`. The clock ends at 23:59, and a minute may have a leap second. */
function readTime(scanner: Scanner, expected: string): void {
  readTwoDigits(scanner, 0, 23, expected);
  scanner.expect(COLON, expected);
  readTwoDigits(scanner, 0, 59, expected);
  if (!scanner.accept(COLON)) return;
  readTwoDigits(scanner, 0, 60, expected);
  if (!scanner.accept(DOT)) return;
  const start = scanner.position;
  while (isDigit(scanner.peek())) scanner.position++;
  const length = scanner.position - start;
  if (length === 0 || length > LONGEST_FRACTION) {
    throw scanner.unexpected(`1 to ${LONGEST_FRACTION} digits of a second`, start);
  }
}

function readTwoDigits(scanner: Scanner, least: number, most: number, expected: string): number {
  const tens = scanner.peek();
  const ones = scanner.peek(1);
  const value = (tens - ZERO) * 10 + ones - ZERO;
  if (!isDigit(tens) || !isDigit(ones) || value < least || value > most) throw scanner.unexpected(expected);
  scanner.position += 2;
  return value;
}

/** The last digits decide about leap years, and a year may have more of them than a number holds. */
function daysOf(month: number, year: string): number {
  const days = DAYS_OF_MONTH[month - 1] ?? 0;
  if (month !== 2) return days;
  const inCycle = Number(year.slice(-4)) % 400;
  const isLeap = inCycle % 4 === 0 && (inCycle % 100 !== 0 || inCycle === 0);
  return isLeap ? days + 1 : days;
}

function expectDelimiter(scanner: Scanner, expected: string): void {
  if (!isDelimiter(scanner.peek())) throw scanner.unexpected(expected);
}

function temporal(type: 'date' | 'timeOfDay' | 'dateTimeOffset', text: string, at: number): LiteralSyntax {
  return { kind: 'literal', type, text, typeName: undefined, at };
}
