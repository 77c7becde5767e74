/** Stretches of time at the edges of the calendar. */
import type { TimeSpan } from '../../src/fetchxml/operators';
import { dateRange, timeRange } from '../../src/fetchxml/time-range';

type RelativeSpan = Exclude<TimeSpan, { kind: 'date' }>;

const older = (unit: 'month' | 'year'): RelativeSpan => ({ kind: 'olderThan', unit });

test.each([
  ['2026-03-31T12:00:00Z', older('month'), 1, '2026-02-28T00:00:00Z'],
  ['2024-03-31T12:00:00Z', older('month'), 1, '2024-02-29T00:00:00Z'],
  ['2024-02-29T12:00:00Z', older('year'), 1, '2023-02-28T00:00:00Z'],
  ['2024-02-29T12:00:00Z', older('year'), 4, '2020-02-29T00:00:00Z'],
  ['2026-01-15T12:00:00Z', older('month'), 1, '2025-12-15T00:00:00Z'],
  ['2026-12-31T12:00:00Z', older('month'), 13, '2025-11-30T00:00:00Z'],
  ['1900-03-31T12:00:00Z', older('month'), 1, '1900-02-28T00:00:00Z'],
])('at %s, %j of %d is before %s', (now, span, amount, before) => {
  expect(timeRange(span, amount, now)).toEqual({ before });
});

test('the week of a Sunday begins on that day, that of a Saturday six days before', () => {
  const span = { kind: 'period', unit: 'week', offset: 0 } as const;
  const week = { from: '2026-11-22T00:00:00Z', before: '2026-11-29T00:00:00Z' };
  expect(timeRange(span, 1, '2026-11-22T00:00:00Z')).toEqual(week);
  expect(timeRange(span, 1, '2026-11-28T23:59:59.9999999Z')).toEqual(week);
});

test('nothing lies before the year 1 or after 9999', () => {
  expect(timeRange(older('year'), 2026, '2026-11-22T00:00:00Z')).toBeUndefined();
  expect(timeRange({ kind: 'period', unit: 'year', offset: -1 }, 1, '0001-06-01T00:00:00Z')).toBeUndefined();
  expect(timeRange({ kind: 'next', unit: 'hour' }, 1, '9999-12-31T23:30:00Z')).toBeUndefined();
  expect(dateRange('9999-12-31')).toBeUndefined();
});
