import { request } from 'node:http';
import type { WriteFault } from '../../../../providers/finance-operations/simulator/options';
import { BATCH_TYPE, writeBatch } from './batch-message';
import { SimulatorClient } from './simulator-client';

let client: SimulatorClient;
beforeEach(async () => {
  client = await SimulatorClient.start();
});
afterEach(() => client.close());

const CUSTOMER = "/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-000001')";

/** What the caller sees: a status, or nothing that says what happened. */
type Seen = number | 'cut' | 'silence';

const sender = {
  POST: { path: '/data/CustomerGroups', body: { CustomerGroupId: 'F' } },
  PATCH: { path: CUSTOMER, body: { SalesMemo: 'fault' } },
  PUT: { path: CUSTOMER, body: { SalesMemo: 'fault' } },
  DELETE: { path: "/data/Warehouses(dataAreaId='usmf',WarehouseId='W')", body: undefined },
} as const;
type Method = keyof typeof sender;
const METHODS = ['POST', 'PATCH', 'PUT', 'DELETE'] as const;

async function attempt(method: Method, signal?: AbortSignal): Promise<Seen> {
  const { path, body } = sender[method];
  const response = fetch(`${client.simulator.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-ms-client-request-id': 'f' },
    ...(signal === undefined ? {} : { signal }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return seen(response);
}

/** Gives up when the request has arrived, a later one was answered, and what is awaited has happened. */
async function attemptInVain(method: Method, isOver: () => boolean = () => true): Promise<Seen> {
  const caller = new AbortController();
  client.simulator.resetRequests();
  const outcome = attempt(method, caller.signal);
  await until(() => client.simulator.requests.length > 0);
  await client.get('/data/Companies');
  await until(isOver);
  caller.abort();
  return outcome;
}

async function seen(response: Promise<Response>): Promise<Seen> {
  try {
    const { status, ...rest } = await response.then(async (each) => ({
      status: each.status,
      text: await each.text(),
    }));
    expect(typeof rest.text).toBe('string');
    return status;
  } catch (error) {
    return (error as Error).name === 'AbortError' ? 'silence' : 'cut';
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const NOT_EXECUTED: readonly (readonly [WriteFault, Seen])[] = [
  ['reset-on-head', 'cut'],
  ['reset-on-body', 'cut'],
  ['hang', 'silence'],
  ['refuse-401', 401],
  ['refuse-429', 429],
  ['refuse-503', 503],
];
const EXECUTED: readonly (readonly [WriteFault, Seen])[] = [
  ['late', 'silence'],
  ['executed-reset', 'cut'],
  ['executed-reset-in-head', 'cut'],
  ['executed-reset-in-body', 'cut'],
  ['executed-hang', 'silence'],
  ['executed-502', 502],
  ['executed-500', 500],
];

describe.each(METHODS)('%s', (method) => {
  beforeEach(async () => {
    await client.create('Warehouses', { WarehouseId: 'W', OperationalSiteId: '1' });
    client.simulator.resetWrites();
    Object.assign(client.options, { writeFaultRequests: 1, writeDelay: 20 });
  });

  const kind = { POST: 'insert', PATCH: 'update', PUT: 'update', DELETE: 'delete' }[method];

  test.each(NOT_EXECUTED)('%s: not executed', async (fault, expected) => {
    client.options.writeFault = fault;
    const outcome = await (expected === 'silence' ? attemptInVain(method) : attempt(method));
    expect(outcome).toBe(expected);
    expect(client.simulator.writes).toEqual([]);
    // The next request is not hit, and does what the first did not.
    expect(await attempt(method)).toBe(method === 'POST' ? 201 : 204);
    expect(client.simulator.writes).toMatchObject([{ sequence: 1, kind, clientRequestId: 'f' }]);
  });

  test.each(EXECUTED)('%s: executed once', async (fault, expected) => {
    client.options.writeFault = fault;
    const isDone = (): boolean => client.simulator.writes.length > 0;
    const outcome = await (expected === 'silence' ? attemptInVain(method, isDone) : attempt(method));
    expect(outcome).toBe(expected);
    expect(client.simulator.writes).toMatchObject([{ sequence: 1, kind, clientRequestId: 'f' }]);
    expect(client.options.writeFaultRequests).toBe(0);
  });
});

describe('what the switches do', () => {
  test('reads stay unharmed, those in a batch too', async () => {
    client.options.writeFault = 'reset-on-head';
    expect((await client.get(CUSTOMER)).status).toBe(200);
    const reads = writeBatch([{ method: 'GET', url: 'Companies' }]);
    expect((await client.send('POST', '/data/$batch', reads, { 'content-type': BATCH_TYPE })).status).toBe(
      200,
    );
    expect((await client.get('/data/CustomersV3/$count')).status).toBe(200);
    expect(await attempt('PATCH')).toBe('cut');
  });

  test('faults of reads leave writes alone', async () => {
    client.options.fault = '500';
    expect(await attempt('PATCH')).toBe(204);
    expect((await client.get(CUSTOMER)).status).toBe(500);
  });

  test('a batch that changes something is one request, and is executed whole or not at all', async () => {
    const batch = writeBatch([
      [
        { method: 'POST', url: 'CustomerGroups', body: { CustomerGroupId: 'X' }, contentId: '1' },
        { method: 'POST', url: 'CustomerGroups', body: { CustomerGroupId: 'Y' }, contentId: '2' },
      ],
    ]);
    const send = (): Promise<Seen> =>
      seen(
        fetch(`${client.simulator.url}/data/$batch`, {
          method: 'POST',
          headers: { 'content-type': BATCH_TYPE },
          body: batch,
        }),
      );
    Object.assign(client.options, { writeFault: 'reset-on-head', writeFaultRequests: 1 });
    expect(await send()).toBe('cut');
    expect(client.simulator.writes).toEqual([]);
    Object.assign(client.options, { writeFault: 'executed-reset-in-body', writeFaultRequests: 1 });
    expect(await send()).toBe('cut');
    expect(client.simulator.writes).toHaveLength(2);
  });

  test('429 and 503 say how long to wait', async () => {
    client.options.throttleRetryAfter = 3;
    for (const fault of ['refuse-429', 'refuse-503'] as const) {
      client.options.writeFault = fault;
      const reply = await client.send('PATCH', CUSTOMER, { SalesMemo: 'x' });
      expect(reply.headers.get('retry-after')).toBe('3');
    }
  });

  test('a refused write is refused under a fault too, and is in no ledger', async () => {
    client.options.writeFault = 'executed-500';
    expect((await client.send('POST', '/data/CustomerGroups', { CustomerGroupId: '10' })).status).toBe(500);
    expect(client.simulator.writes).toEqual([]);
  });

  test('late: not before its time, and then though nobody waits', async () => {
    Object.assign(client.options, { writeFault: 'late', writeFaultRequests: 1, writeDelay: 600_000 });
    expect(await attemptInVain('PATCH')).toBe('silence');
    expect((await client.json(CUSTOMER))['SalesMemo']).not.toBe('fault');
    expect(client.simulator.writes).toEqual([]);
    Object.assign(client.options, { writeFaultRequests: 1, writeDelay: 1 });
    const isDone = (): boolean => client.simulator.writes.length > 0;
    expect(await attemptInVain('PATCH', isDone)).toBe('silence');
    expect((await client.json(CUSTOMER))['SalesMemo']).toBe('fault');
  });
});

test('a caller that goes away in the middle of its body has changed nothing', async () => {
  const url = new URL(`${client.simulator.url}${CUSTOMER}`);
  const headers = { 'content-type': 'application/json', 'content-length': '100' };
  const half = request(url, { method: 'PATCH', headers });
  const failed = new Promise((resolve) => half.once('error', resolve));
  half.write('{"SalesMemo":"half"');
  await until(() => client.simulator.requests.some(({ method }) => method === 'PATCH'));
  half.destroy();
  await failed;
  expect(await attempt('PATCH')).toBe(204);
  expect(client.simulator.writes).toHaveLength(1);
  expect(client.simulator.requests.find(({ method }) => method === 'PATCH')?.status).toBeUndefined();
});

test('the ledger agrees with the rows after a storm of faults', async () => {
  const faults = [...NOT_EXECUTED, ...EXECUTED].map(([fault]) => fault).filter((fault) => fault !== 'late');
  const told = new Map<string, Seen>();
  for (let round = 0; round < 8; round++) {
    for (const fault of [...faults, 'none' as const]) {
      if (fault === 'hang' || fault === 'executed-hang') continue;
      client.options.writeFault = fault;
      const id = `S${round}-${fault}`.slice(0, 30);
      const response = client.send('POST', '/data/CustomerGroups', { CustomerGroupId: id }).then(
        ({ status }) => status,
        (): Seen => 'cut',
      );
      told.set(id, await response);
    }
  }
  client.options.writeFault = 'none';
  const committed = client.simulator.writes.map(({ key }) => key['CustomerGroupId']);
  const stored = (await client.list("CustomerGroups?$filter=CustomerGroupId eq 'S*'")).rows;
  expect(committed.toSorted()).toEqual(stored.map((row) => row['CustomerGroupId']).toSorted());
  expect(new Set(committed).size).toBe(committed.length);
  for (const [id, status] of told) {
    if (status === 201) expect(committed).toContain(id);
    if (status === 429 || status === 503 || status === 401) expect(committed).not.toContain(id);
  }
});
