import { gzipSync } from 'node:zlib';
import type { OutgoingHttpOptions } from '../../src/gateway/outgoing-http';
import {
  DeadlineExceeded,
  type HttpAnswer,
  type HttpObservation,
  type HttpRequest,
  OutcomeUnknown,
  RateLimited,
  Unavailable,
  UpstreamContract,
} from '../../src/provider-sdk/index';
import { notedContext, setUpOutgoing } from './outgoing-clients';
import { answers, type Behaviour, drips, HostileSource, ok, sends, silence } from './outgoing-hostile-source';

const { source, open } = setUpOutgoing();

interface Run {
  readonly answer?: HttpAnswer;
  readonly error?: unknown;
  readonly observations: readonly HttpObservation[];
  readonly pauses: readonly number[];
}

interface Circumstances extends OutgoingHttpOptions {
  /** Milliseconds. */
  readonly within?: number;
  readonly signal?: AbortSignal;
}

/** One request to the source, with pauses noted instead of waited for. */
async function run(request: Partial<HttpRequest> = {}, circumstances: Circumstances = {}): Promise<Run> {
  const { within = 20_000, signal = new AbortController().signal, ...options } = circumstances;
  const pauses: number[] = [];
  const wait = async (milliseconds: number): Promise<void> => void pauses.push(milliseconds);
  const http = open({ random: () => 0.5, wait, ...options });
  const context = notedContext(within, signal);
  const { observations } = context;
  try {
    return { answer: await http.json({ path: '/data', ...request }, context), observations, pauses };
  } catch (error) {
    return { error, observations, pauses };
  }
}

describe('an answer', () => {
  test('arrives parsed, with its headers, and is observed', async () => {
    source.will(answers(200, '{"value":[1]}', { ETag: 'W/"1"', 'Set-Cookie': 'a' }));
    const { answer, observations } = await run();
    expect(answer).toMatchObject({ status: 200, body: { value: [1] }, headers: { etag: 'W/"1"' } });
    expect(observations).toEqual([
      {
        method: 'GET',
        url: `${source.origin}/data`,
        attempt: 1,
        status: 200,
        bytes: 13,
        milliseconds: expect.any(Number),
      },
    ]);
  });

  test.each([400, 401, 403, 404, 405, 409, 410, 412, 422, 428])(
    'of status %i is for the provider',
    async (status) => {
      source.will(answers(status, '{"error":{"code":"X"}}'));
      const { answer, observations } = await run();
      expect(answer).toMatchObject({ status, body: { error: { code: 'X' } } });
      expect(observations).toHaveLength(1);
    },
  );

  test.each([
    ['HTML', answers(404, '<h1>no</h1>', { 'content-type': 'text/html' })],
    ['broken JSON', answers(404, '{"error"')],
    ['nothing', answers(404, '')],
  ])('that is refused with %s has no body', async (_, behaviour) => {
    source.will(behaviour);
    expect((await run()).answer).toMatchObject({ status: 404, body: undefined });
  });

  test('to a write may be empty', async () => {
    source.will(answers(201, ''), answers(204, ''));
    expect((await run({ method: 'POST', body: {} })).answer).toMatchObject({ status: 201, body: undefined });
    expect((await run({ method: 'DELETE' })).answer).toMatchObject({ status: 204, body: undefined });
  });

  test('to HEAD has no body', async () => {
    source.will(sends(`${ok}content-length: 1000\r\n\r\n`));
    expect((await run({ method: 'HEAD' })).answer).toMatchObject({ status: 200, body: undefined });
  });

  test.each([
    ['a byte order mark', answers(200, '\ufeff{"a":1}')],
    ['gzip', answers(200, gzipSync('{"a":1}'), { 'content-encoding': 'gzip' })],
    [
      'a charset',
      answers(200, '{"a":1}', { 'content-type': 'application/json; odata.metadata=minimal; charset=UTF-8' }),
    ],
    ['a JSON dialect', answers(200, '{"a":1}', { 'content-type': 'application/problem+json' })],
    ['chunks', sends(`${ok}transfer-encoding: chunked\r\n\r\n4\r\n{"a"\r\n3\r\n:1}\r\n0\r\n\r\n`)],
  ])('may come with %s', async (_, behaviour) => {
    source.will(behaviour);
    expect((await run()).answer?.body).toEqual({ a: 1 });
  });

  test('keeps every digit if asked', async () => {
    source.will(answers(200, '[9223372036854775807]'));
    expect((await run({ exactNumbers: true })).answer?.body).toEqual(['9223372036854775807']);
  });

  test.each([
    ['good', answers(200, '{}')],
    ['unwanted', answers(503, 'not now')],
  ])('that is %s leaves a connection that serves again', async (_, behaviour) => {
    source.will(behaviour);
    const http = open({ connections: 2, waiting: 0 });
    const context = notedContext();
    for (let request = 0; request < 5; request++) {
      await http.json({ method: 'POST', path: '/data' }, context).catch(() => undefined);
    }
    // Two, because undici counts a connection as busy until the turn after its answer ends.
    expect(source.requests.length).toBe(5);
    expect(source.connections).toBeLessThanOrEqual(2);
  });

  test('that is unwanted and large costs its connection, but holds nothing up', async () => {
    source.will(answers(503, 'x'.repeat(300_000)));
    const http = open({ connections: 1 });
    const context = notedContext();
    for (let request = 0; request < 3; request++) {
      await expect(http.json({ method: 'POST', path: '/data' }, context)).rejects.toBeInstanceOf(
        OutcomeUnknown,
      );
    }
  });
});

describe('a request', () => {
  test('carries token, headers and body', async () => {
    source.will(answers(200, '{}'));
    await run({
      method: 'POST',
      path: '/data?code=S3CRET',
      token: 'T0KEN',
      body: { a: 'ä' },
      headers: { 'If-Match': '*' },
    });
    const [text = ''] = source.requests;
    expect(text).toMatch(/^POST \/data\?code=S3CRET HTTP\/1\.1\r\n/);
    expect(text).toMatch(/\r\nauthorization: Bearer T0KEN\r\n/i);
    expect(text).toMatch(/\r\nif-match: \*\r\n/i);
    expect(text).toMatch(/\r\naccept-encoding: gzip\r\n/i);
    expect(text).toMatch(/\r\ncontent-type: application\/json\r\n/i);
    expect(Buffer.from(text.split('\r\n\r\n')[1] ?? '', 'latin1').toString()).toBe('{"a":"ä"}');
  });

  test('sends text as it is', async () => {
    source.will(answers(200, '{}'));
    await run({ method: 'POST', body: 'a=1', headers: { 'Content-Type': 'text/plain' } });
    expect(source.requests[0]).toMatch(/content-type: text\/plain\r\n[^]*\r\n\r\na=1$/i);
  });

  test('leaves no secret in what is observed or thrown', async () => {
    source.will(answers(500, '{"echo":"T0KEN"}'));
    const { error, observations } = await run({ path: '/data?code=S3CRET', token: 'T0KEN' });
    expect(observations[0]?.url).toBe(`${source.origin}/data?code=***`);
    expect(JSON.stringify(observations) + String(error) + JSON.stringify(error)).not.toMatch(/S3CRET|T0KEN/);
  });

  test.each(['http://127.0.0.1:1/data', '//127.0.0.1/data', 'https://evil.example/data'])(
    'to %s is never sent',
    async (path) => {
      source.will(answers(200, '{}'));
      const { error, observations } = await run({ path, token: 'T0KEN' });
      expect(error).toBeInstanceOf(UpstreamContract);
      expect([source.requests.length, source.connections, observations.length]).toEqual([0, 0, 0]);
    },
  );

  test("with a header that would break out is the provider's own mistake", async () => {
    source.will(answers(200, '{}'));
    const { error } = await run({ headers: { 'x-a': 'b\r\nHost: evil.example' } });
    expect(error).toMatchObject({ code: 'UND_ERR_INVALID_ARG' });
    expect(source.requests).toEqual([]);
  });
});

const html = { 'content-type': 'text/html' };
const bomb = gzipSync(`"${'a'.repeat(1_000_000)}"`);
const twoLayers = { 'content-encoding': 'gzip, gzip' };

describe('a source that breaks the contract gives UpstreamContract, once', () => {
  test.each<[string, Behaviour]>([
    ['HTML with 200', answers(200, '<html></html>', html)],
    ['JSON that calls itself HTML', answers(200, '{}', html)],
    ['JSON that calls itself nothing', sends('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')],
    ['JSON in another charset', answers(200, '{}', { 'content-type': 'application/json; charset=utf-16' })],
    ['half JSON of matching length', answers(200, '{"value":[{"a":1},')],
    [
      'content-length too short',
      answers(200, '{"value":[1,2,3]}', { 'content-length': '10', connection: 'close' }),
    ],
    ['an empty 200', answers(200, '')],
    ['letters that are no UTF-8', answers(200, Buffer.from([0x22, 0xff, 0x22]))],
    ['JSON nested beyond reason', answers(200, '['.repeat(200_000))],
    ['garbage instead of HTTP', sends('\u0016\u0003 hello\r\n\r\n')],
    [
      'content-length and chunked',
      sends(`${ok}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
    ],
    ['200 KB of headers', sends(`${ok}x-long: ${'a'.repeat(200_000)}\r\n\r\n`)],
    ['a redirect', answers(302, '', { location: 'http://127.0.0.1:1/' })],
    ['not modified', sends('HTTP/1.1 304 Not Modified\r\n\r\n')],
    ['500', answers(500, '{"error":"stack trace"}')],
    ['501', answers(501, '{}')],
    ['418', answers(418, '{}')],
    ['more bytes than are allowed', answers(200, `"${'a'.repeat(300_000)}"`)],
    ['more bytes, without saying so first', sends(`${ok}\r\n"${'a'.repeat(300_000)}"`, 'end')],
    ['a gzip bomb', answers(200, bomb, { 'content-encoding': 'gzip' })],
    ['two layers of gzip', answers(200, gzipSync(gzipSync('{}')), twoLayers)],
    ['brotli', answers(200, 'x', { 'content-encoding': 'br' })],
    ['broken gzip', answers(200, gzipSync('{"a":1}').subarray(0, 20), { 'content-encoding': 'gzip' })],
  ])('%s', async (_, behaviour) => {
    source.will(behaviour);
    const { error, observations } = await run({ maxBytes: 250_000 });
    expect(error).toBeInstanceOf(UpstreamContract);
    expect(observations.map(({ attempt, fault }) => [attempt, fault])).toEqual([[1, 'UpstreamContract']]);
    expect(source.requests.length).toBe(1);
  });
});

describe('a source that fails is tried three times', () => {
  const cut = `${ok}content-length: 100\r\n\r\n{"value":[`;
  const cutChunk = `${ok}transfer-encoding: chunked\r\n\r\n20\r\n{"value":[`;

  test.each<[string, Behaviour, new (...rest: never[]) => Error]>([
    ['closes before the headers', sends('', 'end'), Unavailable],
    ['closes inside the headers', sends('HTTP/1.1 200 OK\r\ncontent-', 'end'), Unavailable],
    ['resets', sends('', 'reset'), Unavailable],
    ['closes inside the body', sends(cut, 'end'), UpstreamContract],
    ['resets inside the body', sends(cut, 'reset'), UpstreamContract],
    ['closes inside a chunk', sends(cutChunk, 'end'), UpstreamContract],
    ['sends a bad chunk size', sends(`${ok}transfer-encoding: chunked\r\n\r\nZZ\r\n`), UpstreamContract],
    ['closes inside a 404', sends(cut.replace('200 OK', '404 No'), 'end'), Unavailable],
    ['answers 408', answers(408, '{}'), Unavailable],
    ['answers 502', answers(502, '<html>', html), Unavailable],
    ['answers 503', answers(503, ''), Unavailable],
    ['answers 504', answers(504, ''), Unavailable],
    ['answers 429', answers(429, ''), RateLimited],
  ])('%s', async (_, behaviour, expected) => {
    source.will(behaviour);
    const { error, observations, pauses } = await run();
    expect(error).toBeInstanceOf(expected);
    expect(observations.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(source.requests.length).toBe(3);
    expect(pauses).toEqual([100, 200]);
  });

  test('closes on accept', async () => {
    source.willOnAccept((socket) => socket.destroy());
    const { error, observations } = await run();
    expect(error).toBeInstanceOf(Unavailable);
    expect(observations).toHaveLength(3);
  });

  test('and its good answer counts, whenever it comes', async () => {
    source.will(answers(503, ''), sends(cut, 'end'), answers(200, '{"a":1}'));
    const { answer, observations } = await run();
    expect(answer?.body).toEqual({ a: 1 });
    expect(observations.map(({ status, fault }) => [status, fault])).toEqual([
      [503, 'Unavailable'],
      [200, 'UpstreamContract'],
      [200, undefined],
    ]);
  });

  test('is also tried again with HEAD, and with a POST that only asks', async () => {
    source.will(sends('HTTP/1.1 503 No\r\n\r\n', 'end'), sends(`${ok}\r\n`, 'end'));
    expect((await run({ method: 'HEAD' })).answer?.status).toBe(200);
    const question = { method: 'POST', body: { a: 1 }, changesNothing: true } as const;
    source.will(answers(503, ''), answers(200, '{"a":1}'));
    expect((await run(question)).answer?.body).toEqual({ a: 1 });
    source.will(sends(cut, 'end'));
    expect((await run(question)).error).toBeInstanceOf(UpstreamContract);
  });

  test('nobody listens', async () => {
    const gone = new HostileSource();
    await gone.listen();
    const http = open({}, gone.origin);
    await gone.close();
    const context = notedContext();
    await expect(http.json({ path: '/' }, context)).rejects.toThrow(/ECONNREFUSED/);
    await expect(http.json({ path: '/' }, context)).rejects.toBeInstanceOf(Unavailable);
  });
});

describe('Retry-After', () => {
  const busy = (after: string, status = 429): Behaviour => answers(status, '', { 'retry-after': after });

  test('is waited for', async () => {
    source.will(busy('2'), busy('1', 503), answers(200, '{}'));
    expect((await run()).pauses).toEqual([2_100, 1_200]);
  });

  test('may be a date', async () => {
    source.will(busy(new Date(Date.now() + 5_000).toUTCString()), answers(200, '{}'));
    const [pause = 0] = (await run()).pauses;
    expect(pause).toBeGreaterThan(3_000);
    expect(pause).toBeLessThanOrEqual(5_100);
  });

  test('beyond the deadline is passed on at once', async () => {
    source.will(busy('999999999'));
    const { error, pauses } = await run();
    expect(error).toBeInstanceOf(RateLimited);
    expect(error).toMatchObject({ retryAfter: 3_600_000 });
    expect([source.requests.length, pauses.length]).toEqual([1, 0]);
  });

  test('that nobody can read forbids another attempt', async () => {
    source.will(busy('garbage 1'));
    const { error } = await run();
    expect(error).toMatchObject({ name: 'RateLimited', retryAfter: undefined });
    expect(source.requests.length).toBe(1);
  });
});

describe('the retry budget', () => {
  test('adds at most a fifth to a storm of failures', async () => {
    source.will(answers(503, ''));
    // It would end the storm before the budget has to.
    const http = open({ breaker: 'off' });
    const context = notedContext(50_000);
    const calls = Array.from({ length: 1_000 }, () => http.json({ path: '/data' }, context));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(source.requests.length).toBeGreaterThan(1_100);
    expect(source.requests.length).toBeLessThanOrEqual(1_200);
  });
});

describe('the deadline', () => {
  test.each<[string, Behaviour]>([
    ['silence', silence],
    ['headers that drip', drips(ok, 'x')],
    ['a body that drips', drips(`${ok}content-length: 100000\r\n\r\n"`, 'a')],
    ['a body that stops', sends(`${ok}content-length: 100\r\n\r\n{`)],
  ])('ends %s', async (_, behaviour) => {
    source.will(behaviour);
    const start = Date.now();
    const { error, observations } = await run({}, { within: 300 });
    expect(error).toBeInstanceOf(DeadlineExceeded);
    expect(observations.map(({ fault }) => fault)).toEqual(['DeadlineExceeded']);
    expect(Date.now() - start).toBeLessThan(5_000);
  });

  test('also ends the wait for a free connection', async () => {
    source.will(silence);
    const http = open({ connections: 1 });
    const signal = new AbortController();
    const holder = http.json({ path: '/data' }, notedContext(30_000, signal.signal));
    const waiter = http.json({ path: '/data' }, notedContext(200, signal.signal));
    await expect(waiter).rejects.toBeInstanceOf(DeadlineExceeded);
    signal.abort(new Error('over'));
    await expect(holder).rejects.toThrow('over');
  });

  test('spans all attempts', async () => {
    source.will(answers(503, ''), silence);
    const { error, observations } = await run({}, { within: 400 });
    expect(error).toBeInstanceOf(DeadlineExceeded);
    expect(observations.map(({ fault }) => fault)).toEqual(['Unavailable', 'DeadlineExceeded']);
  });

  test('that is over before the start sends nothing', async () => {
    source.will(answers(200, '{}'));
    const { error } = await run({}, { within: -1 });
    expect(error).toBeInstanceOf(DeadlineExceeded);
    expect(source.connections).toBe(0);
  });
});

describe('a call that is aborted', () => {
  test('ends with its own reason and takes the connection down', async () => {
    source.will(drips(`${ok}content-length: 100000\r\n\r\n"`, 'a'));
    const controller = new AbortController();
    const reason = new Error('the caller left');
    const running = run({}, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 100);
    const { error, observations } = await running;
    expect(error).toBe(reason);
    expect(observations).toMatchObject([{ fault: 'Error', status: 200 }]);
  });

  test('before the start sends nothing', async () => {
    source.will(answers(200, '{}'));
    const { error } = await run({}, { signal: AbortSignal.abort(new Error('left')) });
    expect(error).toMatchObject({ message: 'left' });
    expect(source.connections).toBe(0);
  });
});

describe('many requests', () => {
  test('share the connections that are allowed, and too many are refused', async () => {
    source.will(silence);
    const http = open({ connections: 2, waiting: 3 });
    const controller = new AbortController();
    const context = notedContext(30_000, controller.signal);
    const calls = Array.from({ length: 6 }, () => http.json({ path: '/data' }, context));
    await expect(calls[5]).rejects.toBeInstanceOf(Unavailable);
    while (source.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(source.connections).toBe(2);
    controller.abort(new Error('over'));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
  });
});
