import { parseFilter, parseKeyPredicate } from '../../../src/odata/syntax/parse-clause';
import { refusalOf } from './refusal';

function literalOf(text: string): unknown[] {
  const found = parseFilter(text);
  return found.kind === 'literal' ? [found.type, found.text] : [found.kind];
}

test.each([
  ['null', 'null', 'null'],
  ['true', 'boolean', 'true'],
  ['tRUe', 'boolean', 'true'],
  ['0', 'integer', '0'],
  ['-42', 'integer', '-42'],
  ['+42', 'integer', '42'],
  ['9007199254740993', 'integer', '9007199254740993'],
  ['123456789012345678901234567890', 'integer', '123456789012345678901234567890'],
  ['1000.10', 'decimal', '1000.10'],
  ['1e10', 'decimal', '1e10'],
  ['-0.314E+1', 'decimal', '-0.314E+1'],
  ['INF', 'double', 'INF'],
  ['-INF', 'double', '-INF'],
  ['NaN', 'double', 'NaN'],
  ["''", 'string', ''],
  ["'O''Neil & Co; (100%) #1 ?/\\ \"x\" <{[|^`]}>'", 'string', 'O\'Neil & Co; (100%) #1 ?/\\ "x" <{[|^`]}>'],
  ["'a\nb'", 'string', 'a\nb'],
  ["''''", 'string', "'"],
  ['0f3c0f5e-8a51-4b7a-9f59-6d1b5c0e2a11', 'guid', '0f3c0f5e-8a51-4b7a-9f59-6d1b5c0e2a11'],
  ['EC086998-CE51-4569-B81C-68CC51687D09', 'guid', 'EC086998-CE51-4569-B81C-68CC51687D09'],
  ['12345678-1234-1234-1234-123456789012', 'guid', '12345678-1234-1234-1234-123456789012'],
  ['2026-01-31', 'date', '2026-01-31'],
  ['2024-02-29', 'date', '2024-02-29'],
  ['2000-02-29', 'date', '2000-02-29'],
  ['-10000-04-01', 'date', '-10000-04-01'],
  ['08:30', 'timeOfDay', '08:30'],
  ['08:30:59.1234567', 'timeOfDay', '08:30:59.1234567'],
  ['2026-01-31T08:30:00Z', 'dateTimeOffset', '2026-01-31T08:30:00Z'],
  ['2026-01-31t08:30:00.1234567z', 'dateTimeOffset', '2026-01-31T08:30:00.1234567Z'],
  ['2026-01-31T00:00:00+01:00', 'dateTimeOffset', '2026-01-31T00:00:00+01:00'],
  ['2026-01-31T00:00:00 01:00', 'dateTimeOffset', '2026-01-31T00:00:00+01:00'],
  ['2026-01-31T00:00-03:00', 'dateTimeOffset', '2026-01-31T00:00-03:00'],
  ["duration'PT15M'", 'duration', 'PT15M'],
  ["Duration'-P6DT23H59M59.9999S'", 'duration', '-P6DT23H59M59.9999S'],
  ["binary'Zm9vYg=='", 'binary', 'Zm9vYg=='],
  ["binary''", 'binary', ''],
  ["geography'SRID=0;Point(142.1 64.1)'", 'geography', 'SRID=0;Point(142.1 64.1)'],
  ["geometry'SRID=4326;Polygon((1 1,1 1),(1 1,2 2))'", 'geometry', 'SRID=4326;Polygon((1 1,1 1),(1 1,2 2))'],
  ["Sales.Pattern'Solid, Yellow,-42'", 'enum', 'Solid,Yellow,-42'],
])('%s is of type %s', (text, type, content) => {
  expect(literalOf(text)).toEqual([type, content]);
});

test('an enum keeps its type name', () => {
  expect(parseFilter("Gateway.Status'Active'")).toMatchObject({ typeName: 'Gateway.Status' });
});

test.each([
  ['2026-02-29', 'a day of month 2 of 2026'],
  ['1900-02-29', 'a day of month 2 of 1900'],
  ['2026-04-31', 'a day of month 4'],
  ['2026-13-01', 'a date'],
  ['2026-1-01', 'a date'],
  ['02026-01-01', 'a date'],
  ['2026-01-31T24:00:00Z', 'a date and time'],
  ['2026-01-31T25:00:00Z', 'a date and time'],
  ['2026-01-31T08:60Z', 'a date and time'],
  ['2026-01-31T08:30:00', 'a date and time'],
  ['2026-01-31T08:30:00.Z', '1 to 12 digits of a second'],
  ['2026-01-31T08:30:00.1234567890123Z', '1 to 12 digits of a second'],
  ['2026-01-31x', 'the end of the date'],
  ['24:00', 'a time of day'],
  ['08:30x', 'the end of the time'],
  ['01234g67-89ab-cdef-0123-456789abcdef', 'the end of the number'],
  ['0f3c0f5e-8a51-4b7a-9f59-6d1b5c0e2a1', 'the end of the number'],
  ['42.', 'a digit'],
  ['.1', 'an operand'],
  ['1e', 'a digit'],
  ['1e1e2', 'the end of the number'],
  ['0x10', 'the end of the number'],
  ['1L', 'the end of the number'],
  ['1_000', 'the end of the number'],
  ["duration'P'", 'a duration'],
  ["duration'PT'", 'a duration'],
  ["duration'P1Y'", 'a duration'],
  ["duration'+P1D'", 'a duration'],
  ["binary'Z'", 'base64url'],
  ["binary'Zg='", 'base64url'],
  ["Ns.E''", 'enumeration members'],
  ["Ns.E'a,,b'", 'enumeration members'],
  ["geography'Point(1 2)'", 'a shape'],
  ["geography'SRID=0;Point((1 2)'", 'balanced parentheses'],
  ["X'1a2B'", 'an operator, or one of the prefixes'],
])('%s is refused: expected %s', (text, expected) => {
  expect(refusalOf(() => parseFilter(text)).message).toContain(`expected ${expected}`);
});

test.each([
  ['(1)', { kind: 'single', value: { type: 'integer', text: '1' } }],
  ['(@p)', { kind: 'single', value: { kind: 'alias', name: 'p' } }],
  ["( OrderId = 1 , ItemId = 'a' )", { kind: 'named', values: [{ name: 'OrderId' }, { name: 'ItemId' }] }],
  ['(Id=0f3c0f5e-8a51-4b7a-9f59-6d1b5c0e2a11)', { kind: 'named', values: [{ value: { type: 'guid' } }] }],
  ['(ab3c0f5e-8a51-4b7a-9f59-6d1b5c0e2a11)', { kind: 'single', value: { type: 'guid' } }],
])('key predicate %s', (text, expected) => {
  expect(parseKeyPredicate(text)).toMatchObject(expected);
});

test.each([
  '',
  '()',
  '(1,2)',
  '(Id=wrong)',
  '(wrong)',
  '(1',
  '(1)x',
  '(A=1;B=2)',
  '(A=1,A=2)',
  '(A=1,2)',
  '(1 add 2)',
])('key predicate %j is refused', (text) => {
  expect(refusalOf(() => parseKeyPredicate(text)).code).toBe('InvalidSyntax');
});
