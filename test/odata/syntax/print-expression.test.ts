import * as fc from 'fast-check';
import { parseFilter } from '../../../src/odata/syntax/parse-clause';
import { printExpression } from '../../../src/odata/syntax/print-expression';
import { defaultSyntaxLimits } from '../../../src/odata/syntax/syntax-limits';
import { expressions, withoutPositions } from './expression-arbitrary';

const limits = { ...defaultSyntaxLimits, lambdaDepth: 20 };

test('what is printed parses to the same tree', () => {
  fc.assert(
    fc.property(expressions, (tree) => {
      expect(withoutPositions(parseFilter(printExpression(tree), limits))).toEqual(tree);
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ['((A eq 1) and ((B eq 2) or (C eq 3)))', 'A eq 1 and (B eq 2 or C eq 3)'],
  ['(A eq 1 and B eq 2) or C eq 3', 'A eq 1 and B eq 2 or C eq 3'],
  ['a sub (b sub c)', 'a sub (b sub c)'],
  ['(a sub b) sub c', 'a sub b sub c'],
  ['not (a eq 1)', 'not (a eq 1)'],
  ["not (contains(a,'x'))", "not contains(a,'x')"],
  ['-(1)', '-(1)'],
  ['- (a)', '-a'],
  ["A in [ 'x' , \"O'Neil\" ]", "A in ('x','O''Neil')"],
  ['A in [b,1]', 'A in [b,1]'],
  ["MATCHESPATTERN(a,'^x')", "matchesPattern(a,'^x')"],
  ['Items/Any( d : (d/x eq +1) )', 'Items/any(d:d/x eq 1)'],
  ['Ns.Fn( p = 1 )( 2 )/Name', 'Ns.Fn(p=1)(2)/Name'],
  ['{ "a" : [ 1 ] }', '{"a":[1]}'],
])('%s is printed as %s', (filter, expected) => {
  expect(printExpression(parseFilter(filter))).toBe(expected);
});
