/** Compiles function calls, where the entity supports the function at all. */
import { invalidQuery, unsupportedQuery } from '../http/answer';
import { DECIMAL_SCALE } from '../rows/cell';
import type { FilterScope } from './filter-scope';
import type { Operand, Origin } from './operand';
import type { Expression } from './parse-filter';

type Family = 'text' | 'number' | 'instant';
type Value = string | bigint | number;

interface CanonicalFunction {
  readonly takes: readonly Family[];
  readonly gives: 'boolean' | 'text' | 'number';
  /** Text arguments of a test come folded: the database compares without case. */
  readonly run: (...values: Value[]) => boolean | string | number;
}

const FUNCTIONS: ReadonlyMap<string, CanonicalFunction> = new Map<string, CanonicalFunction>([
  [
    'contains',
    { takes: ['text', 'text'], gives: 'boolean', run: (text, part) => String(text).includes(String(part)) },
  ],
  [
    'startswith',
    { takes: ['text', 'text'], gives: 'boolean', run: (text, part) => String(text).startsWith(String(part)) },
  ],
  [
    'endswith',
    { takes: ['text', 'text'], gives: 'boolean', run: (text, part) => String(text).endsWith(String(part)) },
  ],
  [
    'indexof',
    { takes: ['text', 'text'], gives: 'number', run: (text, part) => String(text).indexOf(String(part)) },
  ],
  ['length', { takes: ['text'], gives: 'number', run: (text) => String(text).length }],
  ['tolower', { takes: ['text'], gives: 'text', run: (text) => String(text).toLowerCase() }],
  ['toupper', { takes: ['text'], gives: 'text', run: (text) => String(text).toUpperCase() }],
  ['trim', { takes: ['text'], gives: 'text', run: (text) => String(text).trim() }],
  ['concat', { takes: ['text', 'text'], gives: 'text', run: (text, other) => String(text) + String(other) }],
  [
    'year',
    { takes: ['instant'], gives: 'number', run: (instant) => new Date(Number(instant)).getUTCFullYear() },
  ],
  [
    'month',
    { takes: ['instant'], gives: 'number', run: (instant) => new Date(Number(instant)).getUTCMonth() + 1 },
  ],
  ['day', { takes: ['instant'], gives: 'number', run: (instant) => new Date(Number(instant)).getUTCDate() }],
]);

/** Refuses an unsupported function without detail, as F&O does (facts page 2.5). */
export function compileCall(
  name: string,
  expressions: readonly Expression[],
  scope: FilterScope,
  compile: (expression: Expression, scope: FilterScope) => Operand,
): Operand {
  const called = FUNCTIONS.get(name);
  if (called === undefined || !scope.isFunctionSupported(name)) throw unsupportedQuery();
  const operands = expressions.map((expression) => compile(expression, scope));
  checkSignature(name, called, operands);
  // A known defect: an ampersand in the value breaks `contains` where it works at all (facts page 2.3).
  if (name === 'contains' && scope.wildcards && textOf(operands[1]).includes('&')) throw unsupportedQuery();
  const isTest = called.gives === 'boolean';
  const readers = operands.map((operand) => readerOf(operand, isTest));
  const run = (row: number): boolean | string | number => called.run(...readers.map((read) => read(row)));
  const origin: Origin = operands.some((operand) => operand.origin === 'row') ? 'row' : 'constant';
  return resultOf(called.gives, origin, run, scope);
}

function checkSignature(name: string, called: CanonicalFunction, operands: readonly Operand[]): void {
  const families = operands.map((operand) => operand.family);
  if (
    families.length === called.takes.length &&
    called.takes.every((family, index) => family === families[index])
  )
    return;
  throw invalidQuery(
    `No function signature for the function with name '${name}' matches the specified arguments.`,
  );
}

function textOf(operand: Operand | undefined): string {
  return operand?.family === 'text' && operand.origin === 'constant' ? operand.read(0) : '';
}

function readerOf(operand: Operand, isTest: boolean): (row: number) => Value {
  if (operand.family === 'text') return isTest ? operand.readFolded : operand.read;
  if (operand.family === 'instant' || operand.family === 'number') return operand.read;
  throw unsupportedQuery();
}

function resultOf(
  gives: CanonicalFunction['gives'],
  origin: Origin,
  run: (row: number) => boolean | string | number,
  scope: FilterScope,
): Operand {
  switch (gives) {
    case 'boolean':
      return { family: 'boolean', origin, read: (row) => run(row) === true };
    case 'text':
      return {
        family: 'text',
        origin,
        read: (row) => String(run(row)),
        readFolded: (row) => scope.rules.fold(String(run(row))),
      };
    case 'number':
      return {
        family: 'number',
        origin,
        edmType: 'Edm.Int32',
        read: (row) => BigInt(run(row)) * DECIMAL_SCALE,
      };
  }
}
