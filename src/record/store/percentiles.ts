/** Percentiles by the nearest rank: the smallest value that so many percent do not exceed. */

const shares = [0.5, 0.95, 0.99] as const;

/** @param values at least one */
export function nearestRanks(values: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
}
