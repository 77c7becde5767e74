import fc from 'fast-check';
import { addressWithin, parseOrigin, recordedUrl } from '../../src/gateway/outgoing-address';
import { UpstreamContract } from '../../src/provider-sdk/index';

const origin = 'https://contoso.operations.dynamics.com';

describe('parseOrigin', () => {
  test.each([
    ['https://Contoso.example', 'https://contoso.example'],
    ['https://contoso.example:443/', 'https://contoso.example'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('%s is %s', (text, expected) => expect(parseOrigin(text)).toBe(expected));

  test.each([
    'contoso.example',
    'ftp://contoso.example',
    'https://u:p@contoso.example',
    'https://c.example/data',
    'https://c.example?x',
    '',
  ])('refuses %s', (text) => expect(() => parseOrigin(text)).toThrow(TypeError));
});

describe('addressWithin', () => {
  test.each([
    ['/data/Customers', '/data/Customers'],
    ['/data/Customers?$top=1&$filter=A%20eq%20%27b%27', '/data/Customers?$top=1&$filter=A%20eq%20%27b%27'],
    ["/data/Customers?$filter=Name eq 'Ä'", '/data/Customers?$filter=Name%20eq%20%27%C3%84%27'],
    [`${origin}/data/Customers?$skiptoken=1`, '/data/Customers?$skiptoken=1'],
    ['https://CONTOSO.operations.dynamics.com:443/x', '/x'],
    ['/data/../admin', '/admin'],
    ['/a?next=https://evil.example/', '/a?next=https://evil.example/'],
  ])('%s becomes %s', (path, expected) => expect(addressWithin(origin, path)).toBe(expected));

  test('is what the URL standard makes of it, parsed or not', () => {
    const piece = fc.constantFrom(
      '/',
      '.',
      '%2e',
      '%2E',
      '%',
      "'",
      '?',
      '#',
      '&=$',
      '(a)',
      '~:@|^',
      ' ',
      'é',
      '-_+,;!*',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const path = `/a${pieces.join('')}`;
        const { pathname, search } = new URL(path, origin);
        expect(addressWithin(origin, path)).toBe(pathname + search);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    'https://evil.example/data',
    '//evil.example/data',
    '//contoso.operations.dynamics.com/data',
    '/\\evil.example/data',
    '\\\\evil.example',
    'https:\\\\evil.example',
    'https:evil.example',
    'http://contoso.operations.dynamics.com/data',
    'https://contoso.operations.dynamics.com:8443/data',
    'https://contoso.operations.dynamics.com.evil.example/',
    'https://contoso.operations.dynamics.com@evil.example/',
    'https://user@contoso.operations.dynamics.com/',
    'https://user:password@contoso.operations.dynamics.com/',
    'https://contoso.operations.dynamics.com./data',
    '/\t/evil.example',
    '\t//evil.example',
    '/data\r\nHost: evil.example',
    'ftp://contoso.operations.dynamics.com/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'Customers?$skiptoken=1',
    'https://[broken',
    '',
  ])('refuses %j', (path) => expect(() => addressWithin(origin, path)).toThrow(UpstreamContract));
});

describe('recordedUrl', () => {
  test.each([
    ['/a?code=SECRET&x=1', '/a?code=***&x=1'],
    ['/a?x-api-key=SECRET', '/a?x-api-key=***'],
    ['/a?api_key=SECRET&apikey=SECRET&apiKey=SECRET', '/a?api_key=***&apikey=***&apiKey=***'],
    ['/a?access_token=SECRET&client_secret=SECRET', '/a?access_token=***&client_secret=***'],
    ['/a?%63ode=SECRET&sig=SECRET%3D%3D', '/a?%63ode=***&sig=***'],
    ['/a?subscription-key=SECRET&%=1', '/a?subscription-key=***&%=1'],
    [
      '/a?$filter=Currency%20eq%20%27USD%27&$skiptoken=1',
      '/a?$filter=Currency%20eq%20%27USD%27&$skiptoken=1',
    ],
    ['/a?monkey=1&codex=2', '/a?monkey=1&codex=2'],
    ['/a/TO%2FKEN?t=TO/KEN', '/a/***?t=***'],
  ])('%s becomes %s', (address, expected) => {
    expect(recordedUrl(origin, address, 'TO/KEN')).toBe(origin + expected);
  });
});
