/** The figures of the overview: each step has its own, of one subject and of several together. */
import { Counted, STEP } from '../../../src/activity/counted';
import { activityFigures } from '../../../src/server/admin/activity-figures';

const names = ['asked', 'failed'] as const;

test('steps, the hour and the total add up, and what was not counted has no percentiles', () => {
  const [one, other] = [new Counted(names), new Counted(names)];
  one.at(0).add('asked').took(7);
  other.at(0).add('asked', 2).add('failed').took(700).took(700);
  one
    .at(2 * STEP)
    .add('asked', 4)
    .took(7);
  const { total, hour, series } = activityFigures(names, [one, other], 2 * STEP);
  expect(series.counts).toEqual({ asked: [3, 0, 4], failed: [1, 0, 0] });
  expect([series.p50[0], series.p50[1]]).toEqual([expect.any(Number), null]);
  expect(series.p95[0]).toBeGreaterThan(500);
  expect(series.p95[2]).toBeLessThanOrEqual(10);
  expect(total).toEqual(hour);
  expect(total.counts).toEqual({ asked: 7, failed: 1 });
  expect(activityFigures(names, [], 0)).toMatchObject({ total: { counts: { asked: 0, failed: 0 } } });
  expect(activityFigures(names, [], 0).total).not.toHaveProperty('p50');
});

test('what is older than an hour is in the total only', () => {
  const counted = new Counted(names);
  counted.at(0).add('asked').took(1);
  const { total, hour } = activityFigures(names, [counted], 1_000 * STEP);
  expect([total.counts.asked, hour.counts.asked]).toEqual([1, 0]);
  expect(total).toHaveProperty('p99');
  expect(hour).not.toHaveProperty('p99');
});
