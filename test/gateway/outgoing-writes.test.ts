/** What becomes of a change that fails: certain to be undone only if it was never sent, or refused with 429. */
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import {
  DeadlineExceeded,
  type HttpContext,
  type HttpRequest,
  OutcomeUnknown,
  RateLimited,
  Unavailable,
  UpstreamContract,
} from '../../src/provider-sdk/index';
import { notedContext as context, setUpOutgoing } from './outgoing-clients';
import { answers, type Behaviour, drips, HostileSource, ok, sends, silence } from './outgoing-hostile-source';

const { source, open } = setUpOutgoing();

async function faultOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('The call was answered');
}

/** Resolves when the source has received so many requests: what was sent before has arrived by then. */
async function received(requests: number): Promise<void> {
  while (source.requests.length < requests) await delay(5);
}

const post: HttpRequest = { method: 'POST', path: '/data', body: { a: 1 } };
const methods = ['POST', 'PATCH', 'PUT', 'DELETE'] as const;
const html = { 'content-type': 'text/html' };
const cut = `${ok}content-length: 100\r\n\r\n{"value":[`;

describe('a change that was sent and has no clean answer is OutcomeUnknown, once', () => {
  test.each<[string, Behaviour, unknown]>([
    ['a closed connection', sends('', 'end'), Unavailable],
    ['a closed connection inside the headers', sends('HTTP/1.1 201 Created\r\ncontent-', 'end'), Unavailable],
    ['a reset', sends('', 'reset'), Unavailable],
    ['a body that is cut', sends(cut, 'end'), UpstreamContract],
    ['a body that is reset', sends(cut, 'reset'), UpstreamContract],
    ['a refusal that is cut', sends(cut.replace('200 OK', '400 No'), 'end'), Unavailable],
    ['408', answers(408, '{}'), Unavailable],
    ['500', answers(500, '{}'), UpstreamContract],
    ['502 in HTML', answers(502, '<html>', html), Unavailable],
    ['503', answers(503, ''), Unavailable],
    ['504', answers(504, ''), Unavailable],
    ['a redirect', answers(302, '', { location: '/' }), UpstreamContract],
    ['a permanent redirect', answers(308, '', { location: '/' }), UpstreamContract],
    ['an unknown status', answers(418, '{}'), UpstreamContract],
    ['HTML with 200', answers(200, '<html></html>', html), UpstreamContract],
    ['half JSON', answers(201, '{"a":'), UpstreamContract],
    ['JSON cut by its own length', sends(`${ok}content-length: 4\r\n\r\n{"a":1}`, 'end'), UpstreamContract],
    ['too many bytes', answers(200, `"${'a'.repeat(3_000)}"`), UpstreamContract],
    ['too many bytes of a refusal', answers(400, `"${'a'.repeat(3_000)}"`), UpstreamContract],
    [
      'a gzip bomb',
      answers(200, gzipSync(`"${'a'.repeat(100_000)}"`), { 'content-encoding': 'gzip' }),
      UpstreamContract,
    ],
    ['broken HTTP', sends('\u0016\u0003 hello\r\n\r\n'), UpstreamContract],
    ['a bad chunk', sends(`${ok}transfer-encoding: chunked\r\n\r\nZZ\r\n`), UpstreamContract],
    ['headers without end', sends(`${ok}x-long: ${'a'.repeat(200_000)}\r\n\r\n`), UpstreamContract],
  ])('%s', async (_, behaviour, cause) => {
    source.will(behaviour);
    const called = context();
    const fault = await faultOf(open().json({ ...post, maxBytes: 2_000 }, called));
    expect(fault).toBeInstanceOf(OutcomeUnknown);
    expect(fault).toMatchObject({ cause: expect.any(cause) });
    expect(called.observations.map(({ attempt, fault }) => [attempt, fault])).toEqual([
      [1, 'OutcomeUnknown'],
    ]);
    expect(source.requests).toHaveLength(1);
  });

  test.each(methods)('%s, whose connection breaks', async (method) => {
    source.will(sends('', 'end'));
    expect(await faultOf(open().json({ method, path: '/data' }, context()))).toBeInstanceOf(OutcomeUnknown);
    expect(source.requests).toHaveLength(1);
  });

  test.each<[string, Behaviour]>([
    ['silence', silence],
    ['headers that drip', drips(ok, 'x')],
    ['a body that drips', drips(`${ok}content-length: 100000\r\n\r\n"`, 'a')],
    ['a body that stops', sends(`${ok}content-length: 100\r\n\r\n{`)],
  ])('%s until the deadline', async (_, behaviour) => {
    source.will(behaviour);
    const fault = await faultOf(open().json(post, context(300)));
    expect(fault).toBeInstanceOf(OutcomeUnknown);
    expect(fault).toMatchObject({ cause: expect.any(DeadlineExceeded) });
  });

  test('an abort after it was received', async () => {
    source.will(silence);
    const controller = new AbortController();
    const reason = new Error('the caller left');
    const fault = faultOf(open().json(post, context(20_000, controller.signal)));
    await received(1);
    controller.abort(reason);
    expect(await fault).toBeInstanceOf(OutcomeUnknown);
    expect(await fault).toMatchObject({ cause: reason });
  });

  test('a connection that is closed as soon as it is accepted, for the bytes may have left', async () => {
    source.willOnAccept((socket) => socket.destroy());
    expect(await faultOf(open().json(post, context()))).toBeInstanceOf(OutcomeUnknown);
    expect(source.connections).toBe(1);
  });

  test('a kept connection that the source closes when it is used again', async () => {
    source.will(answers(200, '{}'), sends('', 'end'), answers(200, '{}'));
    const http = open({ connections: 1 });
    await http.json({ path: '/data' }, context());
    expect(await faultOf(http.json(post, context()))).toBeInstanceOf(OutcomeUnknown);
    expect([source.connections, source.requests.length]).toEqual([1, 2]);
  });
});

describe('a change that was never sent, or is refused', () => {
  test('is RateLimited at 429, with the time to wait', async () => {
    source.will(answers(429, '', { 'retry-after': '7' }));
    const fault = await faultOf(open().json(post, context()));
    expect(fault).toBeInstanceOf(RateLimited);
    expect(fault).toMatchObject({ retryAfter: 7_000 });
    expect(source.requests).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 405, 409, 410, 412, 422, 428])(
    'is for the provider at %i',
    async (status) => {
      source.will(answers(status, '{"error":{"code":"X"}}'), answers(status, '<p>no', html));
      const http = open();
      expect(await http.json(post, context())).toMatchObject({ status, body: { error: { code: 'X' } } });
      expect(await http.json(post, context())).toMatchObject({ status, body: undefined });
    },
  );

  test('is Unavailable if nobody listens', async () => {
    const gone = new HostileSource();
    await gone.listen();
    const { origin } = gone;
    await gone.close();
    const called = context();
    const fault = await faultOf(open({}, origin).json(post, called));
    expect(fault).toBeInstanceOf(Unavailable);
    expect(String(fault)).toContain('ECONNREFUSED');
    expect(called.observations).toMatchObject([{ attempt: 1, fault: 'Unavailable' }]);
  });

  test('is Unavailable if the host has no address', async () => {
    const fault = await faultOf(open({}, 'http://no-such-host.invalid').json(post, context()));
    expect(fault).toBeInstanceOf(Unavailable);
  });

  test('is Unavailable if the connection takes too long', async () => {
    // TEST-NET-1 (RFC 5737) routes nowhere; a network that says so at once is as good.
    const http = open({ connectTimeout: 200 }, 'http://192.0.2.1');
    expect(await faultOf(http.json(post, context()))).toBeInstanceOf(Unavailable);
  });

  test('is Unavailable if the source speaks no TLS', async () => {
    source.willOnAccept((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const http = open({}, source.origin.replace('http:', 'https:'));
    expect(await faultOf(http.json(post, context(2_000)))).toBeInstanceOf(Unavailable);
    expect(source.requests).toEqual([]);
  });

  test('is Unavailable if too many wait', async () => {
    source.will(silence);
    const http = open({ connections: 1, waiting: 0 });
    const controller = new AbortController();
    const held = faultOf(http.json({ path: '/data' }, context(20_000, controller.signal)));
    expect(await faultOf(http.json(post, context()))).toBeInstanceOf(Unavailable);
    controller.abort(new Error('over'));
    await held;
  });

  test.each<[string, (held: AbortController) => HttpContext, unknown]>([
    ['the deadline', () => context(100), DeadlineExceeded],
    ['an abort', () => context(20_000, AbortSignal.timeout(100)), DOMException],
  ])(
    'ends with %s while it waits for a connection, and never goes out later',
    async (_, called, expected) => {
      source.will(silence, answers(200, '{}'));
      const http = open({ connections: 1 });
      const controller = new AbortController();
      const held = faultOf(http.json({ path: '/held' }, context(20_000, controller.signal)));
      await received(1);
      expect(await faultOf(http.json(post, called(controller)))).toBeInstanceOf(expected as typeof Error);
      controller.abort(new Error('over'));
      await held;
      // The one connection is free again: whatever still waited would go first.
      await http.json({ path: '/after' }, context());
      expect(source.requests.map((text) => text.split(' ', 2).join(' '))).toEqual([
        'GET /held',
        'GET /after',
      ]);
    },
  );

  test.each<[string, () => HttpContext]>([
    ['a deadline that is over', () => context(-1)],
    ['a signal that has fired', () => context(20_000, AbortSignal.abort(new Error('left')))],
  ])('ends with %s before anything happens', async (_, called) => {
    source.will(answers(200, '{}'));
    expect(await faultOf(open().json(post, called()))).not.toBeInstanceOf(OutcomeUnknown);
    expect(source.connections).toBe(0);
  });

  test("is the provider's own mistake with a header that would break out", async () => {
    source.will(answers(200, '{}'));
    const fault = await faultOf(open().json({ ...post, headers: { 'if-match': '"a"\r\nx: y' } }, context()));
    expect(fault).toMatchObject({ code: 'UND_ERR_INVALID_ARG' });
    expect(source.requests).toEqual([]);
  });
});

describe('a kept connection that was closed meanwhile', () => {
  test('is either known not to have taken the change, or the outcome is unknown', async () => {
    let kept: Parameters<Behaviour>[0] | undefined;
    source.will((socket, text) => {
      kept = socket;
      answers(200, '{}')(socket, text);
    });
    // Twenty single faults are meant, and not a source that is down.
    const http = open({ connections: 1, breaker: 'off' });
    for (let round = 0; round < 20; round += 1) {
      source.requests.length = 0;
      await http.json({ path: '/data' }, context());
      const called = context();
      const fault = http.json(post, called).then(
        () => undefined,
        (error: unknown) => error,
      );
      // The reset and the change pass each other; undici looks at an idle socket once more before it writes.
      kept?.resetAndDestroy();
      const outcome = await fault;
      expect(called.observations).toHaveLength(1);
      expect(source.requests.length).toBeLessThanOrEqual(2);
      if (outcome instanceof Unavailable) expect(source.requests).toHaveLength(1);
      else if (outcome !== undefined) expect(outcome).toBeInstanceOf(OutcomeUnknown);
    }
  });

  test('costs a change nothing if the end has been seen: a new one is made', async () => {
    let ended: Promise<unknown> | undefined;
    source.will(
      (socket, text) => {
        answers(200, '{}')(socket, text);
        ended = new Promise((resolve) => socket.once('close', resolve));
        setImmediate(() => socket.end());
      },
      answers(201, '{}'),
    );
    const http = open({ connections: 1 });
    await http.json({ path: '/data' }, context());
    await ended;
    await delay(20);
    expect(await http.json(post, context())).toMatchObject({ status: 201 });
    expect(source.connections).toBe(2);
  });
});

describe('a text answer', () => {
  const mixed: HttpRequest = {
    method: 'POST',
    path: '/data/$batch',
    headers: { 'content-type': 'multipart/mixed; boundary=b' },
    body: '--b--\r\n',
    answerType: 'multipart/mixed',
  };
  const multipart = { 'content-type': 'Multipart/Mixed; boundary=r' };

  test('is given as it is, and so is the body that asked for it', async () => {
    source.will(answers(200, '--r\r\nä\r\n--r--', multipart));
    const { body, headers } = await open().json(mixed, context());
    expect(body).toBe('--r\r\nä\r\n--r--');
    expect(headers['content-type']).toBe('Multipart/Mixed; boundary=r');
    expect(source.requests[0]).toMatch(/\r\ncontent-type: multipart\/mixed; boundary=b\r\n/i);
    expect(source.requests[0]).toMatch(/\r\naccept: multipart\/mixed\r\n/i);
    expect(source.requests[0]?.endsWith('\r\n\r\n--b--\r\n')).toBe(true);
  });

  test('may come in gzip', async () => {
    source.will(answers(200, gzipSync('--r--'), { ...multipart, 'content-encoding': 'gzip' }));
    expect(await open().json(mixed, context())).toMatchObject({ body: '--r--' });
  });

  test('to a read of another type breaks the contract', async () => {
    source.will(answers(200, '{}'));
    const { body: _body, ...read } = mixed;
    expect(await faultOf(open().json({ ...read, method: 'GET' }, context()))).toBeInstanceOf(
      UpstreamContract,
    );
  });

  test.each<[string, Behaviour]>([
    ['JSON', answers(200, '{}')],
    ['HTML', answers(200, '<p>', html)],
    ['another charset', answers(200, '--r--', { 'content-type': 'multipart/mixed; charset=utf-16' })],
    ['letters that are no UTF-8', answers(200, Buffer.from([0x22, 0xff]), multipart)],
  ])('to a change is OutcomeUnknown with %s', async (_, behaviour) => {
    source.will(behaviour);
    expect(await faultOf(open().json(mixed, context()))).toBeInstanceOf(OutcomeUnknown);
  });

  test('of a refusal is JSON as ever', async () => {
    source.will(answers(400, '{"error":{"code":"X"}}'));
    expect(await open().json(mixed, context())).toMatchObject({
      status: 400,
      body: { error: { code: 'X' } },
    });
  });
});
