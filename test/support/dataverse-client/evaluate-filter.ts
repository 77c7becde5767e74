/** Re-evaluates a filter on a returned row, under every reading that the standard and honest sources leave open. */
import { evaluateArithmetic, evaluateFunction, type Reading } from './evaluate-function';
import type { BinaryOperator, Expression, Literal } from './expression';
import type { Row } from './judge-row';
import { propertyOf, type TableModel } from './service-model';
import { textCollations } from './text-collation';
import {
  compareValues,
  readInstant,
  typedValue,
  decimalValue,
  readDouble,
  type TypedValue,
} from './typed-value';

/** Whether a row satisfies a filter in every reading, in some, or in none. */
type Verdict = 'always' | 'sometimes' | 'never';

/**
 * Left open by sources and by the standard's versions: how text compares, whether a comparison with null is false
 * or unknown (which `not` turns round), and whether text is counted in UTF-16 units or in characters.
 */
const textReadings: readonly Reading[] = textCollations.flatMap((collation) =>
  [true, false].flatMap((nullComparesFalse) =>
    [true, false].map((countsCharacters) => ({ collation, nullComparesFalse, countsCharacters })),
  ),
);

/** Where no text is concerned, only null is left open. */
const plainReadings = textReadings.filter(
  ({ collation, countsCharacters }) => collation === textCollations[0] && countsCharacters,
);

/** A filter is judged on the same rows several times; the readings make each time dear. */
const known = new WeakMap<Expression, WeakMap<Row, Verdict>>();

/** Judges one row. The row has to hold every column that the filter names. */
export function verdictOf(filter: Expression, row: Row, table: TableModel): Verdict {
  const verdicts = known.get(filter) ?? new WeakMap<Row, Verdict>();
  known.set(filter, verdicts);
  const verdict = verdicts.get(row) ?? readAllWays(filter, row, table);
  verdicts.set(row, verdict);
  return verdict;
}

function readAllWays(filter: Expression, row: Row, table: TableModel): Verdict {
  const outcomes = new Set<boolean>();
  const readings = columnsOf(filter).some((name) => typeOf(name, table) === 'Edm.String')
    ? textReadings
    : plainReadings;
  for (const reading of readings) {
    const value = evaluate(filter, row, table, reading);
    outcomes.add(value?.kind === 'boolean' && value.value);
    if (outcomes.size === 2) return 'sometimes';
  }
  return outcomes.has(true) ? 'always' : 'never';
}

/** The columns that a filter names. */
export function columnsOf(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'property':
      return [expression.name];
    case 'literal':
      return [];
    case 'binary':
      return [...columnsOf(expression.left), ...columnsOf(expression.right)];
    case 'call':
      return expression.arguments.flatMap(columnsOf);
    case 'not':
    case 'in':
    case 'cast':
    case 'isof':
      return columnsOf(expression.operand);
  }
}

function evaluate(expression: Expression, row: Row, table: TableModel, reading: Reading): TypedValue {
  const inner = (each: Expression): TypedValue => evaluate(each, row, table, reading);
  switch (expression.kind) {
    case 'property':
      return valueIn(row, expression.name, table);
    case 'literal':
      return constantOf(expression.literal);
    case 'binary':
      return evaluateBinary(expression.operator, inner(expression.left), inner(expression.right), reading);
    case 'not': {
      const operand = inner(expression.operand);
      return operand?.kind === 'boolean' ? truth(!operand.value) : null;
    }
    case 'call':
      return evaluateFunction(expression.name, expression.arguments.map(inner), reading);
    case 'in': {
      const operand = inner(expression.operand);
      return truth(expression.items.some((item) => isEqual(operand, inner(item), reading)));
    }
    case 'cast':
      return cast(inner(expression.operand), expression.typeName);
    case 'isof':
      return isOf(expression, inner(expression.operand), table, reading);
  }
}

/** What was read of rows and constants: each is compared under many readings, in many filters. */
const values = new WeakMap<Row, Map<string, TypedValue>>();
const constants = new WeakMap<Literal, TypedValue>();

function valueIn(row: Row, name: string, table: TableModel): TypedValue {
  const ofRow = values.get(row) ?? new Map<string, TypedValue>();
  values.set(row, ofRow);
  const known = ofRow.get(name);
  if (known !== undefined) return known;
  const value = typedValue(typeOf(name, table), row.values.get(name)) ?? null;
  ofRow.set(name, value);
  return value;
}

function constantOf(literal: Literal): TypedValue {
  const known = constants.get(literal);
  if (known !== undefined) return known;
  const value = literalValue(literal);
  constants.set(literal, value);
  return value;
}

function typeOf(name: string, table: TableModel): string {
  return propertyOf(table, name)?.type ?? 'Edm.String';
}

function literalValue(literal: Literal): TypedValue {
  switch (literal.type) {
    case 'null':
      return null;
    case 'boolean':
      return truth(literal.value);
    case 'integer':
      return decimalValue(literal.text, true) ?? null;
    case 'decimal':
      return decimalValue(literal.text, false) ?? null;
    case 'double':
      return { kind: 'double', value: readDouble(literal.text) };
    case 'string':
      return { kind: 'text', text: literal.text };
    case 'dateTimeOffset':
      return readInstant(literal.text) ?? null;
    case 'guid':
    case 'date':
    case 'enum':
      return { kind: 'token', token: literal.text };
  }
}

function evaluateBinary(
  operator: BinaryOperator,
  left: TypedValue,
  right: TypedValue,
  reading: Reading,
): TypedValue {
  switch (operator) {
    case 'and':
      return combine(left, right, false);
    case 'or':
      return combine(left, right, true);
    case 'eq':
      return truth(isEqual(left, right, reading));
    case 'ne':
      return truth(!isEqual(left, right, reading));
    case 'gt':
      return ordered(left, right, reading, (difference) => difference > 0);
    case 'ge':
      return ordered(left, right, reading, (difference) => difference >= 0);
    case 'lt':
      return ordered(left, right, reading, (difference) => difference < 0);
    case 'le':
      return ordered(left, right, reading, (difference) => difference <= 0);
    case 'has':
      return hasMember(left, right);
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'mod':
      return evaluateArithmetic(operator, left, right);
  }
}

/** Three-valued: `decisive` on either side decides (false for `and`, true for `or`), else an unknown side wins. */
function combine(left: TypedValue, right: TypedValue, decisive: boolean): TypedValue {
  const sides = [left, right].map((side) => (side?.kind === 'boolean' ? side.value : null));
  if (sides.includes(decisive)) return truth(decisive);
  return sides.includes(null) ? null : truth(!decisive);
}

/** Null equals null and nothing else, so `ne` is true for a row without a value. */
function isEqual(left: TypedValue, right: TypedValue, reading: Reading): boolean {
  if (left === null || right === null) return left === right;
  return compareValues(left, right, reading.collation) === 0;
}

function ordered(
  left: TypedValue,
  right: TypedValue,
  reading: Reading,
  holds: (difference: number) => boolean,
): TypedValue {
  if (left === null || right === null) return reading.nullComparesFalse ? truth(false) : null;
  const difference = compareValues(left, right, reading.collation);
  return truth(difference !== undefined && holds(difference));
}

function hasMember(left: TypedValue, right: TypedValue): TypedValue {
  if (left?.kind !== 'token' || right?.kind !== 'token') return null;
  return truth(left.token.split(',').some((member) => member.trim() === right.token));
}

function cast(value: TypedValue, typeName: string): TypedValue {
  switch (typeName) {
    case 'Edm.String':
      return value?.kind === 'text' ? value : null;
    case 'Edm.Double':
    case 'Edm.Decimal':
      return value?.kind === 'double' || value?.kind === 'decimal' ? value : null;
    default:
      throw new Error(`no check casts to ${typeName}`);
  }
}

/** Whether null is of a type is nowhere said, so it may go either way. */
function isOf(
  { operand, typeName }: Extract<Expression, { kind: 'cast' | 'isof' }>,
  value: TypedValue,
  table: TableModel,
  reading: Reading,
): TypedValue {
  if (operand.kind !== 'property') throw new Error('no check asks isof of anything but a column');
  return truth((value !== null || !reading.nullComparesFalse) && typeOf(operand.name, table) === typeName);
}

function truth(value: boolean): TypedValue {
  return { kind: 'boolean', value };
}
