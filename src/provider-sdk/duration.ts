/** Durations as canonical text, and the ticks of 100 ns behind them. */
import { canonicalFraction } from './instant';

const durationText =
  /^([+-]?)P(?:(\d{1,12})D)?(T(?:(\d{1,15})H)?(?:(\d{1,15})M)?(?:(\d{1,15})(?:\.(\d{1,12}))?S)?)?$/i;

const SECOND = 10_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const DAY = 24n * HOUR;
/** The longest duration, about 29,000 years: a signed 64-bit count of ticks, as .NET's TimeSpan. */
const LONGEST = 2n ** 63n - 1n;

/**
 * Reads an OData duration (days, hours, minutes, seconds) and writes it with hours below 24, minutes and seconds below
 * 60 and at most seven fractional digits. Undefined if it is none, is over 29,000 years or more precise than 100 ns.
 *
 * @example canonicalDuration('PT36H0.50S') // 'P1DT12H0.5S'
 * @example canonicalDuration('-PT0S') // 'PT0S'
 */
export function canonicalDuration(text: string): string | undefined {
  const match = durationText.exec(text);
  if (match === null) return undefined;
  const [, sign, days, time, hours, minutes, seconds, fraction = ''] = match;
  if (time === undefined ? days === undefined : time.length === 1) return undefined;
  const digits = canonicalFraction(fraction);
  if (digits === undefined) return undefined;
  const ticks =
    BigInt(days ?? 0) * DAY +
    BigInt(hours ?? 0) * HOUR +
    BigInt(minutes ?? 0) * MINUTE +
    BigInt(seconds ?? 0) * SECOND +
    BigInt(digits.padEnd(7, '0'));
  return durationFromTicks(sign === '-' ? -ticks : ticks);
}

/** Ticks of 100 ns in a canonical duration. @throws {RangeError} if it is none */
export function durationTicks(duration: string): bigint {
  const match = durationText.exec(duration);
  if (match === null) throw new RangeError('Not a duration');
  const [, sign, days = '0', , hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const ticks =
    BigInt(days) * DAY +
    BigInt(hours) * HOUR +
    BigInt(minutes) * MINUTE +
    BigInt(seconds) * SECOND +
    BigInt(fraction.padEnd(7, '0'));
  return sign === '-' ? -ticks : ticks;
}

/** The duration of that many ticks of 100 ns; undefined over 29,000 years. */
export function durationFromTicks(ticks: bigint): string | undefined {
  const length = ticks < 0n ? -ticks : ticks;
  if (length > LONGEST) return undefined;
  const days = length / DAY;
  const time =
    part((length % DAY) / HOUR, 'H') + part((length % HOUR) / MINUTE, 'M') + secondsPart(length % MINUTE);
  const text = part(days, 'D') + (time === '' ? '' : `T${time}`);
  return `${ticks < 0n ? '-' : ''}P${text === '' ? 'T0S' : text}`;
}

/** Orders two canonical durations by their length: negative, 0 or positive. */
export function compareDurations(a: string, b: string): number {
  const left = durationTicks(a);
  const right = durationTicks(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function part(amount: bigint, unit: string): string {
  return amount === 0n ? '' : `${amount}${unit}`;
}

function secondsPart(ticks: bigint): string {
  const fraction = canonicalFraction((ticks % SECOND).toString().padStart(7, '0')) ?? '';
  return fraction === '' ? part(ticks / SECOND, 'S') : `${ticks / SECOND}.${fraction}S`;
}
