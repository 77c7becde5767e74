/**
 * Three gateways over one environment that share a Redis: what is changed through one is seen through the others, and
 * what becomes of that when Redis is killed, stopped and started again (reliability G4, G5).
 */
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../providers/finance-operations/simulator/simulator';
import { hasRedisServer, pause, RedisServer, until } from '../support/cache/redis-server';
import { connectionLines, PUBLIC_URL } from './support/demo-configuration';
import type { Received } from './support/http-client';
import { type SpawnedGateway, spawnGateway, writeConfiguration } from './support/run-command';
import { ServiceClient } from './support/service-client';
import { temporaryFolder } from './support/start-gateway';

const INSTANCES = 3;
const WORKERS = 12;
const WRITES_OF_EACH = process.env['VTG_FULL'] === undefined ? 80 : 1_000;
// Only a fault takes so long: a test that is given up earlier goes on beside the next, and makes that fail as well.
jest.setTimeout(300_000);
/** The longest that an answer is used unasked. */
const BOUND = 1_000;

/** A row that one worker changes, and what it was changed to last. */
class Row {
  #version = 0;

  constructor(
    readonly address: string,
    readonly number: string,
  ) {}

  get description(): string {
    return `version ${this.#version}`;
  }

  async change(client: ServiceClient): Promise<number> {
    this.#version++;
    return (await client.patch(this.address, { Description: this.description })).status;
  }

  /** By its key, and in a list. */
  async readings(client: ServiceClient): Promise<readonly Received[]> {
    const list = `CustomerGroups?$filter=CustomerGroupId eq '${this.number}' and Company eq 'usmf'&$select=Description`;
    return Promise.all([client.get(this.address), client.get(list)]);
  }

  async staleIn(client: ServiceClient): Promise<number> {
    const answers = await this.readings(client);
    return answers.filter(({ body }) => !body.includes(`"${this.description}"`)).length;
  }
}

(hasRedisServer() ? describe : describe.skip)('gateways that share a Redis', () => {
  const folder = temporaryFolder();
  let simulator: Simulator;
  let redis: RedisServer;
  let gateways: SpawnedGateway[] = [];
  let rows: readonly Row[];

  const configurationOf = (strict: boolean): string =>
    [
      `publicUrl: ${PUBLIC_URL}`,
      `cache: { redis: { url: '${redis.url}', prefix: ${strict ? 'strict' : 'usual'}, bound: ${BOUND}ms, strict: ${strict}, rows: true } }`,
      'connections:',
      ...connectionLines('contoso', simulator.url),
      'services:',
      '  sales:',
      '    auth: none',
      '    entitySets:',
      '      CustomerGroups: { connection: contoso, template: CustomerGroups, write: [update], cache: { ttl: 1h, staleIfError: 1h } }',
      '      PaymentTerms: { connection: contoso, template: PaymentTerms }',
    ].join('\n');

  async function startAll(strict: boolean, count: number): Promise<void> {
    const name = strict ? 'strict' : 'usual';
    const file = writeConfiguration(folder.path, configurationOf(strict));
    gateways = await Promise.all(
      Array.from({ length: count }, (_, index) => spawnGateway(file, join(folder.path, `${name}-${index}`))),
    );
    await until(async () => (await everywhere(isFilling)).every(Boolean));
    const listed = await client(0).list(`CustomerGroups?$filter=Company eq 'usmf'&$top=${WORKERS}`);
    rows = listed.map(
      (row) => new Row(`CustomerGroups(${String(row['Id'])})`, String(row['CustomerGroupId'])),
    );
    for (const row of rows) await row.change(client(0));
  }

  async function stopAll(): Promise<void> {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    gateways = [];
  }

  function client(index: number): ServiceClient {
    const gateway = gateways[index % gateways.length];
    if (gateway === undefined) throw new Error('no gateway');
    return new ServiceClient(gateway.data, 'sales');
  }

  function everywhere<Outcome>(work: (one: ServiceClient) => Promise<Outcome>): Promise<readonly Outcome[]> {
    return Promise.all(gateways.map((_, index) => work(client(index))));
  }

  async function verdictOf(one: ServiceClient): Promise<string> {
    const { headers } = await one.get('CustomerGroups?$top=1');
    return String(headers['cache-status']);
  }

  async function isFilling(one: ServiceClient): Promise<boolean> {
    return (await verdictOf(one)).includes('hit');
  }

  async function isBypassed(one: ServiceClient): Promise<boolean> {
    return (await verdictOf(one)).endsWith('fwd=bypass;detail=link-lost');
  }

  /** Each row is changed through one and read through the next: answers that are too old, and changes that have failed. */
  async function changeAndRead(times: number): Promise<{ readonly stale: number; readonly failed: number }> {
    let [stale, failed] = [0, 0];
    await Promise.all(
      rows.map(async (row, worker) => {
        for (let time = 0; time < times; time++) {
          if ((await row.change(client(worker + time))) !== 204) failed++;
          stale += await row.staleIn(client(worker + time + 1));
        }
      }),
    );
    return { stale, failed };
  }

  /** Of all rows, through all instances. */
  async function staleNow(): Promise<number> {
    const counts = await everywhere(async (one) => {
      let stale = 0;
      for (const row of rows) stale += await row.staleIn(one);
      return stale;
    });
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /**
   * How often memory was used, not only gone past. On a busy machine that may be never: answers are older than the bound by
   * then, or Redis answers too late.
   */
  async function hits(): Promise<number> {
    const answers = await Promise.all(rows.map((row) => row.readings(client(0))));
    return answers.flat().filter(({ headers }) => String(headers['cache-status']).startsWith('vtg;hit'))
      .length;
  }

  /** Of the rows that its memory did not have, those that came from Redis. */
  async function sharedBy(gateway: SpawnedGateway | undefined): Promise<number> {
    const answer = await gateway?.admin.get('/api/cache');
    const { rows } = JSON.parse(answer?.body ?? '') as {
      readonly rows: { readonly sets: Readonly<Record<string, { readonly shared: number }>> };
    };
    return rows.sets['sales/CustomerGroups']?.shared ?? 0;
  }

  beforeAll(async () => {
    redis = await RedisServer.start();
    simulator = await startSimulator({ customers: 10, orders: 1, products: 1, vendors: 1 });
  });
  afterAll(async () => {
    await stopAll();
    await redis?.kill();
    await simulator?.close();
    folder.remove();
  });

  describe('and hear of each other', () => {
    beforeAll(() => startAll(false, INSTANCES));
    afterAll(stopAll);

    test(`show nothing old after the bound, of ${WORKERS * WRITES_OF_EACH} changes`, async () => {
      expect((await changeAndRead(WRITES_OF_EACH)).failed).toBe(0);
      // What was told is seen within milliseconds; what was not, by nobody after the bound.
      await pause(BOUND);
      expect(await staleNow()).toBe(0);
      expect(simulator.writes.length).toBeGreaterThanOrEqual(WORKERS);
      await until(async () => (await hits()) > 0);
    });

    test('ask a source once for all of them', async () => {
      let top = 0;
      await until(async () => {
        const list = `CustomerGroups?$select=Description&$top=${++top}`;
        await client(0).get(list);
        await client(1).get(list);
        return (await sharedBy(gateways[1])) > 0;
      });
    });

    test.each([
      ['killed', () => redis.kill(), () => redis.restart()],
      ['stopped', () => Promise.resolve(redis.pause()), () => Promise.resolve(redis.resume())],
    ])('when Redis is %s, take changes and go past memory until it is back', async (_, end, begin) => {
      await staleNow();
      await end();
      // Nobody has noticed yet, or some have: no change fails for that.
      expect((await changeAndRead(2)).failed).toBe(0);
      await until(async () => (await everywhere(isBypassed)).every(Boolean));
      await pause(BOUND);
      expect(await staleNow()).toBe(0);
      expect(await changeAndRead(3)).toEqual({ stale: 0, failed: 0 });
      expect((await everywhere(isBypassed)).every(Boolean)).toBe(true);

      await begin();
      await until(async () => (await everywhere(isFilling)).every(Boolean));
      expect(await staleNow()).toBe(0);
      expect((await changeAndRead(5)).failed).toBe(0);
      await pause(BOUND);
      expect(await staleNow()).toBe(0);
    });
  });

  describe('and ask Redis for each answer', () => {
    beforeAll(() => startAll(true, 2));
    afterAll(stopAll);

    test('show nothing old at all, whatever becomes of Redis', async () => {
      expect(await changeAndRead(WRITES_OF_EACH / 4)).toEqual({ stale: 0, failed: 0 });
      expect(await staleNow()).toBe(0);
      await until(async () => (await hits()) > 0);
      await redis.kill();
      expect(await changeAndRead(3)).toEqual({ stale: 0, failed: 0 });
      await redis.restart();
      await until(async () => (await everywhere(isFilling)).every(Boolean));
      expect(await changeAndRead(3)).toEqual({ stale: 0, failed: 0 });
    });
  });
});
