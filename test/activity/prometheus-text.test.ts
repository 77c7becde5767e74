/** The text format of Prometheus, as a strict reader takes it. */
import { Counted } from '../../src/activity/counted';
import { histogramSamples, type Metric, writeMetrics } from '../../src/activity/prometheus-text';
import { readMetrics } from '../support/activity/read-metrics';

const read = (metric: Metric): unknown => readMetrics(writeMetrics([metric])).get(metric.name);

test('a counter, to the letter', () => {
  const text = writeMetrics([
    {
      name: 'things_total',
      help: 'All \\ things,\nof any kind.',
      type: 'counter',
      samples: [{ labels: { kind: 'a' }, value: 3 }, { value: 1e21 }],
    },
  ]);
  expect(text).toBe(
    '# HELP things_total All \\\\ things,\\nof any kind.\n# TYPE things_total counter\n' +
      'things_total{kind="a"} 3\nthings_total 1e+21\n',
  );
});

test('whatever a value of a label is, it comes back', () => {
  const name = 'a"b\\c\nd{e}="f",é';
  const metric = read({
    name: 'gauge',
    help: 'h',
    type: 'gauge',
    samples: [{ labels: { name }, value: -1.5 }],
  });
  expect(metric).toMatchObject({ samples: [{ labels: { name }, value: -1.5 }] });
});

test('a histogram in seconds, its buckets added up', () => {
  const counted = new Counted(['asked']);
  counted.took(0.05).took(0.15).took(700).took(90_000);
  const samples = histogramSamples({ service: 'sales' }, counted.total());
  const metric = read({ name: 'took_seconds', help: 'h', type: 'histogram', samples }) as {
    readonly samples: readonly { readonly labels: object; readonly value: number }[];
  };
  expect(metric.samples).toEqual(
    expect.arrayContaining([
      { name: 'took_seconds_bucket', labels: { service: 'sales', le: '0.0001' }, value: 1 },
      { name: 'took_seconds_bucket', labels: { service: 'sales', le: '0.5' }, value: 2 },
      { name: 'took_seconds_bucket', labels: { service: 'sales', le: '30' }, value: 3 },
      { name: 'took_seconds_bucket', labels: { service: 'sales', le: '+Inf' }, value: 4 },
      { name: 'took_seconds_count', labels: { service: 'sales' }, value: 4 },
    ]),
  );
  expect(metric.samples.at(-2)?.value).toBeCloseTo(90.7002);
});

test.each([
  ['things_total{kind="a" 3\n'],
  ['# HELP a h\n# TYPE a gauge\nb 1\n'],
  ['# HELP a h\n# TYPE a gauge\na 1\na 1\n'],
  ['# HELP a h\n# TYPE a counter\na 1\n'],
  ['# HELP a h\n# TYPE a gauge\na{l="x\ny"} 1\n'],
  ['# HELP a h\n# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n'],
])('the reader of the tests refuses %j', (text) => expect(() => readMetrics(text)).toThrow());
