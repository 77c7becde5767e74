/** Instances that share values over a real Redis: the source is asked once for all, and nothing that was changed is found there. */
import { Redis } from 'ioredis';
import { systemClock } from '../../src/cache/clock';
import { Generations } from '../../src/cache/generations';
import { MemoryTier } from '../../src/cache/memory-tier';
import { type Cached, type Loaded, ReadThrough } from '../../src/cache/read-through';
import { RedisGenerations } from '../../src/cache/redis-generations';
import { RedisValues } from '../../src/cache/redis-values';
import type { ValueText } from '../../src/cache/shared-tier';
import { EVERYTHING } from '../../src/cache/tags';
import { writeAround } from '../../src/cache/write-around';
import { hasRedisServer, pause, RedisServer, until } from '../support/cache/redis-server';

const tags = ['set:c/E', 'list:c/E'];
const TTL = 60_000;

/** Negative numbers have no text, and 13 is what nobody writes. */
const text: ValueText<number> = {
  write: (value) => (value < 0 ? undefined : String(value)),
  read: (written) => (/^\d+$/.test(written) ? { value: Number(written), bytes: 8 } : undefined),
};

class Instance {
  readonly generations = new Generations(systemClock);
  readonly link: RedisGenerations;
  readonly values: RedisValues<number>;
  readonly memory = new MemoryTier<number>(100_000);
  readonly #cache: ReadThrough<number>;

  constructor(url: string, prefix: string) {
    const { generations, memory } = this;
    const clock = systemClock;
    const shared = { url, prefix, generations, clock, strict: false, longestUse: TTL };
    this.link = new RedisGenerations({ ...shared, warn: () => undefined });
    this.values = new RedisValues({ run: this.link.run, prefix, clock, text });
    this.#cache = new ReadThrough({ generations, link: this.link, memory, clock, shared: this.values });
  }

  read(load: () => Promise<Loaded<number>>, ttl = TTL): Promise<Cached<number>> {
    return this.#cache.read({
      set: 'c/E',
      key: 'all',
      tags,
      policy: { ttl },
      load,
      signal: new AbortController().signal,
    });
  }

  write<Result>(send: () => Promise<Result>): Promise<Result> {
    return writeAround({ tags, send, lateArrival: 60_000 }, this);
  }

  /** What the others would find. */
  async shown(): Promise<number | undefined> {
    return (await this.values.find('all', tags))?.kept?.value;
  }
}

(hasRedisServer() ? describe : describe.skip)('values that are shared through Redis', () => {
  let server: RedisServer;
  let redis: Redis;
  let instances: Instance[];
  let prefix: string;
  let tests = 0;
  let calls: number;
  let version = 0;

  const start = async (): Promise<Instance> => {
    const instance = new Instance(server.url, prefix);
    instances.push(instance);
    await until(async () => (await instance.values.find('ready', tags)) !== undefined);
    return instance;
  };
  const load = (): Promise<Loaded<number>> => {
    calls++;
    return Promise.resolve({ kind: 'complete', value: version, bytes: 8 });
  };
  const valueKeys = (): Promise<string[]> => redis.keys(`${prefix}:value:*`);
  const isKept = async (): Promise<boolean> => (await valueKeys()).length > 0;
  /** What was sent without waiting for it has arrived. */
  const arrived = async ({ link }: Instance): Promise<void> => void (await link.synchronise());

  beforeAll(async () => {
    server = await RedisServer.start();
    redis = new Redis(server.url);
  });
  beforeEach(() => {
    instances = [];
    prefix = `test${++tests}`;
    calls = 0;
    version++;
  });
  afterEach(() => {
    for (const { link } of instances) link.close();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.kill();
  });

  it('are asked for once, and are as old for the others as they are', async () => {
    const [a, b] = [await start(), await start()];
    const first = await a.read(load);
    await until(isKept);
    await pause(30);
    const second = await b.read(load);
    expect(calls).toBe(1);
    expect(second.value).toBe(version);
    expect(Math.abs(second.askedAt - first.askedAt)).toBeLessThan(25);
    expect(b.memory.statistics.bySet().get('c/E')).toMatchObject({ misses: 1, shared: 1, stores: 1 });
    await expect(b.read(load)).resolves.toMatchObject({ verdict: { kind: 'hit' } });
    const [key = ''] = await valueKeys();
    const left = await redis.pttl(key);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(TTL);
  });

  it.each([
    ['a change of another instance', tags],
    ['the purge of everything', [EVERYTHING]],
  ])('are gone with %s', async (_what, raised) => {
    const [a, b] = [await start(), await start()];
    await a.read(load);
    await until(isKept);
    await expect(b.shown()).resolves.toBe(version);
    await a.link.publish({ tags: ['set:c/Other'] });
    await expect(b.shown()).resolves.toBe(version);
    await a.link.publish({ tags: raised });
    await expect(b.shown()).resolves.toBeUndefined();
  });

  it('are not kept if a change came while the source was asked', async () => {
    const [a, b, c] = [await start(), await start(), await start()];
    const old = version;
    await a.read(async () => {
      await b.write(() => Promise.resolve(++version));
      // It has not heard of that yet: only Redis can tell.
      jest.spyOn(a.generations, 'isCurrent').mockReturnValue(true);
      return { kind: 'complete', value: old, bytes: 8 };
    });
    await arrived(a);
    await expect(isKept()).resolves.toBe(false);
    await expect(c.shown()).resolves.toBeUndefined();
    await expect(c.read(load)).resolves.toMatchObject({ value: version });
  });

  it('are not kept while a change of unknown outcome may still arrive', async () => {
    const [a, b] = [await start(), await start()];
    await a.link.publish({ tags: ['list:c/E'], quarantine: 60_000 });
    const place = await b.values.find('all', tags);
    place?.keep(version, TTL);
    await arrived(b);
    await expect(isKept()).resolves.toBe(false);
    const other = await b.values.find('other', ['set:c/Other']);
    other?.keep(version, TTL);
    await until(isKept);
  });

  it('are not kept if they are partial, not there, not to be stored, without a text, or depend on what only they name', async () => {
    const a = await start();
    const kinds: readonly Loaded<number>[] = [
      { kind: 'partial', value: version, bytes: 8 },
      { kind: 'nothing', value: version, bytes: 0 },
      { kind: 'complete', value: -1, bytes: 8 },
      { kind: 'complete', value: version, bytes: 8, tags: ['named:c/x'] },
      { kind: 'complete', value: version, bytes: 8, askedAt: systemClock.now() },
      { kind: 'complete', value: version, bytes: 1_000_000 },
    ];
    for (const loaded of kinds) {
      await a.read(() => Promise.resolve(loaded));
      a.memory.clear();
    }
    await a.read(load, 0);
    await arrived(a);
    await expect(isKept()).resolves.toBe(false);
  });

  it('are not believed if they are not what somebody wrote', async () => {
    const [a, b] = [await start(), await start()];
    await a.read(load);
    await until(isKept);
    const [key = ''] = await valueKeys();
    await redis.hset(key, 'text', 'garbage');
    await expect(b.read(load)).resolves.toMatchObject({ value: version });
    expect(calls).toBe(2);
  });

  it('are gone if the epochs are lost, also when these have come as far again', async () => {
    const [a, b] = [await start(), await start()];
    await a.link.publish({ tags });
    await a.read(load);
    await until(isKept);
    await redis.del(`${prefix}:epochs`);
    await a.link.publish({ tags });
    await expect(b.shown()).resolves.toBeUndefined();
  });

  it('are gone when Redis has forgotten raises, as after a failover', async () => {
    const [a, b] = [await start(), await start()];
    await a.link.publish({ tags });
    await a.read(load);
    await until(isKept);
    await redis.decr(`${prefix}:raises`);
    await until(async () => (await b.shown()) === undefined);
  });

  it('are neither looked for nor kept while Redis is away, or has not been told of a change', async () => {
    const [a, b] = [await start(), await start()];
    const place = await b.values.find('all', tags);
    server.pause();
    await expect(a.shown()).resolves.toBeUndefined();
    await expect(a.read(load)).resolves.toMatchObject({ value: version });
    server.resume();
    await until(() => a.link.isLinked() && b.link.isLinked());
    await redis.set(`${prefix}:raises`, 'no number');
    await b.link.publish({ tags });
    expect(b.link.unsent).toBe(2);
    await expect(b.values.find('all', tags)).resolves.toBeUndefined();
    place?.keep(version, TTL);
    await redis.set(`${prefix}:raises`, '100');
    await until(() => b.link.unsent === 0);
    await expect(a.shown()).resolves.toBeUndefined();
  });

  it('are never older than what was acknowledged before they were read, whoever reads and writes', async () => {
    const all = [await start(), await start(), await start()] as const;
    let acknowledged = version;
    let stale = 0;
    const leastShared = (): number =>
      Math.min(...all.map(({ memory }) => memory.statistics.bySet().get('c/E')?.shared ?? 0));
    const begun = performance.now();
    // How many are shared in a moment depends on the machine; that there are some does not.
    const isOver = (): boolean => {
      const passed = performance.now() - begun;
      return passed > 2_500 && (leastShared() > 5 || passed > 30_000);
    };
    const someTime = (): Promise<void> => pause(Math.floor(Math.random() * 4));
    const read = async (instance: Instance): Promise<void> => {
      while (!isOver()) {
        const before = acknowledged;
        if (((await instance.shown()) ?? before) < before) stale++;
        await instance.read(async () => {
          await someTime();
          const loaded = await load();
          await someTime();
          return loaded;
        });
        instance.memory.clear();
      }
    };
    const write = async (instance: Instance): Promise<void> => {
      while (!isOver()) {
        const newest = await instance.write(async () => {
          await someTime();
          return ++version;
        });
        acknowledged = Math.max(acknowledged, newest);
        await pause(5);
      }
    };
    await Promise.all([...all, ...all].map(read).concat(all.map(write)));
    expect(stale).toBe(0);
    expect(leastShared()).toBeGreaterThan(5);
  });
});
