/** The short way to stored answers: the same answers as on the long one, and for nothing else. */
import 'reflect-metadata';
import type { Received, Sending } from '../e2e/support/http-client';
import { type Answered, CANARY, KEY, keyed, watchHotPath } from '../support/hot-path';

describe('the hot path', () => {
  const { gateway, send, sendLong, guid } = watchHotPath();

  /** All but what is of one request: when, which, and what the cache did. */
  function lasting({ status, headers, body }: Received): object {
    const { date, 'x-correlation-id': id, 'cache-status': cacheStatus, ...rest } = headers;
    expect([date, id].every((text) => text !== undefined)).toBe(true);
    expect(status === 304 || cacheStatus !== undefined).toBe(true);
    return { status, headers: rest, body };
  }

  const reads = (): readonly (readonly [string, Sending['headers']?])[] => [
    ['Things'],
    ['Things?'],
    ['/Things'],
    ['Things?$count=true&$select=Note'],
    ["Things?$filter=Note%20eq%20'größer'".replace('größer', 'gr%C3%B6%C3%9Fer')],
    ['Things?$orderby=Size%20desc&$top=1'],
    ['Things?$format=application/json;odata.metadata=full'],
    ['Things?own=1&$top=1'],
    ['Things/$count'],
    ['Things/$count?$filter=Size%20gt%201'],
    [`Things(${guid()})`],
    [`Things(${guid()})?$select=Size`],
    [`Things(${guid()})/Note`],
    [`Things(${guid()})/Note/$value`],
    ['Things', { accept: 'application/json;odata.metadata=none' }],
    ['Things', { accept: 'application/json;IEEE754Compatible=true' }],
    ['Things', { prefer: 'odata.maxpagesize=1,omit-values=nulls' }],
    [`Things(${guid()})`, { prefer: 'omit-values=nulls' }],
    ['Things', { 'odata-maxversion': '4.01', 'odata-version': '4.0' }],
  ];

  test('gives what the long way gives, byte for byte and header for header', async () => {
    for (const [target, headers = {}] of reads()) {
      for (const [url, key] of [
        [`/odata/sales/${target}`, keyed],
        [`/odata/sales/${target}${target.includes('?') ? '&' : '?'}code=${KEY}`, {}],
        [`http://elsewhere.example/odata/sales/${target}`, keyed],
      ] as const) {
        const all = { ...headers, ...key };
        await send(url, { headers: all });
        const long = await sendLong(url, { headers: all });
        const hot = await send(url, { headers: all });
        expect([url, headers, long.hot, hot.hot]).toEqual([url, headers, false, true]);
        expect([long.status, long.headers['cache-status']?.slice(0, 7)]).toEqual([200, 'vtg;hit']);
        expect(lasting(hot)).toEqual(lasting(long));
        expect(hot.headers['cache-status']).toMatch(/^vtg;hit;ttl=\d+$/);
      }
    }
  });

  test.each([
    ['Things?$top=2&$select=Note,Size', 'Things?$select=Note,Size&$top=2'],
    ['Things?$top=1&$select=Note,Size', 'Things?select=Note%2CSize&%24TOP=1&&'],
    ['Things?$top=3&$select=Note,Size', 'Things?$select=Note,Size&of-mine=1&$top=%33&Code=x'],
    [
      "Things?$filter=Note eq 'a&b+c%d#'".replace(/[&+%# ]/g, encodeURIComponent),
      'Things?$filter=Note+eq+%27%61%26b%2bc%25d%23%27',
    ],
    ['Things?$filter=Size eq @a&@a=1'.replaceAll(' ', '%20'), 'Things?%40a=1&$filter=Size+eq+@a'],
  ])('knows %s by its other spelling %s', async (target, other) => {
    const first = await send(`/odata/sales/${target}`, { headers: keyed });
    expect(first).toMatchObject({ status: 200, hot: false });
    for (const spelling of [other, target, other]) {
      const hot = await send(`/odata/sales/${spelling}`, { headers: keyed });
      expect(hot).toMatchObject({ hot: true, body: first.body });
      const long = await sendLong(`/odata/sales/${spelling}`, { headers: keyed });
      expect(lasting(hot)).toEqual(lasting(long));
    }
  });

  test('takes nothing else for another spelling', async () => {
    const target = "/odata/sales/Things?$filter=Note%20eq%20'x%26y'&$top=1";
    await send(target, { headers: keyed });
    expect(await send(`${target}&own=%26`, { headers: keyed })).toMatchObject({ hot: true });
    for (const [change, status] of [
      [target.replace('%26', '&'), 400],
      [target.replace('$top=1', '$top=1&$top=1'), 400],
      [target.replace('$top=1', '%20$top=1'), 400],
      [target.replace('$top=1', '$tap=1'), 501],
      [`${target}&own=%zz`, 400],
      [`${target}&%zz=own`, 400],
      [`${target}&@a=1&@a=1`, 400],
      [`${target}#`, 400],
      [target.replace('Things', 'Things/'), 200],
      [target.replace('x%26y', 'x%2526y'), 200],
      [target.replace('x%26y', 'X%26y'), 200],
      [target.replace('$top=1', '$top=2'), 200],
      [target.replace('$top=1', '$skip=1'), 200],
    ] as const) {
      expect([change, await send(change, { headers: keyed })]).toEqual([
        change,
        expect.objectContaining({ status, hot: false }),
      ]);
    }
    expect(await send(target.replace('$top', 'top'))).toMatchObject({ status: 401, hot: false });
  });

  test('asks for the Host that HTTP/1.1 demands', async () => {
    await send('/odata/sales/Things', { headers: keyed });
    const head = `GET /odata/sales/Things HTTP/1.1\r\nx-api-key: ${KEY}\r\n`;
    const [named, nameless] = [
      await gateway.data.sendBytes(`${head}Host: x\r\nConnection: close\r\n\r\n`),
      await gateway.data.sendBytes(`${head}Connection: close\r\n\r\n`),
    ];
    expect([named.slice(9, 12), nameless.slice(9, 12)]).toEqual(['200', '400']);
  });

  test('gives nothing where there is null', async () => {
    const { body } = await send('/odata/sales/Things?$filter=Size%20eq%202', { headers: keyed });
    const [{ ThingId = '' } = {}] = (JSON.parse(body) as { value: { ThingId?: string }[] }).value;
    const url = `/odata/sales/Things(${ThingId})/Note`;
    const [first, second] = [await send(url, { headers: keyed }), await send(url, { headers: keyed })];
    expect([first.status, first.hot, second.hot]).toEqual([204, false, true]);
    expect(lasting(second)).toEqual(lasting(first));
  });

  test('tells who has the row that it has not changed', async () => {
    const url = `/odata/sales/Things(${guid()})`;
    const { headers } = await send(url, { headers: keyed });
    const etag = String(headers.etag);
    expect(etag).not.toBe('undefined');
    for (const tag of [etag, '*', `"x", ${etag}`, etag.replace('W/', '')]) {
      const sending = { headers: { ...keyed, 'if-none-match': tag } };
      const long = await sendLong(url, sending);
      const hot = await send(url, sending);
      expect([long.status, long.body, long.hot, hot.hot]).toEqual([304, '', false, true]);
      expect(lasting(hot)).toEqual(lasting(long));
    }
    const other = await send(url, { headers: { ...keyed, 'if-none-match': 'W/"other"' } });
    expect([other.status, other.hot]).toEqual([200, true]);
  });

  test('leaves other methods alone', async () => {
    const url = '/odata/sales/Things';
    const read = await send(url, { headers: keyed });
    const head = await send(url, { method: 'HEAD', headers: keyed });
    expect([head.status, head.body, head.hot]).toEqual([200, '', false]);
    expect(head.headers['content-length']).toBe(String(Buffer.byteLength(read.body)));
    expect(await send(url, { method: 'OPTIONS', headers: keyed })).toMatchObject({ status: 204, hot: false });
    expect(await send(url, { method: 'DELETE', headers: keyed })).toMatchObject({ hot: false });
    // What a HEAD has led to serves a GET, body and all.
    await send('/odata/sales/Things?head=1', { method: 'HEAD', headers: keyed });
    expect(await send('/odata/sales/Things?head=1', { headers: keyed })).toMatchObject({
      hot: true,
      body: read.body,
    });
  });

  test('does not take the URL of a $query for what was asked by its body', async () => {
    const url = '/odata/sales/Things/$query';
    const ask = (body: string): Promise<Answered> =>
      send(url, { method: 'POST', body, headers: { ...keyed, 'content-type': 'text/plain' } });
    const [one, other] = [await ask('$filter=Size eq 1'), await ask('$filter=Size eq 3')];
    expect([one.body.includes(CANARY), other.body.includes('größer')]).toEqual([true, true]);
    expect(await ask('$filter=Size eq 1')).toMatchObject({ body: one.body, hot: false });
    expect(await send(url, { headers: keyed })).toMatchObject({ status: 405, hot: false });
  });

  test('leaves a connection as it should be behind a GET with a body', async () => {
    const url = '/odata/sales/Things';
    for (let index = 0; index < 3; index++)
      expect(await send(url, { headers: keyed, body: 'x'.repeat(10_000) })).toMatchObject({ status: 200 });
    expect(await send(url, { headers: keyed })).toMatchObject({ status: 200, hot: true });
  });

  test('refuses what is too long there, too', async () => {
    const short = '/odata/sales/Things?own=long';
    const long = `${short}&code=${'x'.repeat(4_096)}`;
    await send(short, { headers: keyed });
    expect(await send(short, { headers: keyed })).toMatchObject({ status: 200, hot: true });
    expect(await send(long, { headers: keyed })).toMatchObject({ status: 414, hot: false });
  });

  test('knows nothing of a change that it has not heard of', async () => {
    const url = `/odata/sales/Things(${guid()})`;
    const body = (note: string): Sending => ({
      method: 'PATCH',
      headers: { ...keyed, 'content-type': 'application/json' },
      body: JSON.stringify({ Note: note }),
    });
    await send(url, { headers: keyed });
    expect(await send(url, { headers: keyed })).toMatchObject({ hot: true });
    for (const note of ['first', 'second', CANARY]) {
      expect(await send(url, body(note))).toMatchObject({ status: 204, hot: false });
      const after = await send(url, { headers: keyed });
      expect([after.hot, after.body.includes(note)]).toEqual([false, true]);
      expect(after.headers['cache-status']).toBe('vtg;fwd=stale;stored;detail=invalidated');
      expect(await send(url, { headers: keyed })).toMatchObject({ hot: true, body: after.body });
    }
  });

  test('answers no error and no row that is not there', async () => {
    const missing = `/odata/sales/Things(${guid().replace(/^./, (digit) => (digit === '0' ? '1' : '0'))})`;
    for (const url of [
      missing,
      '/odata/sales/Nothing',
      '/odata/sales/Things?$filter=x',
      '/odata/sales/Things?$top=-1',
    ]) {
      const [first, second] = [await send(url, { headers: keyed }), await send(url, { headers: keyed })];
      expect([first.status >= 400, second.status, second.hot]).toEqual([true, first.status, false]);
    }
  });

  test('says that the connection ends while the gateway drains', async () => {
    await send('/odata/sales/Things', { headers: keyed });
    gateway.gateway.draining = true;
    const hot = await send('/odata/sales/Things', { headers: keyed });
    gateway.gateway.draining = false;
    expect(hot).toMatchObject({ hot: true, headers: { connection: 'close' } });
  });
});
