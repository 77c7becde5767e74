/** The short way to stored answers is open to the callers that the long one is open to. */
import 'reflect-metadata';
import { CANARY, KEY, keyed, OTHER_KEY, watchHotPath } from '../support/hot-path';

describe('the hot path', () => {
  const { send, guid } = watchHotPath();

  test.each([
    ['none', {}, ''],
    ['a wrong one', { 'x-api-key': 'wrong' }, ''],
    ['an empty one', { 'x-api-key': '' }, ''],
    ['that of another service', { 'x-api-key': OTHER_KEY }, ''],
    ['the right one in another header', { authorization: KEY }, ''],
    ['one with something behind it', { 'x-api-key': `${KEY}x` }, ''],
    ['a wrong one in the URL', {}, '?code=wrong'],
    ['the right one as another parameter', {}, `?Code=${KEY}`],
    ['the right one behind a wrong one', {}, `?code=wrong&code=${KEY}`],
  ])('is closed to a key that is %s', async (_, headers, query) => {
    for (const target of ['Things', 'Things/$count', `Things(${guid()})`]) {
      const url = `/odata/sales/${target}`;
      await send(url, { headers: keyed });
      expect(await send(url, { headers: keyed })).toMatchObject({ status: 200, hot: true });
      const answer = await send(`${url}${query}`, { headers });
      expect(answer).toMatchObject({ status: 401, hot: false });
      expect(answer.headers['cache-status']).toBeUndefined();
    }
  });

  test.each([
    '/odata/sales//Things',
    '//odata/sales/Things',
    '/odata//sales/Things',
    '/ODATA/sales/Things',
    '/odata/Sales/Things',
    '/%6fdata/sales/Things',
    '/odata/%73ales/Things',
    '/odata/sales/%54hings',
    '/odata/other/../sales/Things',
    '/odata/sales/./Things',
    '/odata/sales/Things/',
    '/odata/sales/Things;',
    '/odata/sales;x/Things',
    '/odata/sales/Things%00',
    '/odata/sales/Things#code=',
    '/odata/sales?Things',
    '/odata/sales/Things?&',
    '/odata/sales/Things?code',
    '/odata/sales/Things?code=',
    'http://x/odata/sales/Things',
    'https://x@y/odata/sales/Things',
    '/odata/other/Things',
    '/odata/sales/$metadata/../Things',
    '/health/../odata/sales/Things',
    '/odata\\sales\\Things',
  ])('%s without a key shows nothing', async (url) => {
    await send(url, { headers: keyed });
    await send('/odata/sales/Things', { headers: keyed });
    const answer = await send(url);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain(CANARY);
    expect(answer.hot).toBe(false);
  });

  test('is there for addresses of services alone', async () => {
    await send('/odata/sales/Things', { headers: keyed });
    expect(await send('/abcde/sales/Things', { headers: keyed })).toMatchObject({ status: 404, hot: false });
  });

  test('takes no answer of another service', async () => {
    await send('/odata/sales/Things', { headers: keyed });
    const other = await send('/odata/other/Things', { headers: { 'x-api-key': OTHER_KEY } });
    expect(other.hot).toBe(false);
    expect(other.body).toContain('https://gateway.example/odata/other/$metadata#Things');
    const again = await send('/odata/other/Things', { headers: { 'x-api-key': OTHER_KEY } });
    expect(again.hot).toBe(true);
    expect(again.body).toBe(other.body);
  });
});
