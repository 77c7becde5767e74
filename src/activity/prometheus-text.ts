/** Writes metrics in the text format of Prometheus, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats */
import { type Figures, timeBounds } from './counted';

/** A counter's name ends in `_total`. Names and labels are ours; only values of labels may be anybody's. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** Behind the metric's name: `_bucket`, `_sum`, `_count` of a histogram. */
  readonly suffix?: string;
  readonly labels?: Labels;
  readonly value: number;
}

export type Labels = Readonly<Record<string, string>>;

export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export function writeMetrics(metrics: readonly Metric[]): string {
  return metrics
    .flatMap(({ name, help, type, samples }) => [
      `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${name} ${type}`,
      ...samples.map((sample) => writeSample(name, sample)),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function writeSample(name: string, { suffix = '', labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${suffix}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** The samples of a histogram in seconds, its buckets added up as the format wants them. */
export function histogramSamples(
  labels: Labels,
  { times, milliseconds }: Pick<Figures<never>, 'times' | 'milliseconds'>,
): readonly Sample[] {
  let count = 0;
  const buckets = times.map((inBucket, bucket): Sample => {
    count += inBucket;
    const bound = timeBounds[bucket];
    const le = bound === undefined ? '+Inf' : String(bound / 1_000);
    return { suffix: '_bucket', labels: { ...labels, le }, value: count };
  });
  return [
    ...buckets,
    { suffix: '_sum', labels, value: milliseconds / 1_000 },
    { suffix: '_count', labels, value: count },
  ];
}
