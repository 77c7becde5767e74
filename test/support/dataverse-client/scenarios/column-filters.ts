/** Filters on keys, numbers, dates, guids and yes/no columns, and conditions nested in each other. */
import { toNumber, parseDecimal } from '../decimal';
import {
  binary,
  call,
  chain,
  guid,
  integer,
  literal,
  literalOf,
  not,
  nullLiteral,
  property,
  type ComparisonOperator,
  type Expression,
  type FunctionName,
} from '../expression';
import { JsonNumber } from '../lossless-json';
import type { Sample } from '../sample';
import { keyOf, type TableModel } from '../service-model';
import type { ColumnProbe } from './column-probe';

const comparisons: readonly ComparisonOperator[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];

/** Comparison, null, `in` and ranges; yes/no and choice columns have no order to ask for. */
export function plainFilters({ column, low, high }: ColumnProbe): readonly Expression[] {
  const name = property(column.name);
  const presence = [binary('eq', name, nullLiteral), binary('ne', name, nullLiteral)];
  if (column.type === 'Edm.Boolean') {
    const truth = literal({ type: 'boolean', value: true });
    return [...presence, binary('eq', name, truth), binary('ne', name, truth), name, not(name)];
  }
  const sameness = [
    ...presence,
    binary('eq', name, low),
    binary('ne', name, low),
    membership(name, low, high),
  ];
  if (!column.type.startsWith('Edm.')) return [...sameness, binary('has', name, low)];
  return [
    ...sameness,
    ...comparisons.slice(2).map((operator) => binary(operator, name, low)),
    binary('and', binary('ge', name, low), binary('le', name, high)),
    not(binary('and', binary('ge', name, low), binary('le', name, high))),
    binary('or', binary('lt', name, low), binary('gt', name, high)),
    binary('eq', low, name),
    binary('eq', name, name),
  ];
}

/** A Guid has no order that two systems agree on. */
export function guidFilters({ column, low, high }: ColumnProbe): readonly Expression[] {
  const name = property(column.name);
  return [
    binary('eq', name, low),
    binary('ne', name, low),
    membership(name, low, high),
    chain('or', [binary('eq', name, low), binary('eq', name, high)]),
    chain('and', [binary('ne', name, low), binary('ne', name, high)]),
    binary('eq', name, nullLiteral),
    binary('ne', name, nullLiteral),
    binary('eq', name, guid('5f3f2c7e-52a1-4c4e-8df0-3d0b7c1d9e77')),
  ];
}

export function keyFilters(table: TableModel, sample: Sample): readonly Expression[] {
  const name = property(keyOf(table));
  const [first, second = first] = sample.rows.map((row) => guid(row.key));
  if (first === undefined || second === undefined) return [];
  const unknown = guid('5f3f2c7e-52a1-4c4e-8df0-3d0b7c1d9e77');
  return [
    binary('eq', name, first),
    binary('ne', name, first),
    membership(name, first, second),
    chain('or', [binary('eq', name, first), binary('eq', name, unknown), binary('eq', name, second)]),
    binary('and', binary('eq', name, first), binary('eq', name, second)),
    binary('eq', name, unknown),
    binary('eq', name, nullLiteral),
    binary('ne', name, nullLiteral),
  ];
}

/** Each arithmetic operator and rounding function. Sums and products are exact; quotients are kept off their edge. */
export function numberFilters({ column, low, lowValue }: ColumnProbe): readonly Expression[] {
  const name = property(column.name);
  const value = lowValue instanceof JsonNumber ? Number(lowValue.text) : 0;
  const whole = column.type === 'Edm.Int32' || column.type === 'Edm.Int64';
  const floating = column.type === 'Edm.Double';
  const between = (number: number): Expression =>
    whole ? integer(Math.trunc(number)) : literal({ type: 'decimal', text: offEdge(number) });
  const rounded: readonly FunctionName[] = whole ? [] : ['round', 'floor', 'ceiling'];
  return [
    binary('gt', binary('add', name, integer(1)), between(value)),
    binary('le', binary('sub', name, integer(1)), between(value)),
    binary('ge', binary('mul', name, integer(2)), between(value * 2)),
    binary('lt', binary('div', name, integer(2)), between(value / 2)),
    binary('ge', binary('add', integer(1), binary('mul', name, integer(3))), between(value * 3)),
    ...(floating ? [] : [binary('eq', binary('mod', name, integer(7)), integer(Math.trunc(value % 7)))]),
    ...rounded.map((round) => binary('ge', call(round, name), integer(Math.trunc(value)))),
    binary('gt', { kind: 'cast', operand: name, typeName: 'Edm.Double', quoted: false }, between(value)),
    binary('gt', { kind: 'cast', operand: name, typeName: 'Edm.Double', quoted: true }, between(value)),
    { kind: 'isof', operand: name, typeName: column.type, quoted: false },
    binary('eq', binary('sub', name, low), integer(0)),
  ];
}

/** A number that no quotient or product of the column's values is likely to hit. */
function offEdge(number: number): string {
  const decimal = parseDecimal((number + 0.0037).toFixed(4));
  return decimal === undefined ? '0' : String(toNumber(decimal));
}

export function dateFilters({ column, low, lowValue }: ColumnProbe): readonly Expression[] {
  const name = property(column.name);
  const moment = typeof lowValue === 'string' ? lowValue : '';
  const part = (start: number, end: number): Expression => integer(Number(moment.slice(start, end)));
  const day = literalOf('Edm.Date', moment.slice(0, 10));
  return [
    binary('eq', call('year', name), part(0, 4)),
    binary('gt', call('year', name), part(0, 4)),
    binary('eq', call('month', name), part(5, 7)),
    binary('eq', call('day', name), part(8, 10)),
    binary('eq', call('hour', name), part(11, 13)),
    binary('eq', call('minute', name), part(14, 16)),
    binary('ge', call('second', name), integer(30)),
    binary('eq', call('date', name), day),
    binary('and', binary('eq', call('year', name), part(0, 4)), binary('ge', name, low)),
    { kind: 'isof', operand: name, typeName: column.type, quoted: false },
  ];
}

/** Nesting with and without parentheses: readers without true precedence answer these wrongly. */
export function nestedFilters(probes: readonly ColumnProbe[]): readonly Expression[] {
  const [first, second, third = second] = probes;
  if (first === undefined || second === undefined || third === undefined) return [];
  const [a, b, c] = [first, second, third].map(({ column, low }) => binary('eq', property(column.name), low));
  if (a === undefined || b === undefined || c === undefined) return [];
  return [
    binary('or', binary('and', a, b), c),
    binary('or', a, binary('and', b, c)),
    binary('and', a, binary('or', b, c)),
    binary('and', binary('or', a, b), c),
    binary('and', a, binary('and', b, c)),
    not(binary('or', a, b)),
    not(binary('and', a, not(b))),
    not(not(a)),
    binary('or', not(a), binary('and', not(b), c)),
  ];
}

function membership(operand: Expression, ...items: readonly Expression[]): Expression {
  return { kind: 'in', operand, items };
}
