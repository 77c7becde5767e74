import { compilePredicate } from '../../src/evaluate/compile-predicate';
import { compileValue } from '../../src/evaluate/compile-value';
import type { RowExpression } from '../../src/model/expression';
import type { ComparisonOperator, Row, Value } from '../../src/provider-sdk/index';
import { and, call, column, compare, literal, not, or, property, scopeOf } from './expressions';

const scope = scopeOf('ignoreCase');
const truths = [true, false, null];

function passes(filter: RowExpression, row: Row = {}): boolean {
  return compilePredicate(filter, scope)(row);
}

function value(expression: RowExpression, row: Row = {}): Value {
  return compileValue(expression, scope)(row);
}

describe('null', () => {
  const verdicts: [ComparisonOperator, (boolean | null)[]][] = [
    // null with null, null with 1, 1 with null
    ['eq', [true, false, false]],
    ['ne', [false, true, true]],
    ['gt', [false, false, false]],
    ['ge', [true, false, false]],
    ['lt', [false, false, false]],
    ['le', [true, false, false]],
  ];
  const a = column('a', 'Int32');
  const b = column('b', 'Int32');
  const rows: Row[] = [
    { a: null, b: null },
    { a: null, b: 1 },
    { a: 1, b: null },
  ];

  test.each(verdicts)('in %s', (operator, expected) => {
    expect(rows.map((row) => value(compare(operator, a, b), row))).toEqual(expected);
    const constant = (row: Row): RowExpression => literal('Int32', row['b'] ?? null);
    expect(rows.map((row) => value(compare(operator, a, constant(row)), row))).toEqual(expected);
    const mirrored = (row: Row): RowExpression => literal('Int32', row['a'] ?? null);
    expect(rows.map((row) => value(compare(operator, mirrored(row), b), row))).toEqual(expected);
  });

  test('in has is unknown', () => {
    const colours = column('c', 'Enum');
    const has = compare('has', colours, literal('Enum', 'Red,Blue'));
    expect(value(has, { c: 'Red,Green,Blue' })).toBe(true);
    expect(value(has, { c: 'Red' })).toBe(false);
    expect(value(has, { c: null })).toBeNull();
  });

  test('in in is a member if listed', () => {
    const items = [literal('Int32', 1), literal('Int32', null)];
    expect(passes({ kind: 'in', operand: a, items }, { a: null })).toBe(true);
    expect(passes({ kind: 'in', operand: a, items: [literal('Int32', 1)] }, { a: null })).toBe(false);
    expect(passes(not({ kind: 'in', operand: a, items: [literal('Int32', 1)] }), { a: null })).toBe(true);
    expect(passes({ kind: 'in', operand: a, items: [] }, { a: 1 })).toBe(false);
  });

  test('a literal of it compares with every type', () => {
    expect(passes(compare('eq', column('g', 'Guid'), literal('String', null)), { g: null })).toBe(true);
    expect(passes(compare('ne', literal('Boolean', null), column('g', 'Guid')), { g: null })).toBe(false);
  });
});

describe('three-valued logic', () => {
  const p = column('p', 'Boolean');
  const q = column('q', 'Boolean');
  const conjunction = [true, false, null, false, false, false, null, false, null];
  const disjunction = [true, true, true, true, false, null, true, null, null];
  const pairs = truths.flatMap((left) => truths.map((right): Row => ({ p: left, q: right })));

  test.each([
    ['and', and(p, q), conjunction],
    ['or', or(p, q), disjunction],
    ['not', not(p), pairs.map((row) => (row['p'] === null ? null : row['p'] === false))],
  ])('of %s, as value and as filter, plain and negated', (_, expression, expected) => {
    for (const [index, row] of pairs.entries()) {
      const truth = expected[index];
      expect(value(expression, row)).toBe(truth);
      expect(passes(expression, row)).toBe(truth === true);
      expect(passes(not(expression), row)).toBe(truth === false);
      expect(passes(not(not(expression)), row)).toBe(truth === true);
    }
  });

  test('keeps not contains apart from contains of null', () => {
    const contains = call('contains', 'Boolean', column('s', 'String'), literal('String', 'x'));
    expect(passes(contains, { s: null })).toBe(false);
    expect(passes(not(contains), { s: null })).toBe(false);
    expect(passes(not(contains), { s: 'abc' })).toBe(true);
  });
});

describe('numbers', () => {
  test('of exact types compare exactly', () => {
    const big = column('n', 'Int64');
    expect(
      passes(compare('gt', big, literal('Decimal', '9007199254740992.5')), { n: '9007199254740993' }),
    ).toBe(true);
    expect(passes(compare('eq', big, literal('Int64', '9007199254740992')), { n: '9007199254740993' })).toBe(
      false,
    );
  });

  test('beside a double compare as doubles', () => {
    const big = column('n', 'Int64');
    expect(passes(compare('eq', big, literal('Double', 9007199254740992)), { n: '9007199254740993' })).toBe(
      true,
    );
  });

  test('of a list compare as doubles if one of them is a double', () => {
    const items = [literal('Decimal', 1.5), literal('Double', 9007199254740992)];
    const isMember: RowExpression = { kind: 'in', operand: column('n', 'Int64'), items };
    expect(passes(isMember, { n: '9007199254740993' })).toBe(true);
    expect(passes(isMember, { n: '9007199254740995' })).toBe(false);
  });

  test('NaN is equal to nothing, neither greater nor less', () => {
    const n = column('n', 'Double');
    for (const operator of ['eq', 'gt', 'ge', 'lt', 'le'] as const) {
      expect(passes(compare(operator, n, literal('Double', NaN)), { n: NaN })).toBe(false);
    }
    expect(passes(compare('ne', n, literal('Double', NaN)), { n: NaN })).toBe(true);
    expect(passes({ kind: 'in', operand: n, items: [literal('Double', NaN)] }, { n: NaN })).toBe(false);
  });
});

describe('text', () => {
  const name = column('s', 'String');
  const isUs = compare('eq', name, literal('String', 'US'));

  test('compares by the collation', () => {
    expect(compilePredicate(isUs, scopeOf('ignoreCase'))({ s: 'us' })).toBe(true);
    expect(compilePredicate(isUs, scopeOf('ordinal'))({ s: 'us' })).toBe(false);
  });

  test('is a member by the collation', () => {
    const isMember: RowExpression = { kind: 'in', operand: name, items: [literal('String', 'US')] };
    expect(compilePredicate(isMember, scopeOf('ignoreCase'))({ s: 'us' })).toBe(true);
    expect(compilePredicate(isMember, scopeOf('ordinal'))({ s: 'us' })).toBe(false);
  });
});

test('properties are read through the scope', () => {
  const filter = compare('eq', property('key', 'Guid'), literal('Guid', 'k'));
  expect(passes(filter, { KEY: 'k', key: 'other' })).toBe(true);
});

test('types that do not compare are refused', () => {
  const filter = compare('eq', column('s', 'String'), column('n', 'Int32'));
  expect(() => compilePredicate(filter, scope)).toThrow(expect.objectContaining({ code: 'InvalidType' }));
});
