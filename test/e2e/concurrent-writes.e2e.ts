/** Many callers of one row, and callers that leave: nothing is lost, and nothing that was sent is cancelled. */
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { WriteRecord } from '../../src/record/write-record';
import { HttpClient } from './support/http-client';
import { type Entity, entityIn, ServiceClient } from './support/service-client';
import { recordsIn, startWritable, type WritableGateway } from './support/start-writable';

const WRITERS = 50;
const TRIES = process.env['VTG_FULL'] === undefined ? 4 : 40;

let running: WritableGateway;
let http: HttpClient;

beforeAll(async () => {
  running = await startWritable();
  http = new HttpClient(running.port, WRITERS);
});

afterAll(async () => {
  http?.close();
  await running?.stop();
});

function client(service: string): ServiceClient {
  return new ServiceClient(http, service);
}

interface Counter {
  readonly service: string;
  readonly set: string;
  readonly key: string;
  readonly property: string;
}

const counters: Readonly<Record<string, Counter>> = {
  memory: { service: 'notes', set: 'Counters', key: 'CounterId', property: 'Count' },
  'Finance & Operations': { service: 'sales', set: 'Customers', key: 'CustomerId', property: 'CreditLimit' },
};

/** 50 writers who read a row, add 1 and save it, over and over. */
async function count(
  { service, set, key, property }: Counter,
  isGuarded: boolean,
): Promise<{ readonly made: number; readonly refused: number; readonly counted: number }> {
  const caller = client(service);
  const rows = (await caller.list(`${set}?$select=${property}&$top=3`)).map(
    (row) => `${set}(${String(row[key])})`,
  );
  for (const address of rows) expect((await caller.patch(address, { [property]: 0 })).status).toBe(204);
  const statuses: number[] = [];
  const write = async (writer: number): Promise<void> => {
    const address = String(rows[writer % rows.length]);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const answer = await caller.get(address);
      const entity = entityIn(answer);
      const headers = isGuarded ? { 'If-Match': String(answer.headers.etag) } : {};
      const changed = await caller.patch(address, { [property]: Number(entity[property]) + 1 }, headers);
      statuses.push(changed.status);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  const entities: readonly Entity[] = await Promise.all(rows.map((address) => caller.read(address)));
  return {
    made: statuses.filter((status) => status === 204).length,
    refused: statuses.filter((status) => status === 412).length,
    counted: entities.reduce((sum, entity) => sum + Number(entity[property]), 0),
  };
}

describe.each(Object.entries(counters))('%s', (_, counter) => {
  test('under If-Match every change that was made counts', async () => {
    const { made, refused, counted } = await count(counter, true);
    expect(counted).toBe(made);
    expect(made + refused).toBe(WRITERS * TRIES);
    // There was something to lose.
    expect(made).toBeGreaterThan(TRIES);
    expect(refused).toBeGreaterThan(TRIES);
  });

  test('without it they are lost', async () => {
    const { made, counted } = await count(counter, false);
    expect(made).toBe(WRITERS * TRIES);
    expect(counted).toBeLessThan(made);
  });
});

describe('a caller who leaves', () => {
  /** Sends a request, and goes away as soon as the source has it. */
  async function sendAndLeave(
    method: string,
    target: string,
    body: string,
    type = 'application/json',
  ): Promise<void> {
    const { simulator } = running;
    simulator.resetRequests();
    simulator.resetWrites();
    const socket = connect(running.port, '127.0.0.1');
    const head = [
      `${method} /odata/sales/${target} HTTP/1.1`,
      'Host: localhost',
      `Content-Type: ${type}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    socket.on('error', () => undefined);
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    while (!simulator.requests.some((each) => each.method !== 'GET')) await delay(2);
    socket.resetAndDestroy();
  }

  /** The record of a change that nobody waits for any more. */
  async function recordOf(key: string): Promise<WriteRecord | undefined> {
    const found = (): WriteRecord | undefined =>
      recordsIn(running.log()).find((record) => record.key === key);
    for (let tries = 0; tries < 1_000 && found() === undefined; tries++) await delay(10);
    return found();
  }

  const slowly = async (work: () => Promise<void>): Promise<void> => {
    const { options } = running.simulator;
    const { latency } = options;
    Object.assign(options, { latency: { ...latency, base: 400 } });
    try {
      await work();
    } finally {
      Object.assign(options, { latency });
    }
  };

  test('does not cancel what was sent, and it is recorded', async () => {
    const [, , , , row] = await client('sales').list('Customers?$top=5');
    const key = String(row?.['CustomerId']);
    await slowly(async () => {
      await sendAndLeave('PATCH', `Customers(${key})`, '{"CreditLimit":4711}');
      expect(await recordOf(key)).toMatchObject({
        outcome: 'made',
        status: 204,
        attempts: 1,
        verified: false,
      });
    });
    expect(running.simulator.writes).toHaveLength(1);
    expect(await client('sales').read(`Customers(${key})`)).toMatchObject({ CreditLimit: 4711 });
  });

  test('of a batch: what was sent is made, what was not is not begun', async () => {
    const rows = (await client('sales').list('Customers?$top=10')).slice(5);
    const keys = rows.map((row) => String(row['CustomerId']));
    const requests = keys.map((key, index) => ({
      id: String(index),
      method: 'PATCH',
      url: `Customers(${key})`,
      body: { CreditLimit: 815 },
    }));
    await slowly(async () => {
      await sendAndLeave('POST', '$batch', JSON.stringify({ requests }));
      expect(await recordOf(String(keys[0]))).toMatchObject({ outcome: 'made', status: 204 });
    });
    // Another change comes after all that the batch would still have sent.
    expect((await client('sales').patch(`Customers(${String(keys[4])})`, { CreditLimit: 1 })).status).toBe(
      204,
    );
    expect(running.simulator.writes).toHaveLength(2);
  });
});
