/** Arithmetic with dates, instants and durations, in ticks of 100 ns; null where a result lies outside of its type. */
import {
  type ArithmeticOperator,
  canonicalNumber,
  type ColumnType,
  dateOf,
  decimalText,
  divideExact,
  durationFromTicks,
  durationTicks,
  type ExactNumber,
  fromScaled,
  instantFromTicks,
  instantTicks,
  multiplyExact,
  roundExact,
  startOfDay,
} from '../provider-sdk/index';
import { numberKind } from './number-kind';
import type { Present } from './scope';

type TimeCalculation = (a: never, b: never) => Present | null;

/** The calculation for two types, at least one of which is a date, an instant or a duration; undefined if there is none. */
export function timeArithmetic(
  operator: ArithmeticOperator,
  left: ColumnType,
  right: ColumnType,
): TimeCalculation | undefined {
  switch (operator) {
    case 'add':
      return sums[`${left} ${right}`];
    case 'sub':
      return differences[`${left} ${right}`];
    case 'mul':
      if (left === 'Duration' && numberKind(right) !== undefined) return multiplyDuration;
      if (numberKind(left) !== undefined && right === 'Duration') {
        return (a: ExactNumber, b: string) => multiplyDuration(b, a);
      }
      return undefined;
    case 'div':
    case 'divby':
      return left === 'Duration' && numberKind(right) !== undefined ? divideDuration : undefined;
    case 'mod':
      return undefined;
  }
}

export function negateDuration(duration: string): string | null {
  return durationOf(-durationTicks(duration));
}

const sums: Record<string, TimeCalculation> = {
  'DateTimeOffset Duration': (instant: string, duration: string) =>
    instantOf(instantTicks(instant) + durationTicks(duration)),
  'Date Duration': (date: string, duration: string) => moveDate(date, durationTicks(duration)),
  'Duration Duration': (a: string, b: string) => durationOf(durationTicks(a) + durationTicks(b)),
};

const differences: Record<string, TimeCalculation> = {
  'DateTimeOffset Duration': (instant: string, duration: string) =>
    instantOf(instantTicks(instant) - durationTicks(duration)),
  'DateTimeOffset DateTimeOffset': (a: string, b: string) => durationOf(instantTicks(a) - instantTicks(b)),
  'Date Duration': (date: string, duration: string) => moveDate(date, -durationTicks(duration)),
  'Date Date': (a: string, b: string) =>
    durationOf(instantTicks(startOfDay(a)) - instantTicks(startOfDay(b))),
  'Duration Duration': (a: string, b: string) => durationOf(durationTicks(a) - durationTicks(b)),
};

function instantOf(ticks: bigint): string | null {
  return instantFromTicks(ticks) ?? null;
}

function durationOf(ticks: bigint): string | null {
  return durationFromTicks(ticks) ?? null;
}

/** A date less a moment is the day before: it moves as its first instant does, and what is left of a day is cut off. */
function moveDate(date: string, ticks: bigint): string | null {
  const instant = instantOf(instantTicks(startOfDay(date)) + ticks);
  return instant === null ? null : dateOf(instant);
}

function multiplyDuration(duration: string, factor: ExactNumber): string | null {
  const exact = toExact(factor);
  return exact === undefined ? null : roundedDuration(multiplyExact(ticksOf(duration), exact));
}

function divideDuration(duration: string, divisor: ExactNumber): string | null {
  const exact = toExact(divisor);
  return exact === undefined ? null : roundedDuration(divideExact(ticksOf(duration), exact));
}

function ticksOf(duration: string): ExactNumber {
  return fromScaled({ coefficient: durationTicks(duration), exponent: 0 });
}

function roundedDuration(ticks: ExactNumber | undefined): string | null {
  return ticks === undefined ? null : durationOf(BigInt(decimalText(roundExact(ticks))));
}

/** Undefined for NaN and the infinities. A double may have more digits than an exact `number`. */
function toExact(value: ExactNumber): ExactNumber | undefined {
  return canonicalNumber(String(value));
}
