import { compileValue } from '../../src/evaluate/compile-value';
import type { RowExpression } from '../../src/model/expression';
import type {
  ArithmeticOperator,
  Collation,
  ColumnType,
  FunctionName,
  Value,
} from '../../src/provider-sdk/index';
import { calculate, call, column, literal, scopeOf } from './expressions';

/** The operands come once as constants and once as columns, as these are compiled in different ways. */
function values(
  make: (operands: RowExpression[]) => RowExpression,
  constants: [ColumnType, Value][],
  collation: Collation = 'ignoreCase',
): Value[] {
  const literals = constants.map(([type, value]) => literal(type, value));
  const columns = constants.map(([type], index) => column(`c${index}`, type));
  const row = Object.fromEntries(constants.map(([, value], index) => [`c${index}`, value]));
  const scope = scopeOf(collation);
  return [compileValue(make(literals), scope)(row), compileValue(make(columns), scope)(row)];
}

describe('functions', () => {
  const year: [ColumnType, Value] = ['DateTimeOffset', '2026-01-31T08:30:09.025Z'];
  const cases: [FunctionName, ColumnType, [ColumnType, Value][], Value][] = [
    [
      'contains',
      'Boolean',
      [
        ['String', 'Contoso'],
        ['String', 'TOS'],
      ],
      true,
    ],
    [
      'startswith',
      'Boolean',
      [
        ['String', 'Contoso'],
        ['String', 'con'],
      ],
      true,
    ],
    [
      'endswith',
      'Boolean',
      [
        ['String', 'Contoso'],
        ['String', 'SO'],
      ],
      true,
    ],
    [
      'endswith',
      'Boolean',
      [
        ['String', 'Contoso'],
        ['String', 'con'],
      ],
      false,
    ],
    [
      'contains',
      'Boolean',
      [
        ['String', 'Contoso'],
        ['String', null],
      ],
      null,
    ],
    [
      'indexof',
      'Int32',
      [
        ['String', 'Contoso'],
        ['String', 'T'],
      ],
      3,
    ],
    [
      'indexof',
      'Int32',
      [
        ['String', 'Contoso'],
        ['String', 'x'],
      ],
      -1,
    ],
    [
      'indexof',
      'Int32',
      [
        ['String', 'xİyZ'],
        ['String', 'z'],
      ],
      3,
    ],
    ['length', 'Int32', [['String', 'a😀']], 3],
    [
      'substring',
      'String',
      [
        ['String', 'Contoso'],
        ['Int32', 3],
      ],
      'toso',
    ],
    [
      'substring',
      'String',
      [
        ['String', 'Contoso'],
        ['Int32', 99],
      ],
      '',
    ],
    [
      'substring',
      'String',
      [
        ['String', 'Contoso'],
        ['Int32', -3],
      ],
      'oso',
    ],
    [
      'substring',
      'String',
      [
        ['String', 'Contoso'],
        ['Int32', -99],
      ],
      'Contoso',
    ],
    [
      'substring',
      'String',
      [
        ['String', 'Contoso'],
        ['Int32', 1],
        ['Int32', 3],
      ],
      'ont',
    ],
    [
      'substring',
      'String',
      [
        ['String', 'Contoso'],
        ['Int32', -3],
        ['Int32', 99],
      ],
      'oso',
    ],
    [
      'substring',
      'String',
      [
        ['String', 'Contoso'],
        ['Int32', 1],
        ['Int32', -1],
      ],
      null,
    ],
    [
      'concat',
      'String',
      [
        ['String', 'a'],
        ['String', 'B'],
      ],
      'aB',
    ],
    ['tolower', 'String', [['String', 'ΟΔΟΣ']], 'οδος'],
    ['toupper', 'String', [['String', 'straße']], 'STRASSE'],
    ['trim', 'String', [['String', '\u00a0 a \t']], 'a'],
    ['year', 'Int32', [year], 2026],
    ['month', 'Int32', [year], 1],
    ['day', 'Int32', [year], 31],
    ['hour', 'Int32', [year], 8],
    ['minute', 'Int32', [year], 30],
    ['second', 'Int32', [year], 9],
    ['fractionalseconds', 'Decimal', [year], 0.025],
    ['fractionalseconds', 'Decimal', [['TimeOfDay', '08:30:00']], 0],
    ['hour', 'Int32', [['TimeOfDay', '08:30:00']], 8],
    ['day', 'Int32', [['Date', '2026-01-31']], 31],
    ['date', 'Date', [year], '2026-01-31'],
    ['time', 'TimeOfDay', [year], '08:30:09.025'],
    ['totaloffsetminutes', 'Int32', [year], 0],
    ['totaloffsetminutes', 'Int32', [['DateTimeOffset', null]], null],
    ['totalseconds', 'Decimal', [['Duration', '-PT1M0.0000001S']], -60.0000001],
    ['totalseconds', 'Decimal', [['Duration', 'P10675199DT2H48M5.4775807S']], '922337203685.4775807'],
    ['round', 'Decimal', [['Decimal', -2.5]], -3],
    ['round', 'Double', [['Double', 0.49999999999999994]], 0],
    ['floor', 'Decimal', [['Decimal', '-1234567890123456.5']], '-1234567890123457'],
    ['ceiling', 'Double', [['Double', 1.2]], 2],
  ];

  test.each(cases)('%s to %s of %j is %j', (name, type, operands, expected) => {
    expect(values((parts) => call(name, type, ...parts), operands)).toEqual([expected, expected]);
  });

  test('mind the case if the collation does', () => {
    const operands: [ColumnType, Value][] = [
      ['String', 'Contoso'],
      ['String', 'T'],
    ];
    expect(values((parts) => call('contains', 'Boolean', ...parts), operands, 'ordinal')).toEqual([
      false,
      false,
    ]);
    expect(values((parts) => call('indexof', 'Int32', ...parts), operands, 'ordinal')).toEqual([-1, -1]);
  });

  test('without an argument are refused', () => {
    expect(() => compileValue(call('length', 'Int32'), scopeOf('ordinal'))).toThrow(
      'length lacks an argument.',
    );
  });
});

describe('cast', () => {
  test.each<[ColumnType, Value, ColumnType, Value]>([
    ['Int32', 5, 'String', '5'],
    ['Decimal', 1e21, 'String', '1000000000000000000000'],
    ['Double', -Infinity, 'String', '-INF'],
    ['Boolean', true, 'String', 'true'],
    ['Enum', 'Red', 'String', 'Red'],
    ['String', '12', 'Int32', 12],
    ['String', '12.0', 'Int32', null],
    ['String', '2147483648', 'Int32', null],
    ['String', '9223372036854775807', 'Int64', '9223372036854775807'],
    ['String', '1e400', 'Double', null],
    ['String', 'INF', 'Double', Infinity],
    ['String', 'TRUE', 'Boolean', true],
    ['String', 'yes', 'Boolean', null],
    ['String', '2026-01-31T08:30:00', 'DateTimeOffset', '2026-01-31T08:30:00Z'],
    ['String', '6F9619FF-8B86-D011-B42D-00C04FC964FF', 'Guid', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
    ['String', null, 'Guid', null],
    ['Decimal', 2.5, 'Int32', 3],
    ['Decimal', '99999999999.5', 'Int32', null],
    ['Double', NaN, 'Int32', null],
    ['Double', 0.30000000000000004, 'Decimal', '0.30000000000000004'],
    ['Double', 1e39, 'Single', null],
    ['Double', 0.1, 'Single', Math.fround(0.1)],
    ['Date', '2026-01-31', 'DateTimeOffset', '2026-01-31T00:00:00Z'],
    ['DateTimeOffset', '2026-01-31T08:30:00.5Z', 'TimeOfDay', '08:30:00.5'],
    ['Boolean', true, 'Int32', null],
  ])('of %s %j to %s is %j', (source, value, target, expected) => {
    expect(values((parts) => call('cast', target, ...parts), [[source, value]])).toEqual([
      expected,
      expected,
    ]);
  });

  test('to or from the numbers of an Enum is refused', () => {
    const cast = call('cast', 'Int32', column('c', 'Enum'));
    expect(() => compileValue(cast, scopeOf('ordinal'))).toThrow(
      expect.objectContaining({ code: 'NotImplemented' }),
    );
  });
});

describe('arithmetic', () => {
  const cases: [ArithmeticOperator, [ColumnType, Value], [ColumnType, Value], ColumnType, Value][] = [
    ['add', ['Decimal', 0.1], ['Decimal', 0.2], 'Decimal', 0.3],
    ['add', ['Double', 0.1], ['Double', 0.2], 'Double', 0.1 + 0.2],
    ['add', ['Int32', 2147483647], ['Int32', 1], 'Int32', 2147483648],
    ['sub', ['Int64', '9223372036854775807'], ['Int64', 1], 'Int64', '9223372036854775806'],
    ['mul', ['Int32', null], ['Int32', 1], 'Int32', null],
    ['div', ['Int32', -7], ['Int32', 2], 'Int32', -3],
    ['div', ['Int32', 1], ['Int32', 0], 'Int32', null],
    ['div', ['Decimal', 1], ['Decimal', 3], 'Decimal', '0.3333333333333333333333333333'],
    ['div', ['Double', 1], ['Double', 0], 'Double', Infinity],
    ['div', ['Double', 7], ['Decimal', 2], 'Double', 3.5],
    ['divby', ['Int32', 5], ['Int32', 2], 'Decimal', 2.5],
    ['divby', ['Int32', 5], ['Int32', 2], 'Double', 2.5],
    ['divby', ['Int32', 5], ['Int32', 0], 'Decimal', null],
    ['mod', ['Int32', -7], ['Int32', 2], 'Int32', -1],
    ['mod', ['Double', -7.5], ['Double', 2], 'Double', -1.5],
    [
      'add',
      ['DateTimeOffset', '2024-02-28T23:59:59.9999999Z'],
      ['Duration', 'PT0.0000001S'],
      'DateTimeOffset',
      '2024-02-29T00:00:00Z',
    ],
    ['sub', ['DateTimeOffset', '0001-01-01T00:00:00Z'], ['Duration', 'PT1S'], 'DateTimeOffset', null],
    [
      'sub',
      ['DateTimeOffset', '2026-01-31T08:30:00Z'],
      ['DateTimeOffset', '2026-01-30T08:00:00Z'],
      'Duration',
      'P1DT30M',
    ],
    ['add', ['Date', '2026-01-31'], ['Duration', 'PT23H'], 'Date', '2026-01-31'],
    ['sub', ['Date', '2026-01-31'], ['Duration', 'PT1S'], 'Date', '2026-01-30'],
    ['sub', ['Date', '2026-03-01'], ['Date', '2026-02-01'], 'Duration', 'P28D'],
    ['add', ['Duration', 'PT30M'], ['Duration', 'PT45M'], 'Duration', 'PT1H15M'],
    ['mul', ['Duration', 'PT30M'], ['Decimal', 1.5], 'Duration', 'PT45M'],
    ['mul', ['Int32', 2], ['Duration', 'PT30M'], 'Duration', 'PT1H'],
    ['mul', ['Duration', 'PT30M'], ['Double', Infinity], 'Duration', null],
    ['div', ['Duration', 'PT1H'], ['Int32', 3], 'Duration', 'PT20M'],
    ['div', ['Duration', 'PT1H'], ['Int32', 0], 'Duration', null],
    ['mul', ['Duration', 'P10675199D'], ['Int32', 2], 'Duration', null],
  ];

  test.each(cases)('%s of %j and %j to %s is %j', (operator, left, right, type, expected) => {
    const make = ([a, b]: RowExpression[]): RowExpression =>
      calculate(operator, a as RowExpression, b as RowExpression, type);
    expect(values(make, [left, right])).toEqual([expected, expected]);
  });

  test('with a null literal is null, whatever its type is', () => {
    const sum = calculate('add', column('d', 'Date'), literal('String', null), 'Date');
    expect(compileValue(sum, scopeOf('ordinal'))({ d: '2026-01-31' })).toBeNull();
  });

  test('never grows a number without end', () => {
    let product: RowExpression = column('n', 'Decimal');
    for (let times = 0; times < 9; times++) product = calculate('mul', product, product, 'Decimal');
    const valueOf = compileValue(product, scopeOf('ordinal'));
    expect(valueOf({ n: 1 })).toBe(1);
    expect(valueOf({ n: 1.23456789 })).toBeNull();
  });

  test.each<[ColumnType, Value, Value]>([
    ['Int32', 5, -5],
    ['Decimal', '9007199254740993', '-9007199254740993'],
    ['Double', 1.5, -1.5],
    ['Duration', 'PT1H', '-PT1H'],
    ['Duration', null, null],
  ])('negates %s %j', (type, value, expected) => {
    const make = ([operand]: RowExpression[]): RowExpression => ({
      kind: 'negate',
      operand: operand as RowExpression,
      type,
    });
    expect(values(make, [[type, value]])).toEqual([expected, expected]);
  });

  test.each<[ArithmeticOperator, ColumnType, ColumnType]>([
    ['add', 'String', 'String'],
    ['add', 'DateTimeOffset', 'DateTimeOffset'],
    ['sub', 'Date', 'DateTimeOffset'],
    ['mod', 'Duration', 'Int32'],
    ['div', 'Int32', 'Duration'],
    ['add', 'Date', 'Int32'],
  ])('%s of %s and %s is refused', (operator, left, right) => {
    const expression = calculate(operator, column('a', left), column('b', right), left);
    expect(() => compileValue(expression, scopeOf('ordinal'))).toThrow(
      expect.objectContaining({ code: 'InvalidType' }),
    );
  });
});
