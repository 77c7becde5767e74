import { foldConstants } from '../../src/evaluate/fold-constants';
import type { RowExpression } from '../../src/model/expression';
import { and, calculate, call, column, compare, literal, not, or } from './expressions';

const x = compare('eq', column('x', 'Int32'), literal('Int32', 1));
const y = compare('eq', column('y', 'Int32'), literal('Int32', 1));
const yes = literal('Boolean', true);
const no = literal('Boolean', false);
const unknown = literal('Boolean', null);
const one = literal('Int32', 1);

function asFilter(expression: RowExpression): RowExpression {
  return foldConstants(expression, 'ignoreCase', 'filter');
}

function asValue(expression: RowExpression): RowExpression {
  return foldConstants(expression, 'ignoreCase', 'value');
}

test.each<[string, RowExpression, RowExpression]>([
  ['true and x', and(yes, x), x],
  ['false and x', and(x, no), no],
  ['true or x', or(x, yes), yes],
  ['false or x', or(no, x), x],
  ['true and true', and(yes, yes), yes],
  ['false or false', or(no, no), no],
  ['not true', not(yes), no],
  ['1 eq 1 and x', and(compare('eq', one, one), x), x],
  ["'US' eq 'us'", compare('eq', literal('String', 'US'), literal('String', 'us')), yes],
  ['1 in (1)', { kind: 'in', operand: one, items: [one] }, yes],
  ["contains('ABC','b')", call('contains', 'Boolean', literal('String', 'ABC'), literal('String', 'b')), yes],
  ['(false or (x and y)) and x', and(or(no, and(x, y)), x), and(x, y, x)],
  ['x', x, x],
])('%s', (_, expression, expected) => {
  expect(asFilter(expression)).toEqual(expected);
  expect(asValue(expression)).toEqual(expected);
});

test('constant parts become literals of their type', () => {
  const sum = calculate('add', one, literal('Int32', 1), 'Int32');
  const filter = compare('gt', column('x', 'Int32'), sum);
  expect(asFilter(filter)).toEqual(compare('gt', column('x', 'Int32'), literal('Int32', 2)));
});

test('a constant that outgrows its type stays as it is', () => {
  const sum = calculate('add', literal('Int32', 2147483647), one, 'Int32');
  expect(asValue(sum)).toEqual(sum);
});

describe('null', () => {
  test('is false where only truth counts', () => {
    expect(asFilter(unknown)).toEqual(no);
    expect(asFilter(and(x, unknown))).toEqual(no);
    expect(asFilter(or(x, unknown))).toEqual(x);
    expect(asFilter(not(unknown))).toEqual(no);
  });

  test('stays where it differs from false', () => {
    expect(asValue(unknown)).toEqual(unknown);
    expect(asValue(and(x, unknown, unknown))).toEqual(and(x, unknown));
    expect(asValue(or(unknown, no))).toEqual(unknown);
    expect(asFilter(not(and(x, unknown)))).toEqual(not(and(x, unknown)));
    expect(asFilter(compare('eq', or(x, unknown), no))).toEqual(compare('eq', or(x, unknown), no));
  });
});
