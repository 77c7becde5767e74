/** Changes with an id: carried out once, and answered the same however often they come (reliability W9, W10). */
import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expectError } from './support/expect-error';
import { HttpClient, type Received } from './support/http-client';
import { type Entity, ServiceClient } from './support/service-client';
import { startWritable, type WritableGateway } from './support/start-writable';

let running: WritableGateway;
let sales: ServiceClient;

beforeAll(async () => {
  running = await startWritable();
  sales = running.client('sales');
});

afterAll(() => running?.stop());

beforeEach(() => {
  running.simulator.resetWrites();
  running.simulator.resetRequests();
});

type Headers = Readonly<Record<string, string>>;

let turn = 0;

function httpDate(offset = 0): string {
  return new Date(Date.now() + offset).toUTCString();
}

/** Each way to name a request, with an id that nobody had before. */
const namings: Readonly<Record<string, () => Headers>> = {
  'Repeatability-Request-ID': () => ({
    'Repeatability-Request-ID': `c0ffee00-0000-4000-8000-${String(++turn).padStart(12, '0')}`,
    'Repeatability-First-Sent': httpDate(),
  }),
  'Idempotency-Key': () => ({ 'Idempotency-Key': `"order ${++turn}"`.replace(' ', '-') }),
};

function customer(): Entity {
  return { Company: 'usmf', Name: `Once ${++turn}`, CustomerGroupId: '30', Currency: 'USD' };
}

/** All that must be the same when an answer is given again: the correlation id is that of each request. */
function lasting({ status, headers, body }: Received): object {
  const { date: _, 'x-correlation-id': id, 'content-length': length, ...rest } = headers;
  return { status, headers: rest, length, body: body.replaceAll(String(id), '…') };
}

function expectSame(answer: Received, first: Received): void {
  expect(lasting(answer)).toEqual(lasting(first));
}

describe.each(Object.entries(namings))('%s', (_, naming) => {
  test('a new row is made once, and its answer given again', async () => {
    const entity = customer();
    const headers = { ...naming(), Prefer: 'return=representation' };
    const first = await sales.post('Customers', entity, headers);
    expect(first.status).toBe(201);
    expect(first.headers['repeatability-result']).toBe('accepted');
    expectSame(await sales.post('Customers', entity, headers), first);
    expect(running.simulator.writes).toHaveLength(1);
    // Without the id it is another change.
    expect((await sales.post('Customers', entity)).status).toBe(201);
    expect(running.simulator.writes).toHaveLength(2);
  });

  test('a change and a deletion too', async () => {
    const made = await sales.post('Customers', customer());
    const address = String(made.headers.location).replace(/^.*\//, '');
    const update = { ...naming(), 'If-Match': String(made.headers.etag) };
    const deletion = naming();
    const updated = await sales.patch(address, { CreditLimit: 5 }, update);
    expect(updated.status).toBe(204);
    // Carried out again, it would be refused: the version is another one.
    expectSame(await sales.patch(address, { CreditLimit: 5 }, update), updated);
    const deleted = await sales.delete(address, deletion);
    expect(deleted.status).toBe(204);
    expectSame(await sales.delete(address, deletion), deleted);
    expectError(await sales.delete(address), 404, 'NotFound');
    expect(running.simulator.writes).toHaveLength(3);
  });

  test('a refusal is given again, all of it', async () => {
    const headers = naming();
    const entity = { ...customer(), CustomerGroupId: 'Local' };
    const refused = await sales.post('Customers', entity, headers);
    expect(expectError(refused, 400, 'InvalidValue').target).toBe('CustomerGroupId');
    const group = { Company: 'usmf', CustomerGroupId: 'Local', Description: 'now it is there' };
    expect((await sales.post('CustomerGroups', group)).status).toBe(201);
    expectSame(await sales.post('Customers', entity, headers), refused);
    expect((await sales.post('Customers', entity)).status).toBe(201);
    const address = `CustomerGroups(${String((await sales.list("CustomerGroups?$filter=CustomerGroupId eq 'Local'"))[0]?.['Id'])})`;
    const faulty = naming();
    const many = { Nmae: 1, Description: 5, Company: 'x' };
    const first = await sales.patch(address, many, faulty);
    expect(first.body).toContain('details');
    expectSame(await sales.patch(address, many, faulty), first);
    expect((await sales.delete(address)).status).toBe(409);
    await sales.delete(
      String((await sales.post('Customers', customer())).headers.location).replace(/^.*\//, ''),
    );
    const toDelete = await sales.list("Customers?$filter=CustomerGroupId eq 'Local'&$select=CustomerId");
    for (const row of toDelete) await sales.delete(`Customers(${String(row['CustomerId'])})`);
    expect((await sales.delete(address)).status).toBe(204);
  });

  test('an id that was used for another request', async () => {
    const headers = naming();
    const entity = customer();
    expect((await sales.post('Customers', entity, headers)).status).toBe(201);
    const others = [
      await sales.post('Customers', { ...entity, Name: 'Other' }, headers),
      await sales.post('CustomerGroups', entity, headers),
      await sales.post('Customers?$select=Name', entity, headers),
      await sales.patch('Customers(c0ffee00-0000-4000-8000-000000000000)', entity, headers),
      await sales.post('Customers', entity, { ...headers, Prefer: 'return=minimal' }),
    ];
    for (const answer of others) {
      expectError(answer, 400, 'RequestIdReused');
      expect(await running.recordsOf(answer)).toMatchObject([
        { outcome: 'refused', code: 'RequestIdReused', attempts: 0 },
      ]);
    }
    expect(running.simulator.writes).toHaveLength(1);
    // Ids of one service mean nothing to another one.
    expect((await running.client('growing').post('Customers', entity, headers)).status).toBe(201);
  });

  test('while it is still running', async () => {
    const { options } = running.simulator;
    const { latency } = options;
    const headers = naming();
    const entity = customer();
    Object.assign(options, { latency: { ...latency, base: 1_500 } });
    try {
      const first = sales.post('Customers', entity, headers);
      while (running.simulator.writes.length === 0) await delay(2);
      const second = await sales.post('Customers', entity, headers);
      expectError(second, 409, 'StillRunning');
      expect(Number(second.headers['retry-after'])).toBeGreaterThan(0);
      Object.assign(options, { latency });
      expect((await first).status).toBe(201);
      expectSame(await sales.post('Customers', entity, headers), await first);
    } finally {
      Object.assign(options, { latency });
    }
    expect(running.simulator.writes).toHaveLength(1);
  });

  test('fifty at once', async () => {
    const http = new HttpClient(running.port, 50);
    const many = new ServiceClient(http, 'sales');
    const headers = naming();
    const entity = customer();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => many.post('Customers', entity, headers)),
    );
    http.close();
    expect(running.simulator.writes).toHaveLength(1);
    const made = answers.filter(({ status }) => status === 201);
    const early = answers.filter(({ status }) => status === 409);
    expect(made.length).toBeGreaterThan(0);
    expect(made.length + early.length).toBe(50);
    for (const answer of made) expectSame(answer, made[0] as Received);
    for (const answer of early) expectError(answer, 409, 'StillRunning');
  });

  test('what was never sent may be tried again', async () => {
    const headers = naming();
    const entity = customer();
    Object.assign(running.simulator.options, { writeFault: 'refuse-429', writeFaultRequests: 1 });
    expectError(await sales.post('Customers', entity, headers), 503, 'UpstreamRateLimited');
    expect((await sales.post('Customers', entity, headers)).status).toBe(201);
    expect(running.simulator.writes).toHaveLength(1);
  });

  test('what is unknown stays unknown, and is not tried again', async () => {
    const headers = naming();
    const entity = customer();
    Object.assign(running.simulator.options, { writeFault: 'executed-reset', writeFaultRequests: 1 });
    const first = await sales.post('Customers', entity, headers);
    expectError(first, 504, 'WriteOutcomeUnknown');
    expectSame(await sales.post('Customers', entity, headers), first);
    expect(running.simulator.writes).toHaveLength(1);
  });
});

describe('a gateway that ends', () => {
  test('in good order: its answers are given again', async () => {
    const sent = await Promise.all(
      Object.values(namings).map(async (naming) => {
        const headers = naming();
        const entity = customer();
        return { headers, entity, first: await sales.post('Customers', entity, headers) };
      }),
    );
    await running.restart();
    sales = running.client('sales');
    for (const { headers, entity, first } of sent) {
      expect(first.status).toBe(201);
      expectSame(await sales.post('Customers', entity, headers), first);
    }
    expect(running.simulator.writes).toHaveLength(sent.length);
  });

  test('in the middle of a change: how it ended is not known, once nobody can be at work on it', async () => {
    const { simulator } = running;
    // The time of the service is short, so that nobody has to wait for its end; too short at times to send anything.
    const before = running.client('hasty');
    const entity = customer();
    let headers: Headers = {};
    let lost: Promise<unknown> = Promise.resolve();
    while (simulator.writes.length === 0) {
      headers = { 'Idempotency-Key': `lost-${++turn}` };
      Object.assign(simulator.options, { writeFault: 'executed-hang', writeFaultRequests: 1 });
      lost = before.post('Customers', entity, headers).catch(() => undefined);
      const answered = lost.then(() => true);
      while (simulator.writes.length === 0 && !(await Promise.race([answered, delay(2, false)])));
    }
    await running.restart('SIGKILL');
    await lost;
    Object.assign(simulator.options, { writeFault: 'none' });
    sales = running.client('sales');
    const hasty = running.client('hasty');
    let answer = await hasty.post('Customers', entity, headers);
    while (answer.status === 409) answer = await hasty.post('Customers', entity, headers);
    expectError(answer, 504, 'WriteOutcomeUnknown');
    expect(running.simulator.writes).toHaveLength(1);
  });
});

describe('malformed', () => {
  const good = { 'Repeatability-Request-ID': 'x', 'Repeatability-First-Sent': httpDate() };
  const cases: Readonly<Record<string, readonly [target: string, headers: Headers]>> = {
    'no id': ['Repeatability-Request-ID', { 'Repeatability-First-Sent': httpDate() }],
    'no time': ['Repeatability-First-Sent', { 'Repeatability-Request-ID': 'x' }],
    'an empty id': ['Repeatability-Request-ID', { ...good, 'Repeatability-Request-ID': '' }],
    'a long id': ['Repeatability-Request-ID', { ...good, 'Repeatability-Request-ID': 'x'.repeat(129) }],
    'an id with a blank': ['Repeatability-Request-ID', { ...good, 'Repeatability-Request-ID': 'a b' }],
    'a time that is none': ['Repeatability-First-Sent', { ...good, 'Repeatability-First-Sent': 'now' }],
    'an ISO time': [
      'Repeatability-First-Sent',
      { ...good, 'Repeatability-First-Sent': new Date().toISOString() },
    ],
    'an empty key': ['Idempotency-Key', { 'Idempotency-Key': '' }],
    'a long key': ['Idempotency-Key', { 'Idempotency-Key': 'x'.repeat(129) }],
    'two names': ['Idempotency-Key', { ...good, 'Idempotency-Key': 'y' }],
  };

  test.each(Object.entries(cases))('%s', async (_, [target, headers]) => {
    const answer = await sales.post('Customers', customer(), headers);
    expect(expectError(answer, 400, 'InvalidHeader').target).toBe(target);
    expect(await running.recordsOf(answer)).toMatchObject([{ outcome: 'refused', status: 400, attempts: 0 }]);
    expect(running.simulator.requests).toEqual([]);
  });

  test.each([-310_000, 310_000, -86_400_000])('%d ms away from now', async (offset) => {
    const headers = { ...good, 'Repeatability-First-Sent': httpDate(offset) };
    const answer = await sales.post('Customers', customer(), headers);
    expect(expectError(answer, 412, 'RequestExpired').target).toBe('Repeatability-First-Sent');
    expect(running.simulator.requests).toEqual([]);
  });

  test.each([-290_000, 290_000])('%d ms are within the window', async (offset) => {
    const headers = {
      'Repeatability-Request-ID': `w${offset}`,
      'Repeatability-First-Sent': httpDate(offset),
    };
    expect((await sales.post('Customers', customer(), headers)).status).toBe(201);
  });
});

describe('a ledger that cannot be reached', () => {
  let other: WritableGateway;
  let ledger: string;

  beforeAll(async () => {
    other = await startWritable();
    ledger = join(other.dataFolder, 'requests.sqlite');
    mkdirSync(ledger);
  });

  afterAll(() => other?.stop());

  test('stops what asks for it, and nothing else', async () => {
    const caller = other.client('sales');
    for (const naming of Object.values(namings)) {
      const answer = await caller.post('Customers', customer(), naming());
      expect(expectError(answer, 503, 'UpstreamUnavailable').message).toContain('ledger');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(await other.recordsOf(answer)).toMatchObject([{ outcome: 'notSent', attempts: 0 }]);
    }
    expect(other.simulator.writes).toEqual([]);
    expect((await caller.post('Customers', customer())).status).toBe(201);
    rmdirSync(ledger);
    expect((await caller.post('Customers', customer(), { 'Idempotency-Key': 'again' })).status).toBe(201);
    expect(other.simulator.writes).toHaveLength(2);
  });
});
