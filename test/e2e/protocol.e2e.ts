/** HTTP and OData semantics over real connections: the table of reliability.md 5, one case for each row that reading can meet. */
import { METHODS } from 'node:http';
import { DEMO_ROOT, demoConfiguration, PUBLIC_URL } from './support/demo-configuration';
import { expectError, faultsOfError } from './support/expect-error';
import { type HttpClient, parseAnswer, type Received } from './support/http-client';
import { type RunningGateway, startGateway, temporaryFolder } from './support/start-gateway';

const MOST_ROWS = 100;
const URL_LIMIT = 32_768;
const BODY_LIMIT = 262_144;

const folder = temporaryFolder();
let running: RunningGateway;
let data: HttpClient;
let customerId: string;

beforeAll(async () => {
  running = await startGateway(demoConfiguration({ service: [`maxPageSize: ${MOST_ROWS}`] }), folder.path);
  ({ data } = running);
  const [first] = await rows('Customers?$top=1&$select=CustomerId');
  customerId = String(first?.['CustomerId']);
});

afterAll(async () => {
  await running.close();
  folder.remove();
});

function get(target: string, headers: Readonly<Record<string, string>> = {}): Promise<Received> {
  return data.get(`/odata/demo/${target}`, headers);
}

function post(target: string, body: string, contentType: string = 'text/plain'): Promise<Received> {
  return data.send(`/odata/demo/${target}`, {
    method: 'POST',
    headers: { 'Content-Type': contentType },
    body,
  });
}

async function rows(
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const answer = await get(target, headers);
  return (JSON.parse(answer.body) as { readonly value: readonly Readonly<Record<string, unknown>>[] }).value;
}

describe('methods', () => {
  const reading = ['GET', 'HEAD', 'OPTIONS'];
  const addresses: readonly (readonly [address: string, allowed: readonly string[]])[] = [
    ['/odata/demo', reading],
    ['/odata/demo/', reading],
    ['/odata/demo/$metadata', reading],
    ['/odata/demo/Customers', reading],
    ['/odata/demo/Customers/$count', reading],
    ['/odata/demo/Customers(ID)', reading],
    ['/odata/demo/Customers(CustomerId=ID)', reading],
    ['/odata/demo/Customers(ID)/Name', reading],
    ['/odata/demo/Customers(ID)/Name/$value', reading],
    ['/odata/demo/Customers/$query', ['POST', 'OPTIONS']],
    ['/health/live', ['GET', 'HEAD']],
    ['/health/ready', ['GET', 'HEAD']],
  ];
  // CONNECT asks for a tunnel, not for a resource: Node closes its connection.
  const methods = METHODS.filter((method) => method !== 'CONNECT');

  test.each(addresses)('%s', async (pattern, allowed) => {
    const address = pattern.replace('ID', customerId);
    for (const method of methods) {
      const answer = await data.send(address, { method, headers: { 'Content-Type': 'text/plain' } });
      const { status, headers, body } = answer;
      if (allowed.includes(method)) {
        const expected = method === 'OPTIONS' ? 204 : 200;
        expect({ method, status }).toEqual({ method, status: expected });
        if (method === 'OPTIONS')
          expect({ allow: headers.allow, body }).toEqual({ allow: allowed.join(', '), body: '' });
      } else {
        // What OData would write there is not implemented; anything else is not possible.
        expect({ method, status }).toEqual({ method, status: writes(method, pattern) ? 501 : 405 });
        expect({ method, allow: headers.allow }).toEqual({ method, allow: allowed.join(', ') });
        expect(method === 'HEAD' ? body : faultsOfError(answer)).toEqual(method === 'HEAD' ? '' : []);
      }
    }
  });

  test('$batch takes nothing but POST', async () => {
    for (const method of methods.filter((each) => each !== 'POST')) {
      const typed = { 'Content-Type': 'text/plain' };
      const { status, headers } = await data.send('/odata/demo/$batch', { method, headers: typed });
      const expected = { method, status: method === 'OPTIONS' ? 204 : 405, allow: 'POST, OPTIONS' };
      expect({ method, status, allow: headers.allow }).toEqual(expected);
    }
  });

  function writes(method: string, pattern: string): boolean {
    if (pattern.endsWith('Customers')) return method === 'POST';
    return /Customers\([^)]*\)$/.test(pattern) && ['PUT', 'PATCH', 'DELETE'].includes(method);
  }

  test.each(['/health', '/api/services', '/api/fingerprints'])('admin port %s', async (address) => {
    for (const method of methods.filter((each) => each !== 'GET' && each !== 'HEAD')) {
      const answer = await running.admin.send(address, { method, headers: { 'Content-Type': 'text/plain' } });
      expect({ method, allow: answer.headers.allow }).toEqual({ method, allow: 'GET, HEAD' });
      expectError(answer, 405, 'MethodNotAllowed');
    }
  });

  test.each<[string, number]>([
    ['localhost', 200],
    ['LocalHost:3001', 200],
    ['127.0.0.1:1', 200],
    ['[::1]:3001', 200],
    ['evil.example', 400],
    ['evil.example:3001', 400],
    ['localhost.evil.example', 400],
    ['127.0.0.1.evil.example', 400],
    ['localhost:3001@evil.example', 400],
  ])('admin port without keys, by the name of %j: %i', async (host, status) => {
    const answer = await running.admin.send('/api/services', { headers: { Host: host } });
    expect(answer.status).toBe(status);
    if (status !== 200) expect(expectError(answer, 400, 'InvalidHeader').target).toBe('Host');
  });

  test('HEAD is GET without its body', async () => {
    const targets = [
      '',
      '$metadata',
      'Customers?$top=3',
      'Customers/$count',
      `Customers(${customerId})/Name/$value`,
    ];
    for (const target of [...targets, 'Nowhere', 'Customers?$filter=Nmae eq 1'.replaceAll(' ', '%20')]) {
      const full = await get(target);
      const head = await data.send(`/odata/demo/${target}`, { method: 'HEAD' });
      expect(head.body).toBe('');
      const lasting = ({ status, headers }: Received): object => ({
        status,
        ...headers,
        date: undefined,
        'x-correlation-id': undefined,
      });
      expect(lasting(head)).toEqual(lasting(full));
      expect(Number(head.headers['content-length'])).toBe(Buffer.byteLength(full.body));
    }
  });
});

describe('refusals', () => {
  test.each([
    [400, 'UnknownProperty', 'Customers?$filter=Nmae%20eq%20%27x%27'],
    [400, 'UnknownProperty', 'Customers?$select=Nmae'],
    [400, 'UnknownProperty', 'Customers?$orderby=Nmae'],
    [400, 'InvalidType', 'Customers?$filter=Name%20eq%201'],
    [400, 'InvalidSyntax', 'Customers?$filter=Name%20eq'],
    [400, 'InvalidSyntax', 'Customers?$top=-1'],
    [400, 'InvalidSyntax', 'Customers?$count=perhaps'],
    [400, 'InvalidQueryOption', 'Customers?$top=1&$top=2'],
    [400, 'InvalidQueryOption', 'Customers?$top=1&top=2'],
    [400, 'MalformedUrl', 'Customers?$filter=%zz'],
    [400, 'MalformedUrl', 'Customers?$filter=%C3%28'],
    [400, 'MalformedUrl', 'Customers%zz'],
    [400, 'MalformedUrl', 'Customers(not-a-guid'],
    [400, 'MalformedUrl', 'Customers(not-a-guid)'],
    [400, 'InvalidValue', 'Customers(%27USMF-000001%27)'],
    [400, 'InvalidSkipToken', 'Customers?$skiptoken=AAAA'],
    [400, 'LimitExceeded', `Customers?$filter=${'('.repeat(500)}true${')'.repeat(500)}`],
    [404, 'UnknownResource', 'Nowhere'],
    [404, 'UnknownResource', 'customers'],
    [404, 'NotFound', 'Customers(00000000-0000-8000-8000-000000000000)'],
    [501, 'NotImplemented', 'Customers?$expand=CustomerGroup'],
    [501, 'NotImplemented', 'Customers?$apply=aggregate($count%20as%20N)'],
    [501, 'NotImplemented', 'Customers?$compute=1%20as%20One'],
    [501, 'NotImplemented', 'Customers?$deltatoken=1'],
    [501, 'NotImplemented', 'Customers?$nonsense=1'],
    [501, 'NotImplemented', 'Customers?$filter=matchesPattern(Name,%27a%27)'],
    [501, 'NotImplemented', '$crossjoin(Customers,Vendors)'],
  ])('%i %s: %s', async (status, code, target) => {
    expectError(await get(target), status, code);
  });

  test('406: a format that cannot be had', async () => {
    for (const accept of [
      'text/html',
      'application/atom+xml',
      'application/json;odata.metadata=some',
      'image/*',
    ]) {
      expectError(await get('Customers', { Accept: accept }), 406, 'NotAcceptable');
    }
    expectError(await get('$metadata', { Accept: 'text/csv' }), 406, 'NotAcceptable');
    expectError(await get('Customers?$format=atom'), 406, 'NotAcceptable');
    expectError(await get('Customers', { Accept: ';;;' }), 400, 'InvalidHeader');
  });

  test('400: versions of OData that are not spoken', async () => {
    expectError(await get('Customers', { 'OData-Version': '3.0' }), 400, 'InvalidHeader');
    expectError(await get('Customers', { 'OData-MaxVersion': '3.0' }), 400, 'InvalidHeader');
    expectError(await get('Customers', { 'OData-MaxVersion': 'x' }), 400, 'InvalidHeader');
    expect((await get('Customers?$top=1', { 'OData-MaxVersion': '4.0;NetFx' })).status).toBe(200);
    expect((await get('Customers?$top=1', { 'OData-Version': '4.01' })).headers['odata-version']).toBe('4.0');
  });

  test('413: a body beyond the limit, and none before', async () => {
    const options = (length: number): string => `$top=1&x=${'x'.repeat(length - 9)}`;
    expect((await post('Customers/$query', options(BODY_LIMIT))).status).toBe(200);
    expectError(await post('Customers/$query', options(BODY_LIMIT + 1)), 413, 'BodyTooLarge');
  });

  test('414: a URL beyond the limit, and none before', async () => {
    const target = (length: number): string =>
      `Customers?$top=1&x=${'x'.repeat(length - '/odata/demo/Customers?$top=1&x='.length)}`;
    expect((await get(target(URL_LIMIT))).status).toBe(200);
    for (const length of [URL_LIMIT + 1, 2 * URL_LIMIT]) {
      const { message } = expectError(await get(target(length)), 414, 'UrlTooLong');
      expect(message).toContain(String(URL_LIMIT));
    }
  });

  test('415: a body that is not the text of a query', async () => {
    for (const type of ['application/json', 'multipart/mixed;boundary=x', 'text/html', '///'])
      expectError(await post('Customers/$query', '{}', type), 415, 'UnsupportedMediaType');
  });

  test('431: headers beyond the limit', async () => {
    expect((await get('Customers?$top=1', { 'x-long': 'x'.repeat(60_000) })).status).toBe(200);
    expectError(await get('Customers?$top=1', { 'x-long': 'x'.repeat(100_000) }), 431, 'HeadersTooLarge');
  });

  test.each([
    ['no request at all', 'hello there\r\n\r\n'],
    ['TLS', Buffer.from([0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3, 13, 10, 13, 10])],
    ['a method nobody knows', 'FETCH /odata/demo/ HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a bare control character', 'GET /odata/demo/ HTTP/1.1\r\nHost: a\r\nx: \x01\r\n\r\n'],
    ['a header without a name', 'GET /odata/demo/ HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n'],
    [
      'two lengths',
      'POST /odata/demo/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    ],
    [
      'length and chunks',
      'POST /odata/demo/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a chunk without a size',
      'POST /odata/demo/Customers/$query HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
    ['no host', 'GET /odata/demo/ HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ])('400: %s', async (_name, bytes) => {
    const answer = parseAnswer(await data.sendBytes(bytes));
    expect(answer?.status).toBe(400);
    expect(answer && faultsOfError(answer)).toEqual([]);
  });

  test('headers that expect or upgrade change nothing', async () => {
    for (const header of [
      'Expect: the-unexpected',
      'Upgrade: websocket\r\nConnection: Upgrade',
      'Upgrade: h2c',
    ]) {
      const bytes = `GET /odata/demo/Customers/$count HTTP/1.1\r\nHost: a\r\n${header}\r\nConnection: close\r\n\r\n`;
      expect(parseAnswer(await data.sendBytes(bytes))).toMatchObject({ status: 200, body: '260' });
    }
  });

  test('addresses outside of any service', async () => {
    for (const target of [
      '/',
      '/odata',
      '/odata/',
      '/odata/none/Customers',
      '/odataX',
      '/health',
      '/favicon.ico',
      '/%6fdata/demo/',
      '/odata/demo%2fCustomers',
    ])
      expectError(await data.get(target), 404, 'UnknownResource');
    expectError(await data.get('/health/%zz'), 400, 'MalformedUrl');
  });
});

describe('formats', () => {
  test('metadata none, minimal and full', async () => {
    const target = 'Customers?$top=1&$select=CustomerId,CustomerGroup,CreditLimit';
    const none = await get(target, { Accept: 'application/json;odata.metadata=none' });
    const minimal = await get(target, { Accept: 'application/json' });
    const full = await get(target, { Accept: 'application/json;odata.metadata=full' });
    expect(none.headers['content-type']).toBe('application/json;odata.metadata=none');
    expect(minimal.headers['content-type']).toBe('application/json;odata.metadata=minimal');
    expect(full.headers['content-type']).toBe('application/json;odata.metadata=full');
    expect(none.body).not.toContain('@odata');
    expect(minimal.body).toContain('"@odata.context":');
    expect(minimal.body).not.toContain('@odata.type');
    expect(full.body).toContain('"@odata.type":"#Gateway.Customer"');
    expect(full.body).toContain(`"@odata.id":"${DEMO_ROOT}Customers(${customerId})"`);
    const plain = (body: string): unknown =>
      JSON.parse(body, (name, value: unknown) => (name.includes('@') ? undefined : value));
    expect(plain(minimal.body)).toEqual(plain(none.body));
    expect(plain(full.body)).toEqual(plain(none.body));
  });

  test('$format overrides Accept', async () => {
    const answer = await get('Customers?$top=1&$format=json', { Accept: 'text/html' });
    expect(answer.headers['content-type']).toBe('application/json;odata.metadata=minimal');
    const escaped = 'application%2Fjson%3Bodata.metadata%3Dnone';
    expect((await get(`Customers?$top=1&$format=${escaped}`)).body).not.toContain('@odata');
    expect((await get('$metadata?$format=json')).headers['content-type']).toMatch(/^application\/json/);
    expect((await get('$metadata?$format=xml')).headers['content-type']).toBe('application/xml');
  });

  test('IEEE754Compatible makes decimals and counts text', async () => {
    const target = 'Customers?$top=1&$count=true&$select=CreditLimit&$filter=CreditLimit%20ne%20null';
    const accept = 'application/json;IEEE754Compatible=true';
    const answer = await get(target, { Accept: accept });
    expect(answer.headers['content-type']).toBe(
      'application/json;odata.metadata=minimal;IEEE754Compatible=true',
    );
    expect(answer.body).toMatch(/"CreditLimit":"-?[\d.]+"/);
    expect(answer.body).toMatch(/"@odata.count":"\d+"/);
    expect((await get(target)).body).toMatch(/"@odata.count":\d+,.*"CreditLimit":-?[\d.]+[,}]/);
  });

  test('omit-values leaves nulls out, and nothing else', async () => {
    const target = 'Customers?$top=50&$orderby=CustomerSince&$select=CustomerId,CustomerSince';
    const omitted = await get(target, { Prefer: 'omit-values=nulls' });
    expect(omitted.headers['preference-applied']).toBe('omit-values=nulls');
    expect(omitted.body).not.toContain('null');
    const { body } = await get(target);
    expect(body).toContain('"CustomerSince":null');
    expect(omitted.body).toBe(body.replaceAll(',"CustomerSince":null', ''));
  });

  test('a property, its raw value, and null', async () => {
    const [row] = await rows(`Customers?$filter=CustomerId%20eq%20${customerId}`);
    const name = await get(`Customers(${customerId})/Name`);
    expect(JSON.parse(name.body)).toEqual({
      '@odata.context': `${DEMO_ROOT}$metadata#Customers(${customerId})/Name`,
      value: row?.['Name'],
    });
    const raw = await get(`Customers(${customerId})/Name/$value`);
    expect(raw.headers['content-type']).toBe('text/plain;charset=utf-8');
    expect(raw.body).toBe(row?.['Name']);

    const [without] = await rows('Customers?$filter=CustomerSince%20eq%20null&$top=1');
    for (const suffix of ['', '/$value']) {
      const answer = await get(`Customers(${String(without?.['CustomerId'])})/CustomerSince${suffix}`);
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 204, body: '' });
    }
  });

  test('$count alone is the number', async () => {
    const { headers, body } = await get('Customers/$count');
    expect({ type: headers['content-type'], body }).toEqual({ type: 'text/plain', body: '260' });
    const filtered = await get('Customers/$count?$filter=Company%20eq%20%27dat%27');
    expect(Number(filtered.body)).toBe((await rows('Customers?$filter=Company%20eq%20%27dat%27')).length);
  });
});

describe('$query', () => {
  const options =
    "$filter=contains(Name,'a') and Company eq 'usmf'&$orderby=Name desc&$top=7&$count=true&$select=Name";

  test.each(['Customers/$query', 'Customers/%24query'])('POST %s answers as GET does', async (target) => {
    const viaGet = await get(`Customers?${options.replaceAll(' ', '%20')}`);
    for (const type of ['text/plain', 'text/plain;charset=utf-8', 'application/x-www-form-urlencoded']) {
      const viaPost = await post(target, options.replaceAll(' ', '+'), type);
      expect({ status: viaPost.status, body: viaPost.body }).toEqual({ status: 200, body: viaGet.body });
    }
    const [filter, ...others] = options.replaceAll(' ', '%20').split('&');
    expect((await post(`${target}?${String(filter)}`, others.join('&'))).body).toBe(viaGet.body);
  });

  test('its next link is a GET', async () => {
    const first = await post('Customers/$query', '$orderby=Name');
    const link = (JSON.parse(first.body) as Readonly<Record<string, string>>)['@odata.nextLink'];
    expect(link).toMatch(/^https:\/\/gateway\.example\/odata\/demo\/Customers\?\$orderby=Name&\$skiptoken=/);
    expect((await data.get(String(link).slice(PUBLIC_URL.length))).status).toBe(200);
  });

  test('the same limits and refusals as in a URL', async () => {
    expectError(await post('Customers/$query', '$filter=Nmae eq 1'), 400, 'UnknownProperty');
    expectError(await post('Customers/$query', '$filter=%zz'), 400, 'MalformedUrl');
    expectError(await post('Customers/$query?$top=1', '$top=1'), 400, 'InvalidQueryOption');
    expectError(
      await post('Customers/$query', `$filter=${'('.repeat(500)}true${')'.repeat(500)}`),
      400,
      'LimitExceeded',
    );
    expectError(await post('Nowhere/$query', '$top=1'), 404, 'UnknownResource');
  });
});

describe('conditional GET', () => {
  test.each(['application/xml', 'application/json'])('$metadata as %s', async (accept) => {
    const { headers } = await get('$metadata', { Accept: accept });
    const etag = String(headers.etag);
    expect(etag).toMatch(/^(W\/)?"[^"]+"$/);
    for (const sent of [etag, `"other", ${etag}`, '*']) {
      const answer = await get('$metadata', { Accept: accept, 'If-None-Match': sent });
      expect({ status: answer.status, body: answer.body, etag: answer.headers.etag }).toEqual({
        status: 304,
        body: '',
        etag,
      });
    }
    expect((await get('$metadata', { Accept: accept, 'If-None-Match': '"other"' })).status).toBe(200);
  });

  test('the two forms of $metadata have tags of their own', async () => {
    const tagOf = async (accept: string): Promise<unknown> =>
      (await get('$metadata', { Accept: accept })).headers.etag;
    expect(await tagOf('application/xml')).not.toBe(await tagOf('application/json'));
  });

  test('a row', async () => {
    const address = `Customers(${customerId})`;
    const etag = String((await get(address)).headers.etag);
    expect((await get(address, { 'If-None-Match': etag })).status).toBe(304);
    expect((await get(address, { 'If-None-Match': 'W/"other"' })).status).toBe(200);
  });
});

describe('paging cannot be switched off (reliability A7)', () => {
  const sizes = [
    '0',
    '-1',
    '1e9',
    'NaN',
    '',
    '101',
    '99999999999',
    '1.5',
    '+5',
    '0x10',
    '"0"',
    ' 0 ',
    'Infinity',
    '5000',
  ];
  const wishes = sizes.flatMap((size) => [`maxpagesize=${size}`, `odata.maxpagesize=${size}`]);
  const headers = [
    ...wishes,
    'maxpagesize',
    'odata.maxpagesize',
    'maxpagesize=0, maxpagesize=1000',
    'respond-async',
    ';;,,=',
  ];

  test.each(headers)('Prefer: %s', async (prefer) => {
    const answer = await get('Customers?$select=CustomerId', { Prefer: prefer });
    expect(answer.status).toBe(200);
    expect((JSON.parse(answer.body) as { value: unknown[] }).value).toHaveLength(MOST_ROWS);
    expect(answer.body).toContain('"@odata.nextLink"');
  });

  test.each([
    '$top=5000',
    '$top=100000000',
    '$skip=0',
    '$top=5000&$skip=3',
    '$count=true',
    'maxpagesize=0',
    '$orderby=Name',
    '$filter=true',
    '$search=a',
  ])('%s', async (options) => {
    for (const prefer of ['odata.maxpagesize=100000', 'odata.maxpagesize=0', 'maxpagesize=-5']) {
      const answer = await get(`Customers?$select=CustomerId&${options}`, { Prefer: prefer });
      expect(answer.status).toBe(200);
      expect((JSON.parse(answer.body) as { value: unknown[] }).value.length).toBeLessThanOrEqual(MOST_ROWS);
      expect(answer.headers['preference-applied']).toBeUndefined();
    }
  });

  test('a size within the limit is honoured and said', async () => {
    const answer = await get('Customers?$select=CustomerId', { Prefer: 'odata.maxpagesize=7' });
    expect((JSON.parse(answer.body) as { value: unknown[] }).value).toHaveLength(7);
    expect(answer.headers['preference-applied']).toBe('odata.maxpagesize=7');
  });
});

describe('links follow the configuration, never the request (reliability B6)', () => {
  const hostile: readonly (readonly [name: string, request: string])[] = [
    ['Host', 'GET TARGET HTTP/1.1\r\nHost: evil.example\r\n'],
    ['Host with a port', 'GET TARGET HTTP/1.1\r\nHost: gateway.example:8443\r\n'],
    ['Host with user and path', 'GET TARGET HTTP/1.1\r\nHost: a@evil.example/x?y\r\n'],
    ['two Hosts', 'GET TARGET HTTP/1.1\r\nHost: gateway.example\r\nHost: evil.example\r\n'],
    ['X-Forwarded-Host', 'GET TARGET HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: evil.example\r\n'],
    ['X-Forwarded-Proto', 'GET TARGET HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: javascript\r\n'],
    [
      'X-Forwarded-Port and Prefix',
      'GET TARGET HTTP/1.1\r\nHost: a\r\nX-Forwarded-Port: 1\r\nX-Forwarded-Prefix: /evil\r\n',
    ],
    ['X-Original-URL', 'GET TARGET HTTP/1.1\r\nHost: a\r\nX-Original-URL: /evil\r\nX-Rewrite-URL: /evil\r\n'],
    [
      'Forwarded',
      'GET TARGET HTTP/1.1\r\nHost: a\r\nForwarded: for=1.1.1.1;host=evil.example;proto=http\r\n',
    ],
    [
      'X-Forwarded-Server',
      'GET TARGET HTTP/1.1\r\nHost: a\r\nX-Forwarded-Server: evil.example\r\nX-Host: evil.example\r\n',
    ],
    [
      'Origin and Referer',
      'GET TARGET HTTP/1.1\r\nHost: a\r\nOrigin: http://evil.example\r\nReferer: http://evil.example/\r\n',
    ],
    ['absolute form', 'GET http://evil.exampleTARGET HTTP/1.1\r\nHost: evil.example\r\n'],
    ['absolute form, user and port', 'GET https://u:p@evil.example:99TARGET HTTP/1.1\r\nHost: a\r\n'],
    ['HTTP/1.0 without Host', 'GET TARGET HTTP/1.0\r\n'],
  ];

  test.each(hostile)('%s', async (_name, request) => {
    for (const target of ['Customers', 'Customers?$top=1', '', `Customers(${customerId})`]) {
      const accept = { Accept: 'application/json;odata.metadata=full' };
      const plain = await get(target, accept);
      const bytes = request.replace('TARGET', `/odata/demo/${target}`);
      const answer = parseAnswer(
        await data.sendBytes(`${bytes}Accept: ${accept.Accept}\r\nConnection: close\r\n\r\n`),
      );
      expect(answer?.status).toBe(200);
      expect(unchunked(answer)).toBe(plain.body);
      expect(JSON.stringify(answer)).not.toContain('evil');
    }
  });

  test('the page has links to change', async () => {
    const { body } = await get('Customers', { Accept: 'application/json;odata.metadata=full' });
    const links = [...body.matchAll(/"@odata\.(?:context|nextLink|id|editLink)":"([^"]*)"/g)].map(
      ([, link]) => String(link),
    );
    expect(links.length).toBeGreaterThan(2 * MOST_ROWS);
    expect(links.filter((link) => /^[a-z]+:/.test(link) && !link.startsWith(DEMO_ROOT))).toEqual([]);
  });

  function unchunked(answer: Received | undefined): string | undefined {
    expect(answer?.headers['transfer-encoding']).toBeUndefined();
    return answer?.body;
  }
});
