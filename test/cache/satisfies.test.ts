/** When stored rows answer another query: the rules as a table, and as a law over random filters and rows. */
import fc from 'fast-check';
import { satisfies, type StoredRows } from '../../src/cache/satisfies';
import type {
  Collation,
  ColumnDeclaration,
  ColumnReference,
  ColumnType,
  Comparison,
  Expression,
  Literal,
  RemoteQuery,
  Row,
  Value,
} from '../../src/provider-sdk/index';
import { columnsOfEveryType, filtersOf } from '../support/random-expressions';
import { rowsOf, valuesOf } from '../support/random-values';
import { passesReference } from '../support/reference-evaluator';
import { SEED } from '../differential/runs';

const number: ColumnReference = { kind: 'column', name: 'Limit', type: 'Int32' };
const amount: ColumnReference = { kind: 'column', name: 'Amount', type: 'Double' };
const name: ColumnReference = { kind: 'column', name: 'Name', type: 'String' };
const colour: ColumnReference = { kind: 'column', name: 'Colour', type: 'Enum' };
const columns = ['Id', 'Limit', 'Amount', 'Name', 'Colour'];

function literal(type: ColumnType, value: Value): Literal {
  return { kind: 'literal', type, value };
}

function compare(column: ColumnReference, operator: Comparison['operator'], value: Value): Comparison {
  return { kind: 'comparison', operator, left: column, right: literal(column.type, value) };
}

function list(column: ColumnReference, ...values: readonly Value[]): Expression {
  return { kind: 'in', operand: column, items: values.map((value) => literal(column.type, value)) };
}

function and(...operands: readonly Expression[]): Expression {
  return { kind: 'and', operands };
}

function or(...operands: readonly Expression[]): Expression {
  return { kind: 'or', operands };
}

function startsWith(text: string): Expression {
  return {
    kind: 'call',
    function: 'startswith',
    arguments: [name, literal('String', text)],
    type: 'Boolean',
  };
}

function query(filter: Expression | undefined, more: Partial<RemoteQuery> = {}): RemoteQuery {
  const whole: RemoteQuery = {
    entity: 'E',
    columns,
    orderBy: [],
    count: false,
    collation: 'ignoreCase',
    ...more,
  };
  return filter === undefined ? whole : { ...whole, filter };
}

function stored(filter: Expression | undefined, more: Partial<RemoteQuery> = {}): StoredRows {
  return { query: query(filter, more), rows: 10, lastPageSeen: true };
}

describe('stored rows answer a query', () => {
  const gt5 = compare(number, 'gt', 5);

  it.each<[string, Expression | undefined, Expression | undefined]>([
    ['no filter, any filter', undefined, gt5],
    ['no filter at all', undefined, undefined],
    ['the same term', gt5, gt5],
    ['an extra term', gt5, and(gt5, compare(name, 'eq', 'a'))],
    ['terms in another order', and(gt5, compare(name, 'eq', 'a')), and(compare(name, 'eq', 'a'), gt5)],
    ['a range inside a range', gt5, compare(number, 'gt', 6)],
    ['an open end inside a closed one', compare(number, 'ge', 5), gt5],
    [
      'both ends',
      and(compare(number, 'ge', 1), compare(number, 'le', 9)),
      and(compare(number, 'gt', 1), compare(number, 'lt', 9)),
    ],
    ['a value inside a range', gt5, compare(number, 'eq', 6)],
    [
      'a value inside both ends',
      and(compare(number, 'ge', 1), compare(number, 'le', 9)),
      compare(number, 'eq', 5),
    ],
    ['a list inside a range', gt5, list(number, 6, 7)],
    ['a list inside a list', list(number, 1, 2, null), list(number, 2, null)],
    ['a value inside a list', list(number, 1, 2), compare(number, 'eq', 1)],
    ['a list of one inside a value', compare(number, 'eq', 1), list(number, 1)],
    ['an empty list inside anything', compare(number, 'eq', 1), list(number)],
    ['text in another case', list(name, 'Straße', 'b'), compare(name, 'eq', 'STRAßE')],
    ['a range of text', compare(name, 'ge', 'a'), compare(name, 'gt', 'B')],
    ['a member of an Enum', list(colour, 'Red', 'Green'), compare(colour, 'eq', 'Red')],
    ['a function that is the same', startsWith('a'), and(startsWith('a'), gt5)],
    ['an or that is the same', or(gt5, compare(name, 'eq', 'a')), or(gt5, compare(name, 'eq', 'a'))],
  ])('yes: %s', (_, wider, narrower) => {
    expect(satisfies(stored(wider), query(narrower))).toBe(true);
  });

  it.each<[string, Expression | undefined, Expression | undefined]>([
    ['any filter, no filter', gt5, undefined],
    ['a wider range', compare(number, 'gt', 6), gt5],
    ['a closed end inside an open one', gt5, compare(number, 'ge', 5)],
    ['the other end', compare(number, 'gt', 5), compare(number, 'lt', 4)],
    ['one end inside both', and(gt5, compare(number, 'lt', 9)), gt5],
    ['another column', gt5, compare(amount, 'gt', 6)],
    ['a column of the same name and another type', gt5, compare({ ...number, type: 'Int64' }, 'gt', 6)],
    ['a longer list', list(number, 1, 2), list(number, 1, 3)],
    ['a range inside a list', list(number, 1, 2), compare(number, 'lt', 2)],
    ['null inside a range', gt5, list(number, 6, null)],
    ['null itself inside a range', compare(number, 'ge', 5), compare(number, 'eq', null)],
    ['a bound that is null', compare(number, 'ge', null), compare(number, 'ge', 5)],
    ['a value for another', compare(number, 'ne', 5), compare(number, 'eq', 6)],
    ['a range of an Enum', compare(colour, 'gt', 'Blue'), compare(colour, 'gt', 'Green')],
    ['a constant of another type', { ...gt5, right: literal('Double', 5) }, compare(number, 'gt', 6)],
    ['NaN in a list', list(amount, NaN, 1), compare(amount, 'eq', 1)],
    ['null in the place of NaN', compare(amount, 'eq', NaN), compare(amount, 'eq', null)],
    ['a branch of an or', or(gt5, compare(name, 'eq', 'a')), gt5],
    ['a longer pattern', startsWith('a'), startsWith('ab')],
    ['a negation', { kind: 'not', operand: gt5 }, compare(number, 'lt', 4)],
  ])('no: %s', (_, wider, narrower) => {
    expect(satisfies(stored(wider), query(narrower))).toBe(false);
  });

  it.each<[string, StoredRows, RemoteQuery, boolean]>([
    ['another entity', stored(gt5, { entity: 'Other' }), query(gt5), false],
    ['another collation', stored(gt5, { collation: 'ordinal' }), query(gt5), false],
    ['a page is missing', { ...stored(gt5), lastPageSeen: false }, query(gt5), false],
    ['rows were skipped', stored(gt5, { skip: 1 }), query(gt5), false],
    ['rows may be cut off', stored(gt5, { top: 10 }), query(gt5), false],
    ['fewer rows came than asked for', stored(gt5, { top: 11, skip: 0 }), query(gt5), true],
    ['a window is asked for', stored(gt5), query(gt5, { skip: 5, top: 5, count: true }), true],
    ['a column is missing', stored(gt5, { columns: ['Id', 'Limit'] }), query(gt5), false],
    ['fewer columns are asked for', stored(gt5), query(gt5, { columns: ['Id'] }), true],
    [
      'a column of the filter is missing',
      stored(gt5, { columns: ['Id'] }),
      query(gt5, { columns: ['Id'] }),
      false,
    ],
    [
      'a column of the order is missing',
      stored(gt5, { columns: ['Id', 'Limit'] }),
      query(gt5, { columns: ['Id'], orderBy: [{ column: 'Name', descending: false }] }),
      false,
    ],
    [
      'another order is asked for',
      stored(gt5, { orderBy: [{ column: 'Limit', descending: true }] }),
      query(gt5, { orderBy: [{ column: 'Name', descending: false }] }),
      true,
    ],
  ])('%s', (_, had, asked, answer) => {
    expect(satisfies(had, asked)).toBe(answer);
  });

  it('looks at no filter of very many terms', () => {
    const terms = Array.from({ length: 100 }, (_, index) => compare(number, 'gt', index));
    expect(satisfies(stored(and(...terms)), query(and(...terms)))).toBe(false);
  });
});

describe('whenever stored rows answer a query', () => {
  const runs = process.env['VTG_FULL'] === undefined ? 3_000 : 100_000;

  /** Two terms on one column with constants close to each other, so that one often implies the other. */
  const relatedTerms = fc.constantFrom(...columnsOfEveryType).chain((column) => {
    const term = termsOf(column);
    return fc.tuple(term, term);
  });
  const pairs = fc
    .tuple(
      fc.array(relatedTerms, { minLength: 1, maxLength: 2 }),
      fc.array(filtersOf(columnsOfEveryType, { termsOnly: true, depth: 1 }), { maxLength: 1 }),
      fc.array(filtersOf(columnsOfEveryType, { termsOnly: true, depth: 1 }), { maxLength: 1 }),
    )
    .map(([terms, common, more]) => ({
      wider: conjunction([...terms.map(([term]) => term), ...common]),
      narrower: conjunction([...terms.map(([, term]) => term), ...common, ...more]),
    }));

  it.each<Collation>(['ignoreCase', 'ordinal'])('its rows are among them (%s)', (collation) => {
    let yes = 0;
    let passed = 0;
    fc.assert(
      fc.property(pairs, rowsOf(columnsOfEveryType), ({ wider, narrower }, row) => {
        const all = { columns: columnsOfEveryType.map((column) => column.name), collation };
        if (!satisfies(stored(wider, all), query(narrower, all))) return;
        yes++;
        for (const near of rowsNear(row, narrower)) {
          if (!passesReference(narrower, near, collation)) continue;
          passed++;
          expect(passesReference(wider, near, collation)).toBe(true);
        }
      }),
      { numRuns: runs, seed: SEED },
    );
    expect(yes).toBeGreaterThan(runs / 20);
    expect(passed).toBeGreaterThan(runs / 40);
  });
});

function termsOf(column: ColumnDeclaration): fc.Arbitrary<Expression> {
  const reference: ColumnReference = { kind: 'column', name: column.name, type: column.type };
  const value = fc.option(valuesOf(column), { freq: 9 });
  return fc.oneof(
    fc
      .tuple(fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'), value)
      .map(([operator, constant]) => compare(reference, operator, constant)),
    fc.uniqueArray(value, { maxLength: 4 }).map((values) => list(reference, ...values)),
  );
}

/** The row, and the row with the constants of the filter in its columns: only such rows pass often. */
function rowsNear(row: Row, filter: Expression): readonly Row[] {
  const terms = filter.kind === 'and' ? filter.operands : [filter];
  const constants = terms.map((term): readonly [string, readonly Value[]] => {
    if (term.kind === 'in' && term.operand.kind === 'column') {
      return [term.operand.name, term.items.map(({ value }) => value)];
    }
    if (term.kind === 'comparison' && term.left.kind === 'column' && term.right.kind === 'literal') {
      return [term.left.name, [term.right.value]];
    }
    return ['', []];
  });
  const near = [0, 1, 2].map((pick) => ({
    ...row,
    ...Object.fromEntries(
      constants.flatMap(([column, values]) => (values.length > pick ? [[column, values[pick] ?? null]] : [])),
    ),
  }));
  return [row, ...near];
}

function conjunction(terms: readonly Expression[]): Expression {
  const flat = terms.flatMap((term) => (term.kind === 'and' ? term.operands : [term]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : and(...flat);
}
