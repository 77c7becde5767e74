/** The last hour as lines: requests, their times, what came from memory, calls of sources. */
import type { ReactElement } from 'react';
import type { Overview, ServiceFigures } from '../../../src/server/admin/answers';
import { durationText, rateText, shareText } from '../format/figures';
import type { ChartSeries } from './chart-series';
import { LineChart } from './line-chart';

export function Charts({
  overview,
  figures,
}: {
  readonly overview: Overview;
  readonly figures: ServiceFigures;
}): ReactElement {
  // The step that is under way would look like a fall.
  const at = overview.at.slice(0, -1);
  return (
    <div className="charts">
      <LineChart title="Requests" at={at} series={requestSeries(figures, overview)} />
      <LineChart title="Time to answer" at={at} series={timeSeries(figures)} />
      <LineChart title="From cache" at={at} series={[hitSeries(figures)]} />
      <LineChart title="Calls of sources" at={at} series={callSeries(overview)} />
    </div>
  );
}

type Counts = readonly number[];

function requestSeries({ series: { counts } }: ServiceFigures, { step }: Overview): readonly ChartSeries[] {
  const perSecond = rate(step);
  return [
    { label: 'answered', color: 'blue', values: perSecond(counts.answered), text: rateText },
    { label: 'refused', color: 'yellow', values: perSecond(counts.refused), text: rateText },
    { label: 'failed', color: 'red', values: perSecond(counts.failed), text: rateText },
  ];
}

function timeSeries({ series: { p50, p95 } }: ServiceFigures): readonly ChartSeries[] {
  return [
    { label: 'p50', color: 'teal', values: p50.slice(0, -1), text: durationText },
    { label: 'p95', color: 'grape', values: p95.slice(0, -1), text: durationText },
  ];
}

function hitSeries({ series: { counts } }: ServiceFigures): ChartSeries {
  const values = counts.hits.slice(0, -1).map((hits, step) => {
    const all = (counts.answered[step] ?? 0) + (counts.refused[step] ?? 0) + (counts.failed[step] ?? 0);
    return all === 0 ? null : hits / all;
  });
  return { label: 'from cache', color: 'blue', values, text: shareText, most: 1 };
}

/** Of all connections: a service does not know which of their calls are its own. */
function callSeries({ connections, step }: Overview): readonly ChartSeries[] {
  const perSecond = rate(step);
  const sum = (of: (counts: Overview['connections'][number]['series']['counts']) => Counts): Counts =>
    connections
      .map(({ series: { counts } }) => of(counts))
      .reduce((total: Counts, counts) => counts.map((count, index) => count + (total[index] ?? 0)), []);
  return [
    { label: 'calls', color: 'teal', values: perSecond(sum(({ calls }) => calls)), text: rateText },
    { label: 'failed', color: 'red', values: perSecond(sum(({ failed }) => failed)), text: rateText },
  ];
}

function rate(step: number): (counts: Counts) => Counts {
  return (counts) => counts.slice(0, -1).map((count) => count / (step / 1_000));
}
