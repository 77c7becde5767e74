/** The sink over HTTP against a collector that is well, slow, down, full or hostile: it sends there only, and never hangs. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { QueryRecord } from '../../../src/record/query-record';
import { reportingFaults } from '../../../src/server/report-faults';
import { createHttpSink, type HttpSinkTools } from '../../../src/server/sinks/http-sink';
import { queueBefore } from '../../../src/server/sinks/open-sinks';
import type { RecordSink } from '../../../src/server/sinks/record-sink';
import { ManualClock } from '../../support/cache/manual-clock';
import { idOf, sampleRecord } from '../../support/record/random-record';

const SECRET = 'Bearer canary-of-the-collector';

interface Received {
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (response: ServerResponse, index: number) => void;

let server: Server;
let origin: string;
let answer: Answer;
const received: Received[] = [];
const pauses: number[] = [];
let sink: RecordSink;

const sinkTo = (url: string, tools: Partial<HttpSinkTools> = {}, timeout = 300): RecordSink =>
  createHttpSink(
    { url, key: { header: 'authorization', secret: SECRET }, timeout },
    {
      wait: (milliseconds) => {
        pauses.push(milliseconds);
        return Promise.resolve();
      },
      ...tools,
    },
  );

beforeEach(async () => {
  received.length = 0;
  pauses.length = 0;
  answer = (response) => response.writeHead(204).end();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url, headers } = request;
      received.push({ url, headers, body: Buffer.concat(chunks).toString() });
      answer(response, received.length - 1);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sink = sinkTo(`${origin}/in?stream=a`);
});

afterEach(async () => {
  await sink.close();
  server.closeAllConnections();
  server.close();
});

test('a batch is NDJSON with the key, and has what lists show', async () => {
  const record = sampleRecord({
    id: idOf(1),
    url: 'a\r\nb\u2028\u202e"',
    plan: { source: 'scan', parts: [{ clause: '$top', text: '5', place: 'source' }], pushed: true },
    stages: { parse: 1 },
    calls: [],
  });
  await sink.add([record, sampleRecord({ id: idOf(2) })]);
  const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = received;
  expect([url, headers.authorization, headers['content-type']]).toEqual([
    '/in?stream=a',
    SECRET,
    'application/x-ndjson',
  ]);
  const lines = body.split('\n');
  expect([lines.length, lines.at(-1)]).toEqual([3, '']);
  expect(body.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
  const { stages: _stages, calls: _calls, ...shown } = record;
  expect(JSON.parse(lines[0] ?? '')).toEqual({ ...shown, plan: { source: 'scan', pushed: true } });
});

test.each([408, 429, 500, 503])('a collector that answers %d is asked again', async (status) => {
  answer = (response, index) => response.writeHead(index < 2 ? status : 200).end('<html>');
  await sink.add([sampleRecord({})]);
  expect([received.length, pauses.length]).toEqual([3, 2]);
});

test('three times, then the batch is given up', async () => {
  answer = (response) => response.writeHead(503).end();
  await expect(sink.add([sampleRecord({})])).rejects.toThrow('the answer is 503');
  expect(received).toHaveLength(3);
});

test('as late as it says, unless that is too late', async () => {
  answer = (response, index) => response.writeHead(429, { 'retry-after': index === 0 ? '2' : '3600' }).end();
  await expect(sink.add([sampleRecord({})])).rejects.toThrow('the answer is 429');
  expect(pauses).toHaveLength(1);
  expect(pauses[0]).toBeGreaterThanOrEqual(2_000);
});

test.each([301, 307, 400, 401, 404])(
  'what answers %d is not asked again, and no redirect is followed',
  async (status) => {
    answer = (response) => response.writeHead(status, { location: `${origin}/elsewhere` }).end();
    await expect(sink.add([sampleRecord({})])).rejects.toThrow(`the answer is ${status}`);
    expect(received.map(({ url }) => url)).toEqual(['/in?stream=a']);
  },
);

test('a collector that does not answer is given up after its time, and says no more than that', async () => {
  answer = () => undefined;
  await expect(sink.add([sampleRecord({})])).rejects.toThrow('nobody answers (TimeoutError)');
  expect(received).toHaveLength(3);
});

test('an answer without end does not hold up the next batch', async () => {
  answer = (response) => response.writeHead(200).write('x'.repeat(100_000));
  // So that it is not the time that ends the answer.
  const patient = sinkTo(`${origin}/in`, {}, 600_000);
  await patient.add([sampleRecord({})]);
  await patient.add([sampleRecord({})]);
  expect(received).toHaveLength(2);
  await patient.close();
});

test('of one that is down, the log says so once, and once that it is back; never the key or the address', async () => {
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const lines: string[] = [];
  const reporting = reportingFaults(sink, 'the sink http', (level, message) =>
    lines.push(`${level} ${message}`),
  );
  for (let batch = 0; batch < 2; batch++)
    await expect(reporting.add([sampleRecord({})])).rejects.toThrow('nobody answers');
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  await reporting.add([sampleRecord({})]);
  await reporting.add([sampleRecord({})]);
  expect(lines).toEqual([
    'warn the sink http takes no records: nobody answers (ECONNREFUSED)',
    'info the sink http takes records again.',
  ]);
});

test('closing does not wait for a collector that does not answer', async () => {
  answer = () => undefined;
  const adding = sink.add([sampleRecord({})]).catch((error: unknown) => String(error));
  await sink.close();
  expect(await adding).toMatch(/nobody answers/);
});

test('closing does not wait for another attempt', async () => {
  answer = (response) => response.writeHead(503).end();
  const { promise: waits, resolve: hasBegun } = Promise.withResolvers<void>();
  const waiting = sinkTo(origin, {
    wait: (_milliseconds, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        hasBegun();
      }),
  });
  const adding = waiting.add([sampleRecord({})]).catch((error: unknown) => String(error));
  await waits;
  await waiting.close();
  expect(await adding).toMatch(/the gateway ends/);
});

describe('behind its queue', () => {
  /** A sink that takes a batch only when it is told to. */
  function stubbornSink() {
    const batches: (readonly QueryRecord[])[] = [];
    const pending: PromiseWithResolvers<void>[] = [];
    return {
      name: 'stubborn',
      batches,
      pending,
      add(records: readonly QueryRecord[]) {
        batches.push(records);
        const taken = Promise.withResolvers<void>();
        pending.push(taken);
        return taken.promise;
      },
      close: () => Promise.resolve(),
    };
  }

  test('what waits is handed over before the end', async () => {
    const taken: QueryRecord[] = [];
    const sinks = queueBefore([{ ...stubbornSink(), add: async (records) => void taken.push(...records) }]);
    sinks.push(sampleRecord({ id: idOf(1) }));
    await sinks.close();
    expect(taken.map(({ id }) => id)).toEqual([idOf(1)]);
  });

  test('more than it can hold pushes out the oldest, and both that and a refusal are counted by name', async () => {
    const clock = new ManualClock();
    const stubborn = stubbornSink();
    const well = { ...stubbornSink(), name: 'well', add: () => Promise.resolve() };
    const sinks = queueBefore([stubborn, well], clock);
    for (let index = 0; index < 600; index++) sinks.push(sampleRecord({ id: idOf(index) }));
    clock.advance(1_000);
    for (let index = 600; index < 10_700; index++) sinks.push(sampleRecord({ id: idOf(index) }));
    expect(stubborn.batches.map(({ length }) => length)).toEqual([500]);
    expect(sinks.lost()).toMatchObject({ stubborn: 200 });
    stubborn.pending[0]?.reject(new Error('full'));
    await new Promise(setImmediate);
    expect(sinks.lost()).toMatchObject({ stubborn: 700 });
  });
});
