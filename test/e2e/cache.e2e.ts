/** The cache over HTTP in front of a simulated environment: what its log of requests says of reads that were answered before. */
import { type Simulator, startSimulator } from '../../providers/finance-operations/simulator/simulator';
import { cachedConfiguration } from '../support/cached/cached-configuration';
import { expectError } from './support/expect-error';
import { HttpClient, type Received } from './support/http-client';
import { runCommand, writeConfiguration } from './support/run-command';
import { type Entity, ServiceClient } from './support/service-client';
import { type RunningGateway, startGateway, temporaryFolder } from './support/start-gateway';

const folder = temporaryFolder();
let simulator: Simulator;
let gateway: RunningGateway;
let configuration: string;
/** Customers are kept for an hour, the few groups whole. */
let sales: ServiceClient;
/** Everything is old at once. */
let hasty: ServiceClient;

beforeAll(async () => {
  simulator = await startSimulator({ customers: 120, orders: 5, products: 5, vendors: 5 });
  configuration = cachedConfiguration(simulator.url);
  gateway = await startGateway(configuration, folder.path);
  sales = new ServiceClient(gateway.data, 'sales');
  hasty = new ServiceClient(gateway.data, 'hasty');
  await Promise.all([sales.get('$metadata'), hasty.get('$metadata')]);
});
afterAll(async () => {
  await gateway?.close();
  await simulator?.close();
  folder.remove();
});

beforeEach(async () => {
  simulator.options.fault = 'none';
  simulator.options.latency = { ...simulator.options.latency, base: 0 };
  await purge({ all: true });
  simulator.resetRequests();
});

function purge(body: object): Promise<Received> {
  return gateway.admin.send('/api/cache/purge', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Reads that have reached the environment since the last call. */
function upstreamReads(): number {
  const reads = simulator.requests.filter(
    ({ method, path }) => path.startsWith('/data/') && (method === 'GET' || path.endsWith('$batch')),
  );
  simulator.resetRequests();
  return reads.length;
}

function verdictOf({ headers }: Received): string {
  return String(headers['cache-status'])
    .replace(/^vtg;/, '')
    .replace(/;ttl=-?\d+/, '');
}

async function customers(most: number): Promise<readonly string[]> {
  const rows = await sales.list(`Customers?$top=${most}&$select=AccountNumber&$orderby=AccountNumber desc`);
  simulator.resetRequests();
  return rows.map(({ CustomerId: guid }) => `Customers(${String(guid)})`);
}

describe('a set that is held whole', () => {
  test('answers every filter, order, count and lookup without a further call, also after a change', async () => {
    const rows = await sales.list('CustomerGroups');
    expect(rows.length).toBeGreaterThan(10);
    expect(upstreamReads()).toBe(1);
    const askAll = async (): Promise<void> => {
      const [first, , third] = rows.map(({ Id: id }) => String(id));
      for (const target of [
        'CustomerGroups',
        'CustomerGroups/$count',
        "CustomerGroups?$filter=contains(Description,'a')&$count=true",
        'CustomerGroups?$orderby=Description desc&$top=3&$skip=2',
        'CustomerGroups?$search=30',
        `CustomerGroups(${first ?? ''})`,
        `CustomerGroups?$filter=Id eq ${first ?? ''} or Id eq ${third ?? ''}`,
      ])
        expect([target, (await sales.get(target)).status]).toEqual([target, 200]);
    };
    await askAll();
    expect(upstreamReads()).toBe(0);

    const made = await sales.post(
      'CustomerGroups',
      { Company: 'usmf', CustomerGroupId: 'W1', Description: 'made whole' },
      { Prefer: 'return=minimal' },
    );
    expect(made.status).toBe(204);
    simulator.resetRequests();
    expect(await sales.list("CustomerGroups?$filter=Description eq 'made whole'")).toHaveLength(1);
    await askAll();
    expect(upstreamReads()).toBe(1);

    const address = String(made.headers['odata-entityid']).replace(/^.*\//, '');
    expect((await sales.patch(address, { Description: 'changed' })).status).toBe(204);
    expect((await sales.read(address))['Description']).toBe('changed');
    expect((await sales.delete(address)).status).toBe(204);
    expectError(await sales.get(address), 404, 'NotFound');
    expect(await sales.list("CustomerGroups?$filter=CustomerGroupId eq 'W1'")).toHaveLength(0);
  });

  test('has the ETags of its rows, and tells who has one', async () => {
    const [group] = await sales.list('CustomerGroups?$top=1');
    const address = `CustomerGroups(${String(group?.['Id'])})`;
    const read = await sales.get(address);
    expect(read.headers.etag).toBe(group?.['@odata.etag']);
    expect(read.headers.etag).toMatch(/^W\/".+"$/);
    const again = await sales.get(address, { 'If-None-Match': String(read.headers.etag) });
    expect([again.status, again.body]).toEqual([304, '']);
    expect(upstreamReads()).toBe(1);
  });
});

describe('rows that are looked up', () => {
  test('50 at once are few calls, and none when they come again', async () => {
    const addresses = await customers(50);
    expect(addresses).toHaveLength(50);
    await purge({ all: true });
    const crowd = new HttpClient(gateway.data.port, 50);
    const client = new ServiceClient(crowd, 'sales');
    const burst = (): Promise<readonly Entity[]> =>
      Promise.all(addresses.map((address) => client.read(address)));
    const rows = await burst();
    // One if they come within milliseconds of each other, which on a busy machine they need not.
    const calls = upstreamReads();
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThanOrEqual(10);
    expect(new Set(rows.map(({ AccountNumber: number }) => number)).size).toBe(50);
    expect(await burst()).toEqual(rows);
    expect(upstreamReads()).toBe(0);
    crowd.close();
  });

  test('1,000 readers of one are one call', async () => {
    const [address = ''] = await customers(1);
    await purge({ all: true });
    const crowd = new HttpClient(gateway.data.port, 100);
    const client = new ServiceClient(crowd, 'sales');
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => client.get(address)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(upstreamReads()).toBe(1);
    crowd.close();
  });

  test('are shown as they were saved, by key and in lists', async () => {
    const [address = ''] = await customers(1);
    for (const name of ['first', 'second', 'third']) {
      const number = String((await sales.read(address))['AccountNumber']);
      const list = `Customers?$filter=AccountNumber eq '${number}'&$select=Name`;
      await sales.list(list);
      expect((await sales.patch(address, { Name: name })).status).toBe(204);
      expect((await sales.read(address))['Name']).toBe(name);
      expect(await sales.list(list)).toEqual([expect.objectContaining({ Name: name })]);
      simulator.resetRequests();
      await sales.read(address);
      await sales.list(list);
      expect(upstreamReads()).toBe(0);
    }
  });

  test('that are not there are asked for once', async () => {
    const [address = ''] = await customers(1);
    const read = await sales.read(address);
    expect((await sales.delete(address)).status).toBe(204);
    simulator.resetRequests();
    const verdicts: unknown[] = [];
    for (let times = 0; times < 3; times++) {
      const answer = await sales.get(address);
      expectError(answer, 404, 'NotFound');
      verdicts.push(answer.headers['cache-status']);
    }
    expect(verdicts).toEqual([
      'vtg;fwd=stale;stored;detail=invalidated',
      expect.stringMatching(/^vtg;hit;ttl=/),
      expect.stringMatching(/^vtg;hit;ttl=/),
    ]);
    expect(upstreamReads()).toBe(1);
    const { Company, AccountNumber, Name, CustomerGroupId, Currency } = read;
    const made = await sales.post('Customers', { Company, AccountNumber, Name, CustomerGroupId, Currency });
    expect(made.status).toBe(201);
    expect((await sales.read(address))['Name']).toBe(Name);
  });
});

describe('Cache-Status', () => {
  test('of a miss, a hit, and what a change has touched', async () => {
    const [address = ''] = await customers(1);
    await purge({ all: true });
    expect(verdictOf(await sales.get(address))).toBe('fwd=uri-miss;stored');
    const hit = await sales.get(address);
    expect(hit.headers['cache-status']).toMatch(/^vtg;hit;ttl=3[56]\d\d$/);
    await sales.patch(address, { Name: 'touched' });
    expect(verdictOf(await sales.get(address))).toBe('fwd=stale;stored;detail=invalidated');
    expect(verdictOf(await sales.get(address))).toBe('hit');
    await purge({ service: 'sales', entitySet: 'Customers' });
    expect(verdictOf(await sales.get(address))).toBe('fwd=stale;stored;detail=invalidated');
  });

  test('of readers who wait for the same', async () => {
    simulator.options.latency = { ...simulator.options.latency, base: 1_000 };
    const answers = await Promise.all([1, 2, 3].map(() => sales.get('Customers?$top=7')));
    expect(answers.map(verdictOf).toSorted()).toEqual([
      'fwd=uri-miss;stored',
      'fwd=uri-miss;stored;collapsed',
      'fwd=uri-miss;stored;collapsed',
    ]);
    expect(upstreamReads()).toBe(1);
  });

  test('is not there where nothing is cached, and of no error', async () => {
    for (const target of ['PaymentTerms', '$metadata', '', 'Nothing', 'Customers?$filter=x'])
      expect((await sales.get(target)).headers['cache-status']).toBeUndefined();
  });
});

describe('a source that fails', () => {
  test.each(['500', 'half-json', 'html', 'wrong-types', 'reset', '401'] as const)(
    'with %s leaves nothing behind in memory',
    async (fault) => {
      simulator.options.fault = fault;
      for (const target of ['Customers?$top=3', 'CustomerGroups', 'Customers/$count'])
        expect([target, (await sales.get(target)).status >= 500]).toEqual([target, true]);
      simulator.options.fault = 'none';
      for (const target of ['Customers?$top=3', 'CustomerGroups', 'Customers/$count']) {
        const answer = await sales.get(target);
        expect([target, answer.status, verdictOf(answer)]).toEqual([target, 200, 'fwd=uri-miss;stored']);
      }
    },
  );

  test('is stood in for by rows of before, which says so; not after a change, nor once it refuses the gateway', async () => {
    const [group] = await hasty.list('CustomerGroups?$top=1');
    const address = `CustomerGroups(${String(group?.['Id'])})`;
    const { body } = await hasty.get(address);
    simulator.options.fault = '500';
    const stale = await hasty.get(address);
    expect([stale.status, verdictOf(stale), stale.body]).toEqual([
      200,
      'fwd=stale;detail=stale-if-error',
      body,
    ]);
    simulator.options.fault = '401';
    expect((await hasty.get(address)).status).toBe(502);
    simulator.options.fault = '500';
    expect((await hasty.get(address)).status).toBe(200);

    simulator.options.fault = 'none';
    expect((await hasty.patch(address, { Description: 'changed' })).status).toBe(204);
    simulator.options.fault = '500';
    expect((await hasty.get(address)).status).toBeGreaterThanOrEqual(500);
    expect((await hasty.get('CustomerGroups?$top=1')).status).toBeGreaterThanOrEqual(500);
  });

  test('is asked in the background for what is shown once more', async () => {
    const [address = ''] = await customers(1);
    await hasty.get(address);
    upstreamReads();
    expect(verdictOf(await hasty.get(address))).toBe('hit;detail=stale-while-revalidate');
    for (let tries = 0; tries < 500 && simulator.requests.length === 0; tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(upstreamReads()).toBe(1);
  });
});

describe('vtg cache', () => {
  async function vtg(
    ...args: readonly string[]
  ): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
    const file = writeConfiguration(folder.path, configuration);
    const env = { VTG_CONFIG: file, VTG_DATA_DIR: folder.path, VTG_ADMIN_PORT: String(gateway.admin.port) };
    return runCommand({ args: ['cache', ...args], env }).ended;
  }

  test('purges a set of the running gateway, and tells what it does not know', async () => {
    await sales.get('Customers?$top=3');
    await sales.get('CustomerGroups');
    const [shown, unknown, nothing] = await Promise.all([
      vtg('show'),
      vtg('purge', '--service', 'sales', '--set', 'Nothing'),
      vtg('purge'),
    ]);
    expect([shown.code, JSON.parse(shown.stdout)]).toEqual([
      0,
      expect.objectContaining({
        linked: true,
        answers: expect.objectContaining({ sets: expect.anything() }),
      }),
    ]);
    expect([unknown.code, unknown.stdout]).toEqual([1, expect.stringContaining('no such entitySet')]);
    expect([nothing.code, nothing.stdout]).toEqual([1, expect.stringContaining('service must be a name')]);
    expect(verdictOf(await sales.get('Customers?$top=3'))).toBe('hit');
    const purged = await vtg('purge', '--service', 'sales', '--set', 'Customers');
    expect([purged.code, JSON.parse(purged.stdout)]).toEqual([0, { purged: 'set' }]);
    expect(verdictOf(await sales.get('Customers?$top=3'))).toBe('fwd=stale;stored;detail=invalidated');
    expect(verdictOf(await sales.get('CustomerGroups'))).toBe('hit');
  });
});
