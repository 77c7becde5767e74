import type { BatchPart } from '../../../src/odata/batch/batch';
import { parseBatch } from '../../../src/odata/batch/parse-batch';
import { addresses, JSON_TYPE } from './batch-texts';

function parse(text: string): readonly BatchPart[] {
  return parseBatch(text, JSON_TYPE, addresses).parts;
}

function parseOne(members: object | string): BatchPart | undefined {
  const request = typeof members === 'string' ? members : JSON.stringify(members);
  return parse(`{"requests":[${request}]}`)[0];
}

test('the example of the specification', () => {
  const text = `{
    "@some.annotation": true,
    "requests": [
      { "id": "0", "method": "get", "url": "/odata/demo/Customers('ALFKI')" },
      { "id": "1", "atomicityGroup": "group1", "dependsOn": [ "0" ], "method": "patch",
        "url": "/odata/demo/Customers('ALFKI')", "headers": { "Prefer": "return=minimal" }, "body": { "Name": "n" } },
      { "id": "2", "atomicityGroup": "group1", "method": "post", "url": "/odata/demo/Customers", "body": {} },
      { "id": "3", "dependsOn": [ "group1" ], "method": "get", "url": "/odata/demo/Products" }
    ]
  }`;
  expect(parse(text)).toEqual([
    {
      kind: 'request',
      place: "request '0'",
      id: '0',
      method: 'GET',
      target: { kind: 'address', target: "Customers('ALFKI')" },
      headers: {},
      body: undefined,
      dependsOn: [],
    },
    {
      kind: 'changeSet',
      place: "atomicityGroup 'group1'",
      group: 'group1',
      requests: [
        {
          kind: 'request',
          place: "request '1'",
          id: '1',
          method: 'PATCH',
          target: { kind: 'address', target: "Customers('ALFKI')" },
          headers: { prefer: 'return=minimal', 'content-type': 'application/json' },
          body: '{"Name":"n"}',
          dependsOn: ['0'],
        },
        {
          kind: 'request',
          place: "request '2'",
          id: '2',
          method: 'POST',
          target: { kind: 'address', target: 'Customers' },
          headers: { 'content-type': 'application/json' },
          body: '{}',
          dependsOn: [],
        },
      ],
    },
    expect.objectContaining({ id: '3', dependsOn: ['group1'] }),
  ]);
});

test('a reference is a dependency, whether dependsOn names it or not', () => {
  const [, ...rest] = parse(`{"requests":[
    { "id": "1", "method": "post", "url": "Customers", "body": {} },
    { "id": "2", "method": "post", "url": "$1/Orders", "dependsOn": ["1"], "body": {} },
    { "id": "3", "method": "get", "url": "$1/Orders" }]}`);
  expect(rest).toMatchObject([
    { target: { kind: 'reference', id: '1', rest: '/Orders' }, dependsOn: ['1'] },
    { target: { kind: 'reference', id: '1', rest: '/Orders' }, dependsOn: ['1'] },
  ]);
});

test('no digit of a body is lost, nor a name that objects are born with', () => {
  const body =
    '{"a":9007199254740993,"b":[0.10000000000000000000000001,-1e400,1.0],"__proto__":{"constructor":null},"":"\\u0000\\"ü🚀"}';
  expect(parseOne(`{"id":"1","method":"PATCH","url":"A(1)","body":${body}}`)).toMatchObject({ body });
});

test('a body may be as deep as outside of a batch, and no deeper', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  const request = (depth: number): string => `{"id":"1","method":"POST","url":"A","body":${nested(depth)}}`;
  expect(parseOne(request(32))).toMatchObject({ body: nested(32) });
  expect(() => parseOne(request(33))).toThrow('the batch: The body is no valid JSON: more than 35 levels');
});

test.each([
  ['application/json;odata.metadata=minimal', { a: 1 }, '{"a":1}'],
  ['application/merge-patch+json', { a: 1 }, '{"a":1}'],
  ['application/json', 'text', '"text"'],
  ['text/plain', '$filter=a eq 1', '$filter=a eq 1'],
])('a body of type %s', (contentType, body, expected) => {
  const headers = { 'content-type': contentType };
  expect(parseOne({ id: '1', method: 'POST', url: 'A', headers, body })).toMatchObject({
    body: expected,
    headers,
    target: { kind: 'address' },
  });
});

test('a body in base64url is refused, for that request alone', () => {
  const headers = { 'Content-Type': 'image/png' };
  expect(parseOne({ id: '1', method: 'PUT', url: 'A(1)/Photo', headers, body: 'AAAA' })).toMatchObject({
    target: { kind: 'refused', error: { code: 'UnsupportedMediaType' } },
  });
});

test('null is no body', () => {
  expect(parseOne({ id: '1', method: 'GET', url: 'A', body: null })).toMatchObject({ body: undefined });
});

test('a request with a condition is refused with 424, for that request alone', () => {
  expect(parseOne({ id: '1', method: 'GET', url: 'A', if: '$0/$succeeded' })).toMatchObject({
    target: { kind: 'refused', error: { code: 'DependencyFailed', status: 424 } },
  });
});

test('headers that name the caller do not get in, in whatever case', () => {
  const headers = { AUTHORIZATION: 'x', Host: 'h', 'X-Api-Key': 'k', 'x-forwarded-for': '1', Accept: 'a/b' };
  expect(parseOne({ id: '1', method: 'GET', url: 'A', headers })).toMatchObject({
    headers: { accept: 'a/b' },
  });
});

test('no requests at all', () => {
  expect(parse('{"requests":[]}')).toEqual([]);
});
