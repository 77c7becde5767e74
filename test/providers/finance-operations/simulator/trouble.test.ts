import type { Fault } from '../../../../providers/finance-operations/simulator/options';
import { listReply, SimulatorClient } from './simulator-client';

let client: SimulatorClient;
beforeEach(async () => {
  client = await SimulatorClient.start();
});
afterEach(() => client.close());

const PATH = '/data/CustomersV3?$top=3&$select=CustomerAccount,CreditLimit';

async function statuses(requests: number): Promise<number[]> {
  const found: number[] = [];
  for (let request = 0; request < requests; request++) found.push((await client.get(PATH)).status);
  return found;
}

describe('throttling', () => {
  test('by resources: 429 with the wait in header and text, for the next k requests of /data', async () => {
    Object.assign(client.options, { throttle: 'resource', throttleRetryAfter: 7, throttleRequests: 2 });
    expect((await client.get('/metadata/DataEntities')).status).toBe(200);
    const first = await client.get(PATH);
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
    expect(first.text).toContain('Please retry the request after 7 seconds');
    expect(await statuses(2)).toEqual([429, 200]);
  });

  test('growing: the wait doubles while the client pushes', async () => {
    Object.assign(client.options, { throttle: 'growing', throttleRetryAfter: 1, throttleRequests: 3 });
    const waits: (string | null)[] = [];
    for (let request = 0; request < 4; request++)
      waits.push((await client.get(PATH)).headers.get('retry-after'));
    expect(waits).toEqual(['1', '2', '4', null]);
  });

  test('the front end answers in HTML', async () => {
    Object.assign(client.options, { throttle: 'html-502', throttleRequests: 1 });
    const { status, text } = await client.get(PATH);
    expect(status).toBe(502);
    expect(text).toMatch(/^<!DOCTYPE HTML/);
    expect(await statuses(1)).toEqual([200]);
  });

  test('the old limits per user: requests, concurrency, execution time', async () => {
    client.options.throttle = 'user-limits';
    client.options.userLimits = { requests: 2, executionSeconds: 1_200, concurrent: 52, windowSeconds: 300 };
    expect(await statuses(3)).toEqual([200, 200, 429]);
    client.options.userLimits = { requests: 100, executionSeconds: 1_200, concurrent: 1, windowSeconds: 300 };
    client.options.latency = { ...client.options.latency, base: 50 };
    const both = await Promise.all([client.get(PATH), client.get(PATH)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 429]);
    client.options.userLimits = { requests: 100, executionSeconds: 0.02, concurrent: 9, windowSeconds: 300 };
    expect((await client.get(PATH)).text).toContain('Combined execution time');
  });

  test('what is older than the window counts no more', async () => {
    client.options.throttle = 'user-limits';
    client.options.userLimits = { requests: 1, executionSeconds: 1_200, concurrent: 52, windowSeconds: 0 };
    expect(await statuses(3)).toEqual([200, 200, 200]);
  });
});

describe('latency', () => {
  async function timeOf(path: string): Promise<number> {
    const started = performance.now();
    await client.get(path);
    return performance.now() - started;
  }

  test('adds up from its parts, and the cold start counts once', async () => {
    client.options.latency = { base: 20, perColumn: 20, perExpandedRow: 0, coldStart: 2_000 };
    // Timers may fire a millisecond early, and come late by much on a busy machine.
    expect(await timeOf(PATH)).toBeGreaterThanOrEqual(2_058);
    expect(await timeOf(PATH)).toBeGreaterThanOrEqual(58);
    expect(client.simulator.requests.map(({ milliseconds = 0 }) => milliseconds < 2_000)).toEqual([
      false,
      true,
    ]);
  });

  test('expanded rows cost', async () => {
    client.options.latency = { base: 0, perColumn: 0, perExpandedRow: 60, coldStart: 0 };
    expect(await timeOf('/data/SalesOrderHeadersV2?$top=1&$expand=SalesOrderLines')).toBeGreaterThanOrEqual(
      58,
    );
  });
});

describe('faults', () => {
  async function replyWith(fault: Fault): Promise<{ status: number; text: string }> {
    client.options.fault = fault;
    return client.get(PATH);
  }

  test('html: a sign-in page with status 200', async () => {
    const { status, text } = await replyWith('html');
    expect(status).toBe(200);
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  test('half-json: a text that ends in the middle', async () => {
    const { status, text } = await replyWith('half-json');
    expect(status).toBe(200);
    expect(text).toMatch(/^\{"@odata\.context"/);
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  test('wrong-types: texts are numbers, numbers are not', async () => {
    const { rows } = listReply(JSON.parse((await replyWith('wrong-types')).text) as Record<string, unknown>);
    expect(rows[0]).toMatchObject({ CustomerAccount: 9, CreditLimit: expect.stringMatching(/^about /) });
  });

  test('foreign-next-link: the next page is said to be elsewhere', async () => {
    const { nextLink } = listReply(
      JSON.parse((await replyWith('foreign-next-link')).text) as Record<string, unknown>,
    );
    expect(nextLink).toMatch(/^http:\/\/elsewhere\.invalid\//);
  });

  test('reset: the connection is cut in the middle', async () => {
    await expect(replyWith('reset')).rejects.toThrow();
  });

  test('hang: nothing comes, and closing does not wait for it', async () => {
    client.options.fault = 'hang';
    const hanging = fetch(`${client.simulator.url}${PATH}`, { signal: AbortSignal.timeout(100) });
    await expect(hanging).rejects.toThrow(/timeout/);
    expect(client.simulator.requests.at(-1)?.status).toBeUndefined();
  });

  test('500 has a stack trace, 401 has no body', async () => {
    const failed = await replyWith('500');
    expect(failed.status).toBe(500);
    expect(failed.text).toContain('stacktrace');
    expect(await replyWith('401')).toMatchObject({ status: 401, text: '' });
  });

  test('only on /data, and only for the next k requests', async () => {
    Object.assign(client.options, { fault: '500', faultRequests: 2 });
    expect((await client.get('/metadata/DataEntities')).status).toBe(200);
    expect(await statuses(3)).toEqual([500, 500, 200]);
  });
});

test('answers carry an activity id and the time that they took', async () => {
  const { headers } = await client.get(PATH);
  expect(headers.get('ms-dyn-aid')).toMatch(/^[\da-f-]{36}$/);
  expect(headers.get('server-timing')).toMatch(/^dur=\d+$/);
});

test('the log keeps the latest requests only', async () => {
  client.options.recordedRequests = 2;
  for (const top of [1, 2, 3]) await client.get(`/data/Companies?$top=${top}`);
  expect(client.simulator.requests.map(({ query }) => query['$top'])).toEqual(['2', '3']);
  client.simulator.resetRequests();
  expect(client.simulator.requests).toEqual([]);
});
