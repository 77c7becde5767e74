/** Random expressions over given columns for fast-check: correctly typed, every operator and function among them. */
import fc from 'fast-check';
import {
  type ArithmeticOperator,
  type ColumnDeclaration,
  type ColumnReference,
  type ColumnType,
  type Comparison,
  type ComparisonOperator,
  type Expression,
  type FunctionName,
  type Literal,
  typeOf,
} from '../../src/provider-sdk/index';
import { valuesOf, valuesOfType } from './random-values';

/** What the expressions may be made of. */
export interface ExpressionOptions {
  /** How deep functions, arithmetic and logic nest. Default: 3. */
  readonly depth?: number;
  /** Only columns compared with constants, joined by logic: what sources take. Default: false. */
  readonly termsOnly?: boolean;
}

/** A filter: a Boolean expression. */
export function filtersOf(
  columns: readonly ColumnDeclaration[],
  { depth = 3, termsOnly = false }: ExpressionOptions = {},
): fc.Arbitrary<Expression> {
  const random = new RandomExpressions(columns, termsOnly);
  return random.filter(depth);
}

/** An expression of any type that can be ordered by. */
export function sortExpressionsOf(
  columns: readonly ColumnDeclaration[],
  depth = 2,
): fc.Arbitrary<Expression> {
  const random = new RandomExpressions(columns, false);
  return fc.constantFrom(...valueTypes).chain((type) => random.ofType(type, depth));
}

type ValueType = Exclude<ColumnType, 'Enum'>;

const integerTypes = ['SByte', 'Byte', 'Int16', 'Int32', 'Int64'] as const;
const numberTypes = [...integerTypes, 'Decimal', 'Single', 'Double'] as const;
const valueTypes = [
  ...numberTypes,
  'Boolean',
  'String',
  'Guid',
  'Date',
  'TimeOfDay',
  'DateTimeOffset',
  'Duration',
] as const satisfies readonly ValueType[];
type NumberType = (typeof numberTypes)[number];

/** Two columns of every type, so that columns compare with each other too; some never null. */
export const columnsOfEveryType: readonly ColumnDeclaration[] = everyType();

const orderOperators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const satisfies readonly ComparisonOperator[];
const searches = ['contains', 'startswith', 'endswith'] as const;

class RandomExpressions {
  constructor(
    private readonly columns: readonly ColumnDeclaration[],
    private readonly termsOnly: boolean,
  ) {}

  filter(depth: number): fc.Arbitrary<Expression> {
    const term = this.termsOnly ? this.simpleTerm() : this.term(depth);
    if (depth === 0) return term;
    const operand = this.filter(depth - 1);
    const operands = fc.array(operand, { minLength: 2, maxLength: 4 });
    return fc.oneof(
      { weight: 3, arbitrary: term },
      { weight: 2, arbitrary: operands.map((parts) => connect('and', parts)) },
      { weight: 2, arbitrary: operands.map((parts) => connect('or', parts)) },
      operand.map((part): Expression => ({ kind: 'not', operand: part })),
    );
  }

  ofType(type: ValueType, depth: number): fc.Arbitrary<Expression> {
    const leaf = this.leaf(type);
    if (depth === 0) return leaf;
    const compounds = this.compounds(type, depth - 1);
    return compounds.length === 0
      ? leaf
      : fc.oneof({ weight: compounds.length, arbitrary: leaf }, ...compounds);
  }

  /** A column or a constant; a constant null only now and then. */
  private leaf(type: ValueType): fc.Arbitrary<Expression> {
    const columns = this.columns.filter((column) => column.type === type).map(reference);
    const constants: fc.Arbitrary<Expression> = literals(valuesOfType(type), type, 12);
    if (columns.length === 0) return constants;
    return fc.oneof({ weight: 2, arbitrary: fc.constantFrom<Expression>(...columns) }, constants);
  }

  /** One column and constants. */
  private simpleTerm(): fc.Arbitrary<Expression> {
    return fc.constantFrom(...this.columns).chain((column): fc.Arbitrary<Expression> => {
      const left = fc.constant<Expression>(reference(column));
      const values = valuesOf(column);
      const constants = literals(values, column.type, 6);
      const operators = column.type === 'Enum' ? (['eq', 'ne'] as const) : orderOperators;
      const terms = [
        comparisons(fc.constantFrom(...operators), left, constants),
        memberships(left, values, column.type),
      ];
      if (column.type === 'String') terms.push(this.search(left, literals(values, 'String', 20)));
      if (column.flags === true) terms.push(comparisons(fc.constant('has'), left, constants));
      return fc.oneof(...terms);
    });
  }

  private term(depth: number): fc.Arbitrary<Expression> {
    const below = Math.max(depth - 1, 0);
    const text = this.ofType('String', below);
    return fc.oneof(
      { weight: 4, arbitrary: this.simpleTerm() },
      { weight: 4, arbitrary: this.comparison(below) },
      { weight: 2, arbitrary: this.numberComparison(below) },
      { weight: 2, arbitrary: this.search(text, text) },
      this.anyMembership(below),
      this.leaf('Boolean'),
    );
  }

  private comparison(depth: number): fc.Arbitrary<Expression> {
    return fc.constantFrom(...valueTypes).chain((type) => {
      const operand = this.ofType(type, depth);
      return comparisons(fc.constantFrom(...orderOperators), operand, operand);
    });
  }

  private numberComparison(depth: number): fc.Arbitrary<Expression> {
    const number = this.anyNumber(depth);
    return comparisons(fc.constantFrom(...orderOperators), number, number);
  }

  private anyMembership(depth: number): fc.Arbitrary<Expression> {
    return fc
      .constantFrom(...valueTypes)
      .chain((type) => memberships(this.ofType(type, depth), valuesOfType(type), type));
  }

  private search(text: fc.Arbitrary<Expression>, wanted: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
    return fc.constantFrom(...searches).chain((name) => call(name, 'Boolean', text, wanted));
  }

  private anyNumber(depth: number): fc.Arbitrary<Expression> {
    return fc.constantFrom(...numberTypes).chain((type) => this.ofType(type, depth));
  }

  private compounds(type: ValueType, depth: number): fc.Arbitrary<Expression>[] {
    const of = (operandType: ValueType): fc.Arbitrary<Expression> => this.ofType(operandType, depth);
    switch (type) {
      case 'Boolean':
        return [this.filter(depth), call('cast', 'Boolean', of('String'))];
      case 'SByte':
      case 'Byte':
      case 'Int16':
      case 'Single':
        return [call('cast', type, this.castable(depth))];
      case 'Int32':
        return [
          this.arithmetic(
            ['SByte', 'Byte', 'Int16', 'Int32'],
            ['add', 'sub', 'mul', 'div', 'mod'],
            'Int32',
            depth,
          ),
          ...this.components(depth),
          call('length', type, of('String')),
          // Not of a substring: where half a surrogate pair stands is a question without an answer.
          call('indexof', type, of('String'), this.ofType('String', 0)),
          call('totaloffsetminutes', type, of('DateTimeOffset')),
          call('cast', type, this.castable(depth)),
        ];
      case 'Int64':
        return [
          this.arithmetic(['Int32', 'Int64'], ['add', 'sub', 'mul', 'div', 'mod'], 'Int64', depth),
          negative(of('Int64')),
          call('cast', type, this.castable(depth)),
        ];
      case 'Decimal':
        return [
          this.arithmetic(['Int32', 'Decimal'], ['add', 'sub', 'mul', 'divby', 'mod'], 'Decimal', depth),
          this.arithmetic(['Decimal'], ['add', 'sub', 'mul', 'div', 'divby', 'mod'], 'Decimal', depth),
          negative(of('Decimal')),
          ...(['round', 'floor', 'ceiling'] as const).map((name) => call(name, type, of('Decimal'))),
          call('fractionalseconds', type, fc.oneof(of('DateTimeOffset'), of('TimeOfDay'))),
          call('totalseconds', type, of('Duration')),
          call('cast', type, this.castable(depth)),
        ];
      case 'Double':
        return [
          this.arithmetic(
            ['Double', 'Single'],
            ['add', 'sub', 'mul', 'div', 'divby', 'mod'],
            'Double',
            depth,
          ),
          arithmetic(['add', 'sub', 'mul', 'div', 'mod'], of('Double'), of('Decimal'), 'Double'),
          negative(of('Double')),
          ...(['round', 'floor', 'ceiling'] as const).map((name) => call(name, type, of('Double'))),
          call('cast', type, this.castable(depth)),
        ];
      case 'String':
        return [
          call('concat', type, of('String'), of('String')),
          call('substring', type, of('String'), smallNumber()),
          call('substring', type, of('String'), smallNumber(), smallNumber()),
          ...(['tolower', 'toupper', 'trim'] as const).map((name) => call(name, type, of('String'))),
          fc.constantFrom(...valueTypes).chain((source) => call('cast', type, of(source))),
        ];
      case 'Guid':
        return [call('cast', type, of('String'))];
      case 'Date':
        return [
          call('date', type, of('DateTimeOffset')),
          arithmetic(['add', 'sub'], of('Date'), of('Duration'), type),
          call('cast', type, fc.oneof(of('String'), of('DateTimeOffset'))),
        ];
      case 'TimeOfDay':
        return [
          call('time', type, of('DateTimeOffset')),
          call('cast', type, fc.oneof(of('String'), of('DateTimeOffset'))),
        ];
      case 'DateTimeOffset':
        return [
          arithmetic(['add', 'sub'], of('DateTimeOffset'), of('Duration'), type),
          call('cast', type, fc.oneof(of('String'), of('Date'))),
        ];
      case 'Duration':
        return [
          arithmetic(['sub'], of('DateTimeOffset'), of('DateTimeOffset'), type),
          arithmetic(['sub'], of('Date'), of('Date'), type),
          arithmetic(['add', 'sub'], of('Duration'), of('Duration'), type),
          arithmetic(['mul', 'div', 'divby'], of('Duration'), this.anyNumber(depth), type),
          arithmetic(['mul'], this.anyNumber(depth), of('Duration'), type),
          negative(of('Duration')),
          call('cast', type, of('String')),
        ];
    }
  }

  private components(depth: number): fc.Arbitrary<Expression>[] {
    const instant = this.ofType('DateTimeOffset', depth);
    const date = fc.oneof(instant, this.ofType('Date', depth));
    const time = fc.oneof(instant, this.ofType('TimeOfDay', depth));
    return [
      ...(['year', 'month', 'day'] as const).map((name) => call(name, 'Int32', date)),
      ...(['hour', 'minute', 'second'] as const).map((name) => call(name, 'Int32', time)),
    ];
  }

  private castable(depth: number): fc.Arbitrary<Expression> {
    return fc.oneof(this.anyNumber(depth), this.ofType('String', depth));
  }

  private arithmetic(
    operandTypes: readonly NumberType[],
    operators: readonly ArithmeticOperator[],
    type: NumberType,
    depth: number,
  ): fc.Arbitrary<Expression> {
    const operand = fc.constantFrom(...operandTypes).chain((operandType) => this.ofType(operandType, depth));
    return arithmetic(operators, operand, operand, type);
  }
}

/** Joins operands; one that is of the same kind gives its own operands, as the language demands. */
function connect(kind: 'and' | 'or', parts: readonly Expression[]): Expression {
  return { kind, operands: parts.flatMap((part) => (part.kind === kind ? part.operands : [part])) };
}

function comparisons(
  operators: fc.Arbitrary<Comparison['operator']>,
  left: fc.Arbitrary<Expression>,
  right: fc.Arbitrary<Expression>,
): fc.Arbitrary<Expression> {
  return fc.record({ kind: fc.constant('comparison' as const), operator: operators, left, right });
}

function memberships(
  operand: fc.Arbitrary<Expression>,
  values: fc.Arbitrary<Literal['value']>,
  type: ColumnType,
): fc.Arbitrary<Expression> {
  const items = fc.uniqueArray(literals(values, type, 8), { maxLength: 5, selector: ({ value }) => value });
  return fc.record({ kind: fc.constant('in' as const), operand, items });
}

/** Constants, one in `nulls` of them null. */
function literals(
  values: fc.Arbitrary<Literal['value']>,
  type: ColumnType,
  nulls: number,
): fc.Arbitrary<Literal> {
  return fc.option(values, { freq: nulls }).map((value) => ({ kind: 'literal', type, value }));
}

function smallNumber(): fc.Arbitrary<Expression> {
  return fc
    .integer({ min: -4, max: 6 })
    .map((value): Expression => ({ kind: 'literal', type: 'Int32', value }));
}

function call(
  name: FunctionName,
  type: ColumnType,
  ...operands: readonly fc.Arbitrary<Expression>[]
): fc.Arbitrary<Expression> {
  return fc
    .tuple(...operands)
    .map((parts): Expression => ({ kind: 'call', function: name, arguments: parts, type }));
}

function arithmetic(
  operators: readonly ArithmeticOperator[],
  left: fc.Arbitrary<Expression>,
  right: fc.Arbitrary<Expression>,
  type: ColumnType,
): fc.Arbitrary<Expression> {
  const operator = fc.constantFrom(...operators);
  return fc.record({
    kind: fc.constant('arithmetic' as const),
    operator,
    left,
    right,
    type: fc.constant(type),
  });
}

function negative(operand: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  return operand.map((part): Expression => ({ kind: 'negate', operand: part, type: typeOf(part) }));
}

function reference({ name, type }: ColumnDeclaration): ColumnReference {
  return { kind: 'column', name, type };
}

function everyType(): ColumnDeclaration[] {
  const members = [
    { name: 'Red', value: 1 },
    { name: 'Green', value: 2 },
    { name: 'Blue', value: 4 },
  ];
  return [
    ...valueTypes.flatMap((type): ColumnDeclaration[] => [
      { name: `${type}1`, type },
      { name: `${type}2`, type, nullable: false },
    ]),
    { name: 'Colour', type: 'Enum', enumName: 'Colour', members },
    { name: 'Colours', type: 'Enum', enumName: 'Colours', flags: true, members },
  ];
}
