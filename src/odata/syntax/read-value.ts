/** The query options whose value is one number or one word. */

import { CLOSE, END, isAsciiLetter, isDigit, MINUS, SEMICOLON } from './characters';
import type { Scanner } from './scanner';

/** `$top` and `$skip`: digits only. */
export function readCount(scanner: Scanner): number {
  return readWholeNumber(scanner, 'a whole number, not negative');
}

/** `$index`: may count from the end (4.01). */
export function readIndex(scanner: Scanner): number {
  const expected = 'a whole number';
  if (!scanner.accept(MINUS)) return readWholeNumber(scanner, expected);
  const distance = readWholeNumber(scanner, expected);
  return distance === 0 ? 0 : -distance;
}

/** `$levels`: from 1 on without leading zeroes, or `max`. */
export function readLevels(scanner: Scanner): number | 'max' {
  const start = scanner.position;
  if (scanner.text.startsWith('max', start)) {
    scanner.position += 'max'.length;
    expectValueEnd(scanner, "a whole number from 1 on, or 'max'", start);
    return 'max';
  }
  const levels = readWholeNumber(scanner, "a whole number from 1 on, or 'max'");
  if (scanner.text.startsWith('0', start)) throw scanner.unexpected('a number without leading zeroes', start);
  return levels;
}

/** `$count`: `true` or `false`, in any case (4.01). */
export function readBoolean(scanner: Scanner): boolean {
  const start = scanner.position;
  while (isAsciiLetter(scanner.peek())) scanner.position++;
  const word = scanner.text.slice(start, scanner.position).toLowerCase();
  if (word !== 'true' && word !== 'false') throw scanner.unexpected('true or false', start);
  return word === 'true';
}

function readWholeNumber(scanner: Scanner, expected: string): number {
  const start = scanner.position;
  while (isDigit(scanner.peek())) scanner.position++;
  expectValueEnd(scanner, expected, start);
  const value = Number(scanner.text.slice(start, scanner.position));
  if (scanner.position === start) throw scanner.unexpected(expected, start);
  if (!Number.isSafeInteger(value)) {
    throw scanner.unexpected(`a number up to ${Number.MAX_SAFE_INTEGER}`, start);
  }
  return value;
}

function expectValueEnd(scanner: Scanner, expected: string, start: number): void {
  const code = scanner.peek();
  if (code !== END && code !== SEMICOLON && code !== CLOSE) throw scanner.unexpected(expected, start);
}
