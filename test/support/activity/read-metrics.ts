/** Reads the text format of Prometheus by its grammar, and refuses whatever a strict reader would. */

export interface ReadMetric {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly ReadSample[];
}

export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const sampleForm = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const labelForm = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;
const suffixes = ['_bucket', '_sum', '_count'];

/** @throws {Error} that shows the line, or names the metric */
export function readMetrics(text: string): ReadonlyMap<string, ReadMetric> {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.');
  const metrics = new Map<string, ReadMetric & { readonly samples: ReadSample[] }>();
  let current: (ReadMetric & { readonly name: string; readonly samples: ReadSample[] }) | undefined;
  let help: readonly [string, string] | undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (word === 'HELP') help = [name, rest];
    else if (word === 'TYPE') {
      if (help?.[0] !== name) throw new Error(`No HELP right before: ${line}`);
      if (metrics.has(name)) throw new Error(`Twice: ${name}`);
      current = { name, type: rest, help: help[1], samples: [] };
      metrics.set(name, current);
    } else {
      const sample = readSample(line);
      const isSuffixed = current?.type === 'histogram' && suffixes.some((end) => sample.name.endsWith(end));
      const owner = isSuffixed ? sample.name.replace(/_(?:bucket|sum|count)$/, '') : sample.name;
      if (current === undefined || owner !== current.name) throw new Error(`Not of its metric: ${line}`);
      current.samples.push(sample);
    }
  }
  for (const [name, metric] of metrics) check(name, metric);
  return metrics;
}

function readSample(line: string): ReadSample {
  const [, name, labels = '', number] = sampleForm.exec(line) ?? [];
  if (
    name === undefined ||
    number === undefined ||
    !/^[-+]?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|Inf)$|^NaN$/.test(number)
  )
    throw new Error(`No sample: ${line}`);
  return { name, labels: readLabels(labels, line), value: Number(number.replace('Inf', 'Infinity')) };
}

function readLabels(text: string, line: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  labelForm.lastIndex = 0;
  let end = 0;
  for (let match = labelForm.exec(text); match !== null; match = labelForm.exec(text)) {
    const [, label = '', value = ''] = match;
    if (label in labels) throw new Error(`A label twice: ${line}`);
    labels[label] = value.replaceAll(/\\([\\"n])/g, (_whole, sign: string) => (sign === 'n' ? '\n' : sign));
    end = labelForm.lastIndex;
  }
  if (end !== text.length) throw new Error(`No labels: ${line}`);
  return labels;
}

function check(name: string, { type, samples }: ReadMetric): void {
  const seen = samples.map((sample) =>
    JSON.stringify([sample.name, Object.entries(sample.labels).toSorted()]),
  );
  if (new Set(seen).size !== seen.length) throw new Error(`A sample twice: ${name}`);
  if (!['counter', 'gauge', 'histogram'].includes(type)) throw new Error(`No type: ${type}`);
  if (name.endsWith('_total') !== (type === 'counter')) throw new Error(`Not named as a ${type}: ${name}`);
  if (type !== 'gauge' && samples.some(({ value }) => !(value >= 0))) throw new Error(`Below zero: ${name}`);
  if (type === 'histogram') checkHistogram(name, samples);
}

/** Buckets grow, end at +Inf, and that one is the count. */
function checkHistogram(name: string, samples: readonly ReadSample[]): void {
  const series = Map.groupBy(samples, ({ labels: { le: _le, ...labels } }) => JSON.stringify(labels));
  for (const [labels, all] of series) {
    const buckets = all.filter((sample) => sample.name.endsWith('_bucket'));
    const bounds = buckets.map(({ labels: { le = '' } }) => Number(le.replace('Inf', 'Infinity')));
    const count = all.find((sample) => sample.name === `${name}_count`)?.value;
    const grows = (values: readonly number[], least: number): boolean =>
      values.every((value, index) => index === 0 || value - (values[index - 1] ?? 0) >= least);
    const isWhole =
      bounds.at(-1) === Infinity &&
      grows(bounds, Number.MIN_VALUE) &&
      grows(
        buckets.map(({ value }) => value),
        0,
      ) &&
      buckets.at(-1)?.value === count &&
      all.some((sample) => sample.name === `${name}_sum`);
    if (!isWhole) throw new Error(`No whole histogram: ${name} ${labels}`);
  }
}
