/** The breaker on the way out: what counts against a source, and that nothing is sent while it is left alone. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sign } from '../../src/gateway/outgoing-breaker';
import { type Ending, signOf } from '../../src/gateway/outgoing-fault';
import { createOutgoingHttp, type OutgoingClient } from '../../src/gateway/outgoing-http';
import { Unavailable, UpstreamContract } from '../../src/provider-sdk/index';
import { notedContext, setUpOutgoing } from './outgoing-clients';
import { answers, type Behaviour, ok, sends, silence } from './outgoing-hostile-source';

const { source } = setUpOutgoing();

const limits = { failurePercent: 50, calls: 2, pause: 5_000, longestPause: 60_000 };
const html = { 'content-type': 'text/html' };

const opened: OutgoingClient[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((http) => http.close()));
});

interface Clock {
  time: number;
}

/** Two failures open its breaker. */
function open(origin = source.origin, clock?: Clock): OutgoingClient {
  const now = clock === undefined ? {} : { now: () => clock.time };
  const http = createOutgoingHttp(origin, { breaker: limits, wait: async () => undefined, ...now });
  opened.push(http);
  return http;
}

const stateOf = (http: OutgoingClient): string | undefined => http.breaker?.view().state;

async function faultOf(
  http: OutgoingClient,
  within?: number,
  method: 'GET' | 'POST' = 'GET',
): Promise<unknown> {
  return http.json({ path: '/data', method }, notedContext(within)).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('counts against a source', () => {
  test.each<[string, Behaviour]>([
    ['503', answers(503, '{}')],
    ['502 in HTML', answers(502, '<h1>no</h1>', html)],
    ['408', answers(408, '{}')],
    ['500', answers(500, '{}')],
    ['a reset', sends('', 'reset')],
    ['a reset inside the answer', sends(`${ok}content-length: 10\r\n\r\n{`, 'reset')],
    ['an answer cut short', sends(`${ok}content-length: 10\r\n\r\n{`, 'end')],
    ['what is no HTTP', sends('garbage\r\n\r\n', 'end')],
  ])('%s', async (_, behaviour) => {
    source.will(behaviour);
    const http = open();
    // Changes are not retried: one call each.
    await faultOf(http, undefined, 'POST');
    expect(stateOf(http)).toBe('closed');
    await faultOf(http, undefined, 'POST');
    expect(stateOf(http)).toBe('open');
  });

  test('the deadline, if it passes while the source has the request', async () => {
    source.will(silence);
    const http = open();
    await Promise.all([faultOf(http, 100), faultOf(http, 100, 'POST')]);
    expect(stateOf(http)).toBe('open');
  });

  test('the deadline, if it passes inside the answer', async () => {
    source.will(sends(`${ok}content-length: 10\r\n\r\n{`));
    const http = open();
    await Promise.all([faultOf(http, 100), faultOf(http, 100)]);
    expect(stateOf(http)).toBe('open');
  });

  test('nobody listening', async () => {
    const http = open('http://127.0.0.1:1');
    await faultOf(http, undefined, 'POST');
    await faultOf(http, undefined, 'POST');
    expect(stateOf(http)).toBe('open');
  });

  test('each retry', async () => {
    source.will(answers(503, '{}'));
    const http = open();
    expect(await faultOf(http)).toMatchObject({ message: 'The source answered 503' });
    // The third try is not made any more, and the error is the source's own.
    expect([source.requests.length, stateOf(http)]).toEqual([2, 'open']);
  });
});

describe('does not count against it', () => {
  test.each<[string, Behaviour]>([
    ...[400, 401, 403, 404, 409, 412, 422].map((status): [string, Behaviour] => [
      String(status),
      answers(status, '{}'),
    ]),
    ['429', answers(429, '{}', { 'retry-after': '60' })],
    ['a redirect', answers(302, '{}')],
    ['HTML under 200', answers(200, '<h1>yes</h1>', html)],
    ['broken JSON under 200', answers(200, '{"value":')],
  ])('%s', async (_, behaviour) => {
    source.will(behaviour);
    const http = open();
    for (let call = 0; call < 5; call++) await faultOf(http, undefined, 'POST');
    expect(http.breaker?.view()).toMatchObject({ state: 'closed', calls: 5, failures: 0 });
  });

  test('a caller who leaves', async () => {
    source.will(silence);
    const http = open();
    const leaving = new AbortController();
    const asked = Array.from({ length: 5 }, () =>
      http.json({ path: '/data' }, notedContext(20_000, leaving.signal)).catch(() => undefined),
    );
    while (source.requests.length < 5) await new Promise(setImmediate);
    leaving.abort(new Error('left'));
    await Promise.all(asked);
    expect(http.breaker?.view()).toMatchObject({ state: 'closed', calls: 0 });
  });

  test('a deadline that passes while a request waits for a free connection', async () => {
    source.will(silence);
    const http = createOutgoingHttp(source.origin, { breaker: limits, connections: 1 });
    opened.push(http);
    const leaving = new AbortController();
    const held = http.json({ path: '/data' }, notedContext(20_000, leaving.signal)).catch(() => undefined);
    while (source.requests.length < 1) await new Promise(setImmediate);
    await Promise.all(Array.from({ length: 5 }, () => faultOf(http, 50)));
    expect(http.breaker?.view()).toMatchObject({ state: 'closed', calls: 0 });
    leaving.abort(new Error('left'));
    await held;
  });

  test('a mistake of the provider', async () => {
    source.will(answers(200, '{}'));
    const http = open();
    for (let call = 0; call < 5; call++) {
      const asked = http.json({ path: '/data', headers: { 'x-a': 'b\r\nc' } }, notedContext());
      await expect(asked).rejects.toMatchObject({ code: 'UND_ERR_INVALID_ARG' });
    }
    expect(http.breaker?.view()).toMatchObject({ state: 'closed', calls: 0 });
  });
});

describe('a deadline that passes', () => {
  const late = { raised: new Error('late'), at: 10_000, hasAborted: true, isLate: true, isConnected: true };
  const attempt = { request: { path: '/' }, method: 'GET', startedAt: 0, bytes: 0 } as const;

  test.each<[string, Partial<Ending>, number | undefined, Sign]>([
    ['counts if the source had the request for most of the time', {}, 4_000, 'fails'],
    ['does not count if it mostly waited for a connection', {}, 6_000, 'nothing'],
    ['does not count if it got none', {}, undefined, 'nothing'],
    ['counts if nobody got one: the source takes none', { isConnected: false }, undefined, 'fails'],
  ])('%s', (_, ending, reachedAt, expected) => {
    const reached = reachedAt === undefined ? {} : { reachedAt };
    expect(signOf({ ...late, ...ending }, { ...attempt, ...reached })).toBe(expected);
  });
});

/** A client whose source has failed too often, at the moment when it is tried again. */
async function openBeforeProbe() {
  source.will(answers(500, '{}'));
  const clock = { time: Date.now() };
  const http = open(undefined, clock);
  await faultOf(http);
  await faultOf(http);
  clock.time += 5_000;
  return { http, clock };
}

describe('while a source is left alone', () => {
  test('nothing is sent or observed, and a change is not sent rather than unknown', async () => {
    source.will(answers(500, '{}'));
    const http = open();
    const faults = [await faultOf(http), await faultOf(http)];
    expect(faults).toEqual([expect.any(UpstreamContract), expect.any(UpstreamContract)]);
    const context = notedContext();
    const refused = await http
      .json({ path: '/data', method: 'POST', body: {} }, context)
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Unavailable);
    expect((refused as Unavailable).retryAfter).toBeGreaterThan(3_000);
    expect([source.requests.length, context.observations.length]).toEqual([2, 0]);
  });

  test('a person who asks whether it works learns it', async () => {
    source.will(answers(500, '{}'), answers(500, '{}'), answers(500, '{}'), answers(200, '{}'));
    const http = open();
    while (stateOf(http) !== 'open') await faultOf(http);
    const check = { ...notedContext(), isCheck: true };
    await expect(http.json({ path: '/data' }, check)).rejects.toThrow(UpstreamContract);
    expect([stateOf(http), check.observations.length]).toEqual(['open', 1]);
    await expect(http.json({ path: '/data' }, check)).resolves.toMatchObject({ status: 200 });
    expect(stateOf(http)).toBe('closed');
  });

  test('those that wait for a connection are not sent any more', async () => {
    source.will((socket, text) => void setTimeout(() => answers(500, '{}')(socket, text), 5));
    const http = createOutgoingHttp(source.origin, { breaker: limits, connections: 1 });
    opened.push(http);
    const faults = await Promise.all(Array.from({ length: 10 }, () => faultOf(http, undefined, 'POST')));
    expect(faults.filter((fault) => fault instanceof Unavailable)).toHaveLength(8);
    expect(source.requests).toHaveLength(2);
  });

  test('one request at a time tries it, and it heals', async () => {
    const { http, clock } = await openBeforeProbe();
    await faultOf(http);
    expect(stateOf(http)).toBe('open');
    clock.time += 5_000;
    expect(await faultOf(http)).toBeInstanceOf(Unavailable);
    clock.time += 5_000;
    source.will(answers(200, '{}'));
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => faultOf(http, 60_000)));
    expect(outcomes.filter((fault) => fault === undefined)).toHaveLength(1);
    expect(source.requests).toHaveLength(1);
    expect(await faultOf(http, 60_000)).toBeUndefined();
  });

  test('a probe frees the place for the next even if whoever watches it fails', async () => {
    const { http } = await openBeforeProbe();
    const observe = (): never => {
      throw new Error('no room');
    };
    const probe = http.json({ path: '/data' }, { ...notedContext(60_000), observe });
    await expect(probe).rejects.toThrow('no room');
    source.will(answers(200, '{}'));
    expect(await faultOf(http, 60_000)).toBeUndefined();
  });

  test('a probe whose caller leaves frees the place for the next', async () => {
    const { http } = await openBeforeProbe();
    source.will(silence, answers(200, '{}'));
    const leaving = new AbortController();
    const probe = http.json({ path: '/data' }, notedContext(60_000, leaving.signal)).catch(() => undefined);
    while (source.requests.length < 1) await new Promise(setImmediate);
    leaving.abort(new Error('left'));
    await probe;
    expect(await faultOf(http, 60_000)).toBeUndefined();
    expect(stateOf(http)).toBe('closed');
  });
});

test('a source that dies and comes back is asked again', async () => {
  const serve = (port = 0) =>
    new Promise<ReturnType<typeof createServer>>((resolve) => {
      const server = createServer((_request, response) => {
        response.setHeader('content-type', 'application/json').end('{}');
      });
      server.listen(port, '127.0.0.1', () => resolve(server));
    });
  const first = await serve();
  const { port } = first.address() as AddressInfo;
  const breaker = { ...limits, pause: 50, longestPause: 50 };
  const http = createOutgoingHttp(`http://127.0.0.1:${port}`, { breaker, wait: async () => undefined });
  opened.push(http);
  expect(await faultOf(http)).toBeUndefined();
  first.closeAllConnections();
  await new Promise((resolve) => first.close(resolve));
  while (stateOf(http) !== 'open') expect(await faultOf(http)).toBeInstanceOf(Unavailable);
  const second = await serve(port);
  let healed = false;
  for (let turn = 0; turn < 1_000 && !healed; turn++) {
    healed = (await faultOf(http)) === undefined;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect([healed, stateOf(http)]).toEqual([true, 'closed']);
  second.closeAllConnections();
  second.close();
});

test('a breaker that is switched off lets everything pass', async () => {
  source.will(answers(500, '{}'));
  const http = createOutgoingHttp(source.origin, { breaker: 'off' });
  opened.push(http);
  for (let call = 0; call < 30; call++) expect(await faultOf(http)).toBeInstanceOf(UpstreamContract);
  expect([source.requests.length, http.breaker]).toEqual([30, undefined]);
});
