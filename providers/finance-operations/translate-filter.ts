/** Translates a filter into the words of `/data`, row by row of the facts page's table (section 8). */
import {
  addDays,
  foldCase,
  instantOrder,
  startOfDay,
  UnsupportedQuery,
  type Expression,
  type Value,
} from '../../src/provider-sdk/index';
import { emptyValueOf } from './empty-value';
import { allOf, anyOf, type Predicate, test } from './predicate';
import { FIRST_INSTANT, type SourceColumn } from './source-column';
import { type EqualityTerm, type RangeTerm, readTerm, type Term, type WildcardTerm } from './term';
import { writeLiteral, writeText } from './write-literal';

export type ColumnsByName = ReadonlyMap<string, SourceColumn>;

/** @throws {UnsupportedQuery} on anything that the declaration does not offer */
export function translateFilter(filter: Expression, columns: ColumnsByName): Predicate {
  switch (filter.kind) {
    case 'and':
      return allOf(filter.operands.map((operand) => translateFilter(operand, columns)));
    case 'or':
      return anyOf(filter.operands.map((operand) => translateFilter(operand, columns)));
    case 'literal':
      return filter.value === true;
    case 'comparison':
    case 'in':
    case 'call':
    case 'column':
    case 'not':
    case 'arithmetic':
    case 'negate': {
      const term = readTerm(filter);
      if (term === undefined)
        throw new UnsupportedQuery(`F&O is not asked for ${filter.kind} terms of this form.`);
      return translateTerm(term, columns);
    }
  }
}

export function translateTerm(term: Term, columns: ColumnsByName): Predicate {
  const column = columns.get(term.column);
  if (column === undefined) throw new UnsupportedQuery(`The entity has no column ${term.column}.`);
  switch (term.kind) {
    case 'equality':
      return translateEquality(column, term);
    case 'range':
      return translateRange(column, term);
    case 'list':
      return translateList(column, term.values);
    case 'wildcard':
      return translateWildcard(column, term);
  }
}

function translateEquality(column: SourceColumn, { negated, value }: EqualityTerm): Predicate {
  if (value === null) return negated ? isPresent(column) : isAbsent(column);
  switch (column.kind) {
    case 'day':
    case 'instant':
      return negated ? isOtherTime(column, value) : isTime(column, value);
    case 'text':
      // An empty text is null outside of keys, so no row equals ''.
      if (value === '' && !column.isKey) return negated;
      return test(`${column.name} ${negated ? 'ne' : 'eq'} ${writeText(String(value))}`);
    case 'noYes':
    case 'boolean':
    case 'enum':
    case 'int32':
    case 'int64':
    case 'decimal':
    case 'guid':
      return test(`${column.name} ${negated ? 'ne' : 'eq'} ${writeLiteral(column, value)}`);
  }
}

function isAbsent(column: SourceColumn): Predicate {
  const empty = emptyValueOf(column);
  return empty !== undefined && test(`${column.name} ${empty.absent}`);
}

function isPresent(column: SourceColumn): Predicate {
  const empty = emptyValueOf(column);
  return empty === undefined || test(`${column.name} ${empty.present}`);
}

/** A day is a range, which covers the noon that F&O keeps it at (facts page, trap 6). */
function isTime(column: SourceColumn, value: Value): Predicate {
  const { start, end } = spanOf(column, value);
  if (isEmptyTime(column, start)) return false;
  if (column.kind === 'instant') return test(`${column.name} eq ${start}`);
  return allOf([test(`${column.name} ge ${start}`), end === undefined || test(`${column.name} lt ${end}`)]);
}

function isOtherTime(column: SourceColumn, value: Value): Predicate {
  const { start, end } = spanOf(column, value);
  if (isEmptyTime(column, start)) return true;
  if (column.kind === 'instant') return test(`${column.name} ne ${start}`);
  return anyOf([test(`${column.name} lt ${start}`), end !== undefined && test(`${column.name} ge ${end}`)]);
}

function translateRange(column: SourceColumn, { operator, value }: RangeTerm): Predicate {
  if (value === null) return false;
  if (column.kind !== 'day' && column.kind !== 'instant') {
    return test(`${column.name} ${operator} ${writeLiteral(column, value)}`);
  }
  const { start, end } = spanOf(column, value);
  switch (operator) {
    case 'ge':
      return since(column, 'ge', start);
    case 'gt':
      if (column.kind === 'instant') return since(column, 'gt', start);
      return end !== undefined && since(column, 'ge', end);
    case 'lt':
      return until(column, 'lt', start);
    case 'le':
      if (column.kind === 'instant') return until(column, 'le', start);
      return end === undefined ? isPresent(column) : until(column, 'lt', end);
  }
}

/** A bound below the first date would let the empty dates in. */
function since(column: SourceColumn, operator: 'ge' | 'gt', bound: string): Predicate {
  return isEmptyTime(column, bound) ? isPresent(column) : test(`${column.name} ${operator} ${bound}`);
}

/** Empty dates stand before every other, so an upper bound alone would let them in. */
function until(column: SourceColumn, operator: 'lt' | 'le', bound: string): Predicate {
  if (isEmptyTime(column, bound) || (operator === 'lt' && bound === FIRST_INSTANT && !column.isKey))
    return false;
  return allOf([isPresent(column), test(`${column.name} ${operator} ${bound}`)]);
}

/** The instants from which and before which a value lies; of an instant just itself. No end after the last day of all. */
function spanOf(
  column: SourceColumn,
  value: Value,
): { readonly start: string; readonly end: string | undefined } {
  const text = String(value);
  if (column.kind === 'instant') return { start: text, end: undefined };
  const next = addDays(text, 1);
  return { start: startOfDay(text), end: next === undefined ? undefined : startOfDay(next) };
}

function isEmptyTime(column: SourceColumn, instant: string): boolean {
  return !column.isKey && instantOrder(instant) < instantOrder(FIRST_INSTANT);
}

/** F&O has no `in` (facts page 2.3). Texts that differ in case only are one value to it. */
function translateList(column: SourceColumn, values: readonly Value[]): Predicate {
  const distinct = new Map<Value, Value>();
  for (const value of values) {
    distinct.set(column.kind === 'text' && typeof value === 'string' ? foldCase(value) : value, value);
  }
  const alternatives = [...distinct.values()].map((value) =>
    translateEquality(column, { kind: 'equality', column: column.name, negated: false, value }),
  );
  return anyOf(alternatives, true);
}

/** Asterisks inside `eq` are the documented way to look for a part of a text (facts page, trap 2). */
function translateWildcard(column: SourceColumn, { position, needle }: WildcardTerm): Predicate {
  if (needle === '') return isPresent(column);
  switch (position) {
    case 'anywhere':
      return test(`${column.name} eq ${writeText(`*${needle}*`)}`);
    case 'start':
      return test(`${column.name} eq ${writeText(`${needle}*`)}`);
    case 'end':
      return test(`${column.name} eq ${writeText(`*${needle}`)}`);
  }
}
