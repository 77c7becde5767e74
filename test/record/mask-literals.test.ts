/** What may be kept of a request: everything but the values that it is about. */
import fc from 'fast-check';
import { maskLiterals, maskQuoted, maskTarget, printable } from '../../src/record/mask-literals';
import { anyCharacter } from '../support/any-character';

describe('an expression', () => {
  test.each([
    ["Name eq 'Ann'", 'Name eq ?'],
    ["Name eq 'O''Neil (a) and b'", 'Name eq ?'],
    ["Name eq 'never ends", 'Name eq ?'],
    ["contains(Name,'x') and Size gt 5", 'contains(Name,?) and Size gt ?'],
    ['Size eq -12.50e+3 or Flag eq true', 'Size eq ? or Flag eq ?'],
    ['Id eq 44a49851-1d25-8aa8-9001-b000ef6f0ca2', 'Id eq ?'],
    ['Id eq abcdef01-1d25-8aa8-9001-b000ef6f0ca2', 'Id eq ?'],
    ['Since ge 2026-01-31T08:30:00.5Z and Day eq 2026-01-31', 'Since ge ? and Day eq ?'],
    ['Since lt -0044-03-15T12:00:00+01:00', 'Since lt ?'],
    ['At eq 07:59:59.999', 'At eq ?'],
    ["Kind eq Ns.Color'Red'", 'Kind eq Ns.Color?'],
    ["Wait eq duration'PT5M'", 'Wait eq duration?'],
    ['Size in (1,2, 3)', 'Size in (?)'],
    ['Value eq INF or Value eq null', 'Value eq ? or Value eq null'],
    ["A eq 'x' or A eq 'y' or A eq 'z'", 'A eq ? or …'],
    ['Address1 eq Line2', 'Address1 eq Line2'],
    ['$it/Größe eq 3', '$it/Größe eq ?'],
  ])('%s becomes %s', (expression, masked) => expect(maskLiterals(expression)).toBe(masked));

  test('shows no character of any text in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const literal = `'${text.replaceAll("'", "''")}'`;
        expect(maskLiterals(`Name eq ${literal} and Size gt 1`)).toBe('Name eq ? and Size gt ?');
      }),
    );
  });

  test('of very many parts takes no longer than its length allows', () => {
    const long = "A eq 'x' or ".repeat(20_000);
    expect(maskLiterals(`${long}A eq 'y'`)).toBe('A eq ? or …');
    expect(maskLiterals("'".repeat(100_001))).toBe('?');
    expect(maskLiterals('('.repeat(100_000))).toHaveLength(100_000);
    // Two hungry parts that may share the blanks between them would take minutes.
    expect(maskTarget(`A?$filter=Name eq${'+'.repeat(300_000)})`, false)).toHaveLength(2_001);
  });
});

describe('a target', () => {
  test.each([
    ["Customers?%24filter=Name%20eq%20'Ann'&$top=5", 'Customers?$filter=Name eq ?&$top=5'],
    ['Customers(44a49851-1d25-8aa8-9001-b000ef6f0ca2)/Name', 'Customers(?)/Name'],
    ["Customers(Company='us(a)mf',Number='1')", 'Customers(Company=?,Number=?)'],
    ['Customers?code=secret&$select=Name,City', 'Customers?code=?&$select=Name,City'],
    ['Customers?$skiptoken=abc&@p1=%27x%27', 'Customers?$skiptoken=?&@p1=?'],
    [
      "Customers?$search=ann&$orderby=indexof(Name,'a') desc",
      'Customers?$search=?&$orderby=indexof(Name,?) desc',
    ],
    ['Customers?filter=Name+eq+%27Ann%27', 'Customers?filter=Name eq ?'],
    ['Customers?$select=%27Ann%27', 'Customers?$select=?'],
    ['Customers?flag', 'Customers??'],
    ['Customers?Zm9v==&$count', 'Customers??&$count'],
    ['Customers(Ann)', 'Customers(?)'],
    ['Customers(Company=usmf,Id=@p)', 'Customers(Company=?,Id=@p)'],
    ['Customers(%27Ann%27%E0)', 'Customers(?%E0)'],
    ['Customers?$filter=Name%20eq%20%27Ann%27%E0', 'Customers?$filter=Name eq ?%E0'],
    ['%ff%fe?$filter=%zz', '%ff%fe?$filter=%zz'],
    ['$batch', '$batch'],
  ])('%s becomes %s', (target, masked) => expect(maskTarget(target, true)).toBe(masked));

  test.each([
    ['Customers?$filter=Name eq Ann-Lee and Size gt x', 'Customers?$filter=Name eq ? and Size gt ?'],
    [
      'Customers?$filter=Name in (Ann,Bob) or contains(Name,Ann)',
      'Customers?$filter=Name in (?) or contains(Name,Ann)',
    ],
    [
      "Customers?$filter=beq eq 'x' and Inside ne tolower(Name)",
      'Customers?$filter=beq eq ? and Inside ne ?(Name)',
    ],
  ])('that could not be bound, %s, becomes %s', (target, masked) =>
    expect(maskTarget(target, false)).toBe(masked),
  );

  test('is one short line, whatever was sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const masked = maskTarget(`A?$filter=${encodeURIComponent(text.toWellFormed())}`, false);
        expect(masked).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(masked.length).toBeLessThanOrEqual(2_001);
      }),
    );
    expect(printable(`x${'😀'.repeat(2_000)}`).isWellFormed()).toBe(true);
    expect(printable('a\u001b[31mb\r\nc\u202ed')).toBe('a\ufffd[31mb\ufffd\ufffdc\ufffdd');
  });
});

test.each([
  ["'Ann' is no number.", "'?' is no number."],
  ['Customer "US-001" exists.', "Customer '?' exists."],
  ['The request had 25000 ms.', 'The request had 25000 ms.'],
])('a sentence %s keeps %s', (sentence, masked) => expect(maskQuoted(sentence)).toBe(masked));

describe('a sentence of a source', () => {
  test.each<[string, readonly string[], string]>([
    ['Customer group: 30, Net. It exists.', ['30', 'Net'], 'Customer group: ?, ?. It exists.'],
    ['Customer group: sh1 new', ['SH1', ' new '], 'Customer group: ? ?'],
    ['130 is not 30', ['30'], '130 is not ?'],
    ['Netting of Net and Net 30', ['Net', 'Net 30'], 'Netting of ? and ?'],
    ['a+b (c) costs 1.5', ['a+b (c)', '1.5'], '? costs ?'],
    [
      'the last of 300: Z9',
      [...Array.from({ length: 300 }, (_, at) => `Y${at}`), 'z9'],
      'the last of 300: ?',
    ],
    ["found 'Ann' beside O'Neil and Bob.", ["Ann'", '"', '. ', "O'Neil"], "found '?' beside ? and Bob."],
    ["Customer O'Neil exists.", ["O'Neil"], 'Customer ? exists.'],
    ['nothing of it', ['', '  ', 'x'.repeat(1_000_000)], 'nothing of it'],
  ])('%s, of %j', (sentence, values, expected) => expect(maskQuoted(sentence, values)).toBe(expected));
});
