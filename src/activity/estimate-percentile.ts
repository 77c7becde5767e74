/** Reads a percentile from a histogram, as Prometheus' `histogram_quantile` does: evenly spread within its bucket. */
import { timeBounds } from './counted';

/**
 * @param times how many took so long, by bucket of {@link timeBounds}
 * @param share 0.95 for the 95th percentile
 * @returns milliseconds; undefined if nothing was counted
 */
export function estimatePercentile(times: readonly number[], share: number): number | undefined {
  const rank = share * times.reduce((sum, count) => sum + count, 0);
  if (rank === 0) return undefined;
  let below = 0;
  for (const [bucket, count] of times.entries()) {
    if (below + count >= rank) return within(bucket, (rank - below) / count);
    below += count;
  }
  return timeBounds.at(-1);
}

/** Of the last bucket nothing is known but where it begins. */
function within(bucket: number, share: number): number {
  const from = timeBounds[bucket - 1] ?? 0;
  const to = timeBounds[bucket] ?? from;
  return from + (to - from) * share;
}
