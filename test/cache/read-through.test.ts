/** One reader after the other, and several at once: what the cache answers, what it asks, and what it says of both. */
import type { CachePolicy } from '../../src/cache/cache-policy';
import { Generations } from '../../src/cache/generations';
import { type GenerationLink, onlyInstance } from '../../src/cache/generation-link';
import { MemoryTier } from '../../src/cache/memory-tier';
import { type Cached, type CachedRead, type Loaded, ReadThrough } from '../../src/cache/read-through';
import { DeadlineExceeded, InvalidValue, Unavailable } from '../../src/provider-sdk/index';
import { ManualClock } from '../support/cache/manual-clock';

const policy: CachePolicy = { ttl: 100, staleWhileRevalidate: 50, staleIfError: 1_000, negativeTtl: 20 };
const tags = ['set:c/E'];

/** A load that the test ends. */
interface PendingLoad {
  readonly signal: AbortSignal;
  readonly answer: (value: string, more?: Partial<Loaded<string>>) => void;
  readonly fail: (error: Error) => void;
}

describe('reading through the cache', () => {
  let clock: ManualClock;
  let generations: Generations;
  let linked: boolean;
  let longestUse: number;
  let memory: MemoryTier<string>;
  let cache: ReadThrough<string>;
  let loads: PendingLoad[];

  beforeEach(() => {
    clock = new ManualClock();
    generations = new Generations(clock);
    linked = true;
    longestUse = Infinity;
    memory = new MemoryTier<string>(100_000);
    loads = [];
    const link: GenerationLink = {
      ...onlyInstance,
      isLinked: () => linked,
      get longestUse() {
        return longestUse;
      },
    };
    cache = new ReadThrough<string>({ generations, link, memory, clock });
  });

  function load(signal: AbortSignal): Promise<Loaded<string>> {
    const { promise, resolve, reject } = Promise.withResolvers<Loaded<string>>();
    loads.push({
      signal,
      answer: (value, more) => resolve({ kind: 'complete', value, bytes: value.length, ...more }),
      fail: reject,
    });
    return promise;
  }

  function read(more: Partial<CachedRead<string>> = {}): Promise<Cached<string>> {
    const read = cache.read({
      set: 'c/E',
      key: 'all',
      tags,
      policy,
      load,
      signal: new AbortController().signal,
      ...more,
    });
    // What fails is looked at later.
    read.catch(() => undefined);
    return read;
  }

  /** Lets all go on that can go on. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  async function answered(value: string, more: Partial<CachedRead<string>> = {}): Promise<Cached<string>> {
    const count = loads.length;
    const reading = read(more);
    await settle();
    expect(loads.length).toBe(count + 1);
    loads.at(-1)?.answer(value);
    return reading;
  }

  it('asks once, then answers from memory for the ttl', async () => {
    await expect(answered('one')).resolves.toEqual({
      value: 'one',
      verdict: { kind: 'miss', because: 'absent', collapsed: false, storage: 'stored' },
      askedAt: 0,
    });
    clock.advance(99);
    const hit = { value: 'one', verdict: { kind: 'hit', age: 99, ttl: 1 }, askedAt: 0 };
    await expect(read()).resolves.toEqual(hit);
    expect(cache.find({ set: 'c/E', key: 'all' })).toEqual(hit);
    expect(loads.length).toBe(1);
    expect(memory.bySet().get('c/E')).toMatchObject({ hits: 2, misses: 1, stores: 1 });
  });

  it('keeps callers of different rights apart', async () => {
    await answered('for all');
    await answered('for a', { partition: 'a' });
    await answered('for a too, by another key', { partition: '', key: '1:aall' });
    await expect(read({ partition: 'a' })).resolves.toMatchObject({ value: 'for a' });
    await expect(read()).resolves.toMatchObject({ value: 'for all' });
    expect(cache.find({ set: 'c/E', key: 'all', partition: 'b' })).toBeUndefined();
  });

  it('answers once more past the ttl while one load refreshes it', async () => {
    await answered('one');
    clock.advance(120);
    const controller = new AbortController();
    const stale = {
      value: 'one',
      verdict: { kind: 'staleWhileRevalidate', age: 120, ttl: -20 },
      askedAt: 0,
    };
    await expect(read({ signal: controller.signal })).resolves.toEqual(stale);
    controller.abort();
    await expect(read()).resolves.toEqual(stale);
    expect(loads.length).toBe(2);
    expect(loads[1]?.signal.aborted).toBe(false);
    loads[1]?.answer('two');
    await settle();
    await expect(read()).resolves.toMatchObject({ value: 'two', verdict: { kind: 'hit' } });
  });

  it('answers past the ttl if the source fails, unless the source refuses or a change came', async () => {
    await answered('one');
    clock.advance(500);
    const failing = async (error: Error): Promise<Cached<string>> => {
      const reading = read();
      await settle();
      loads.at(-1)?.fail(error);
      return reading;
    };
    await expect(failing(new Unavailable('down'))).resolves.toEqual({
      value: 'one',
      verdict: { kind: 'staleIfError', age: 500, ttl: -400 },
      askedAt: 0,
    });
    await expect(failing(new InvalidValue('no'))).rejects.toThrow(InvalidValue);
    const reading = read();
    await settle();
    generations.raise(tags);
    loads.at(-1)?.fail(new Unavailable('down'));
    await expect(reading).rejects.toThrow(Unavailable);
    clock.advance(601);
    await expect(failing(new Unavailable('down'))).rejects.toThrow(Unavailable);
  });

  it('asks again for what a change touched, and says so', async () => {
    await answered('one');
    generations.raise(tags);
    expect(cache.find({ set: 'c/E', key: 'all' })).toBeUndefined();
    await expect(answered('two')).resolves.toMatchObject({
      verdict: { because: 'invalidated', storage: 'stored' },
    });
    clock.advance(200);
    await expect(answered('three')).resolves.toMatchObject({ verdict: { because: 'expired' } });
  });

  it('does not keep what a change touched while it was read, also by a tag that only the answer told', async () => {
    for (const [raised, told] of [
      [tags, []],
      [['row:a'], ['row:a']],
    ] as const) {
      const reading = read();
      await settle();
      generations.raise(raised);
      loads.at(-1)?.answer('old', { tags: told });
      await expect(reading).resolves.toMatchObject({ value: 'old', verdict: { storage: 'invalidated' } });
    }
    expect(memory.bytes).toBe(0);
  });

  it('keeps nothing in quarantine, nor partial answers, nor misses without a ttl of their own', async () => {
    generations.quarantine(tags, 10);
    const quarantined = read();
    await settle();
    clock.advance(11);
    loads.at(-1)?.answer('old');
    await expect(quarantined).resolves.toMatchObject({ verdict: { storage: 'quarantined' } });

    const storage = async (
      more: Partial<Loaded<string>>,
      changed: Partial<CachePolicy>,
    ): Promise<unknown> => {
      const reading = read({ policy: { ...policy, ...changed } });
      await settle();
      loads.at(-1)?.answer('value', more);
      const { verdict } = await reading;
      return verdict.kind === 'miss' && [verdict.because, verdict.storage];
    };
    await expect(storage({ kind: 'partial' }, {})).resolves.toEqual(['absent', 'partial']);
    await expect(storage({ kind: 'nothing' }, { negativeTtl: 0 })).resolves.toEqual(['absent', 'negative']);
    await expect(storage({}, { ttl: 0 })).resolves.toEqual(['uncacheable', 'uncacheable']);
    await expect(storage({ bytes: 1_000_000 }, {})).resolves.toEqual(['absent', 'tooLarge']);
    await expect(storage({ bytes: 10_000 }, { sizeClass: 'small' })).resolves.toEqual(['absent', 'tooLarge']);
    expect(memory.bytes).toBe(0);
  });

  it('asks what else an answer tells only where the answer is kept', async () => {
    let asked = 0;
    const aside = (): [] => {
      asked++;
      return [];
    };
    const answer = async (ttl: number): Promise<void> => {
      const reading = read({ policy: { ttl } });
      await settle();
      loads.at(-1)?.answer('one', { aside });
      await reading;
    };
    await answer(0);
    expect(asked).toBe(0);
    await answer(100);
    expect(asked).toBe(1);
  });

  it('keeps that nothing is there for its own ttl, and not a moment longer', async () => {
    const reading = read();
    await settle();
    loads.at(-1)?.answer('none', { kind: 'nothing' });
    await reading;
    clock.advance(19);
    await expect(read()).resolves.toMatchObject({ value: 'none', verdict: { kind: 'hit', ttl: 1 } });
    clock.advance(1);
    await expect(answered('some')).resolves.toMatchObject({ verdict: { because: 'expired' } });
  });

  it('lets a thousand readers share one load, and begins another after a change', async () => {
    const early = Array.from({ length: 1_000 }, () => read());
    await settle();
    generations.raise(tags);
    const late = Array.from({ length: 1_000 }, () => read());
    await settle();
    expect(loads.length).toBe(2);
    loads[1]?.answer('new');
    loads[0]?.answer('old');
    expect(new Set((await Promise.all(early)).map(({ value }) => value))).toEqual(new Set(['old']));
    const answers = await Promise.all(late);
    expect(new Set(answers.map(({ value }) => value))).toEqual(new Set(['new']));
    expect(answers.filter(({ verdict }) => verdict.kind === 'miss' && verdict.collapsed).length).toBe(999);
    await expect(read()).resolves.toMatchObject({ value: 'new', verdict: { kind: 'hit' } });
  });

  it('does not join a load that has hung for long', async () => {
    const hung = read();
    await settle();
    clock.advance(10_001);
    await expect(answered('one')).resolves.toMatchObject({ value: 'one' });
    loads[0]?.answer('at last');
    await expect(hung).resolves.toMatchObject({ value: 'at last' });
  });

  it('goes on with a load as long as one reader waits, and aborts it when none does', async () => {
    const controllers = [new AbortController(), new AbortController()] as const;
    const readings = controllers.map(({ signal }) => read({ signal }));
    await settle();
    const reason = new Error('gone');
    controllers[0].abort(reason);
    await expect(readings[0]).rejects.toBe(reason);
    expect(loads[0]?.signal.aborted).toBe(false);
    controllers[1].abort(reason);
    await expect(readings[1]).rejects.toBe(reason);
    expect(loads[0]?.signal.aborted).toBe(true);
    // Its end is nobody's any more: a new reader asks anew.
    await expect(answered('one')).resolves.toMatchObject({ value: 'one' });
    loads[0]?.fail(new DeadlineExceeded('aborted'));
    await settle();
  });

  it('does not pass on one failure: the others ask again, once, and share what comes', async () => {
    const readings = Array.from({ length: 5 }, () => read());
    await settle();
    loads[0]?.fail(new Unavailable('first'));
    await settle();
    expect(loads.length).toBe(2);
    loads[1]?.answer('one');
    const [leader, ...others] = await Promise.allSettled(readings);
    expect(leader).toMatchObject({ status: 'rejected', reason: { message: 'first' } });
    expect(others.map((other) => other.status === 'fulfilled' && other.value.value)).toEqual(
      Array(4).fill('one'),
    );
  });

  it('passes on the second failure, so that a source that is down is not asked by each', async () => {
    const readings = Array.from({ length: 100 }, () => read());
    for (const message of ['first', 'second']) {
      await settle();
      loads.at(-1)?.fail(new Unavailable(message));
    }
    const outcomes = await Promise.allSettled(readings);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(loads.length).toBe(2);
  });

  it('does not count failures of readers who ran out of time', async () => {
    const impatient = Array.from({ length: 5 }, () => new AbortController());
    const readings = [...impatient.map(({ signal }) => read({ signal })), read()];
    for (const controller of impatient) {
      await settle();
      controller.abort(new DeadlineExceeded('its own'));
      loads.at(-1)?.fail(new DeadlineExceeded('of the leader'));
    }
    await settle();
    loads.at(-1)?.answer('one');
    const outcomes = await Promise.allSettled(readings);
    expect(outcomes.at(-1)).toMatchObject({ status: 'fulfilled', value: { value: 'one' } });
  });

  it('neither looks into memory nor joins a load while the link to other instances is lost', async () => {
    await answered('one');
    linked = false;
    expect(cache.find({ set: 'c/E', key: 'all' })).toBeUndefined();
    const readings = [read(), read()];
    await settle();
    expect(loads.length).toBe(3);
    for (const pending of loads) pending.answer('two');
    for (const reading of readings) {
      await expect(reading).resolves.toEqual({
        value: 'two',
        verdict: { kind: 'miss', because: 'linkLost', collapsed: false, storage: 'linkLost' },
        askedAt: 0,
      });
    }
    linked = true;
    await expect(read()).resolves.toMatchObject({ value: 'one', verdict: { kind: 'hit' } });
  });

  it('lets a value that came out of another tier grow no younger', async () => {
    clock.advance(90);
    const storing = read();
    await settle();
    loads.at(-1)?.answer('one', { askedAt: 30 });
    await expect(storing).resolves.toMatchObject({ askedAt: 30 });
    clock.advance(39);
    await expect(read()).resolves.toMatchObject({ verdict: { kind: 'hit', age: 99, ttl: 1 } });
    clock.advance(1);
    await expect(read()).resolves.toMatchObject({ verdict: { kind: 'staleWhileRevalidate' } });

    generations.quarantine(['set:c/Other'], 10);
    const quarantined = read({ key: 'other', tags: ['set:c/Other'] });
    clock.advance(20);
    const later = read({ key: 'later', tags: ['set:c/Other'] });
    await settle();
    loads.at(-1)?.answer('old', { askedAt: 131 });
    loads.at(-2)?.answer('old');
    await expect(later).resolves.toMatchObject({ verdict: { storage: 'quarantined' } });
    await expect(quarantined).resolves.toMatchObject({ verdict: { storage: 'quarantined' } });
  });

  it('uses nothing for longer than other instances allow, whatever the policy says', async () => {
    longestUse = 30;
    await answered('one');
    clock.advance(29);
    await expect(read()).resolves.toMatchObject({ value: 'one', verdict: { kind: 'hit', ttl: 1 } });
    clock.advance(1);
    const reading = read();
    await settle();
    loads.at(-1)?.fail(new Unavailable('down'));
    await expect(reading).rejects.toThrow(Unavailable);
  });

  it('does not begin for a reader who has left already', async () => {
    await expect(read({ signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
    expect(loads.length).toBe(0);
  });
});
