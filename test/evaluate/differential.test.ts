/** The compiled evaluator against the reference evaluator, over random expressions and rows. */
import fc from 'fast-check';
import { compileOrder } from '../../src/evaluate/compile-order';
import { compilePredicate } from '../../src/evaluate/compile-predicate';
import { compileValue } from '../../src/evaluate/compile-value';
import { foldConstants } from '../../src/evaluate/fold-constants';
import type { Scope } from '../../src/evaluate/scope';
import type { Collation } from '../../src/provider-sdk/index';
import { SEED } from '../differential/runs';
import { columnsOfEveryType, filtersOf, sortExpressionsOf } from '../support/random-expressions';
import { rowsOf } from '../support/random-values';
import { evaluateReference, passesReference } from '../support/reference-evaluator';

const rows = fc.array(rowsOf(columnsOfEveryType), { minLength: 1, maxLength: 8 });
const filters = filtersOf(columnsOfEveryType);
const collations = fc.constantFrom<Collation>('ignoreCase', 'ordinal');

function scopeOf(collation: Collation): Scope {
  return { collation, readProperty: () => () => null };
}

describe('compiled and reference evaluator', () => {
  test('pass the same rows', () => {
    fc.assert(
      fc.property(filters, rows, collations, (filter, someRows, collation) => {
        const passes = compilePredicate(filter, scopeOf(collation));
        for (const row of someRows) expect(passes(row)).toBe(passesReference(filter, row, collation));
      }),
      { numRuns: 3_000, seed: SEED },
    );
  });

  test('compute the same values', () => {
    fc.assert(
      fc.property(
        sortExpressionsOf(columnsOfEveryType),
        rows,
        collations,
        (expression, someRows, collation) => {
          const valueOf = compileValue(expression, scopeOf(collation));
          for (const row of someRows) {
            // Adding 0 makes 0 of -0: rows know only one zero.
            const value = valueOf(row);
            const expected = evaluateReference(expression, row, collation);
            expect(typeof value === 'number' ? value + 0 : value).toEqual(
              typeof expected === 'number' ? expected + 0 : expected,
            );
          }
        },
      ),
      { numRuns: 3_000, seed: SEED },
    );
  });

  test('agree after constants are folded', () => {
    fc.assert(
      fc.property(filters, rows, collations, (filter, someRows, collation) => {
        const folded = foldConstants(filter, collation, 'filter');
        const passes = compilePredicate(folded, scopeOf(collation));
        for (const row of someRows) expect(passes(row)).toBe(passesReference(filter, row, collation));
      }),
      { numRuns: 3_000, seed: SEED },
    );
  });

  test('order rows as the comparisons say', () => {
    fc.assert(
      fc.property(
        sortExpressionsOf(columnsOfEveryType, 1),
        rows,
        collations,
        (expression, someRows, collation) => {
          const sorted = compileOrder([{ expression, descending: false }], scopeOf(collation))(someRows);
          for (const [index, row] of sorted.entries()) {
            const next = sorted[index + 1];
            if (next === undefined) continue;
            const literal = {
              kind: 'literal',
              type: 'type' in expression ? expression.type : 'Boolean',
            } as const;
            const left = { ...literal, value: evaluateReference(expression, row, collation) };
            const right = { ...literal, value: evaluateReference(expression, next, collation) };
            const isAfter = { kind: 'comparison', operator: 'gt', left, right } as const;
            expect(passesReference(isAfter, row, collation)).toBe(false);
          }
        },
      ),
      { numRuns: 1_000, seed: SEED },
    );
  });
});
