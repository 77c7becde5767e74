/** The judge's own evaluator: what is certain is called so, and what the standard leaves open is not held against anyone. */
import { columnsOf, verdictOf } from '../support/dataverse-client/evaluate-filter';
import {
  binary,
  call,
  integer,
  literal,
  literalOf,
  not,
  nullLiteral,
  property,
  text,
  type Expression,
} from '../support/dataverse-client/expression';
import type { Row } from '../support/dataverse-client/judge-row';
import { JsonNumber } from '../support/dataverse-client/lossless-json';
import type { TableModel } from '../support/dataverse-client/service-model';
import { readWriteRights } from '../support/dataverse-client/write-rights';

const types = {
  Name: 'Edm.String',
  Wide: 'Edm.String',
  None: 'Edm.String',
  Limit: 'Edm.Decimal',
  Below: 'Edm.Decimal',
  Rank: 'Edm.Int32',
  NoRank: 'Edm.Int32',
  Big: 'Edm.Int64',
  Share: 'Edm.Double',
  Held: 'Edm.Boolean',
  When: 'Edm.DateTimeOffset',
};
const table: TableModel = {
  set: 'Rows',
  typeName: 'T.Row',
  keyNames: ['Id'],
  writes: readWriteRights([]),
  properties: Object.entries(types).map(([name, type]) => ({ name, type, nullable: true })),
};
const row: Row = {
  key: 'k',
  values: new Map(
    Object.entries({
      Name: 'Contoso Ltd',
      Wide: '𝒳y',
      None: null,
      Limit: new JsonNumber('1000.10'),
      Below: new JsonNumber('-2.5'),
      Rank: new JsonNumber('7'),
      NoRank: null,
      Big: new JsonNumber('9007199254740993'),
      Share: new JsonNumber('0.5'),
      Held: true,
      When: '2026-03-31T23:59:58.1234567Z',
    }),
  ),
};

const decimal = (digits: string): Expression => literal({ type: 'decimal', text: digits });
const name = property('Name');
const when = property('When');

const cases: readonly (readonly [Expression, 'always' | 'sometimes' | 'never'])[] = [
  [binary('eq', name, text('Contoso Ltd')), 'always'],
  [binary('eq', name, text('contoso ltd')), 'sometimes'],
  [binary('eq', name, text('Fabrikam')), 'never'],
  [binary('ne', property('None'), text('x')), 'always'],
  [binary('eq', property('None'), nullLiteral), 'always'],
  [binary('gt', property('NoRank'), integer(1)), 'never'],
  [not(binary('gt', property('NoRank'), integer(1))), 'sometimes'],
  [not(call('startswith', property('None'), text('x'))), 'never'],
  [binary('or', call('contains', property('None'), text('x')), property('Held')), 'always'],
  [binary('and', call('contains', property('None'), text('x')), property('Held')), 'never'],
  [call('endswith', name, text(' Ltd')), 'always'],
  [binary('eq', call('indexof', name, text('toso')), integer(3)), 'always'],
  [binary('eq', call('length', property('Wide')), integer(2)), 'sometimes'],
  [binary('eq', call('substring', name, integer(8)), text('Ltd')), 'always'],
  [binary('eq', call('substring', name, integer(0), integer(3)), text('Con')), 'always'],
  [binary('eq', call('concat', name, text('!')), text('Contoso Ltd!')), 'always'],
  [binary('eq', property('Limit'), decimal('1000.1')), 'always'],
  [binary('eq', binary('add', property('Limit'), decimal('0.2')), decimal('1000.30')), 'always'],
  [binary('eq', binary('div', property('Rank'), integer(2)), integer(3)), 'always'],
  [binary('eq', binary('mod', property('Rank'), integer(4)), integer(3)), 'always'],
  [binary('eq', call('round', property('Below')), integer(-3)), 'always'],
  [binary('eq', call('floor', property('Below')), integer(-3)), 'always'],
  [binary('eq', call('ceiling', property('Below')), integer(-2)), 'always'],
  [binary('eq', property('Big'), literal({ type: 'integer', text: '9007199254740992' })), 'never'],
  [binary('gt', property('Share'), decimal('0.4')), 'always'],
  [binary('eq', when, literalOf('Edm.DateTimeOffset', '2026-04-01T00:59:58.1234567+01:00')), 'always'],
  [binary('eq', when, literalOf('Edm.DateTimeOffset', '2026-03-31T23:59:58.1234568Z')), 'never'],
  [binary('eq', call('month', when), integer(3)), 'always'],
  [binary('eq', call('date', when), literalOf('Edm.Date', '2026-03-31')), 'always'],
  [{ kind: 'in', operand: property('Rank'), items: [integer(1), integer(7)] }, 'always'],
  [{ kind: 'isof', operand: name, typeName: 'Edm.String', quoted: false }, 'always'],
];

test.each(cases)('%j is %s', (filter, verdict) => {
  expect(verdictOf(filter, row, table)).toBe(verdict);
});

test('a filter names its columns', () => {
  expect(columnsOf(binary('and', not(call('contains', name, text('x'))), property('Held')))).toEqual([
    'Name',
    'Held',
  ]);
});
