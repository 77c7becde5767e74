/** Random requests for one entity set, as text: made of its public properties and of what its rows really hold. */
import fc from 'fast-check';
import type { EntitySet, Property } from '../../src/model/entity-set';
import type { ColumnType, Value } from '../../src/provider-sdk/index';
import { valuesOf, valuesOfType } from '../support/random-values';
import { literalText } from './literal-text';

export interface RandomQuery {
  readonly entitySet: string;
  readonly filter?: string | undefined;
  readonly search?: string | undefined;
  readonly orderBy?: string | undefined;
  readonly select?: string | undefined;
  readonly top?: number | undefined;
  readonly skip?: number | undefined;
  readonly count: boolean;
}

/** What the values of an entity set's properties are, by name; null is not among them. */
export type ValuePools = ReadonlyMap<string, readonly Value[]>;

/** Path and query below the service root. */
export function targetOf(query: RandomQuery): string {
  const options = [
    ['$filter', query.filter],
    ['$search', query.search],
    ['$orderby', query.orderBy],
    ['$select', query.select],
    ['$skip', query.skip],
    ['$top', query.top],
    ['$count', query.count ? 'true' : undefined],
  ] as const;
  const given = options.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? query.entitySet : `${query.entitySet}?${given.join('&')}`;
}

export function queriesOf(entitySet: EntitySet, pools: ValuePools): fc.Arbitrary<RandomQuery> {
  const random = new RandomQueries(entitySet, pools);
  const sometimes = <T>(arbitrary: fc.Arbitrary<T>, nil: number): fc.Arbitrary<T | undefined> =>
    fc.oneof({ weight: 10 - nil, arbitrary }, { weight: nil, arbitrary: fc.constant(undefined) });
  const hasText = entitySet.properties.some(({ type }) => type === 'String');
  return fc.record({
    entitySet: fc.constant(entitySet.name),
    filter: sometimes(random.filter(2), 1),
    search: sometimes(random.search(), hasText ? 9 : 10),
    orderBy: sometimes(random.orderBy(), 5),
    select: sometimes(random.select(), 7),
    top: sometimes(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 60 })), 6),
    skip: sometimes(fc.integer({ min: 0, max: 12 }), 7),
    count: fc.boolean(),
  });
}

type Text = fc.Arbitrary<string>;

/** The types that expressions are made for; what an entity set has no property of, they take from constants. */
type OperandType = Exclude<ColumnType, 'Enum'>;

const ORDER = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
const EQUALITY = ['eq', 'ne'] as const;
const SEARCHES = ['contains', 'startswith', 'endswith'] as const;
const INTEGERS: readonly ColumnType[] = ['SByte', 'Byte', 'Int16', 'Int32', 'Int64'];
const NUMBERS: readonly ColumnType[] = [...INTEGERS, 'Decimal', 'Single', 'Double'];
/** Characters that one of the languages on the way gives a meaning. */
const NEEDLES = [
  "'",
  "''",
  '*',
  '&',
  '%',
  '_',
  '?',
  '[',
  '\\',
  ' ',
  '+',
  '/',
  '#',
  'é',
  'ß',
  'Σ',
  '字',
  '\u{1F600}',
];

class RandomQueries {
  constructor(
    private readonly entitySet: EntitySet,
    private readonly pools: ValuePools,
  ) {}

  filter(depth: number): Text {
    const term = this.term();
    if (depth === 0) return term;
    const operands = fc.array(this.filter(depth - 1), { minLength: 2, maxLength: 3 });
    return fc.oneof(
      { weight: 6, arbitrary: term },
      { weight: 3, arbitrary: operands.map((parts) => joined('and', parts)) },
      { weight: 2, arbitrary: operands.map((parts) => joined('or', parts)) },
      { weight: 1, arbitrary: this.filter(depth - 1).map((part) => `not (${part})`) },
      { weight: 1, arbitrary: this.chain() },
    );
  }

  search(): Text {
    const phrase = this.needles().filter((needle) => needle !== '' && !needle.includes('"'));
    const operand = phrase.map((text) => `"${text}"`);
    return fc.oneof(
      operand,
      operand.map((one) => `NOT ${one}`),
      fc.tuple(operand, fc.constantFrom('AND', 'OR'), operand).map((parts) => parts.join(' ')),
    );
  }

  orderBy(): Text {
    const property = fc.constantFrom(...this.entitySet.properties).map(({ name }) => name);
    const expressions = ['String', 'Int32', 'Decimal', 'DateTimeOffset'] as const;
    const expression = fc.constantFrom(...expressions).chain((type) => this.operand(type, 1));
    const key = fc
      .tuple(fc.oneof({ weight: 5, arbitrary: property }, expression), fc.constantFrom('', ' asc', ' desc'))
      .map((parts) => parts.join(''));
    return fc.array(key, { minLength: 1, maxLength: 3 }).map((keys) => keys.join(','));
  }

  select(): Text {
    const names = this.entitySet.properties.map(({ name }) => name);
    return fc
      .subarray(names, { minLength: 1, maxLength: Math.min(6, names.length) })
      .map((chosen) => chosen.join(','));
  }

  /** The same property compared with many values, as Dataverse writes lists. */
  private chain(): Text {
    return fc
      .constantFrom(...this.entitySet.properties)
      .chain((property) =>
        fc
          .array(this.literals(property, 20), { minLength: 3, maxLength: 40, size: 'max' })
          .map((literals) => literals.map((literal) => `${property.name} eq ${literal}`).join(' or ')),
      );
  }

  private term(): Text {
    const plain = fc.constantFrom(...this.entitySet.properties).chain((property) => this.plainTerm(property));
    return fc.oneof({ weight: 7, arbitrary: plain }, { weight: 2, arbitrary: this.expressionTerm() });
  }

  /** One property and constants: what a source may take. */
  private plainTerm(property: Property): Text {
    const { name, type } = property;
    const operators = type === 'Enum' ? EQUALITY : ORDER;
    const literal = this.literals(property, 8);
    const comparison = fc
      .tuple(fc.constantFrom(...operators), literal)
      .map(([operator, value]) => `${name} ${operator} ${value}`);
    const terms: fc.WeightedArbitrary<string>[] = [
      { weight: 5, arbitrary: comparison },
      { weight: 1, arbitrary: literal.map((value) => `${value} eq ${name}`) },
      {
        weight: 2,
        arbitrary: fc
          .array(literal, { minLength: 1, maxLength: 6 })
          .map((values) => `${name} in (${values.join(',')})`),
      },
    ];
    if (type === 'Boolean') terms.push({ weight: 2, arbitrary: fc.constantFrom(name, `not ${name}`) });
    if (type === 'String') terms.push({ weight: 6, arbitrary: this.textSearch(fc.constant(name)) });
    return fc.oneof(...terms);
  }

  private textSearch(text: Text): Text {
    return fc
      .tuple(
        fc.constantFrom(...SEARCHES),
        text,
        this.needles(),
        fc.constantFrom('', '', '', ' eq false', ' ne true'),
      )
      .map(
        ([name, haystack, needle, rest]) => `${name}(${haystack},${literalText('String', needle)})${rest}`,
      );
  }

  private expressionTerm(): Text {
    const types = [
      'String',
      'Int32',
      'Decimal',
      'Double',
      'Date',
      'DateTimeOffset',
      'Guid',
      'Boolean',
    ] as const;
    const comparison = fc.constantFrom(...types).chain((type) => {
      const operand = this.operand(type, 2);
      return fc
        .tuple(operand, fc.constantFrom(...ORDER), operand)
        .map(([left, operator, right]) => `${left} ${operator} ${right}`);
    });
    return fc.oneof({ weight: 4, arbitrary: comparison }, this.textSearch(this.operand('String', 1)));
  }

  /** An expression of the type, in parentheses where it needs them as an operand. */
  private operand(type: OperandType, depth: number): Text {
    const leaf = this.leaf(type);
    if (depth === 0) return leaf;
    return fc.oneof({ weight: 3, arbitrary: leaf }, ...this.compounds(type, depth - 1));
  }

  private leaf(type: OperandType): Text {
    const properties = this.entitySet.properties.filter((property) => isFit(property.type, type));
    const constants = valuesOfType(type).map((value) => literalText(type, value));
    if (properties.length === 0) return constants;
    const names = fc.constantFrom(...properties).map(({ name }) => name);
    return fc.oneof(
      { weight: 3, arbitrary: names },
      { weight: 1, arbitrary: this.anyLiteral(properties, type) },
    );
  }

  private anyLiteral(properties: readonly Property[], type: OperandType): Text {
    return fc
      .constantFrom(...properties)
      .chain((property) => this.literals({ ...property, type } as Property, 10));
  }

  private compounds(type: OperandType, depth: number): Text[] {
    const text = this.operand('String', depth);
    const instant = this.operand('DateTimeOffset', depth);
    const small = fc.integer({ min: -3, max: 6 }).map(String);
    switch (type) {
      case 'String':
        return [
          call(fc.constantFrom('tolower', 'toupper', 'trim'), text),
          call(fc.constant('concat'), text, text),
          call(fc.constant('substring'), text, small),
          call(fc.constant('substring'), text, small, small),
          call(fc.constant('cast'), this.operand('Int32', depth), fc.constant('Edm.String')),
        ];
      case 'Int32':
        return [
          call(fc.constant('length'), text),
          // Not of a substring: where half a surrogate pair stands is a question without an answer.
          call(fc.constant('indexof'), text, this.leaf('String')),
          call(fc.constantFrom('year', 'month', 'day', 'hour', 'minute', 'second'), instant),
          arithmetic(['add', 'sub', 'mul', 'mod', 'div'], this.operand('Int32', depth), small),
        ];
      case 'Decimal':
        return [
          call(fc.constantFrom('round', 'floor', 'ceiling'), this.operand('Decimal', depth)),
          arithmetic(['add', 'sub', 'mul', 'div', 'divby', 'mod'], this.operand('Decimal', depth), small),
          this.operand('Decimal', depth).map((operand) => `-(${operand})`),
        ];
      case 'Date':
        return [call(fc.constant('date'), instant)];
      case 'DateTimeOffset':
        return [arithmetic(['add', 'sub'], instant, fc.constantFrom("duration'P1D'", "duration'-PT90S'"))];
      case 'Boolean':
        return [this.plainTermInParentheses()];
      default:
        return [];
    }
  }

  private plainTermInParentheses(): Text {
    return fc
      .constantFrom(...this.entitySet.properties)
      .chain((property) => this.plainTerm(property))
      .map((term) => `(${term})`);
  }

  /** Constants of a property's type: mostly what rows hold or something near it, one in `nulls` null. */
  private literals(property: Property, nulls: number): Text {
    return fc
      .option(this.values(property), { freq: nulls })
      .map((value) => literalText(property.type, value));
  }

  private values(property: Property): fc.Arbitrary<Value> {
    const pool = this.pools.get(property.name) ?? [];
    const edges = property.kind === 'column' ? edgesOf(property) : valuesOfType('Guid');
    if (pool.length === 0) return edges;
    const held = fc.constantFrom(...pool);
    if (property.type === 'String') return fc.oneof({ weight: 3, arbitrary: held }, edges, this.needles());
    // A date is compared with moments within its day, which is where its bounds are easily wrong.
    const near = property.kind === 'column' && property.conversion === 'midnight' ? 4 : 1;
    return fc.oneof(
      { weight: 4, arbitrary: held },
      { weight: 1, arbitrary: edges },
      { weight: near, arbitrary: held.map((value) => beside(property.type, value)) },
    );
  }

  /** Parts of texts that rows hold, in any case, and characters with a meaning elsewhere. */
  private needles(): fc.Arbitrary<string> {
    const texts = this.entitySet.properties.flatMap(({ name, type }) =>
      type === 'String' ? (this.pools.get(name) ?? []) : [],
    );
    const edges = fc.constantFrom(...NEEDLES);
    if (texts.length === 0) return edges;
    const part = fc
      .tuple(fc.constantFrom(...texts), fc.nat({ max: 12 }), fc.integer({ min: 1, max: 8 }))
      .map(([text, start, length]) => [...String(text)].slice(start, start + length).join(''));
    const cased = fc
      .tuple(part, fc.constantFrom('as it is', 'upper', 'lower'))
      .map(([text, form]) =>
        form === 'upper' ? text.toUpperCase() : form === 'lower' ? text.toLowerCase() : text,
      );
    return fc.oneof(
      { weight: 8, arbitrary: cased },
      { weight: 1, arbitrary: edges },
      { weight: 1, arbitrary: fc.tuple(cased, edges, cased).map((parts) => parts.join('')) },
    );
  }
}

function joined(operator: 'and' | 'or', parts: readonly string[]): string {
  return parts.map((part) => `(${part})`).join(` ${operator} `);
}

function call(name: Text, ...operands: readonly Text[]): Text {
  return fc.tuple(name, fc.tuple(...operands)).map(([called, parts]) => `${called}(${parts.join(',')})`);
}

function arithmetic(operators: readonly string[], left: Text, right: Text): Text {
  return fc
    .tuple(left, fc.constantFrom(...operators), right)
    .map(([one, operator, other]) => `((${one}) ${operator} (${other}))`);
}

function isFit(type: ColumnType, wanted: OperandType): boolean {
  if (wanted === 'Int32') return INTEGERS.includes(type);
  return wanted === 'Decimal' ? INTEGERS.includes(type) || type === 'Decimal' : type === wanted;
}

function edgesOf(property: Extract<Property, { kind: 'column' }>): fc.Arbitrary<Value> {
  const { type, conversion, column } = property;
  if (conversion === 'optionValue') return fc.constantFrom(-1, 0, 1, 2, 3, 4, 99);
  if (type === 'DateTimeOffset') return fc.oneof(fc.constantFrom(...DAY_EDGES), valuesOfType(type));
  return type === 'Enum' ? valuesOf(column) : valuesOfType(type);
}

const DAY_EDGES = [
  '1900-01-01T00:00:00Z',
  '1900-01-01T12:00:00Z',
  '1900-01-02T00:00:00Z',
  '1899-12-31T23:59:59Z',
  '2154-12-31T23:59:59Z',
];

/** A value just beside the one that a row holds. */
function beside(type: ColumnType, value: Value): Value {
  if (type === 'DateTimeOffset') return String(value).replace(/T.*$/, 'T00:00:00.0000001Z');
  if (
    typeof value === 'number' &&
    NUMBERS.includes(type) &&
    Number.isSafeInteger(value) &&
    Math.abs(value) < 100
  )
    return value + 1;
  return value;
}
