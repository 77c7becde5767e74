/** A source that is down, slow or lying: each fault has one honest answer, and none of its text shows (reliability E1, B7, J4). */
import { join } from 'node:path';
import {
  defaultClient,
  type Fault,
  type SimulatorOptions,
} from '../../providers/finance-operations/simulator/options';
import { type Simulator, startSimulator } from '../../providers/finance-operations/simulator/simulator';
import type { BreakerView } from '../../src/gateway/outgoing-breaker';
import type {
  AuditEntry,
  ClosedBreakers,
  ConnectionEntry,
  Items,
  Overview,
} from '../../src/server/admin/answers';
import { connectionLines, PUBLIC_URL, setLines } from './support/demo-configuration';
import { expectError, faultsOfError } from './support/expect-error';
import type { Received } from './support/http-client';
import { CANARY, lies, type LyingSource, startLyingSource } from './support/lying-source';
import { logLines, type SpawnedGateway, spawnGateway, writeConfiguration } from './support/run-command';
import { temporaryFolder } from './support/start-gateway';

const SOURCE_PAGE = 25;
const PAGE = 40;
const CUSTOMERS = 120;
const sizes = { customers: CUSTOMERS, orders: 10, products: 10, vendors: 10 };

const folder = temporaryFolder();
let simulator: Simulator;
let source: LyingSource;
let gateway: SpawnedGateway;

function service(name: string, connectionName: string, timeout: string): readonly string[] {
  return [
    `  ${name}:`,
    '    auth: none',
    `    timeout: ${timeout}`,
    `    pageSize: ${PAGE}`,
    '    entitySets:',
    ...setLines(connectionName, ['Customers', 'CustomerGroups', 'PaymentTerms']),
  ];
}

beforeAll(async () => {
  simulator = await startSimulator({ ...sizes, pageSize: SOURCE_PAGE });
  source = await startLyingSource();
  const text = [
    `publicUrl: ${PUBLIC_URL}`,
    'connections:',
    ...connectionLines('contoso', simulator.url),
    '    breaker: { enabled: false }',
    ...connectionLines('liar', source.url),
    // In question is how each fault is told; a breaker would soon tell of none.
    '    breaker: { enabled: false }',
    ...connectionLines('guarded', simulator.url),
    '    breaker: { calls: 3, pause: 1m }',
    'services:',
    ...service('warm', 'contoso', '20s'),
    ...service('hasty', 'contoso', '400ms'),
    ...service('cold', 'liar', '20s'),
    ...service('coldHasty', 'liar', '400ms'),
    ...service('guarded', 'guarded', '20s'),
    '      Vendors: { connection: guarded, template: Vendors, cache: { ttl: 100ms, staleIfError: 1h } }',
  ].join('\n');
  gateway = await spawnGateway(writeConfiguration(folder.path, text), join(folder.path, 'var'));
  // The model is there before the first fault.
  expect((await gateway.data.get('/odata/warm/$metadata')).status).toBe(200);
  while ((await gateway.data.get('/odata/hasty/Customers')).status !== 200);
});

afterAll(async () => {
  await gateway?.stop();
  await Promise.all([simulator?.close(), source?.close()]);
  folder.remove();
});

/** What a healthy source gives; made anew for each request, so that nothing of a fault can hide in it. */
interface Question {
  readonly name: string;
  readonly target: string;
}

async function questions(service: string = 'warm'): Promise<readonly Question[]> {
  const { body } = await gateway.data.get(`/odata/${service}/Customers`);
  const first = JSON.parse(body) as {
    readonly '@odata.nextLink': string;
    readonly value: readonly { readonly CustomerId: string }[];
  };
  return [
    { name: 'list', target: 'Customers?$orderby=Name&$top=30' },
    { name: 'get', target: `Customers(${String(first.value[3]?.CustomerId)})` },
    { name: 'count', target: 'Customers/$count?$filter=CreditLimit%20ge%200' },
    { name: 'next page', target: first['@odata.nextLink'].slice(`${PUBLIC_URL}/odata/${service}/`.length) },
    { name: 'filter of the gateway', target: 'Customers?$filter=length(Name)%20gt%2010&$count=true' },
    { name: 'lookups', target: 'Customers?$filter=CustomerGroup%20ne%20null&$select=Name' },
  ];
}

function ask(service: string, { target }: Question): Promise<Received> {
  return gateway.data.get(`/odata/${service}/${target}`);
}

/** Words of the source, its address, its entities, and whatever looks like a stack. */
function leaksIn({ body, headers }: Received): readonly string[] {
  const text = body + JSON.stringify(headers);
  const words = [
    CANARY,
    defaultClient.clientSecret,
    '127.0.0.1',
    'localhost',
    new URL(simulator.url).port,
    String(source.port),
    'elsewhere.invalid',
    'NullReference',
    'Object reference',
    'Sign in to your account',
    'An error has occurred',
    'Bad Gateway',
    'CustomersV3',
    'PublicEntities',
    '/data/',
    '.ts:',
    '.js:',
    'ECONN',
    'UND_ERR',
  ];
  return words.filter((word) => text.includes(word));
}

/** A good error answer of this status, with what the status asks for and a line in the log to find it by. */
async function expectFault(answer: Received, status: number): Promise<void> {
  const correlationId = String(answer.headers['x-correlation-id']);
  expect({ status: answer.status, faults: faultsOfError(answer), leaks: leaksIn(answer) }).toEqual({
    status,
    faults: [],
    leaks: [],
  });
  expect(answer.headers['retry-after'] === undefined).toBe(status !== 503);
  if (status === 503) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  // The log has its own pipe and may be a moment later than the answer.
  for (let tries = 0; tries < 100 && !gateway.command.stderr.includes(correlationId); tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  const line = logLines(gateway.command.stderr.replace(/[^\n]*$/, '')).find(
    (each) => each['correlationId'] === correlationId,
  );
  expect(line).toMatchObject({ status, cause: expect.any(String) });
}

/** Sets the simulator as told, does the work, and sets it back. */
async function withTrouble(trouble: Partial<SimulatorOptions>, work: () => Promise<void>): Promise<void> {
  const healthy = { ...simulator.options };
  Object.assign(simulator.options, trouble);
  try {
    await work();
  } finally {
    Object.assign(simulator.options, healthy);
  }
}

const RIGHT = 'right';

/**
 * The status for each fault and question, in the order of `questions`. Where an answer is right all the same, because
 * what is wrong was not needed for it, it must be the very answer of a healthy source.
 */
const troubles: readonly (readonly [
  name: string,
  trouble: Partial<SimulatorOptions>,
  service: 'warm' | 'hasty',
  expected: readonly (number | typeof RIGHT)[],
])[] = [
  ...(['html', 'half-json', '500', '401'] as const).map(
    (fault) => [fault, { fault }, 'warm', [502, 502, 502, 502, 502, 502]] as const,
  ),
  ['reset', { fault: 'reset' }, 'warm', [502, 502, 502, 502, 502, 502]],
  ['wrong-types', { fault: 'wrong-types' }, 'warm', [502, 502, 502, 502, 502, 502]],
  // A link that nobody needs to follow does no harm either.
  ['foreign-next-link', { fault: 'foreign-next-link' }, 'warm', [502, RIGHT, RIGHT, 502, 502, 502]],
  ['hang', { fault: 'hang' }, 'hasty', [504, 504, 504, 504, 504, 504]],
  [
    'slow',
    { latency: { base: 2_000, perColumn: 0, perExpandedRow: 0, coldStart: 0 } },
    'hasty',
    [504, 504, 504, 504, 504, 504],
  ],
  ['429', { throttle: 'resource', throttleRetryAfter: 60 }, 'warm', [503, 503, 503, 503, 503, 503]],
  [
    '429, ever longer',
    { throttle: 'growing', throttleRetryAfter: 60 },
    'warm',
    [503, 503, 503, 503, 503, 503],
  ],
  [
    '429 of a user',
    {
      throttle: 'user-limits',
      userLimits: { requests: 0, executionSeconds: 1, concurrent: 1, windowSeconds: 300 },
    },
    'warm',
    [503, 503, 503, 503, 503, 503],
  ],
  ['front end down', { throttle: 'html-502' }, 'warm', [503, 503, 503, 503, 503, 503]],
];

describe('a source that was well when the model was made', () => {
  test.each(troubles)('%s', async (_name, trouble, service, expected) => {
    const asked = await questions(service);
    const healthy = await Promise.all((await questions()).map((question) => ask('warm', question)));
    expect(healthy.map(({ status }) => status)).toEqual(asked.map(() => 200));
    await withTrouble(trouble, async () => {
      const answers = await Promise.all(asked.map((question) => ask(service, question)));
      const outcomes = answers.map(({ status, body }, index) =>
        status === 200 && body === healthy[index]?.body ? RIGHT : status,
      );
      const named = (list: readonly unknown[]): object =>
        Object.fromEntries(asked.map(({ name }, index) => [name, list[index]]));
      expect(named(outcomes)).toEqual(named(expected));
      for (const answer of answers) if (answer.status !== 200) await expectFault(answer, answer.status);
    });
    const healed = await Promise.all((await questions()).map((question) => ask('warm', question)));
    expect(healed.map(({ body }) => body)).toEqual(healthy.map(({ body }) => body));
  });

  test('the time of Retry-After is passed on', async () => {
    const [list] = await questions();
    await withTrouble({ throttle: 'resource', throttleRetryAfter: 42 }, async () => {
      const answer = await ask('warm', list as Question);
      expectError(answer, 503, 'UpstreamRateLimited');
      expect(Number(answer.headers['retry-after'])).toBe(42);
    });
  });

  test.each<readonly [string, Partial<SimulatorOptions>]>([
    ['one reset', { fault: 'reset', faultRequests: 1 }],
    ['two bad gateways', { throttle: 'html-502', throttleRequests: 2 }],
    ['one 429 with a short time', { throttle: 'resource', throttleRetryAfter: 1, throttleRequests: 1 }],
    // The token may have been revoked: one more try with another.
    ['one 401', { fault: '401', faultRequests: 1 }],
  ])('%s is not worth an error', async (_name, trouble) => {
    for (const question of (await questions()).slice(0, 2)) {
      const healthy = await ask('warm', question);
      await withTrouble(trouble, async () => {
        const answer = await ask('warm', question);
        expect({ name: question.name, status: answer.status }).toEqual({ name: question.name, status: 200 });
        expect(answer.body).toBe(healthy.body);
      });
    }
  });

  test('a fault in the middle of many pages is never a short answer', async () => {
    const question = { name: 'scan', target: 'Customers?$filter=length(Name)%20gt%2010&$count=true' };
    const healthy = await ask('warm', question);
    simulator.resetRequests();
    await ask('warm', question);
    const calls = simulator.requests.filter(({ path }) => path.startsWith('/data/')).length;
    expect(calls).toBe(Math.ceil(CUSTOMERS / SOURCE_PAGE));
    for (const fault of ['half-json', 'wrong-types', '500', 'html', 'reset'] satisfies readonly Fault[]) {
      // The first page is as it should be, the others are not.
      simulator.resetRequests();
      Object.defineProperty(simulator.options, 'fault', {
        configurable: true,
        get: () =>
          simulator.requests.filter(({ path }) => path.startsWith('/data/')).length > 1 ? fault : 'none',
      });
      const answer = await ask('warm', question);
      Object.defineProperty(simulator.options, 'fault', { value: 'none', writable: true, enumerable: true });
      await expectFault(answer, 502);
    }
    expect((await ask('warm', question)).body).toBe(healthy.body);
  });

  test('the metadata in memory serves while the source is down', async () => {
    await withTrouble({ fault: '500' }, async () => {
      for (const target of ['', '$metadata']) {
        expect((await gateway.data.get(`/odata/warm/${target}`)).status).toBe(200);
      }
    });
  });
});

describe('a source that has never been well', () => {
  const slow = new Set<keyof typeof lies>(['no answer', 'one byte at a time']);
  const statuses: Readonly<Partial<Record<keyof typeof lies, number>>> = {
    'html with 502': 503,
    '429': 503,
    '429 without a time': 503,
    '503': 503,
    'a reset': 503,
    'no answer': 504,
    'one byte at a time': 504,
  };

  test.each(Object.keys(lies) as (keyof typeof lies)[])('%s', async (lie) => {
    source.lie = lie;
    const service = slow.has(lie) ? 'coldHasty' : 'cold';
    const targets = [
      '$metadata',
      '',
      'Customers?$top=5',
      'Customers/$count',
      'Customers(00000000-0000-8000-8000-000000000000)',
    ];
    const answers = await Promise.all(
      targets.map((target) => gateway.data.get(`/odata/${service}/${target}`)),
    );
    for (const answer of answers) await expectFault(answer, statuses[lie] ?? 502);
    if (lie === '429') expect(answers[0]?.headers['retry-after']).toBe('77');
  });

  test('OPTIONS and errors of the caller need no source', async () => {
    source.lie = '500';
    expectError(await gateway.data.get('/odata/cold/Customers?$filter=%zz'), 400, 'MalformedUrl');
    expectError(
      await gateway.data.send('/odata/cold/$metadata', { method: 'DELETE' }),
      405,
      'MethodNotAllowed',
    );
  });

  test('is asked again as soon as it is back', async () => {
    const { port } = source;
    await source.close();
    const down = await gateway.data.get('/odata/cold/$metadata');
    await expectFault(down, 503);
    const back = await startSimulator({ ...sizes, port });
    try {
      expect((await gateway.data.get('/odata/cold/$metadata')).status).toBe(200);
      const here = await gateway.data.get('/odata/cold/Customers');
      const there = await gateway.data.get('/odata/warm/Customers');
      expect((JSON.parse(here.body) as { readonly value: unknown }).value).toEqual(
        (JSON.parse(there.body) as { readonly value: unknown }).value,
      );
    } finally {
      await back.close();
    }
    // And after it is gone again, the model stays.
    await expectFault(await gateway.data.get('/odata/cold/Customers'), 503);
    expect((await gateway.data.get('/odata/cold/$metadata')).status).toBe(200);
  });
});

/** Reliability E6. */
test('a source that keeps failing is left alone until it is time, or an administrator has it asked again', async () => {
  const list = 'Customers?$top=1';
  const ask = (target: string): Promise<Received> => gateway.data.get(`/odata/guarded/${target}`);
  const seen = async <Answer>(path: string): Promise<Answer> =>
    JSON.parse((await gateway.admin.get(path)).body) as Answer;
  const stateIn = ({ breakers }: { readonly breakers: readonly BreakerView[] }): readonly string[] =>
    breakers.map(({ state }) => state);
  expect([(await ask('Vendors')).status, (await ask(list)).status]).toEqual([200, 200]);
  await withTrouble({ fault: '500' }, async () => {
    const statuses: number[] = [];
    while (statuses.length < 20 && !statuses.includes(503)) statuses.push((await ask(list)).status);
    expect(statuses.filter((status) => status === 502).length).toBeLessThanOrEqual(5);
    simulator.resetRequests();
    const refused = await ask(list);
    await expectFault(refused, 503);
    expect(expectError(refused, 503, 'UpstreamUnavailable').message).not.toContain('stopped asking');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(30);
    const old = await ask('Vendors');
    expect([old.status, String(old.headers['cache-status'])]).toEqual([
      200,
      expect.stringContaining('stale'),
    ]);
    expect(simulator.requests).toEqual([]);
  });
  const { items } = await seen<Items<ConnectionEntry>>('/api/connections');
  const [entry] = items.filter(({ name }) => name === 'guarded');
  expect(entry?.breakers).toContainEqual({
    state: 'open',
    until: expect.any(Number),
    origin: simulator.url,
    calls: expect.any(Number),
    failures: expect.any(Number),
  });
  const { connections } = await seen<Overview>('/api/overview');
  expect(connections.flatMap(stateIn)).toContain('open');
  expect((await seen<{ readonly breakers: readonly object[] }>('/health')).breakers).toMatchObject([
    { connection: 'guarded', state: 'open' },
  ]);
  expect((await gateway.admin.get('/metrics')).body).toContain('vtg_breakers_open{connection="guarded"} 1');

  const closed = await gateway.admin.send('/api/connections/guarded/breaker', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"state":"closed"}',
  });
  expect([
    closed.status,
    (JSON.parse(closed.body) as ClosedBreakers).items.map(({ state }) => state),
  ]).toEqual([200, ['closed', 'closed']]);
  expect((await ask(list)).status).toBe(200);
  expect((await seen<Items<AuditEntry>>('/api/audit')).items[0]).toMatchObject({
    action: 'breaker',
    detail: { connection: 'guarded', state: 'closed' },
  });
  const lines = (): readonly string[] =>
    logLines(gateway.command.stderr.replace(/[^\n]*$/, ''))
      .map(({ msg }) => String(msg))
      .filter((line) => line.startsWith('connection guarded: '));
  for (let tries = 0; tries < 100 && lines().length < 2; tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(lines()).toEqual([
    expect.stringMatching(/: stops asking http/),
    expect.stringMatching(/ is asked again because an administrator wants it so/),
  ]);
});

test('no secret of the connection is in the log', async () => {
  const { code, stdout, stderr } = await gateway.stop();
  expect(code).toBe(0);
  expect(stdout + stderr).not.toContain(defaultClient.clientSecret);
  expect(logLines(stderr).length).toBeGreaterThan(100);
});
