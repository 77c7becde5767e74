/** When a source is left alone, when it is tried again, and what those are told who ask meanwhile (reliability E6). */
import { OutgoingBreaker, type Sign, standardBreaker } from '../../src/gateway/outgoing-breaker';
import { Unavailable } from '../../src/provider-sdk/index';

const START = Date.parse('2026-01-30T08:00:00Z');

class Trial {
  time = START;
  random = 0;
  readonly lines: string[] = [];
  readonly breaker = new OutgoingBreaker(standardBreaker, {
    origin: 'https://source.test',
    now: () => this.time,
    random: () => this.random,
    log: (level, message) => void this.lines.push(`${level}: ${message}`),
  });

  /** As many calls, one after the other. */
  calls(count: number, sign: Sign): void {
    for (let call = 0; call < count; call++) this.breaker.ended(this.breaker.admit(), sign);
  }

  refusal(): Unavailable {
    try {
      this.breaker.admit();
    } catch (error) {
      if (error instanceof Unavailable) return error;
      throw error;
    }
    throw new Error('The call was let through.');
  }

  get state(): string {
    return this.breaker.view().state;
  }

  /** Milliseconds that the source is left alone. */
  get pause(): number {
    return this.refusal().retryAfter ?? Number.NaN;
  }
}

function opened(): Trial {
  const trial = new Trial();
  trial.calls(20, 'fails');
  return trial;
}

describe('a source is asked', () => {
  test('until 20 calls of ten seconds were made', () => {
    const trial = new Trial();
    trial.calls(19, 'fails');
    expect(trial.state).toBe('closed');
    trial.calls(1, 'fails');
    expect(trial.state).toBe('open');
  });

  test('until half of them failed', () => {
    const trial = new Trial();
    trial.calls(31, 'answers');
    trial.calls(30, 'fails');
    expect(trial.state).toBe('closed');
    trial.calls(1, 'fails');
    expect(trial.state).toBe('open');
  });

  test('however often it failed before the last ten seconds', () => {
    const trial = new Trial();
    trial.calls(19, 'fails');
    trial.time += 10_000;
    trial.calls(19, 'fails');
    expect(trial.breaker.view()).toEqual({
      state: 'closed',
      origin: 'https://source.test',
      calls: 19,
      failures: 19,
    });
  });

  test('whatever calls tell that say nothing of it', () => {
    const trial = new Trial();
    trial.calls(100, 'nothing');
    expect(trial.breaker.view()).toMatchObject({ state: 'closed', calls: 0 });
  });
});

describe('a source that failed', () => {
  test('is left alone for five seconds, of which callers and administrators are told', () => {
    const trial = opened();
    expect(trial.breaker.view()).toMatchObject({ state: 'open', until: START + 5_000, failures: 20 });
    trial.time += 1_000;
    expect(trial.refusal()).toMatchObject({
      retryAfter: 4_000,
      message:
        'Not sent: the gateway has stopped asking https://source.test, of whose last 20 calls 20 failed. It asks again in 4 s.',
    });
    trial.time += 3_999;
    expect(trial.pause).toBe(1);
    expect(trial.breaker.isShut()).toBe(true);
    trial.time += 1;
    expect(trial.breaker.isShut()).toBe(false);
  });

  test('is tried by one request, and the others are refused at once', () => {
    const trial = opened();
    trial.time += 5_000;
    trial.breaker.admit();
    expect(trial.state).toBe('probing');
    expect(trial.breaker.isShut()).toBe(true);
    expect(trial.refusal()).toMatchObject({
      retryAfter: 1_000,
      message: expect.stringContaining('One request is trying it now.'),
    });
  });

  test('is asked by all as soon as the probe is answered, and what was before is forgotten', () => {
    const trial = opened();
    trial.time += 5_000;
    trial.calls(1, 'answers');
    expect(trial.breaker.view()).toMatchObject({ state: 'closed', calls: 0, failures: 0 });
    trial.calls(19, 'fails');
    expect(trial.state).toBe('closed');
  });

  test('is left alone twice as long after each probe that fails, up to a minute, and shortly again once it was well', () => {
    const trial = opened();
    const pauses = Array.from({ length: 6 }, () => {
      const { pause } = trial;
      trial.time += pause;
      trial.calls(1, 'fails');
      return pause;
    });
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    trial.time += 60_000;
    trial.calls(1, 'answers');
    trial.calls(20, 'fails');
    expect(trial.pause).toBe(5_000);
  });

  test('is left alone for up to a fifth less, by chance', () => {
    const trial = new Trial();
    trial.random = 0.5;
    trial.calls(20, 'fails');
    expect(trial.pause).toBe(4_500);
  });

  test('is tried by the next request if the probe says nothing', () => {
    const trial = opened();
    trial.time += 5_000;
    trial.calls(1, 'nothing');
    expect(trial.breaker.isShut()).toBe(false);
    trial.breaker.admit();
    expect(trial.state).toBe('probing');
  });

  test.each(['left alone', 'tried'])(
    'is asked by a person while it is %s, and what that tells counts',
    (state) => {
      const trial = opened();
      if (state === 'tried') {
        trial.time += 5_000;
        trial.breaker.admit();
      }
      trial.breaker.ended(trial.breaker.admit(true), 'fails');
      expect(trial.pause).toBe(10_000);
      trial.breaker.ended(trial.breaker.admit(true), 'answers');
      expect(trial.state).toBe('closed');
    },
  );

  test('is not judged by calls that began before', () => {
    const trial = new Trial();
    const [early, earlier] = [trial.breaker.admit(), trial.breaker.admit()];
    trial.calls(20, 'fails');
    trial.breaker.ended(early, 'answers');
    expect(trial.state).toBe('open');
    trial.time += 5_000;
    const probe = trial.breaker.admit();
    trial.breaker.ended(earlier, 'answers');
    expect(trial.state).toBe('probing');
    trial.breaker.ended(probe, 'answers');
    expect(trial.state).toBe('closed');
  });

  test('is asked again when an administrator says so, whatever the probe brings', () => {
    const trial = opened();
    trial.time += 5_000;
    const probe = trial.breaker.admit();
    trial.breaker.close();
    trial.breaker.ended(probe, 'fails');
    expect(trial.breaker.view()).toMatchObject({ state: 'closed', failures: 0 });
  });

  test('leaves one line in the log when that begins, and one when it ends', () => {
    const trial = opened();
    for (let probe = 0; probe < 3; probe++) {
      trial.time += trial.pause;
      trial.calls(1, 'fails');
    }
    trial.time += trial.pause;
    trial.calls(1, 'answers');
    trial.calls(20, 'fails');
    trial.time += 1_500;
    trial.breaker.close();
    trial.breaker.close();
    expect(trial.lines).toEqual([
      'warn: stops asking https://source.test, of whose last 20 calls 20 failed; it is tried again in 5 s',
      'info: https://source.test answers again; it was left alone for 75 s',
      'warn: stops asking https://source.test, of whose last 20 calls 20 failed; it is tried again in 5 s',
      'info: https://source.test is asked again because an administrator wants it so; it was left alone for 2 s',
    ]);
  });
});
