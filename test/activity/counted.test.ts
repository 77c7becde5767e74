/** Counts since the start and by step, and what percentiles are read from them. */
import { Counted, MOST_STEPS, STEP, sumOf, timeBounds } from '../../src/activity/counted';
import { estimatePercentile } from '../../src/activity/estimate-percentile';

const names = ['asked', 'failed'] as const;
const asked = (counted: Counted<(typeof names)[number]>, now: number): readonly number[] =>
  counted.steps(now).map(({ counts }) => counts.asked);

test('each step has what happened in it, the total everything', () => {
  const counted = new Counted(names);
  counted.at(0).add('asked').add('failed');
  counted.at(STEP - 1).add('asked');
  counted.at(STEP).add('asked', 5);
  expect(asked(counted, STEP)).toEqual([2, 5]);
  expect(counted.total().counts).toEqual({ asked: 7, failed: 1 });
});

test('steps without anything are zero, also where an old one stood', () => {
  const counted = new Counted(names);
  for (let step = 0; step < MOST_STEPS; step++) counted.at(step * STEP).add('asked');
  const now = (MOST_STEPS + 2) * STEP;
  counted.at(now).add('asked', 9);
  const steps = asked(counted, now);
  expect(steps).toHaveLength(MOST_STEPS);
  expect(steps.slice(-4)).toEqual([1, 0, 0, 9]);
  expect(steps.slice(0, -3).every((count) => count === 1)).toBe(true);
});

test('after more than an hour of silence nothing of before is left but the total', () => {
  const counted = new Counted(names);
  counted.at(0).add('asked', 3);
  expect(asked(counted, 5 * MOST_STEPS * STEP).every((count) => count === 0)).toBe(true);
  expect(counted.total().counts.asked).toBe(3);
});

test('a clock that seems to go back counts into the step that is under way', () => {
  const counted = new Counted(names);
  counted.at(3 * STEP).add('asked');
  counted.at(STEP).add('asked');
  expect(asked(counted, 3 * STEP)).toEqual([0, 0, 0, 2]);
});

test('a time is in the first bucket whose bound it does not pass; beyond the last is one more', () => {
  const counted = new Counted(names);
  counted.at(0).took(0).took(0.1).took(0.11).took(30_000).took(30_001);
  const { times, milliseconds } = counted.total();
  expect(times).toHaveLength(timeBounds.length + 1);
  expect([times[0], times[1], times.at(-2), times.at(-1)]).toEqual([2, 1, 1, 1]);
  expect(milliseconds).toBeCloseTo(60_001.21);
});

test('several subjects add up', () => {
  const [one, other] = [new Counted(names), new Counted(names)];
  one.at(0).add('asked').took(1);
  other.at(0).add('asked', 2).took(1).took(7);
  const sum = sumOf(names, [one.total(), other.total()]);
  expect([sum.counts, sum.milliseconds]).toEqual([{ asked: 3, failed: 0 }, 9]);
  expect(estimatePercentile(sum.times, 1)).toBe(10);
  expect(sumOf(names, []).counts).toEqual({ asked: 0, failed: 0 });
});

describe('a percentile', () => {
  const of = (times: readonly number[], share: number): number | undefined => {
    const counted = new Counted(names);
    for (const time of times) counted.took(time);
    return estimatePercentile(counted.total().times, share);
  };

  test('of nothing is unknown', () => expect(of([], 0.5)).toBeUndefined());
  test('lies within the bucket that holds it', () => {
    expect(of([15, 15, 15, 15], 0.5)).toBe(15);
    expect(of([1.5, 1.5, 1.5, 400], 0.99)).toBeGreaterThan(200);
    expect(of([1.5, 1.5, 1.5, 400], 0.5)).toBeLessThanOrEqual(2);
  });
  test('of what took longest is where the last bucket begins', () => expect(of([90_000], 0.5)).toBe(30_000));
});
