/** The wire grammar: option order, parentheses, literals and escapes as Microsoft.OData.Client writes them. */
import {
  binary,
  call,
  guid,
  integer,
  literal,
  literalOf,
  not,
  property,
  text,
  type Expression,
} from '../support/dataverse-client/expression';
import { JsonNumber } from '../support/dataverse-client/lossless-json';
import { writeListTarget } from '../support/dataverse-client/wire-request';
import { clientStyle, encodedStyle, writeExpression } from '../support/dataverse-client/write-expression';

const a = binary('eq', property('A'), integer(1));
const b = binary('eq', property('B'), integer(2));
const c = binary('eq', property('C'), integer(3));

function plain(expression: Expression): string {
  return writeExpression(expression, clientStyle).replaceAll('%20', ' ');
}

describe('parentheses stand only where precedence needs them', () => {
  test.each([
    [binary('and', binary('and', a, b), c), 'A eq 1 and B eq 2 and C eq 3'],
    [binary('and', a, binary('and', b, c)), 'A eq 1 and (B eq 2 and C eq 3)'],
    [binary('or', binary('and', a, b), c), 'A eq 1 and B eq 2 or C eq 3'],
    [binary('and', a, binary('or', b, c)), 'A eq 1 and (B eq 2 or C eq 3)'],
    [not(call('startswith', property('A'), text('x'))), "not startswith(A,'x')"],
    [not(a), 'not (A eq 1)'],
    [
      binary('eq', binary('mul', binary('add', property('A'), integer(1)), integer(2)), integer(6)),
      '(A add 1) mul 2 eq 6',
    ],
    [
      binary('and', { kind: 'in', operand: property('A'), items: [integer(1), integer(2)] }, b),
      '(A in (1,2)) and B eq 2',
    ],
  ])('%#: %s', (expression, written) => {
    expect(plain(expression)).toBe(written);
  });
});

describe('literals', () => {
  test.each([
    [text("O'Neil & Co"), "'O''Neil%20%26%20Co'"],
    [guid('0f3c0f5e-8a51-4b7a-9f59-6d1b5c0e2a11'), '0f3c0f5e-8a51-4b7a-9f59-6d1b5c0e2a11'],
    [literalOf('Edm.DateTimeOffset', '2026-01-31T00:00:00+01:00'), '2026-01-31T00%3A00%3A00%2B01%3A00'],
    [literalOf('Edm.Decimal', new JsonNumber('1000.10')), '1000.10'],
    [literalOf('Edm.Double', new JsonNumber('5')), '5.0'],
    [literalOf('Edm.Boolean', true), 'true'],
    [literalOf('Edm.String', null), 'null'],
    [literal({ type: 'enum', typeName: 'Gateway.Status', text: 'Active' }), "Gateway.Status'Active'"],
  ])('%#: %s', (expression, written) => {
    expect(writeExpression(expression, clientStyle)).toBe(written);
  });

  test('the encoded style leaves no reserved character bare', () => {
    const filter = binary('eq', property('Name'), text("O'Neil, + Co"));
    expect(writeExpression(filter, encodedStyle)).toBe('Name+eq+%27O%27%27Neil%2C%20%2B%20Co%27');
  });
});

test('options stand in the order of the library: filter, orderby, skip, top, select, count', () => {
  const query = {
    count: true,
    select: ['Id', 'Name'],
    top: 250,
    skip: 250,
    orderBy: [
      { name: 'Name', descending: false },
      { name: 'ModifiedOn', descending: true },
    ],
    filter: call('startswith', property('Name'), text('Con')),
  };
  expect(writeListTarget('Vendors', query, clientStyle)).toBe(
    "Vendors?$filter=startswith(Name,'Con')&$orderby=Name,ModifiedOn%20desc&$skip=250&$top=250&$select=Id,Name&$count=true",
  );
});
