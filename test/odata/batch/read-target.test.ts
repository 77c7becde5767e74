import { readTarget } from '../../../src/odata/batch/read-target';
import { addresses } from './batch-texts';

describe('URLs below the service root', () => {
  test.each([
    ['Customers', 'Customers'],
    ['Customers?$top=5', 'Customers?$top=5'],
    ['/odata/demo/Customers(1)/Name', 'Customers(1)/Name'],
    ['https://gateway.example.com/odata/demo/Customers', 'Customers'],
    ['HTTPS://Gateway.Example.com:443/odata/demo/Customers', 'Customers'],
    ['http://localhost:3000/odata/demo/Customers', 'Customers'],
    ['/odata/demo/', ''],
    ['/odata/demo', ''],
    ['https://gateway.example.com/odata/demo', ''],
    ['$metadata', '$metadata'],
    ['$crossjoin(A,B)', '$crossjoin(A,B)'],
    ['$all', '$all'],
    ["Customers('..')", "Customers('..')"],
    ['Customers?$filter=Path eq /../', 'Customers?$filter=Path%20eq%20/../'],
    ['Customers(%ZZ)', 'Customers(%ZZ)'],
    ['Customers(2020-01-01T00%3A00%3A00Z)', 'Customers(2020-01-01T00%3A00%3A00Z)'],
  ])('%s', (url, target) => {
    expect(readTarget(url, addresses, 'part 1')).toEqual({ kind: 'address', target });
  });

  test.each([
    ['$1', '1', ''],
    ['$1/Orders(2)', '1', '/Orders(2)'],
    ['$a.b~c_-?$top=1', 'a.b~c_-', '?$top=1'],
    ['/odata/demo/$1/Orders', '1', '/Orders'],
  ])('%s refers to another request', (url, id, rest) => {
    expect(readTarget(url, addresses, 'part 1')).toEqual({ kind: 'reference', id, rest });
  });
});

describe('URLs that lead elsewhere', () => {
  test.each([
    ['https://evil.example/odata/demo/Customers', 'UnknownResource'],
    ['https://gateway.example.com:444/odata/demo/Customers', 'UnknownResource'],
    ['http://gateway.example.com/odata/demo/Customers', 'UnknownResource'],
    ['https://gateway.example.com.evil.example/odata/demo/Customers', 'UnknownResource'],
    ['https://gateway.example.com/odata/other/Customers', 'UnknownResource'],
    ['https://gateway.example.com/odata/demonstration/Customers', 'UnknownResource'],
    ['/odata/other/Customers', 'UnknownResource'],
    ['/api/queries', 'UnknownResource'],
    ['/health/live', 'UnknownResource'],
    ['/', 'UnknownResource'],
    ['http://localhost:3000', 'UnknownResource'],
    ['ftp://gateway.example.com/odata/demo/Customers', 'UnknownResource'],
    ['https:///odata/demo/Customers', 'UnknownResource'],
    ['//evil.example/odata/demo/Customers', 'MalformedUrl'],
    ['///odata/demo/Customers', 'MalformedUrl'],
    ['https:Customers', 'MalformedUrl'],
    ['javascript:alert(1)', 'MalformedUrl'],
    ['https://user@gateway.example.com/odata/demo/Customers', 'MalformedUrl'],
    ['https://gateway.example.com@evil.example/odata/demo/Customers', 'MalformedUrl'],
    ['https://gateway.example.com\\@evil.example/odata/demo/Customers', 'MalformedUrl'],
    ['\\\\evil.example\\odata', 'MalformedUrl'],
    ['..', 'MalformedUrl'],
    ['../other/Customers', 'MalformedUrl'],
    ['./Customers', 'MalformedUrl'],
    ['Customers/../../other', 'MalformedUrl'],
    ['Customers/%2e%2E/%2e./other', 'MalformedUrl'],
    ['/odata/demo/../other/Customers', 'MalformedUrl'],
    ['https://gateway.example.com/odata/demo/../other', 'MalformedUrl'],
    ['$1/../../admin', 'MalformedUrl'],
    ['$1/%2e%2e/admin', 'MalformedUrl'],
    ['$', 'MalformedUrl'],
    ['$1(2)', 'MalformedUrl'],
    ['%241/Orders', 'MalformedUrl'],
    ['Cust\romers', 'MalformedUrl'],
    ['Cust\tomers', 'MalformedUrl'],
    ['Customers\0', 'MalformedUrl'],
    ['', 'MalformedUrl'],
    [`Customers?$filter=${'x'.repeat(32_768)}`, 'UrlTooLong'],
  ])('%s', (url, code) => {
    const target = readTarget(url, addresses, 'part 7');
    expect(target).toMatchObject({ kind: 'refused', error: { code, target: 'part 7' } });
    expect(target.kind === 'refused' ? target.error.message : '').toMatch(/^part 7: /);
  });

  test.each([
    '$batch',
    '$BATCH',
    '%24batch',
    '$b%61tch',
    '/odata/demo/$batch',
    '$batch?x=1',
    '$1/$batch',
    '$batch/',
  ])('%s is a batch inside the batch', (url) => {
    expect(() => readTarget(url, addresses, 'part 7')).toThrow(
      'part 7: it is a batch inside the batch, where the limit is one level.',
    );
  });
});
