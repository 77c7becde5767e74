/** QueryExpression to OData: each condition operator of a view, and paging as a grid does it. */
import { integer, literalOf, text, type Expression } from '../support/dataverse-client/expression';
import {
  toListQuery,
  translateCondition,
  translateGroup,
  UntranslatableCondition,
  type ConditionOperator,
} from '../support/dataverse-client/query-expression';
import { clientStyle, writeExpression } from '../support/dataverse-client/write-expression';

function written(expression: Expression | undefined): string | undefined {
  return expression && decodeURIComponent(writeExpression(expression, clientStyle));
}

const day = literalOf('Edm.DateTimeOffset', '2026-02-28T17:30:00Z');

const conditions: readonly (readonly [ConditionOperator, readonly Expression[], string])[] = [
  ['Equal', [text('x')], "A eq 'x'"],
  ['NotEqual', [text('x')], "A ne 'x'"],
  ['GreaterEqual', [integer(3)], 'A ge 3'],
  ['BeginsWith', [text('x')], "startswith(A,'x')"],
  ['Like', [text('x%')], "startswith(A,'x')"],
  ['Like', [text('%x')], "endswith(A,'x')"],
  ['Like', [text('%x%')], "contains(A,'x')"],
  ['Like', [text('x')], "A eq 'x'"],
  ['NotLike', [text('x%')], "not startswith(A,'x')"],
  ['DoesNotContain', [text('x')], "not contains(A,'x')"],
  ['Null', [], 'A eq null'],
  ['NotNull', [], 'A ne null'],
  ['In', [integer(1), integer(2), integer(3)], 'A eq 1 or A eq 2 or A eq 3'],
  ['NotIn', [integer(1), integer(2)], 'A ne 1 and A ne 2'],
  ['Between', [integer(1), integer(2)], 'A ge 1 and A le 2'],
  ['NotBetween', [integer(1), integer(2)], 'A lt 1 or A gt 2'],
  ['On', [day], 'A ge 2026-02-28T00:00:00Z and A lt 2026-03-01T00:00:00Z'],
  ['NotOn', [day], 'A lt 2026-02-28T00:00:00Z or A ge 2026-03-01T00:00:00Z'],
  ['OnOrBefore', [day], 'A lt 2026-03-01T00:00:00Z'],
  ['OnOrAfter', [day], 'A ge 2026-02-28T00:00:00Z'],
];

test.each(conditions)('%s (%#)', (operator, values, filter) => {
  expect(written(translateCondition({ attribute: 'A', operator, values }))).toBe(filter);
});

test('a wildcard in the middle has no OData form', () => {
  const condition = { attribute: 'A', operator: 'Like', values: [text('x%y')] } as const;
  expect(() => translateCondition(condition)).toThrow(UntranslatableCondition);
});

test('groups nest, and an empty one filters nothing', () => {
  const search = {
    operator: 'or',
    members: ['A', 'B'].map((attribute) => ({ attribute, operator: 'Like' as const, values: [text('t%')] })),
  } as const;
  const active = { attribute: 'C', operator: 'Equal', values: [integer(1)] } as const;
  const filter = written(translateGroup({ operator: 'and', members: [active, search] }));
  expect(filter).toBe("C eq 1 and (startswith(A,'t') or startswith(B,'t'))");
  expect(translateGroup({ operator: 'and', members: [] })).toBeUndefined();
});

test('the first page skips nothing, the third skips two', () => {
  const view = { columns: ['Id'], returnTotalCount: true };
  expect(toListQuery({ ...view, page: { number: 1, size: 50 } }).skip).toBeUndefined();
  expect(toListQuery({ ...view, page: { number: 3, size: 50 } })).toMatchObject({
    skip: 100,
    top: 50,
    count: true,
  });
});
