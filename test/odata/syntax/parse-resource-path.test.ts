import { parseResourcePath } from '../../../src/odata/syntax/parse-resource-path';
import { splitRequestTarget } from '../../../src/odata/syntax/split-request-target';
import type { ResourceSegment } from '../../../src/odata/syntax/syntax-tree';
import { refusalOf } from './refusal';

function parse(path: string): readonly ResourceSegment[] {
  return parseResourcePath(splitRequestTarget(path).segments).segments;
}

test.each<[string, object[]]>([
  ['', []],
  ['$metadata', [{ kind: '$metadata' }]],
  ['$batch', [{ kind: '$batch' }]],
  ['Vendors', [{ kind: 'name', name: 'Vendors', key: undefined, parameters: undefined }]],
  [
    'Vendors(ec086998-ce51-4569-b81c-68cc51687d09)',
    [
      {
        name: 'Vendors',
        key: { kind: 'single', value: { type: 'guid', text: 'ec086998-ce51-4569-b81c-68cc51687d09' } },
      },
    ],
  ],
  ['Vendors(Id=1)', [{ key: { kind: 'named', values: [{ name: 'Id', value: { text: '1' } }] } }]],
  ['Customers(%27O%27%27Neil%27)', [{ key: { value: { text: "O'Neil" } } }]],
  ['Customers%28%27a%2Fb%27%29/Name', [{ key: { value: { text: 'a/b' } } }, { name: 'Name' }]],
  ['Accounts(@p)', [{ key: { value: { kind: 'alias', name: 'p' } } }]],
  ['Accounts(1)/name/$value', [{ name: 'Accounts' }, { name: 'name' }, { kind: '$value' }]],
  ['Accounts/$count', [{ name: 'Accounts' }, { kind: '$count' }]],
  ['Accounts(1)/Orders/$ref', [{}, { name: 'Orders' }, { kind: '$ref' }]],
  ['Accounts/$query', [{}, { kind: '$query' }]],
  ['Accounts/$count/$query', [{}, { kind: '$count' }, { kind: '$query' }]],
  ['$crossjoin(A,B)', [{ kind: '$crossjoin', entitySets: ['A', 'B'] }]],
  ['$all/Model.Customer', [{ kind: '$all' }, { name: 'Model.Customer' }]],
  ['$entity', [{ kind: '$entity' }]],
  ['Accounts/1', [{}, { kind: 'key', text: '1' }]],
  ["Accounts/O'Neil/Name", [{}, { kind: 'key', text: "O'Neil" }, { name: 'Name' }]],
  ['Accounts/a%2Fb', [{}, { kind: 'key', text: 'a/b' }]],
  ['Accounts/A1245', [{}, { kind: 'name', name: 'A1245' }]],
  ['Products/Model.MostExpensive()', [{}, { name: 'Model.MostExpensive', parameters: [], key: undefined }]],
  ["Products/Model.ByColor(color='red')", [{}, { parameters: [{ name: 'color' }], key: undefined }]],
  ['ByCategory(id=2)(3)', [{ parameters: [{ name: 'id' }], key: { kind: 'single' } }]],
  ['Products/Model.Best(1)', [{}, { name: 'Model.Best', key: { kind: 'single' } }]],
  [
    'Products/$filter(Age gt 3)/$each',
    [{}, { kind: '$filter', predicate: { kind: 'comparison' } }, { kind: '$each' }],
  ],
])('%s', (path, expected) => {
  expect(parse(path)).toMatchObject(expected);
});

test.each([
  '%%%/Accounts',
  '../Accounts',
  './Accounts',
  'Accounts/..',
  'Accounts/%2e%2e',
  'Accounts//Name',
  '1',
  'Model.Reject',
  ".Products('foo')",
  "Products.('foo')",
  '$value',
  '$count',
  '$query',
  '$each',
  '$foo',
  '$Metadata',
  '$metadata/x',
  'Accounts/$metadata',
  'Accounts/$batch',
  'Accounts/$foo',
  'Accounts/$count/Name',
  'Accounts/$ref/$count',
  'Accounts/$query/Name',
  'Accounts(1)/Name/$value/x',
  'Accounts(1',
  'Accounts(1)x',
  'Accounts()()x',
  'Accounts(1)(2)',
  'Accounts(1,2)',
  'Accounts(Id=wrong)',
  'Accounts(A=1;B=2)',
  "Accounts('a'b')",
  "Accounts('a/b')",
  'Accounts(1)/Ns.Type/Ns.Type',
  '$crossjoin()',
  '$crossjoin(A,B)x',
  '$crossjoin(Ns.A)',
  'Accounts/$filter(a',
  'Accounts/$filter()',
])('%s is refused', (path) => {
  const { code, clause } = refusalOf(() => parse(path));
  expect(clause).toBe('path');
  expect(['InvalidSyntax', 'MalformedEncoding']).toContain(code);
});
