/** Days and times of day inside a packed key, as short as their resolution allows. */
import type { KeyBits } from './key-bits';

const dayText = /^\d{4}-\d\d-\d\d$/;
const timeText = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{0,6}[1-9]))?$/;

/** Enough for 9999-12-31, counted from 0001-01-01, which is day 0. */
const dayWidth = 22;
const millisecondsOfDay = 86_400_000;
const firstDay = Date.parse('0001-01-01') / millisecondsOfDay;

/** How finely a time of day is given. */
const resolutionWidth = 2;
const midnight = 0;
const wholeSeconds = 1;
const milliseconds = 2;
const ticks = 3;

const secondWidth = 17;
const millisecondWidth = 10;
const tickWidth = 24;

/** False: not a day of the calendar, as `2026-01-31`. */
export function putDay(bits: KeyBits, text: string): boolean {
  if (!dayText.test(text)) return false;
  const day = Date.parse(text) / millisecondsOfDay - firstDay;
  if (!(day >= 0) || textOfDay(day) !== text) return false;
  bits.put(day, dayWidth);
  return true;
}

export function takeDay(bits: KeyBits): string {
  return textOfDay(bits.take(dayWidth));
}

function textOfDay(day: number): string {
  return new Date((day + firstDay) * millisecondsOfDay).toISOString().slice(0, 10);
}

/** False: not a time of day, as `08:30:00.1234567`; trailing zeros of the fraction are another text, thus refused. */
export function putTime(bits: KeyBits, text: string): boolean {
  const match = timeText.exec(text);
  if (match === null) return false;
  const [, hour, minute, second, fraction = ''] = match;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  if (fraction.length > 3) {
    putTimeAs(bits, ticks, seconds);
    bits.put(Number(fraction.padEnd(7, '0')), tickWidth);
  } else if (fraction !== '') {
    putTimeAs(bits, milliseconds, seconds);
    bits.put(Number(fraction.padEnd(3, '0')), millisecondWidth);
  } else if (seconds > 0) {
    putTimeAs(bits, wholeSeconds, seconds);
  } else {
    bits.put(midnight, resolutionWidth);
  }
  return true;
}

function putTimeAs(bits: KeyBits, resolution: number, seconds: number): void {
  bits.put(resolution, resolutionWidth);
  bits.put(seconds, secondWidth);
}

export function takeTime(bits: KeyBits): string {
  const resolution = bits.take(resolutionWidth);
  if (resolution === midnight) return '00:00:00';
  const seconds = bits.take(secondWidth);
  const whole = [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((unit) => String(Math.trunc(unit)).padStart(2, '0'))
    .join(':');
  if (resolution === wholeSeconds) return whole;
  const fraction =
    resolution === milliseconds
      ? String(bits.take(millisecondWidth)).padStart(3, '0')
      : String(bits.take(tickWidth)).padStart(7, '0');
  return `${whole}.${fraction.replace(/0+$/, '')}`;
}

/** False: not an instant in UTC, as `2026-01-31T08:30:00Z`. */
export function putInstant(bits: KeyBits, text: string): boolean {
  return (
    text[10] === 'T' &&
    text.endsWith('Z') &&
    putDay(bits, text.slice(0, 10)) &&
    putTime(bits, text.slice(11, -1))
  );
}

export function takeInstant(bits: KeyBits): string {
  const day = takeDay(bits);
  return `${day}T${takeTime(bits)}Z`;
}
