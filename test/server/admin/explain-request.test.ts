/** Explaining for administrators: what may be asked in a query, and what is said to parameters that are wrong. */
import 'reflect-metadata';
import { ExplainUrlRequest } from '../../../src/server/admin/explain-request';
import { readParameters } from '../../../src/server/admin/read-request';

test.each([
  [{}, 'url'],
  [{ url: '' }, 'url'],
  [{ url: ['Customers', 'Vendors'], service: 'demo' }, 'url'],
  [{ url: 'Customers', service: ['demo', 'demo'] }, 'service'],
  [{ url: 'Customers', service: '' }, 'service'],
  [{ url: 'Customers', set: 'Customers' }, 'set'],
])('%j is refused for its %s', (query, target) => {
  expect(() => readParameters(ExplainUrlRequest, query)).toThrow(
    expect.objectContaining({ code: 'InvalidQueryOption', target }),
  );
});

test('a URL may come with its service or alone', () => {
  const url = 'https://gateway.example/odata/demo/Customers?$top=1';
  expect(readParameters(ExplainUrlRequest, { url })).toMatchObject({ url });
  expect(readParameters(ExplainUrlRequest, { url: 'Customers', service: 'demo' })).toMatchObject({
    url: 'Customers',
    service: 'demo',
  });
});
