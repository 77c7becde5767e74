/** Random expressions, as trees that the parser could have made: no chain inside a chain of its own kind, `at` always 0. */

import * as fc from 'fast-check';
import type {
  KeyPredicateSyntax,
  LiteralSyntax,
  LiteralType,
  NamedValueSyntax,
  PathSegment,
  PathSyntax,
  SearchSyntax,
  Syntax,
} from '../../../src/odata/syntax/syntax-tree';

const at = 0;
const depthSize = 'small';
const maxDepth = 4;

const name = fc.constantFrom(
  'Name',
  'nullable',
  'trueName',
  'INFo',
  'eq',
  'and',
  'in',
  'desc',
  'Größe',
  '_x',
  'day',
);
const qualified = fc.constantFrom('Ns.Type', 'Contoso.Sales.Vip');

function literal(type: LiteralType, text: fc.Arbitrary<string>): fc.Arbitrary<LiteralSyntax> {
  return text.map((found) => ({ kind: 'literal', type, text: found, typeName: undefined, at }));
}

const literals: fc.Arbitrary<LiteralSyntax> = fc.oneof(
  literal('null', fc.constant('null')),
  literal('boolean', fc.constantFrom('true', 'false')),
  literal('integer', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }).map(String)),
  literal('decimal', fc.constantFrom('1.50', '-0.1', '1e10', '-2.5E-3')),
  literal('double', fc.constantFrom('INF', '-INF', 'NaN')),
  literal('string', fc.string({ unit: 'grapheme' })),
  literal('guid', fc.uuid()),
  literal('date', fc.constantFrom('2026-01-31', '-10000-02-29')),
  literal('timeOfDay', fc.constantFrom('08:30', '23:59:59.1234567')),
  literal('dateTimeOffset', fc.constantFrom('2026-01-31T08:30:00Z', '2026-01-31T08:30:00.5-03:00')),
  literal('duration', fc.constantFrom('PT15M', '-P1DT0.5S')),
  literal('binary', fc.constantFrom('', 'Zg==', 'Zm9v')),
  literal('geography', fc.constant('SRID=0;Point(1 2)')),
  fc
    .constantFrom('Red', 'Red,Blue', '-1')
    .map((text): LiteralSyntax => ({ kind: 'literal', type: 'enum', text, typeName: 'Ns.Color', at })),
);

const alias: fc.Arbitrary<Syntax> = name.map((found) => ({ kind: 'alias', name: found, at }));
const keyValue: fc.Arbitrary<Syntax> = fc.oneof(literals, alias);

function namedValues(
  value: fc.Arbitrary<Syntax>,
  minLength: number,
): fc.Arbitrary<readonly NamedValueSyntax[]> {
  return fc.uniqueArray(fc.record({ name, value, at: fc.constant(at) }), {
    minLength,
    maxLength: 2,
    selector: (found) => found.name,
  });
}

const key: fc.Arbitrary<KeyPredicateSyntax> = fc.oneof(
  keyValue.map((value): KeyPredicateSyntax => ({ kind: 'single', value, at })),
  namedValues(keyValue, 1).map((values): KeyPredicateSyntax => ({ kind: 'named', values, at })),
);

const searches: fc.Arbitrary<SearchSyntax> = fc.constantFrom<SearchSyntax>(
  { kind: 'term', text: 'blue', at },
  { kind: 'phrase', text: 'a (b;', at },
  {
    kind: 'or',
    operands: [
      {
        kind: 'and',
        operands: [
          { kind: 'term', text: 'a', at },
          { kind: 'term', text: 'AND', at },
        ],
        at,
      },
      { kind: 'not', operand: { kind: 'phrase', text: 'c', at }, at },
    ],
    at,
  },
);

function segments(value: fc.Arbitrary<Syntax>): fc.Arbitrary<PathSegment> {
  return fc.oneof(
    {
      weight: 6,
      arbitrary: name.map((found): PathSegment => ({
        kind: 'name',
        name: found,
        key: undefined,
        parameters: undefined,
        at,
      })),
    },
    {
      weight: 1,
      arbitrary: qualified.map((found): PathSegment => ({
        kind: 'name',
        name: found,
        key: undefined,
        parameters: undefined,
        at,
      })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(name, key).map(([found, predicate]): PathSegment => ({
        kind: 'name',
        name: found,
        key: predicate,
        parameters: undefined,
        at,
      })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(qualified, namedValues(value, 0), fc.option(key, { nil: undefined }))
        .map(([found, parameters, predicate]): PathSegment => ({
          kind: 'name',
          name: found,
          key: predicate,
          parameters,
          at,
        })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<PathSegment>(
        { kind: 'annotation', name: 'Ns.Term', qualifier: undefined, at },
        { kind: 'annotation', name: 'Term', qualifier: 'Q', at },
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(value, fc.option(key, { nil: undefined }))
        .map(([predicate, found]): PathSegment => ({ kind: '$filter', predicate, key: found, at })),
    },
  );
}

/** A path begins with a name, `$it` or an alias, and may end with `$count`. */
function paths(value: fc.Arbitrary<Syntax>): fc.Arbitrary<PathSyntax> {
  const first: fc.Arbitrary<PathSegment> = fc.oneof(
    name.map((found): PathSegment => ({
      kind: 'name',
      name: found,
      key: undefined,
      parameters: undefined,
      at,
    })),
    fc.constantFrom<PathSegment>({ kind: '$it', at }, { kind: '$this', at }),
  );
  const count: fc.Arbitrary<PathSegment> = fc
    .record({ filter: fc.option(value, { nil: undefined }), search: fc.option(searches, { nil: undefined }) })
    .map((options): PathSegment => ({ kind: '$count', ...options, at }));
  return fc
    .tuple(first, fc.array(segments(value), { maxLength: 2 }), fc.option(count, { nil: undefined, freq: 6 }))
    .map(([start, middle, end]) => ({
      kind: 'path',
      segments: end === undefined ? [start, ...middle] : [start, ...middle, end],
      at,
    }));
}

function chain(kind: 'and' | 'or', operands: readonly Syntax[]): Syntax {
  return {
    kind,
    operands: operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand])),
    at,
  };
}

/** Of every kind. Lambdas nest as deep as the rest, so that the parser's limit for them must be raised. */
export const expressions: fc.Arbitrary<Syntax> = fc.letrec<{ any: Syntax }>((tie) => {
  const any = tie('any');
  const several = fc.array(any, { maxLength: 3 });
  return {
    any: fc.oneof(
      { depthSize, maxDepth, withCrossShrink: true },
      keyValue,
      paths(any),
      fc
        .tuple(fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le', 'has'), any, any)
        .map(([operator, left, right]): Syntax => ({ kind: 'comparison', operator, left, right, at })),
      fc
        .tuple(fc.constantFrom('add', 'sub', 'mul', 'div', 'divby', 'mod'), any, any)
        .map(([operator, left, right]): Syntax => ({ kind: 'arithmetic', operator, left, right, at })),
      fc
        .tuple(fc.constantFrom('and', 'or'), fc.array(any, { minLength: 2, maxLength: 4 }))
        .map(([kind, operands]) => chain(kind, operands)),
      fc
        .tuple(fc.constantFrom('not', 'negate'), any)
        .map(([kind, operand]): Syntax => ({ kind, operand, at })),
      fc
        .tuple(any, fc.oneof(several, fc.array(literals, { maxLength: 3 })))
        .map(([operand, items]): Syntax => ({ kind: 'in', operand, items, at })),
      fc
        .tuple(any, fc.oneof(alias, paths(any)))
        .map(([operand, items]): Syntax => ({ kind: 'in', operand, items, at })),
      fc
        .tuple(fc.constantFrom('contains', 'concat', 'matchespattern'), any, any)
        .map(([found, ...both]): Syntax => ({ kind: 'call', name: found, arguments: both, at })),
      fc
        .tuple(fc.constantFrom('cast', 'isof'), any, fc.constantFrom('Edm.String', 'Collection(Ns.T)'))
        .map(([found, value, type]): Syntax => ({
          kind: 'call',
          name: found,
          arguments: [value, { kind: 'typeName', name: type, at }],
          at,
        })),
      fc
        .array(fc.record({ condition: any, result: any }), { minLength: 1, maxLength: 2 })
        .map((branches): Syntax => ({ kind: 'case', branches, at })),
      several.map((items): Syntax => ({ kind: 'list', items, at })),
      fc
        .uniqueArray(fc.record({ name: fc.string(), value: any, at: fc.constant(at) }), {
          maxLength: 2,
          selector: (found) => found.name,
        })
        .map((members): Syntax => ({ kind: 'object', members, at })),
      fc
        .tuple(fc.constantFrom('any', 'all'), paths(any).filter(mayHoldItems), name, any)
        .map(([operator, source, variable, predicate]): Syntax => ({
          kind: 'lambda',
          operator,
          source,
          variable,
          predicate,
          at,
        })),
    ),
  };
}).any;

function mayHoldItems({ segments: found }: PathSyntax): boolean {
  return found.at(-1)?.kind !== '$count';
}

/** A copy with every position set to 0, for comparing trees. */
export function withoutPositions(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withoutPositions);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, key === 'at' ? 0 : withoutPositions(value)]),
  );
}
