/** Several instances over a real Redis that is killed, paused and restarted: how old an answer may be, and that no write fails. */
import { Redis } from 'ioredis';
import { systemClock } from '../../src/cache/clock';
import { Generations } from '../../src/cache/generations';
import { MemoryTier } from '../../src/cache/memory-tier';
import { type Cached, ReadThrough } from '../../src/cache/read-through';
import { RedisGenerations } from '../../src/cache/redis-generations';
import { EVERYTHING } from '../../src/cache/tags';
import { writeAround } from '../../src/cache/write-around';
import { OutcomeUnknown } from '../../src/provider-sdk/index';
import { hasRedisServer, pause, RedisServer, until } from '../support/cache/redis-server';

const tags = ['set:c/E'];
/** Shorter than in production, so that the test need not wait for it. */
const LONGEST_USE = 2_000;

/** The source that all instances share. */
let version = 0;

class Instance {
  readonly generations = new Generations(systemClock);
  readonly warnings: string[] = [];
  /** Milliseconds by which the clock of the link is ahead: as if nothing had been heard for so long. */
  ahead = 0;
  readonly link: RedisGenerations;
  readonly #cache: ReadThrough<number>;

  constructor(url: string, prefix: string, strict: boolean) {
    const { generations } = this;
    const warn = (message: string): void => void this.warnings.push(message);
    const clock = systemClock;
    this.link = new RedisGenerations({
      url,
      prefix,
      generations,
      clock: { ...clock, now: () => clock.now() + this.ahead },
      strict,
      longestUse: LONGEST_USE,
      warn,
    });
    this.#cache = new ReadThrough({ generations, link: this.link, memory: new MemoryTier(100_000), clock });
  }

  read(): Promise<Cached<number>> {
    return this.#cache.read({
      set: 'c/E',
      key: 'all',
      tags,
      policy: { ttl: 60_000, staleWhileRevalidate: 60_000, staleIfError: 60_000 },
      load: () => Promise.resolve({ kind: 'complete', value: version, bytes: 8 }),
      signal: new AbortController().signal,
    });
  }

  write(send = (): Promise<number> => Promise.resolve(++version)): Promise<number> {
    return writeAround({ tags, send, lateArrival: 60_000 }, this);
  }

  async cached(): Promise<void> {
    await until(async () => (await this.read()).verdict.kind === 'hit');
  }
}

(hasRedisServer() ? describe : describe.skip)('instances that share a Redis', () => {
  let server: RedisServer;
  let instances: Instance[];
  /** Of each test its own, so that none meets what another left in Redis. */
  let prefix: string;
  let tests = 0;
  const atEnd: (() => void)[] = [];

  const start = async (strict = false): Promise<Instance> => {
    const instance = new Instance(server.url, prefix, strict);
    instances.push(instance);
    await until(() => instance.link.isLinked());
    return instance;
  };

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  beforeEach(() => {
    instances = [];
    prefix = `test${++tests}`;
  });
  afterEach(() => {
    for (const { link } of instances) link.close();
    for (const action of atEnd.splice(0)) action();
  });
  afterAll(() => server.kill());

  it('tell each other what was raised, and what is in quarantine', async () => {
    const [a, b] = [await start(), await start()];
    await b.cached();
    const newest = await a.write();
    await until(async () => (await b.read()).value === newest);
    await b.cached();
    await expect(a.write(() => Promise.reject(new OutcomeUnknown('cut')))).rejects.toThrow(OutcomeUnknown);
    await until(() => b.generations.isQuarantined(b.generations.stamp(tags)));
    const late = await start();
    expect(late.generations.isQuarantined(late.generations.stamp(tags))).toBe(true);
    expect(late.generations.isQuarantined(late.generations.stamp(['set:c/Other']))).toBe(false);
  });

  it('of the strict kind never answer what was changed before, and yet answer from memory', async () => {
    const [a, b] = [await start(true), await start(true)];
    let stale = 0;
    let hits = 0;
    let bypassed = 0;
    for (let count = 0; count < 300; count++) {
      const newest = await a.write();
      for (let times = 0; times < 3; times++) {
        const { value, verdict } = await b.read();
        if (value < newest) stale++;
        if (verdict.kind === 'hit') hits++;
        if (verdict.kind === 'miss' && verdict.because === 'linkLost') bypassed++;
      }
    }
    expect(stale).toBe(0);
    // On a busy machine Redis may take longer than a read waits: that read stores nothing, and so the next is no hit either.
    expect(hits).toBeGreaterThanOrEqual(600 - 2 * bypassed);
    expect(hits).toBeGreaterThan(0);
  });

  it('do not take a standstill of their own for silence of Redis', async () => {
    const b = await start(true);
    // Redis may be kept waiting by others as well, but not each time.
    await until(async () => {
      await b.cached();
      const reading = b.read();
      const end = performance.now() + 400;
      while (performance.now() < end);
      return (await reading).verdict.kind === 'hit';
    });
  });

  it('tell the others before a change is over, also when they have not heard from Redis for long', async () => {
    const a = await start();
    server.pause();
    a.ahead = 5_000;
    let isOver = false;
    const told = a.link.publish({ tags }).then(() => (isOver = true));
    await new Promise(setImmediate);
    expect([a.link.isLinked(), isOver]).toEqual([false, false]);
    server.resume();
    await told;
  });

  it('notice messages that were lost on the way', async () => {
    const [b, strict] = [await start(), await start(true)];
    const redis = new Redis(server.url);
    atEnd.push(() => redis.disconnect());
    for (const lose of [
      () => redis.incr(`${prefix}:raises`),
      () => redis.publish(`${prefix}:raised`, 'garbage'),
      () => redis.publish(`${prefix}:raised`, '999999 []'),
    ]) {
      await b.cached();
      await strict.cached();
      const stamp = b.generations.stamp(tags);
      version++;
      await lose();
      await expect(strict.read()).resolves.toMatchObject({ value: version });
      await until(() => !b.generations.isCurrent(stamp));
    }
  });

  it('say when the link is lost, and use nothing from before when it is back', async () => {
    const [a, b] = [await start(), await start()];
    await b.cached();
    const stamp = b.generations.stamp(tags);
    await server.kill();
    await until(() => !b.link.isLinked() && b.warnings.length > 0);
    await expect(b.read()).resolves.toMatchObject({
      verdict: { kind: 'miss', because: 'linkLost', storage: 'linkLost' },
    });
    await a.write();
    await expect(a.write(() => Promise.reject(new OutcomeUnknown('cut')))).rejects.toThrow(OutcomeUnknown);
    expect(a.link.unsent).toBe(1);
    await server.restart();
    await until(() => a.link.isLinked() && b.link.isLinked() && a.link.unsent === 0);
    expect(b.generations.isCurrent(stamp)).toBe(false);
    await until(() => b.generations.isQuarantined(b.generations.stamp(tags)));
    await until(() => b.warnings.length === 2);
    expect(b.warnings).toEqual([
      expect.stringContaining('Redis cannot be reached'),
      'The link to other instances is back.',
    ]);
  });

  it('raise everything for the others rather than remember very many tags', async () => {
    const [a, b] = [await start(), await start()];
    await server.kill();
    await until(() => !a.link.isLinked());
    for (let count = 0; count < 2_000; count++) await a.link.publish({ tags: [`row:${count}`] });
    expect(a.link.unsent).toBeLessThanOrEqual(1_001);
    await server.restart();
    await until(() => a.link.isLinked() && b.link.isLinked());
    const stamp = b.generations.stamp(tags);
    await a.link.publish({ tags: [EVERYTHING] });
    await until(() => !b.generations.isCurrent(stamp));
  });

  it('never answer anything older than the stated bound while Redis is paused, killed and restarted', async () => {
    const writer = await start();
    const readers = [await start(), await start(true), writer];
    const acknowledged: { readonly at: number; readonly version: number }[] = [];
    const reads: {
      readonly began: number;
      readonly value: number;
      readonly kind: string;
      readonly own: boolean;
    }[] = [];
    const end = new AbortController();
    const write = async (): Promise<void> => {
      while (!end.signal.aborted) {
        const newest = await writer.write();
        acknowledged.push({ at: performance.now(), version: newest });
        await pause(5);
      }
    };
    const read = async (instance: Instance): Promise<void> => {
      while (!end.signal.aborted) {
        const began = performance.now();
        const { value, verdict } = await instance.read();
        const kind = verdict.kind === 'miss' ? verdict.because : verdict.kind;
        reads.push({ began, value, kind, own: instance === writer });
        await pause(2);
      }
    };
    const all = Promise.all([write(), ...readers.map(read)]);
    const phase = async (isOver: () => boolean): Promise<void> => {
      await pause(300);
      await until(isOver);
    };
    const isLinked = (): boolean => readers.every(({ link }) => link.isLinked());
    const isLost = (): boolean => readers.every(({ link }) => !link.isLinked());
    await phase(isLinked);
    server.pause();
    await phase(isLost);
    server.resume();
    await phase(isLinked);
    await server.kill();
    await phase(isLost);
    await server.restart();
    await phase(isLinked);
    end.abort();
    await all;

    const newestAt = (time: number): number => acknowledged.findLast(({ at }) => at <= time)?.version ?? 0;
    const tooOld = reads.filter(({ began, value, own }) => value < newestAt(began - (own ? 0 : LONGEST_USE)));
    expect(tooOld).toEqual([]);
    const count = (kind: string): number => reads.filter((read) => read.kind === kind).length;
    expect(count('hit')).toBeGreaterThan(20);
    expect(count('linkLost')).toBeGreaterThan(20);
    expect(acknowledged.length).toBeGreaterThan(50);
  });
});
