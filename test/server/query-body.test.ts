/** The body of `$query`: what is taken for query options, and what is refused so that no filter is lost. */
import { queryBodyOf } from '../../src/server/query-body';

const body = "$filter=City eq 'London'";

function take(
  headers: Readonly<Record<string, string>>,
  target = 'Customers/$query',
  method = 'POST',
): unknown {
  return queryBodyOf({ method, headers, body }, target).body;
}

test.each([
  {},
  { 'content-type': '' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'Text/Plain; charset=UTF-8' },
  { 'content-type': 'text/plain;format=flowed;charset="utf-8"', 'content-encoding': 'identity' },
  { 'content-type': 'application/x-www-form-urlencoded' },
])('%j brings query options', (headers) => {
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
  expect(queryBodyOf({ method: 'POST', headers: {}, body: undefined }, 'Customers/%24query')).toEqual({
    body: '',
  });
});

test.each([
  ['Customers', 'POST'],
  ['Customers?$query', 'POST'],
  ['Customers/$query', 'GET'],
])('%s by %s has no body that is read', (target, method) => {
  expect(take({ 'content-type': 'application/json' }, target, method)).toBeUndefined();
});
