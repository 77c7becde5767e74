import { RetryBudget, parseRetryAfter, pauseBeforeRetry } from '../../src/gateway/outgoing-retry';

const now = Date.parse('Fri, 30 Jan 2026 08:00:00 GMT');

describe('parseRetryAfter', () => {
  test.each([
    ['2', 2_000],
    [' 0 ', 0],
    ['999999999', 3_600_000],
    ['Fri, 30 Jan 2026 08:00:05 GMT', 5_000],
    ['Fri, 30 Jan 2026 07:00:00 GMT', 0],
    [undefined, undefined],
  ])('%s is %s ms', (text, expected) => expect(parseRetryAfter(text, now)).toBe(expected));

  test.each([
    '',
    'soon',
    '1.5',
    '-1',
    '2 s',
    'garbage 1',
    '2026-01-30T08:00:05Z',
    'Fri, 99 Xyz 2026 08:00:05 GMT',
    '1, 2',
    '1e3',
  ])('%j is unreadable', (text) => expect(parseRetryAfter(text, now)).toBe('unreadable'));
});

describe('pauseBeforeRetry', () => {
  test('is random between nothing and a bound that doubles', () => {
    expect(pauseBeforeRetry(1, undefined, () => 0)).toBe(0);
    expect(pauseBeforeRetry(1, undefined, () => 0.5)).toBe(100);
    expect(pauseBeforeRetry(2, undefined, () => 0.5)).toBe(200);
    expect(pauseBeforeRetry(20, undefined, () => 0.5)).toBe(1_000);
  });

  test('never comes before the time that the source asked for', () => {
    expect(pauseBeforeRetry(1, 2_000, () => 0)).toBe(2_000);
    expect(pauseBeforeRetry(1, 2_000, () => 0.5)).toBe(2_100);
  });
});

describe('RetryBudget', () => {
  test('is a fifth of the requests of the last ten seconds', () => {
    let time = 0;
    const budget = new RetryBudget(() => time);
    for (let request = 0; request < 1_000; request++) {
      time += 1;
      budget.countRequest();
    }
    expect(takenFrom(budget)).toBe(200);
    time += 11_000;
    expect(takenFrom(budget)).toBe(30);
  });

  test('never adds more than a fifth to a busy client, however long all fails', () => {
    let time = 0;
    let retries = 0;
    const budget = new RetryBudget(() => time);
    for (let request = 0; request < 50_000; request++) {
      time += 1;
      budget.countRequest();
      if (budget.takeRetry()) retries += 1;
      if (budget.takeRetry()) retries += 1;
    }
    expect(retries).toBeGreaterThan(9_000);
    expect(retries).toBeLessThanOrEqual(10_030);
  });
});

function takenFrom(budget: RetryBudget): number {
  let taken = 0;
  while (taken < 1_000_000 && budget.takeRetry()) taken += 1;
  return taken;
}
