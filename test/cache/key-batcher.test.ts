/** Reads of single rows that arrive together are one call, and none suffers for another. */
import { createKeyBatcher, type KeyBatcher, type KeyRead } from '../../src/cache/key-batcher';
import {
  InvalidValue,
  type Key,
  NotFound,
  type Row,
  Unavailable,
  UnsupportedQuery,
  UpstreamContract,
} from '../../src/provider-sdk/index';
import { ManualClock } from '../support/cache/manual-clock';

const DELAY = 5;

interface Call {
  readonly keys: readonly Key[];
  readonly columns: readonly string[];
  readonly signal: AbortSignal;
}

describe('the key batcher', () => {
  let clock: ManualClock;
  let batcher: KeyBatcher;
  let calls: Call[];
  let answer: (call: Call) => Promise<readonly (Row | undefined)[]>;

  beforeEach(() => {
    clock = new ManualClock();
    batcher = createKeyBatcher({ maxKeys: 50, delay: DELAY, clock });
    calls = [];
    answer = ({ keys }) =>
      Promise.resolve(keys.map(([id]) => (id === 'none' ? undefined : { Id: id ?? null })));
  });

  async function readOne(id: string, more: Partial<KeyRead>): Promise<Row | undefined> {
    const { row } = await batcher.read({
      key: ['usmf', id],
      columns: ['Id', 'Name'],
      getMany: async (keys, columns, signal) => {
        const call = { keys: keys.map((key) => key.slice(1)), columns, signal };
        calls.push(call);
        return { rows: await answer(call), tags: [] };
      },
      signal: new AbortController().signal,
      ...more,
    });
    return row;
  }

  function read(id: string, more: Partial<KeyRead> = {}): Promise<Row | undefined> {
    const reading = readOne(id, more);
    reading.catch(() => undefined);
    return reading;
  }

  /** The delay passes, and with it the turn of the event loop in which the timer was due. */
  const delay = (): void => {
    clock.advance(DELAY);
    clock.advance(0);
  };

  /** Long enough for a batch to be closed that nobody joins any more. */
  const pause = (): void => {
    delay();
    delay();
  };

  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('makes one call of 50 lookups for 50 keys, at once when the call is full', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `C${index}`);
    const rows = await Promise.all(ids.map((id) => read(id)));
    expect(rows).toEqual(ids.map((Id) => ({ Id })));
    expect(calls.map(({ keys }) => keys.length)).toEqual([50]);
    expect(clock.pending).toBe(0);
  });

  it('waits a few milliseconds for more, then asks for all columns that anybody wants', async () => {
    const first = read('a');
    clock.advance(DELAY - 1);
    const others = [read('none', { columns: ['Id', 'City'] }), read('a')];
    await settle();
    clock.advance(1);
    clock.advance(0);
    await settle();
    // Another key has come: more may follow.
    expect(calls.length).toBe(0);
    delay();
    await expect(Promise.all([first, ...others])).resolves.toEqual([{ Id: 'a' }, undefined, { Id: 'a' }]);
    expect(calls).toMatchObject([{ keys: [['a'], ['none']], columns: ['Id', 'Name', 'City'] }]);
    const late = read('b');
    pause();
    await expect(late).resolves.toEqual({ Id: 'b' });
    expect(calls.length).toBe(2);
  });

  it('counts those in that arrived while the process was too busy to look', async () => {
    const first = read('a');
    clock.advance(10 * DELAY);
    // The timer comes first, then what arrived before it was due.
    const others = [read('b'), read('c')];
    clock.advance(0);
    delay();
    await Promise.all([first, ...others]);
    expect(calls.map(({ keys }) => keys.length)).toEqual([3]);
  });

  it('does not wait for ever while keys keep coming', async () => {
    const readings: Promise<Row | undefined>[] = [];
    for (let index = 0; index < 20; index++) {
      readings.push(read(`A${index}`), read(`B${index}`));
      delay();
    }
    pause();
    await Promise.all(readings);
    expect(calls.map(({ keys }) => keys.length)).toEqual([16, 16, 8]);
  });

  it.each([
    ['a value that the source does not take', new InvalidValue('bad')],
    ['an address that leads nowhere', new NotFound('no such address')],
    ['a key that is too long for a URL', new UnsupportedQuery('too long')],
    ['a row that cannot be read', new UpstreamContract('broken')],
  ])('finds the one key at fault, call by call: %s', async (_fault, fault) => {
    let underWay = 0;
    answer = async ({ keys }) => {
      expect(++underWay).toBe(1);
      await settle();
      underWay--;
      if (keys.some(([id]) => id === 'C29')) throw fault;
      return keys.map(([id]) => ({ Id: id ?? null }));
    };
    const ids = Array.from({ length: 50 }, (_, index) => `C${index}`);
    const outcomes = await Promise.allSettled(ids.map((id) => read(id)));
    const failed = outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [ids[index]] : []));
    expect(failed).toEqual(['C29']);
    expect(outcomes[29]).toMatchObject({ reason: { message: fault.message } });
    expect(calls.length).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(50)));
  });

  it('takes it for the fault of the source where key after key fails, or where the source goes away', async () => {
    answer = () => Promise.reject(new UpstreamContract('nothing but HTML'));
    const ids = Array.from({ length: 50 }, (_, index) => `C${index}`);
    for (const outcome of await Promise.allSettled(ids.map((id) => read(id)))) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'nothing but HTML' } });
    }
    expect(calls.length).toBeLessThan(15);
    calls = [];
    answer = () => Promise.reject(calls.length < 3 ? new InvalidValue('bad') : new Unavailable('down'));
    await Promise.allSettled(ids.map((id) => read(id)));
    expect(calls.length).toBe(3);
  });

  it('fails each with an error of its own, and asks no further, where the source is at fault', async () => {
    answer = () => Promise.reject(new Unavailable('down', { retryAfter: 5 }));
    const readings = [read('a'), read('b')];
    pause();
    const errors = await Promise.all(readings.map((reading) => reading.catch((error: unknown) => error)));
    expect(errors[0]).not.toBe(errors[1]);
    for (const error of errors) {
      expect(error).toBeInstanceOf(Unavailable);
      expect(error).toMatchObject({ message: 'down', retryAfter: 5 });
    }
    expect(calls.length).toBe(1);
  });

  it('does not ask alone a second time for a single reader', async () => {
    answer = () => Promise.resolve([]);
    const reading = read('a');
    pause();
    await expect(reading).rejects.toThrow(UpstreamContract);
    expect(calls.length).toBe(1);
  });

  it('goes on for the others when one leaves, and stops when nobody is left', async () => {
    const pending = Promise.withResolvers<readonly (Row | undefined)[]>();
    answer = () => pending.promise;
    const controllers = [new AbortController(), new AbortController()] as const;
    const readings = [
      read('a', { signal: controllers[0].signal }),
      read('b', { signal: controllers[1].signal }),
    ];
    pause();
    await settle();
    controllers[0].abort(new Error('gone'));
    await expect(readings[0]).rejects.toThrow('gone');
    expect(calls[0]?.signal.aborted).toBe(false);
    controllers[1].abort(new Error('gone too'));
    await expect(readings[1]).rejects.toThrow('gone too');
    expect(calls[0]?.signal.aborted).toBe(true);
  });

  it('asks nothing if all have left before, and lets others ask again where only the first ran out of time', async () => {
    const controller = new AbortController();
    const left = read('a', { signal: controller.signal });
    controller.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    const next = read('b');
    pause();
    await expect(next).resolves.toEqual({ Id: 'b' });
    expect(calls.map(({ keys }) => keys)).toEqual([[['b']]]);

    const first = new AbortController();
    calls = [];
    answer = ({ keys }) => {
      if (calls.length > 1) return Promise.resolve(keys.map(([id]) => ({ Id: id ?? null })));
      first.abort(new Error('deadline'));
      return Promise.reject(new Unavailable('late'));
    };
    const readings = [read('a', { signal: first.signal }), ...['b', 'c', 'd'].map((id) => read(id))];
    pause();
    await expect(readings[0]).rejects.toThrow('deadline');
    await expect(Promise.all(readings.slice(1))).resolves.toEqual(['b', 'c', 'd'].map((Id) => ({ Id })));
    // Together, and not each alone.
    expect(calls.length).toBe(2);
  });
});
