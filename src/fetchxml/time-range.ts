/** Turns Dataverse's stretches of time into a first and a last instant, in UTC. */
import { addDays, dateOf, instantFromTicks, instantTicks, startOfDay } from '../provider-sdk/index';
import type { CalendarUnit, TimeSpan, TimeUnit } from './operators';

/** Instants: `from` on, before `before`, or up to and including `to`. */
export interface TimeRange {
  readonly from?: string;
  readonly before?: string;
  readonly to?: string;
}

type RelativeSpan = Exclude<TimeSpan, { readonly kind: 'date' }>;

/**
 * Undefined outside of the years 0001 to 9999.
 *
 * Microsoft says of these operators only "within the last X days". As in the SDK's own samples, a span of days or more
 * begins or ends with the day, one of hours or minutes with the instant. Weeks begin on Sunday, as Dataverse's
 * description of last-week has it.
 */
export function timeRange(span: RelativeSpan, amount: number, now: string): TimeRange | undefined {
  switch (span.kind) {
    case 'period':
      return periodRange(span.unit, span.offset, dateOf(now));
    case 'last':
      return complete({ from: moved(now, span.unit, -amount), to: now });
    case 'next':
      return span.unit === 'hour' || span.unit === 'minute'
        ? complete({ from: now, to: moved(now, span.unit, amount) })
        : complete({ from: now, before: nextDay(moved(now, span.unit, amount)) });
    case 'olderThan':
      return complete({ before: moved(now, span.unit, -amount) });
  }
}

/** The first instant of a date, and that of the next. */
export function dateRange(date: string): Required<Pick<TimeRange, 'from' | 'before'>> | undefined {
  const next = addDays(date, 1);
  return next === undefined ? undefined : { from: startOfDay(date), before: startOfDay(next) };
}

type Bounds = { readonly [Bound in keyof TimeRange]: string | undefined };

/** Undefined if one of the bounds is. */
function complete(bounds: Bounds): TimeRange | undefined {
  return Object.values(bounds).includes(undefined) ? undefined : (bounds as TimeRange);
}

function periodRange(unit: CalendarUnit, offset: number, today: string): TimeRange | undefined {
  const first = firstDay(unit, today);
  const start = first === undefined ? undefined : addUnits(first, unit, offset);
  const end = start === undefined ? undefined : addUnits(start, unit, 1);
  if (start === undefined || end === undefined) return undefined;
  return { from: startOfDay(start), before: startOfDay(end) };
}

/** The day with which the current day, week, month or year begins. */
function firstDay(unit: CalendarUnit, today: string): string | undefined {
  switch (unit) {
    case 'day':
      return today;
    case 'week':
      return addDays(today, -new Date(startOfDay(today)).getUTCDay());
    case 'month':
      return `${today.slice(0, 8)}01`;
    case 'year':
      return `${today.slice(0, 5)}01-01`;
  }
}

/** So many units away: an instant for hours and minutes, the beginning of a day for the rest. */
function moved(now: string, unit: TimeUnit, amount: number): string | undefined {
  switch (unit) {
    case 'minute':
      return addTicks(now, BigInt(amount) * TICKS_PER_MINUTE);
    case 'hour':
      return addTicks(now, BigInt(amount * 60) * TICKS_PER_MINUTE);
    case 'day':
    case 'week':
    case 'month':
    case 'year': {
      const date = addUnits(dateOf(now), unit, amount);
      return date === undefined ? undefined : startOfDay(date);
    }
  }
}

const TICKS_PER_MINUTE = 600_000_000n;

function addTicks(instant: string, ticks: bigint): string | undefined {
  return instantFromTicks(instantTicks(instant) + ticks);
}

function nextDay(midnight: string | undefined): string | undefined {
  const next = midnight === undefined ? undefined : addDays(dateOf(midnight), 1);
  return next === undefined ? undefined : startOfDay(next);
}

function addUnits(date: string, unit: CalendarUnit, amount: number): string | undefined {
  switch (unit) {
    case 'day':
      return addDays(date, amount);
    case 'week':
      return addDays(date, amount * 7);
    case 'month':
      return addMonths(date, amount);
    case 'year':
      return addMonths(date, amount * 12);
  }
}

/** The same day of another month, or its last day where it is shorter: a month before 31 March is 28 February. */
function addMonths(date: string, amount: number): string | undefined {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const months = year * 12 + (month - 1) + amount;
  const target = { year: Math.floor(months / 12), month: (((months % 12) + 12) % 12) + 1 };
  if (target.year < 1 || target.year > 9999) return undefined;
  const first = `${String(target.year).padStart(4, '0')}-${String(target.month).padStart(2, '0')}-01`;
  return addDays(first, Math.min(day, daysIn(target)) - 1);
}

function daysIn({ year, month }: { readonly year: number; readonly month: number }): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
