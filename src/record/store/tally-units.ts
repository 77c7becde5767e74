/** Which tallies a period is made of: whole days, then whole hours and minutes, and what is left at its two ends. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds, the widest first. Each is a whole number of the next, so that what one leaves is made of the others. */
export const spans: readonly number[] = [DAY, HOUR, MINUTE];
/** What is tallied at all is tallied by it. */
export const WIDEST = DAY;

/** Since 1970; `from` is within, `to` is not. Without bounds: -Infinity, Infinity. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

export interface Units extends Period {
  readonly span: number;
}

export interface Coverage {
  readonly units: readonly Units[];
  /** Shorter than a minute each: to be read from the records themselves. */
  readonly ends: readonly Period[];
}

/** Each moment of the period is in one of them. */
export function cover({ from, to }: Period, [span, ...narrower] = spans): Coverage {
  if (from >= to) return { units: [], ends: [] };
  if (span === undefined) return { units: [], ends: [{ from, to }] };
  const whole = { from: Math.ceil(from / span) * span, to: Math.floor(to / span) * span };
  if (whole.from >= whole.to) return cover({ from, to }, narrower);
  const before = cover({ from, to: whole.from }, narrower);
  const after = cover({ from: whole.to, to }, narrower);
  return {
    units: [{ span, ...whole }, ...before.units, ...after.units],
    ends: [...before.ends, ...after.ends],
  };
}
