/** What is counted of requests and calls. */
import { ConnectionActivity } from '../../src/activity/connection-activity';
import { ServiceActivity } from '../../src/activity/service-activity';

test('requests by how they ended, hits from memory among them', () => {
  const activity = new ServiceActivity();
  const ended = { isHit: false, milliseconds: 7, fetched: 5, returned: 3, upstream: 4 };
  for (const status of [200, 204, 304, 404, 401, 503]) activity.ended({ ...ended, status }, 100);
  activity.ended({ ...ended, status: 200, isHit: true, fetched: 0, upstream: 0 }, 100);
  activity.hit(100, 100.3);
  activity.wrote(100);
  activity.abandoned(100);
  const { counts, times, milliseconds } = activity.counted.total();
  expect(counts).toEqual({
    answered: 5,
    refused: 2,
    failed: 1,
    abandoned: 1,
    writes: 1,
    hits: 2,
    fetched: 30,
    returned: 21,
    upstream: 24,
  });
  expect(times.reduce((sum, count) => sum + count, 0)).toBe(8);
  expect(milliseconds).toBeCloseTo(49.3);
});

test('calls: every attempt, and of those what went wrong', () => {
  const activity = new ConnectionActivity();
  const call = { method: 'GET', url: 'https://c.example/data', attempt: 1, bytes: 100, milliseconds: 20 };
  activity.called({ ...call, status: 200 }, 0);
  activity.called({ ...call, status: 404 }, 0);
  activity.called({ ...call, status: 429, fault: 'RateLimited' }, 0);
  activity.called({ ...call, attempt: 2, fault: 'Unavailable', bytes: 0 }, 0);
  expect(activity.counted.total().counts).toEqual({
    calls: 4,
    failed: 2,
    throttled: 1,
    retries: 1,
    bytes: 300,
  });
});
