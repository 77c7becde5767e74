/** The functions of dates, times and durations, all in UTC (OData 4.01 URL Conventions 5.1.1.8). */
import { durationTicks, fromScaled } from '../provider-sdk/index';
import { lift, type Operand, type ValueOf } from './scope';

export function compileYear(date: Operand): ValueOf {
  return digits(date, 0, 4);
}

export function compileMonth(date: Operand): ValueOf {
  return digits(date, 5, 7);
}

export function compileDay(date: Operand): ValueOf {
  return digits(date, 8, 10);
}

export function compileHour(time: Operand): ValueOf {
  return digits(time, clockStart(time), clockStart(time) + 2);
}

export function compileMinute(time: Operand): ValueOf {
  return digits(time, clockStart(time) + 3, clockStart(time) + 5);
}

export function compileSecond(time: Operand): ValueOf {
  return digits(time, clockStart(time) + 6, clockStart(time) + 8);
}

/** Exact: at most seven digits. */
export function compileFractionalSeconds(time: Operand): ValueOf {
  const start = clockStart(time) + 9;
  const end = time.type === 'DateTimeOffset' ? -1 : undefined;
  return lift(time, (value: string) => Number(`0.${value.slice(start, end)}0`));
}

export function compileTotalSeconds(duration: Operand): ValueOf {
  return lift(duration, (value: string) => fromScaled({ coefficient: durationTicks(value), exponent: -7 }));
}

function digits(operand: Operand, start: number, end: number): ValueOf {
  return lift(operand, (value: string) => Number(value.slice(start, end)));
}

/** Where the hour begins. */
function clockStart(time: Operand): number {
  return time.type === 'DateTimeOffset' ? 11 : 0;
}
