import { decodeComponent, decodePathSegment } from '../../../src/odata/syntax/decode-component';
import { splitRequestTarget } from '../../../src/odata/syntax/split-request-target';
import { refusalOf } from './refusal';

test.each([
  ['/', []],
  ['', []],
  ['/odata/sales/', ['odata', 'sales']],
  ['/odata/sales', ['odata', 'sales']],
  ["Customers('a%2Fb')/Name", ["Customers('a%2Fb')", 'Name']],
  ['/a//b', ['a', '', 'b']],
  ['//', ['']],
])('the path %j is split before it is decoded', (path, segments) => {
  expect(splitRequestTarget(path)).toEqual({ path, segments, options: [] });
});

test('options are split at & and the first =, and stay encoded', () => {
  expect(splitRequestTarget('/A?$filter=a%26b eq 1=2?&&x&y=&=z').options).toEqual([
    { name: '$filter', rawValue: 'a%26b eq 1=2?' },
    { name: 'x', rawValue: '' },
    { name: 'y', rawValue: '' },
    { name: '', rawValue: 'z' },
  ]);
});

test('a fragment is refused', () => {
  expect(refusalOf(() => splitRequestTarget('/$metadata#Customers'))).toMatchObject({
    code: 'InvalidSyntax',
    at: 10,
  });
});

test('a plus sign is a blank in a query, and itself in a path', () => {
  expect(decodeComponent('a+b%2Bc%20d', '$filter')).toBe('a b+c d');
  expect(decodePathSegment('a+b%2Bc%20d')).toBe('a+b+c d');
});

test.each([
  ['abc%', 3],
  ['%41%4', 3],
  ['%41%C3%A4%FFx', 9],
  ['%41x%E2%82', 4],
])('%s is malformed at %d', (raw, at) => {
  expect(refusalOf(() => decodeComponent(raw, '$search'))).toMatchObject({
    code: 'MalformedEncoding',
    clause: '$search',
    at,
  });
});
