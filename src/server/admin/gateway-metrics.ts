/** Everything that `/metrics` tells. Only names from the configuration are labels, so that their number has a bound. */
import type { ConnectionCounter } from '../../activity/connection-activity';
import type { Figures } from '../../activity/counted';
import { histogramSamples, type Metric, type Sample } from '../../activity/prometheus-text';
import type { ServiceCounter } from '../../activity/service-activity';
import type { OpenConnection } from '../../gateway/open-connections';
import type { BreakerView } from '../../gateway/outgoing-breaker';
import type { Gateway } from '../gateway';
import { version } from '../version';
import type { ProcessState } from './answers';

export function gatewayMetrics(gateway: Gateway, state: ProcessState): readonly Metric[] {
  return [
    ...serviceMetrics(gateway),
    ...connectionMetrics(gateway),
    gauge('vtg_requests_running', 'Requests that have not been answered yet.', [
      { value: gateway.running.count },
    ]),
    ...cacheMetrics(gateway),
    ...recordMetrics(gateway),
    ...processMetrics(state),
  ];
}

function serviceMetrics({ services }: Gateway): readonly Metric[] {
  const all = [...services].map(([service, { activity }]) => ({
    labels: { service },
    figures: activity.counted.total(),
  }));
  const each = (of: (figures: Figures<ServiceCounter>) => number): readonly Sample[] =>
    all.map(({ labels, figures }) => ({ labels, value: of(figures) }));
  return [
    {
      name: 'vtg_requests_total',
      help: 'Requests to a service: answered (below 400), refused (4xx), failed (5xx), or abandoned by their callers.',
      type: 'counter',
      samples: all.flatMap(({ labels, figures }) =>
        (['answered', 'refused', 'failed', 'abandoned'] as const).map((outcome) => ({
          labels: { ...labels, outcome },
          value: figures.counts[outcome],
        })),
      ),
    },
    {
      name: 'vtg_request_duration_seconds',
      help: 'From the arrival of a request until its answer was handed over.',
      type: 'histogram',
      samples: all.flatMap(({ labels, figures }) => histogramSamples(labels, figures)),
    },
    counter(
      'vtg_request_hits_total',
      'Requests answered from memory.',
      each(({ counts }) => counts.hits),
    ),
    counter(
      'vtg_writes_total',
      'Changes that were made.',
      each(({ counts }) => counts.writes),
    ),
    counter(
      'vtg_rows_fetched_total',
      'Rows that sources or memory gave to be worked on.',
      each(({ counts }) => counts.fetched),
    ),
    counter(
      'vtg_rows_returned_total',
      'Rows in answers, without answers that were kept whole.',
      each(({ counts }) => counts.returned),
    ),
    counter(
      'vtg_request_upstream_seconds_total',
      'Time of calls that requests made, added up.',
      each(({ counts }) => counts.upstream / 1_000),
    ),
  ];
}

function connectionMetrics({ connections }: Gateway): readonly Metric[] {
  const all = [...connections.values()].map((open) => ({
    labels: { connection: open.name },
    figures: open.activity.counted.total(),
    load: open.load(),
    breakers: open.breakers(),
  }));
  const each = (of: (figures: Figures<ConnectionCounter>) => number): readonly Sample[] =>
    all.map(({ labels, figures }) => ({ labels, value: of(figures) }));
  const load = (of: (load: ReturnType<OpenConnection['load']>) => number): readonly Sample[] =>
    all.map(({ labels, load: now }) => ({ labels, value: of(now) }));
  const breakers = (of: (view: BreakerView) => number): readonly Sample[] =>
    all.map(({ labels, breakers: views }) => ({
      labels,
      value: views.reduce((sum, view) => sum + of(view), 0),
    }));
  return [
    counter(
      'vtg_calls_total',
      'HTTP requests to a source, retries included.',
      each(({ counts }) => counts.calls),
    ),
    counter(
      'vtg_call_failures_total',
      'Calls without an answer, or with one that cannot be used.',
      each(({ counts }) => counts.failed),
    ),
    counter(
      'vtg_calls_throttled_total',
      'Calls answered 429.',
      each(({ counts }) => counts.throttled),
    ),
    counter(
      'vtg_call_retries_total',
      'Calls beyond the first of a request.',
      each(({ counts }) => counts.retries),
    ),
    counter(
      'vtg_call_bytes_total',
      'Bytes of answers, as they came.',
      each(({ counts }) => counts.bytes),
    ),
    {
      name: 'vtg_call_duration_seconds',
      help: 'From sending a call until its answer was read.',
      type: 'histogram',
      samples: all.flatMap(({ labels, figures }) => histogramSamples(labels, figures)),
    },
    gauge(
      'vtg_calls_running',
      'Calls that a source is answering.',
      load(({ running }) => running),
    ),
    gauge(
      'vtg_calls_waiting',
      'Calls that wait for a connection, or for a retry.',
      load(({ waiting }) => waiting),
    ),
    gauge(
      'vtg_breakers_open',
      'Breakers of a connection that are not closed: its source failed and is left alone, or tried by one request.',
      breakers(({ state }) => (state === 'closed' ? 0 : 1)),
    ),
    gauge(
      'vtg_breaker_failures',
      'Calls of the last ten seconds that count against a source.',
      breakers(({ failures }) => failures),
    ),
  ];
}

function cacheMetrics({ cache: { tiers, link } }: Gateway): readonly Metric[] {
  const [answers, rows] = tiers;
  const both = [['answers', answers] as const, ['rows', rows] as const];
  const lookups = both.flatMap(([tier, memory]) =>
    [...memory.bySet()].flatMap(([name, { hits, misses }]): readonly Sample[] => {
      const labels = { tier, ...placeLabels(name) };
      return [
        { labels: { ...labels, result: 'hit' }, value: hits },
        { labels: { ...labels, result: 'miss' }, value: misses },
      ];
    }),
  );
  return [
    gauge(
      'vtg_cache_bytes',
      'Memory that stored answers and rows take.',
      both.map(([tier, { bytes }]) => ({ labels: { tier }, value: bytes })),
    ),
    counter('vtg_cache_lookups_total', 'Looks into memory, by what was found there.', lookups),
    gauge('vtg_cache_linked', '1 while the other instances are reached, or there are none.', [
      { value: link.isLinked() ? 1 : 0 },
    ]),
  ];
}

/** Of a set as the cache knows it; what is beyond the number of sets that it tells apart has no service. */
function placeLabels(name: string): Sample['labels'] {
  const slash = name.indexOf('/');
  return slash < 0 ? { set: name } : { service: name.slice(0, slash), set: name.slice(slash + 1) };
}

/** None where no records are kept. */
function recordMetrics({ records }: Gateway): readonly Metric[] {
  if (records === undefined) return [];
  return [
    counter('vtg_records_lost_total', 'Records that the store could not take.', [{ value: records.lost() }]),
    gauge('vtg_records_waiting', 'Records on their way to the store.', [{ value: records.waiting() }]),
    counter(
      'vtg_sink_records_lost_total',
      'Records that a sink beside the store could not take.',
      Object.entries(records.lostBySink()).map(([sink, value]) => ({ labels: { sink }, value })),
    ),
  ];
}

function processMetrics({ startedAt, memory, heap, cpu, delay }: ProcessState): readonly Metric[] {
  return [
    gauge('vtg_build_info', 'Always 1; which version and which Node are in its labels.', [
      { labels: { version, node: process.version }, value: 1 },
    ]),
    gauge('process_start_time_seconds', 'When the process started, since 1970.', [
      { value: startedAt / 1_000 },
    ]),
    gauge('process_uptime_seconds', 'For how long it has been running.', [{ value: process.uptime() }]),
    counter('process_cpu_seconds_total', 'CPU time of all its threads.', [{ value: cpu }]),
    gauge('process_resident_memory_bytes', 'Resident memory.', [{ value: memory }]),
    gauge('nodejs_heap_size_used_bytes', "V8's heap in use.", [{ value: heap }]),
    gauge('nodejs_eventloop_lag_p99_seconds', '99 % of timers came no later, in the last minute.', [
      { value: delay / 1_000 },
    ]),
  ];
}

function counter(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, type: 'counter', samples };
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, type: 'gauge', samples };
}
