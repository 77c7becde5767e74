/** What a write raises and when, whatever comes of it. */
import { Generations } from '../../src/cache/generations';
import { type GenerationLink, onlyInstance, type Raise } from '../../src/cache/generation-link';
import { writeAround } from '../../src/cache/write-around';
import { RequestError } from '../../src/errors';
import { Conflict, DeadlineExceeded, OutcomeUnknown, Unavailable } from '../../src/provider-sdk/index';
import { ManualClock } from '../support/cache/manual-clock';

const tags = ['set:c/E'];
const LATE = 50_000;

describe('a write', () => {
  let clock: ManualClock;
  let generations: Generations;
  let told: Raise[];
  let link: GenerationLink;

  beforeEach(() => {
    clock = new ManualClock();
    generations = new Generations(clock);
    told = [];
    link = {
      ...onlyInstance,
      publish: (raise) => {
        told.push(raise);
        return Promise.resolve();
      },
    };
  });

  const write = (
    send: () => Promise<string>,
    tagsOf?: (result: string) => readonly string[],
  ): Promise<string> =>
    writeAround(
      { tags, send, lateArrival: LATE, ...(tagsOf === undefined ? {} : { tagsOf }) },
      { generations, link },
    );

  it('raises before it sends and again before it answers', async () => {
    const before = generations.stamp(tags);
    let during = before;
    await write(() => {
      expect(generations.isCurrent(before)).toBe(false);
      during = generations.stamp(tags);
      return Promise.resolve('done');
    });
    expect(generations.isCurrent(during)).toBe(false);
    expect(told).toEqual([{ tags }]);
  });

  it('raises what it turned out to touch', async () => {
    const stamp = generations.stamp(['row:made']);
    await expect(
      write(
        () => Promise.resolve('made'),
        (result) => [`row:${result}`],
      ),
    ).resolves.toBe('made');
    expect(generations.isCurrent(stamp)).toBe(false);
    expect(told.at(-1)).toEqual({ tags: [...tags, 'row:made'] });
  });

  it.each([new Conflict('no'), new Unavailable('not sent'), new RequestError('VersionMismatch', 'no')])(
    'that is refused (%s) raises as well, and leaves no quarantine',
    async (error) => {
      let during = generations.stamp(tags);
      const send = (): Promise<string> => {
        during = generations.stamp(tags);
        return Promise.reject(error);
      };
      await expect(write(send)).rejects.toBe(error);
      expect(generations.isCurrent(during)).toBe(false);
      expect(generations.isQuarantined(generations.stamp(tags))).toBe(false);
      expect(told).toEqual([{ tags }]);
    },
  );

  it.each([
    new OutcomeUnknown('cut'),
    new DeadlineExceeded('late'),
    new RequestError('WriteOutcomeUnknown', 'unknown'),
    new TypeError('a fault of the gateway'),
  ])(
    'whose outcome is unknown (%s) keeps its tags out of the cache until it cannot arrive any more',
    async (error) => {
      await expect(write(() => Promise.reject(error))).rejects.toBe(error);
      expect(generations.isQuarantined(generations.stamp(tags))).toBe(true);
      expect(told.at(-1)).toEqual({ tags, quarantine: LATE });
      clock.advance(LATE);
      expect(generations.isQuarantined(generations.stamp(tags))).toBe(false);
    },
  );
});
