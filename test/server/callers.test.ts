/** The lock of a service, and how keys are kept out of everything behind it. */
import { createCallerLock, openLock } from '../../src/server/callers';
import { stripKeys } from '../../src/server/strip-keys';

const lock = createCallerLock([
  { id: 'dataverse-old', secret: 'a-long-secret-of-last-year', header: 'x-api-key', query: 'code' },
  { id: 'dataverse-new', secret: 'a-long-secret-of-this-year', header: 'x-api-key' },
]);

describe('who calls', () => {
  test.each([
    [{ 'x-api-key': 'a-long-secret-of-last-year' }, {}, 'dataverse-old'],
    [{ 'x-api-key': 'a-long-secret-of-this-year' }, {}, 'dataverse-new'],
    [{}, { code: 'a-long-secret-of-last-year' }, 'dataverse-old'],
    // The new key is taken from a header only.
    [{}, { code: 'a-long-secret-of-this-year' }, undefined],
    [{ 'x-api-key': 'a-long-secret-of-last-yea' }, {}, undefined],
    [{ 'x-api-key': '' }, { code: '' }, undefined],
    [{ 'x-api-key': ['a-long-secret-of-last-year'] }, {}, undefined],
    [{ authorization: 'a-long-secret-of-last-year' }, {}, undefined],
    [{}, {}, undefined],
  ])('%j %j is %s', (headers, query, caller) => {
    expect(lock.identify(headers, new Map(Object.entries(query)))).toBe(caller);
  });

  test.each([1, 16, 127, 128, 129, 5_000])(
    'a key of %i characters opens, and none that is nearly the same',
    (length) => {
      const secret = 'ab\u00e9\u{1f600}'.repeat(length).slice(0, length);
      const { identify } = createCallerLock([{ id: 'k', secret, header: 'h' }]);
      expect(identify({ h: 'x'.repeat(5_001) }, new Map())).toBeUndefined();
      expect(identify({ h: secret }, new Map())).toBe('k');
      const changed = (at: number): string => `${secret.slice(0, at)}x${secret.slice(at + 1)}`;
      for (const other of [
        secret.slice(1),
        `${secret}\0`,
        `${secret}x`,
        `x${secret}`,
        secret.repeat(2),
        changed(0),
        changed(length - 1),
        changed(length >> 1),
      ]) {
        expect(identify({ h: other }, new Map())).toBeUndefined();
      }
    },
  );

  test('an open service lets everybody in', () => {
    expect(openLock.identify({}, new Map())).toBe('anonymous');
  });
});

describe('keys in the URL', () => {
  const names = new Set(['code']);

  test.each([
    ['Customers', 'Customers', undefined],
    ['Customers?code=abc', 'Customers', 'abc'],
    ['Customers?$top=1&code=a%2Bb&$skip=2', 'Customers?$top=1&$skip=2', 'a+b'],
    ['Customers?c%6Fde=abc&$top=1', 'Customers?$top=1', 'abc'],
    ['Customers?code=one&code=two', 'Customers', 'one'],
    ['Customers?code', 'Customers', ''],
    ['Customers?code=a+b', 'Customers', 'a b'],
    ['Customers?$filter=Name eq %zz&code=abc', 'Customers?$filter=Name eq %zz', 'abc'],
    ['Customers?mycode=abc&Code=abc', 'Customers?mycode=abc&Code=abc', undefined],
  ])('%s', (target, stripped, key) => {
    const result = stripKeys(target, names);
    expect(result.target).toBe(stripped);
    expect(result.keys.get('code')).toBe(key);
  });
});
