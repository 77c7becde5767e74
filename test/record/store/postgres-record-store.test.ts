/** What instances of a gateway that share a PostgreSQL do to each other, and what becomes of records while it is away. */
import type { RecordStore, Retention } from '../../../src/record/record-store';
import { StoreUnavailable } from '../../../src/record/store-unavailable';
import { openPostgresRecordStore } from '../../../src/record/store/postgres-record-store';
import { until } from '../../support/cache/redis-server';
import { hasPostgres, PostgresServer } from '../../support/record/postgres-server';
import { idOf, numbered, sampleRecord } from '../../support/record/random-record';
import { forever } from '../../support/record/stores';

const INSTANCES = 4;

(hasPostgres() ? describe : describe.skip)('instances that share a PostgreSQL', () => {
  let server: PostgresServer;
  let number = 0;
  let schema: string;
  let stores: readonly RecordStore[];

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.remove());
  beforeEach(() => openAll({}));
  afterEach(() => closeAll());

  function openAll(retention: Partial<Retention>): void {
    schema = `Fleet ${++number}`;
    const open = (): RecordStore =>
      openPostgresRecordStore(server.address(schema), { ...forever, ...retention });
    stores = Array.from({ length: INSTANCES }, open);
  }

  async function closeAll(): Promise<void> {
    await Promise.all(stores.map((store) => store.close()));
  }

  async function count(table: string): Promise<number> {
    const [row] = await server.rows(schema, `SELECT count(*) AS count FROM ${table}`);
    return Number(row?.['count']);
  }

  const everywhere = <Outcome>(work: (store: RecordStore, index: number) => Promise<Outcome>) =>
    Promise.all(stores.map(work));

  test('make the tables once, and see what each has written', async () => {
    await everywhere((store, index) => store.add([sampleRecord({ id: idOf(index) })]));
    expect(await everywhere(async (store) => (await store.size()).records)).toEqual([4, 4, 4, 4]);
    expect(await count('migration')).toBe(3);
  });

  test('store once what all of them are asked, however they write at once', async () => {
    const [rounds, urls] = [4, 400];
    await everywhere(async (store, instance) => {
      for (let round = 0; round < rounds; round++) {
        const records = Array.from({ length: urls }, (_, index) =>
          sampleRecord({
            id: `${instance}-${round}-${index}`,
            // By every second in the other direction.
            url: `Customers?$top=${round}&$skip=${instance % 2 === 0 ? index : urls - 1 - index}`,
          }),
        );
        await store.add(records);
      }
    });
    expect([await count('record'), await count('query')]).toEqual([INSTANCES * rounds * urls, rounds * urls]);
  });

  describe('prune at once', () => {
    test('and delete each record once', async () => {
      await closeAll();
      openAll({ records: 100 });
      await stores[0]?.add(numbered(5_000));
      const deleted = await everywhere((store) => store.prune(0));
      expect(deleted.reduce((sum, some) => sum + some, 0)).toBe(4_900);
      expect(await count('record')).toBe(100);
    });

    test('while others write, and no record is left without what it asked', async () => {
      await closeAll();
      openAll({ records: 2 });
      const orphans = 'record WHERE NOT EXISTS (SELECT 1 FROM query WHERE key = record.query)';
      const work = new AbortController();
      const [first, ...pruning] = stores;
      const pruned = pruning.map(async (store) => {
        while (!work.signal.aborted) await store.prune(0);
      });
      // Each time the last record that asked so is about to go.
      for (let index = 0; index < 60; index++) {
        await first?.add([sampleRecord({ id: idOf(index), url: `Rare?$top=${index % 3}` })]);
        expect(await count(orphans)).toBe(0);
      }
      work.abort();
      await Promise.all(pruned);
    });
  });

  test('write while administrators wait for answers', async () => {
    const [store] = stores;
    await store?.size();
    // Which a record with nothing but what lists are filtered by does not need.
    const letGo = await server.lock(schema, 'detail');
    const questions = Promise.all(Array.from({ length: 8 }, async () => store?.find('none')));
    await until(async () => (await count('pg_locks WHERE NOT granted')) === 2);
    await store?.add([sampleRecord({})]);
    expect(await count('record')).toBe(1);
    await letGo();
    await questions;
  });

  test('leave the tables of a newer gateway alone', async () => {
    await stores[0]?.size();
    await server.rows(schema, 'INSERT INTO migration VALUES (99)');
    await expect(stores[1]?.add([sampleRecord({})])).rejects.toThrow('newer gateway');
    await expect(stores[1]?.list({})).rejects.toThrow(StoreUnavailable);
  });

  test('bear it that PostgreSQL ends and comes back, each by itself', async () => {
    await everywhere((store, index) => store.add([sampleRecord({ id: idOf(index) })]));
    await server.stop();
    for (const error of await everywhere((store) => store.add([sampleRecord({})]).catch(String)))
      expect(error).toContain(`(127.0.0.1:${server.port}/postgres)`);
    await expect(stores[0]?.list({})).rejects.toThrow(StoreUnavailable);
    await expect(stores[0]?.prune(0)).rejects.toThrow(StoreUnavailable);
    await server.restart();
    await until(async () => (await everywhere(isBack)).every(Boolean));
  });

  async function isBack(store: RecordStore): Promise<boolean> {
    return (await store.size().catch(() => undefined))?.records === INSTANCES;
  }

  test('are told why they are not let in, and the password is not in it', async () => {
    const address = { ...server.address(schema), password: 'canary-of-a-password' };
    const store = openPostgresRecordStore(address, forever);
    const error: unknown = await store.add([sampleRecord({})]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toContain('password authentication failed');
    expect(String(error)).not.toContain('canary');
    await store.close();
  });
});
