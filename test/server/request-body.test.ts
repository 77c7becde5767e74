/** Bodies: what is taken as text, and what is refused so that no filter is lost and no letter is changed. */
import { requestBodyOf } from '../../src/server/request-body';
import { kindOf, type RequestKind } from '../../src/gateway/request-kind';

const body = "$filter=City eq 'Zürich'";

function take(headers: Readonly<Record<string, string>>, kind: RequestKind = 'query'): unknown {
  return requestBodyOf({ headers, body: Buffer.from(body) }, kind).body;
}

describe('query options in a body', () => {
  test.each([
    {},
    { 'content-type': '' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'Text/Plain; charset=UTF-8' },
    { 'content-type': 'text/plain;format=flowed;charset="utf-8"', 'content-encoding': 'identity' },
    { 'content-type': 'application/x-www-form-urlencoded' },
  ])('%j brings them', (headers) => {
    expect(take(headers)).toBe(body);
  });

  test.each([
    [{ 'content-type': 'application/json' }, 'Content-Type'],
    [{ 'content-type': 'text/plain;charset=utf-16' }, 'Content-Type'],
    [{ 'content-type': 'text/plain', 'content-encoding': 'gzip' }, 'Content-Encoding'],
  ])('%j is refused', (headers, target) => {
    expect(() => take(headers)).toThrow(expect.objectContaining({ code: 'UnsupportedMediaType', target }));
  });

  test('an empty body is no options', () => {
    expect(requestBodyOf({ headers: {}, body: undefined }, 'query')).toEqual({ body: '' });
  });
});

test('a read has no body that is looked at', () => {
  expect(take({ 'content-type': 'application/json', 'content-encoding': 'gzip' }, 'read')).toBeUndefined();
});

test.each(['query', 'write', 'batch'] as const)('bytes that are no UTF-8 are refused: %s', (kind) => {
  const broken = Buffer.from([0x22, 0xff, 0x22]);
  expect(() => requestBodyOf({ headers: {}, body: broken }, kind)).toThrow(
    expect.objectContaining({ code: 'UnsupportedMediaType' }),
  );
});

test.each([
  ['query', 256 * 1024],
  ['write', 1024 * 1024],
  ['batch', 4 * 1024 * 1024],
] as const)('%s: at most %i bytes', (kind, most) => {
  const take = (length: number) => () =>
    requestBodyOf({ headers: {}, body: Buffer.alloc(length, 'a') }, kind);
  expect(take(most)().body).toHaveLength(most);
  expect(take(most + 1)).toThrow(expect.objectContaining({ code: 'BodyTooLarge' }));
});

test.each([
  ['GET', 'Customers', 'read'],
  ['HEAD', 'Customers', 'read'],
  ['OPTIONS', '$batch', 'read'],
  ['TRACE', 'Customers', 'read'],
  ['POST', 'Customers/$query', 'query'],
  ['POST', 'Customers/%24query/', 'query'],
  ['POST', 'Customers?$query', 'write'],
  ['POST', '$batch', 'batch'],
  ['POST', '%24batch?x=1', 'batch'],
  ['POST', 'Customers/$batch', 'write'],
  ['PATCH', 'Customers(1)', 'write'],
  ['PUT', '$batch', 'write'],
  ['DELETE', '', 'write'],
])('%s %s is a %s', (method, target, kind) => {
  expect(kindOf({ method, target })).toBe(kind);
});
