/** Percentiles by the nearest rank: the smallest value that so many percent do not exceed. */

const shares = [0.5, 0.95, 0.99] as const;

/** A value that counts several times. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/**
 * At least one value in all. Those that count several times come apart: they are few, and numbers alone are sorted much
 * faster.
 */
export function nearestRanks(singles: readonly number[], weighted: readonly Weighted[]): readonly number[] {
  const sorted = Float64Array.from(singles).sort();
  const heavy = weighted.toSorted((a, b) => a.value - b.value);
  const total = heavy.reduce((sum, { weight }) => sum + weight, sorted.length);
  return shares.map((share) => valueAt(Math.ceil(share * total), sorted, heavy));
}

/** @param rank from 1 */
function valueAt(rank: number, sorted: Float64Array, heavy: readonly Weighted[]): number {
  let passed = 0;
  for (const { value, weight } of heavy) {
    const before = passed + countBelow(sorted, value);
    if (rank <= before) break;
    if (rank <= before + weight) return value;
    passed += weight;
  }
  return sorted[rank - passed - 1] ?? Number.NaN;
}

function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? value) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
