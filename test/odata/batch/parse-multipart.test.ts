import type { BatchPart, BatchRequest } from '../../../src/odata/batch/batch';
import { parseBatch } from '../../../src/odata/batch/parse-batch';
import { addresses, changeSetPart, httpPart, lines, MULTIPART, multipart } from './batch-texts';

/** What a batch asks for, in short: `GET Customers`, in brackets what belongs together. */
function outline(parts: readonly BatchPart[]): readonly unknown[] {
  return parts.map((part) => (part.kind === 'request' ? line(part) : part.requests.map(line)));
}

function line({ id, method, target, body }: BatchRequest): string {
  const address =
    target.kind === 'address'
      ? target.target
      : target.kind === 'reference'
        ? `{${target.id}}${target.rest}`
        : target.error.code;
  return `${id === undefined ? '' : `${id}: `}${method} ${address}${body === undefined ? '' : ` ${body}`}`;
}

function parse(text: string, contentType = MULTIPART): readonly BatchPart[] {
  return parseBatch(text, contentType, addresses).parts;
}

/** The example of Protocol 4.01, 11.7.7.1; its GETs have no version and no transfer encoding. */
const specification = lines(
  '--batch_36522ad7-fc75-4b56-8c71-56071383e77b',
  'Content-Type: application/http',
  '',
  "GET /odata/demo/Customers('ALFKI')",
  'Host: host',
  '',
  '',
  '--batch_36522ad7-fc75-4b56-8c71-56071383e77b',
  'Content-Type: multipart/mixed; boundary=changeset_77162fcd-b8da-41ac-a9f8-9357efbbd',
  '',
  '--changeset_77162fcd-b8da-41ac-a9f8-9357efbbd',
  'Content-Type: application/http',
  'Content-ID: 1',
  '',
  'POST /odata/demo/Customers HTTP/1.1',
  'Host: host',
  'Content-Type: application/json',
  'Content-Length: 16',
  '',
  '{"Name":"first"}',
  '--changeset_77162fcd-b8da-41ac-a9f8-9357efbbd',
  'Content-Type: application/http',
  'Content-ID: 2',
  '',
  "PATCH /odata/demo/Customers('ALFKI') HTTP/1.1",
  'Host: host',
  'Content-Type: application/json',
  'If-Match: xxxxx',
  'Prefer: return=minimal',
  '',
  '{"Name":"second"}',
  '--changeset_77162fcd-b8da-41ac-a9f8-9357efbbd--',
  '--batch_36522ad7-fc75-4b56-8c71-56071383e77b',
  'Content-Type: application/http',
  '',
  'GET /odata/demo/Products HTTP/1.1',
  'Host: host',
  '',
  '',
  '--batch_36522ad7-fc75-4b56-8c71-56071383e77b--',
);

describe('batches of known clients', () => {
  test('the example of the specification', () => {
    const parts = parse(
      specification,
      'multipart/mixed; boundary=batch_36522ad7-fc75-4b56-8c71-56071383e77b',
    );
    expect(outline(parts)).toEqual([
      "GET Customers('ALFKI')",
      ['1: POST Customers {"Name":"first"}', '2: PATCH Customers(\'ALFKI\') {"Name":"second"}'],
      'GET Products',
    ]);
    const [, changeSet] = parts;
    expect(changeSet?.kind === 'changeSet' ? changeSet.requests[1]?.headers : undefined).toEqual({
      'content-type': 'application/json',
      'if-match': 'xxxxx',
      prefer: 'return=minimal',
    });
  });

  test('a reference to a new entity in the same change set', () => {
    const text = multipart('b', [
      changeSetPart('c', [
        httpPart('POST /odata/demo/Customers HTTP/1.1', { id: '1', body: '{}' }),
        httpPart('POST $1/Orders?$select=Id HTTP/1.1', { id: '2', body: '{}' }),
      ]),
    ]);
    expect(outline(parse(text))).toEqual([['1: POST Customers {}', '2: POST {1}/Orders?$select=Id {}']]);
  });

  test('one of Finance & Operations: absolute URL, cross-company, one operation', () => {
    const text = multipart('batch_1', [
      changeSetPart('changeset_1', [
        httpPart('POST https://gateway.example.com/odata/demo/CustomerGroups?cross-company=true HTTP/1.1', {
          id: '1',
          headers: [
            'OData-Version: 4.0',
            'Content-Type: application/json;odata.metadata=minimal',
            'Accept: application/json;odata.metadata=minimal',
          ],
          body: '{"CustomerGroupId":"B1","dataAreaId":"usmf","Description":"one"}',
        }),
      ]),
    ]);
    expect(outline(parse(text, 'multipart/mixed; boundary=batch_1'))).toEqual([
      [
        '1: POST CustomerGroups?cross-company=true {"CustomerGroupId":"B1","dataAreaId":"usmf","Description":"one"}',
      ],
    ]);
  });

  test('one of Microsoft.OData.Client: the id in the inner headers, quotes around the boundary', () => {
    const boundary = 'batch_9a4b6f1c-0b69-4d37-a4a0-1d6a3e1f2c11';
    const text = multipart(boundary, [
      httpPart('GET https://GATEWAY.example.com:443/odata/demo/Customers?$top=1 HTTP/1.1', {
        headers: [
          'OData-Version: 4.0',
          'OData-MaxVersion: 4.01',
          'Accept: application/json;odata.metadata=minimal',
          'Accept-Charset: UTF-8',
          'User-Agent: Microsoft.OData.Client/7.21.3',
        ],
      }),
      changeSetPart('changeset_e5d2', [
        httpPart('DELETE http://localhost:3000/odata/demo/Customers(1) HTTP/1.1', {
          id: '-1199166193',
          headers: ['Content-ID: -1199166193'],
        }),
        httpPart('PUT $-1199166193/Name HTTP/1.1', { headers: ['Content-ID: 7'], body: '{"value":1}' }),
      ]),
    ]);
    const parts = parse(text, `multipart/mixed; boundary="${boundary}"`);
    expect(outline(parts)).toEqual([
      'GET Customers?$top=1',
      ['-1199166193: DELETE Customers(1)', '7: PUT {-1199166193}/Name {"value":1}'],
    ]);
    expect(parts[0]?.kind === 'request' ? parts[0].headers : undefined).toEqual({
      accept: 'application/json;odata.metadata=minimal',
      'odata-maxversion': '4.01',
      'odata-version': '4.0',
    });
  });
});

describe('what RFC 2046 allows', () => {
  const one = httpPart('GET Customers HTTP/1.1');

  test.each([
    ['LF alone', multipart('b', [one]).replaceAll('\r\n', '\n'), MULTIPART],
    ['a preamble and an epilogue', `ignored\r\n --b\r\n${multipart('b', [one])}--b\r\nignored`, MULTIPART],
    [
      'blanks behind the boundary',
      multipart('b', [one]).replaceAll('--b', '--b \t').replace('--b \t--', '--b--'),
      MULTIPART,
    ],
    ['no line end at the end', multipart('b', [one]).trimEnd(), MULTIPART],
    [
      'special characters in quotes',
      multipart("a b'()+_,-./:=?", [one]),
      'multipart/mixed; boundary="a b\'()+_,-./:=?"',
    ],
    [
      'a boundary of 70 characters',
      multipart('x'.repeat(70), [one]),
      `multipart/mixed; boundary=${'x'.repeat(70)}`,
    ],
    [
      'names in any case',
      multipart('b', [one.replace('Content-Type', 'CONTENT-TYPE')]),
      'Multipart/Mixed; Boundary=b',
    ],
    ['a parameter of the part', multipart('b', [one.replace('/http', '/http; msgtype=request')]), MULTIPART],
    ['one empty line after a GET', multipart('b', [one.replace(/\r\n$/, '')]), MULTIPART],
    [
      'a line that only begins like the boundary',
      multipart('b', [`${one}\r\n`]).replace('--b\r\n', '--bb\r\n--b\r\n'),
      MULTIPART,
    ],
  ])('%s', (_, text, contentType) => {
    expect(outline(parse(text, contentType))).toEqual(['GET Customers']);
  });

  test('no parts at all', () => {
    expect(parse('--b--')).toEqual([]);
  });

  test('a body keeps every character, up to the line end of the delimiter', () => {
    const body = '{"a":"--b ü 🚀\\r\\n"}\r\n\n --b\r\n';
    const text = multipart('b', [httpPart('POST Customers HTTP/1.1', { body })]);
    expect(outline(parse(text))).toEqual([`POST Customers ${body}`]);
  });

  test('parts inside a change set whose boundary begins like the outer one', () => {
    const set = changeSetPart('b1', [httpPart('DELETE A(1) HTTP/1.1'), httpPart('DELETE A(2) HTTP/1.1')]);
    expect(outline(parse(multipart('b', [set, httpPart('GET B HTTP/1.1')])))).toEqual([
      ['DELETE A(1)', 'DELETE A(2)'],
      'GET B',
    ]);
  });
});

describe('inner requests', () => {
  test('headers of the caller and of the network do not get in', () => {
    const text = multipart('b', [
      httpPart('GET Customers HTTP/1.1', {
        headers: [
          'Authorization: Bearer x',
          'Host: evil.example',
          'X-Forwarded-Host: evil.example',
          'X-MS-Client-Principal-Id: 1',
          'x-api-key: k',
          'Cookie: a=b',
          'Content-Length: 5',
          'Accept: application/json',
          'accept: text/plain',
          'If-None-Match: W/"1"',
          'Repeatability-Request-ID: r',
          'Repeatability-First-Sent: now',
          'Idempotency-Key: i',
          'Accept-Language: de',
        ],
      }),
    ]);
    const [part] = parse(text);
    expect(part?.kind === 'request' ? part.headers : undefined).toEqual({
      accept: 'application/json, text/plain',
      'accept-language': 'de',
      'idempotency-key': 'i',
      'if-none-match': 'W/"1"',
      'repeatability-first-sent': 'now',
      'repeatability-request-id': 'r',
    });
  });

  test('keys of callers are taken out of URLs, also behind a reference', () => {
    const text = multipart('b', [
      httpPart('GET Customers(1)?code=secret&$top=1 HTTP/1.1', { id: 'a' }),
      httpPart('GET $a/Orders?code=secret HTTP/1.1'),
    ]);
    expect(outline(parse(text))).toEqual(['a: GET Customers(1)?$top=1', 'GET {a}/Orders']);
  });

  test('a URL with blanks, as in the examples of the specification', () => {
    const text = multipart('b', [httpPart("GET Customers?$filter=Name eq 'a b' HTTP/1.1")]);
    expect(outline(parse(text))).toEqual(["GET Customers?$filter=Name%20eq%20'a%20b'"]);
  });

  test('each request has a place and depends on what its URL begins with', () => {
    const text = multipart('b', [
      httpPart('POST A HTTP/1.1', { id: '1', body: '{}' }),
      changeSetPart('c', [httpPart('DELETE $1 HTTP/1.1', { id: '2' })]),
    ]);
    expect(parse(text)).toMatchObject([
      { place: 'part 1', dependsOn: [] },
      { place: 'part 2', group: undefined, requests: [{ place: 'part 2, request 1', dependsOn: ['1'] }] },
    ]);
  });

  test.each([
    ['If-Match', { headers: ['If-Match: $1'], body: '{}' }],
    ['If-None-Match', { headers: ['If-None-Match: $1'], body: '{}' }],
    ['@odata.bind', { body: '{"Name":"x","Group@odata.bind":"$1"}' }],
    ['a list in @odata.bind', { body: '{"Groups@odata.bind" : ["Groups(1)", "\\u00241/X"]}' }],
    ['@bind inside another entity', { body: '{"Lines":[{"Item@bind":"$1"}]}' }],
  ])('a reference in %s is refused, for that request alone', (_, options) => {
    const text = multipart('b', [httpPart('PATCH A(1) HTTP/1.1', options), httpPart('GET B HTTP/1.1')]);
    expect(outline(parse(text)).map(String)).toEqual([
      expect.stringMatching(/^PATCH NotImplemented/),
      'GET B',
    ]);
  });

  test.each(['{"Group@odata.bind":"Groups(1)","Note":"$1"}', '{"Note":"bind\\"","x":"$1"}', '{bind": "$'])(
    'no reference: %s',
    (body) => {
      const text = multipart('b', [httpPart('PATCH A(1) HTTP/1.1', { body })]);
      expect(outline(parse(text))).toEqual([`PATCH A(1) ${body}`]);
    },
  );
});
