/** Skip tokens: they carry the page's beginning, and only where they were made for. */
import { createSkipTokens } from '../../src/gateway/skip-token';

const QUERY = "Customers?$filter=Name%20eq%20'Contoso'";
const tokens = createSkipTokens('a secret');

describe('a skip token', () => {
  test.each([0, 1, 50, 4_294_967_296, 2 ** 48 - 1])('carries the offset %p', (offset) => {
    expect(tokens.read(QUERY, tokens.issue(QUERY, offset))).toBe(offset);
  });

  test('holds on every instance that has the secret', () => {
    expect(createSkipTokens('a secret').read(QUERY, tokens.issue(QUERY, 50))).toBe(50);
  });

  test('needs no encoding in a URL, and shows nothing of the query', () => {
    expect(tokens.issue(QUERY, 50)).toMatch(/^[\w-]{31}$/);
  });

  test('is refused with any character changed', () => {
    const token = tokens.issue(QUERY, 50);
    for (let index = 0; index < token.length; index++) {
      for (const other of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
        if (token[index] === other) continue;
        const changed = token.slice(0, index) + other + token.slice(index + 1);
        expect(() => tokens.read(QUERY, changed)).toThrow(refusal);
      }
    }
  });

  test.each([
    ['of another query', tokens.issue('Customers?', 50)],
    ['of another set', tokens.issue(QUERY.replace('Customers', 'Vendors'), 50)],
    ['of another secret', createSkipTokens('another secret').issue(QUERY, 50)],
    ['cut short', tokens.issue(QUERY, 50).slice(0, -1)],
    ['with something added', `${tokens.issue(QUERY, 50)}A`],
    ['with padding', `${tokens.issue(QUERY, 50)}=`],
    ['that is empty', ''],
    ['that is a number', '50'],
    ['that is long', 'A'.repeat(10_000)],
    ['that is no ASCII', 'ä字\u{1F600}'],
  ])('is refused if it is one %s', (_kind, token) => {
    expect(() => tokens.read(QUERY, token)).toThrow(refusal);
  });
});

const refusal = expect.objectContaining({
  code: 'InvalidSkipToken',
  status: 400,
  target: '$skiptoken',
}) as unknown as Error;
