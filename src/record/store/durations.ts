/**
 * How long requests took, as counts of classes whose bounds grow by 8 %: counts of several times add up, and a percentile
 * comes out within 4 % (the idea of DDSketch, arXiv:1908.10693).
 */
import { rounded } from '../rounded';

const GROWTH = 1.08;
/** Milliseconds; what is shorter is in the same class. */
const SHORTEST = 0.01;
const shares = [0.5, 0.95, 0.99] as const;

/** The number of its class, of a column of milliseconds, in SQL. */
export const CLASS = `CAST(floor(ln(CASE WHEN milliseconds > ${SHORTEST} THEN milliseconds ELSE ${SHORTEST} END)
  / ${Math.log(GROWTH)}) AS BIGINT)`;

/** A JSON object of counts by class, of rows of `class` and `count`, in SQL. */
export const COUNTS = `'{' || string_agg('"' || class || '":' || count, ',') || '}'`;

/** What stands for all durations of a class: its geometric middle. */
export function durationOf(number: number): number {
  return rounded(GROWTH ** (number + 0.5));
}

/**
 * By the nearest rank: the smallest duration that so many percent do not exceed.
 *
 * @param counts JSON objects as `COUNTS` gives them, with commas between them; at least one count in all
 */
export function percentilesOf(counts: string): readonly number[] {
  const sums = new Map<string, number>();
  let total = 0;
  for (const each of JSON.parse(`[${counts}]`) as readonly Readonly<Record<string, number>>[]) {
    for (const key in each) {
      const count = each[key] ?? 0;
      sums.set(key, (sums.get(key) ?? 0) + count);
      total += count;
    }
  }
  const ascending = [...sums].map(([key, count]) => [Number(key), count] as const).sort(([a], [b]) => a - b);
  return shares.map((share) => durationOf(classAt(Math.ceil(share * total), ascending)));
}

/** @param rank from 1 */
function classAt(rank: number, ascending: readonly (readonly [number, number])[]): number {
  let passed = 0;
  for (const [number, count] of ascending) {
    passed += count;
    if (passed >= rank) return number;
  }
  return Number.NaN;
}
