/** Dates, times of day and instants as canonical text: reads, checks, compares and moves them. */

const instantText = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?(?:Z|([+-])(\d\d):(\d\d))$/i;
const timeText = /^(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?$/;

/** Fractional digits of a second that are kept: ticks of 100 ns, as in .NET, Dataverse and SQL Server. */
const FRACTION_DIGITS = 7;
const DAY_MILLISECONDS = 86_400_000;
const FIRST_MILLISECOND = Date.parse('0001-01-01T00:00:00Z');
const LAST_MILLISECOND = Date.parse('9999-12-31T23:59:59.999Z');
const TICKS_PER_MILLISECOND = 10_000n;
const TICKS_PER_SECOND = 10_000_000n;

/**
 * Reads an instant in any form of RFC 3339 or OData (offset or `Z`, seconds optional) and writes it in the one form
 * that rows hold: UTC, `Z`, at most seven fractional digits without trailing zeros.
 *
 * Undefined if it is no instant, lies outside of the years 0001 to 9999, or has more precision than 100 ns.
 *
 * @example canonicalInstant('2026-01-31T10:30:00.500+02:00') // '2026-01-31T08:30:00.5Z'
 * @example canonicalInstant('2026-02-30T00:00:00Z') // undefined
 */
export function canonicalInstant(text: string): string | undefined {
  if (isInstant(text)) return text;
  const match = instantText.exec(text);
  if (match === null) return undefined;
  const [
    ,
    date = '',
    minutes = '',
    seconds = '00',
    fraction = '',
    sign,
    offsetHours = '0',
    offsetMinutes = '0',
  ] = match;
  const digits = canonicalFraction(fraction);
  const local = `${date}T${minutes}:${seconds}Z`;
  if (digits === undefined || !isInstant(local)) return undefined;
  if (Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return writeInstant(Date.parse(local) + (sign === '-' ? offset : -offset), digits);
}

/** Whether a text is an instant in canonical form. Quick enough for every cell of a page. */
export function isInstant(text: string): boolean {
  const end = text.length - 1;
  return (
    end >= 19 &&
    text.charCodeAt(end) === 90 && // Z
    text.charCodeAt(10) === 84 && // T
    beginsWithDate(text) &&
    isTimeBetween(text, 11, end)
  );
}

/**
 * Orders two canonical instants: negative, 0 or positive.
 *
 * @example compareInstants('2026-01-31T08:30:00.5Z', '2026-01-31T08:30:00Z') // 1
 */
export function compareInstants(a: string, b: string): number {
  const left = instantOrder(a);
  const right = instantOrder(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A text that stands for a canonical instant in comparisons: `<` orders these, but not the instants (`Z` stands above `.`). */
export function instantOrder(instant: string): string {
  return instant.slice(0, -1);
}

/**
 * Reads a calendar date; undefined if there is no such day.
 *
 * @example canonicalDate('2026-01-31') // '2026-01-31'
 */
export function canonicalDate(text: string): string | undefined {
  return isDate(text) ? text : undefined;
}

/** Whether a text is a date in canonical form. */
export function isDate(text: string): boolean {
  return text.length === 10 && beginsWithDate(text);
}

/**
 * Reads a time of day, its seconds optional; undefined if there is none such, or it has more precision than 100 ns.
 *
 * @example canonicalTimeOfDay('08:30') // '08:30:00'
 * @example canonicalTimeOfDay('08:30:00.500') // '08:30:00.5'
 */
export function canonicalTimeOfDay(text: string): string | undefined {
  const match = timeText.exec(text);
  if (match === null) return undefined;
  const [, minutes = '', seconds = '00', fraction = ''] = match;
  const digits = canonicalFraction(fraction);
  if (digits === undefined) return undefined;
  const time = `${minutes}:${seconds}${digits === '' ? '' : `.${digits}`}`;
  return isTimeOfDay(time) ? time : undefined;
}

/** Whether a text is a time of day in canonical form; `<` orders these. */
export function isTimeOfDay(text: string): boolean {
  return isTimeBetween(text, 0, text.length);
}

/**
 * The date that many days later (or earlier, if negative); undefined outside of the years 0001 to 9999.
 *
 * @example addDays('2026-01-31', 1) // '2026-02-01'
 */
export function addDays(date: string, days: number): string | undefined {
  const instant = writeInstant(Date.parse(startOfDay(date)) + days * DAY_MILLISECONDS, '');
  return instant === undefined ? undefined : dateOf(instant);
}

/**
 * The first instant of a date, in UTC.
 *
 * @example startOfDay('2026-01-31') // '2026-01-31T00:00:00Z'
 */
export function startOfDay(date: string): string {
  return `${date}T00:00:00Z`;
}

/**
 * The date of an instant, in UTC.
 *
 * @example dateOf('2026-01-31T08:30:00Z') // '2026-01-31'
 */
export function dateOf(instant: string): string {
  return instant.slice(0, 10);
}

/**
 * The time of day of an instant, in UTC.
 *
 * @example timeOf('2026-01-31T08:30:00.5Z') // '08:30:00.5'
 */
export function timeOf(instant: string): string {
  return instant.slice(11, -1);
}

/** Ticks of 100 ns between 1970 and a canonical instant, negative before. */
export function instantTicks(instant: string): bigint {
  const milliseconds = Date.parse(`${instant.slice(0, 19)}Z`);
  const fraction = instant.slice(20, -1).padEnd(FRACTION_DIGITS, '0');
  return BigInt(milliseconds) * TICKS_PER_MILLISECOND + BigInt(fraction);
}

/** The instant that many ticks of 100 ns after 1970; undefined outside of the years 0001 to 9999. */
export function instantFromTicks(ticks: bigint): string | undefined {
  const rest = ((ticks % TICKS_PER_SECOND) + TICKS_PER_SECOND) % TICKS_PER_SECOND;
  const fraction = rest.toString().padStart(FRACTION_DIGITS, '0');
  return writeInstant(Number((ticks - rest) / TICKS_PER_MILLISECOND), canonicalFraction(fraction) ?? '');
}

/**
 * Fractional digits of a second without trailing zeros; undefined if more than seven remain.
 *
 * @example canonicalFraction('5000000000') // '5'
 */
export function canonicalFraction(digits: string): string | undefined {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return end > FRACTION_DIGITS ? undefined : digits.slice(0, end);
}

/** `milliseconds` are whole seconds; the fraction is given in digits. */
function writeInstant(milliseconds: number, fraction: string): string | undefined {
  if (!(milliseconds >= FIRST_MILLISECOND && milliseconds <= LAST_MILLISECOND)) return undefined;
  const seconds = new Date(milliseconds).toISOString().slice(0, 19);
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}

function beginsWithDate(text: string): boolean {
  const century = twoDigits(text, 0);
  const yearOfCentury = twoDigits(text, 2);
  if (century < 0 || yearOfCentury < 0 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45)
    return false;
  const year = century * 100 + yearOfCentury;
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function isTimeBetween(text: string, start: number, end: number): boolean {
  const length = end - start;
  return (
    (length === 8 || (length >= 10 && length <= 16 && isFractionBetween(text, start + 8, end))) &&
    isBelow(twoDigits(text, start), 24) &&
    text.charCodeAt(start + 2) === 58 && // :
    isBelow(twoDigits(text, start + 3), 60) &&
    text.charCodeAt(start + 5) === 58 &&
    isBelow(twoDigits(text, start + 6), 60)
  );
}

/** A point, then digits of which the last is not 0. */
function isFractionBetween(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) !== 46 || text.charCodeAt(end - 1) === 48) return false;
  for (let index = start + 1; index < end; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  return true;
}

function isBelow(number: number, limit: number): boolean {
  return number >= 0 && number < limit;
}

/** The number that two digits make, or -1. */
function twoDigits(text: string, index: number): number {
  const tens = text.charCodeAt(index) - 48;
  const ones = text.charCodeAt(index + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
