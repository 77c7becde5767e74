/** The figures of one or several subjects as the admin API tells them. */
import { type Counted, type Figures, stepsUntil, sumOf } from '../../activity/counted';
import { estimatePercentile } from '../../activity/estimate-percentile';
import type { ActivityFigures, PeriodFigures } from './answers';

/** Of several together: of their percentiles, too, since their histograms are added up before. */
export function activityFigures<Name extends string>(
  names: readonly Name[],
  subjects: readonly Counted<Name>[],
  now: number,
): ActivityFigures<Name> {
  const each = subjects.map((counted) => counted.steps(now));
  const steps = stepsUntil(now).map((_, index) =>
    sumOf(
      names,
      each.flatMap((series) => series[index] ?? []),
    ),
  );
  const total = sumOf(
    names,
    subjects.map((counted) => counted.total()),
  );
  const counts = names.map((name): [Name, readonly number[]] => [
    name,
    steps.map((step) => step.counts[name]),
  ]);
  return {
    total: periodOf(total),
    hour: periodOf(sumOf(names, steps)),
    series: {
      counts: Object.fromEntries(counts) as Record<Name, readonly number[]>,
      p50: steps.map(({ times }) => estimatePercentile(times, 0.5) ?? null),
      p95: steps.map(({ times }) => estimatePercentile(times, 0.95) ?? null),
    },
  };
}

function periodOf<Name extends string>({ counts, times }: Figures<Name>): PeriodFigures<Name> {
  const p50 = estimatePercentile(times, 0.5);
  const p95 = estimatePercentile(times, 0.95);
  const p99 = estimatePercentile(times, 0.99);
  return p50 === undefined || p95 === undefined || p99 === undefined ? { counts } : { counts, p50, p95, p99 };
}
