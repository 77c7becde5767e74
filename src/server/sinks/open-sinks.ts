/** The sinks that are configured, each behind a queue: no request waits for one, and what one cannot take in time is counted. */
import { type Clock, systemClock } from '../../cache/clock';
import type { QueryRecord } from '../../record/query-record';
import { RecordQueue } from '../../record/record-queue';
import type { RecordKeeping } from '../configuration/configuration';
import { reportingFaults } from '../report-faults';
import { createHttpSink } from './http-sink';
import type { RecordSink } from './record-sink';
import { createStdoutSink } from './stdout-sink';

/** Milliseconds for which records wait for company: fewer and larger batches than the store gets. */
const INTERVAL = 1_000;

export interface OpenSinks {
  /** Costs nothing, and never fails. */
  push(record: QueryRecord): void;
  /** Records that were not taken, by the name of the sink. */
  lost(): Readonly<Record<string, number>>;
  /** Hands over what waits, as far as it is taken in time. */
  close(): Promise<void>;
}

export function openSinks({ stdout, http }: RecordKeeping['sinks']): OpenSinks {
  return queueBefore([
    ...(stdout ? [createStdoutSink()] : []),
    ...(http === undefined ? [] : [createHttpSink(http)]),
  ]);
}

export function queueBefore(sinks: readonly RecordSink[], clock: Clock = systemClock): OpenSinks {
  const queues = sinks.map((sink): [RecordSink, RecordQueue] => [
    sink,
    new RecordQueue(reportingFaults(sink, `the sink ${sink.name}`), { interval: INTERVAL }, clock),
  ]);
  return {
    push(record) {
      for (const [, queue] of queues) queue.push(record);
    },
    lost: () => Object.fromEntries(queues.map(([{ name }, queue]) => [name, queue.dropped + queue.failed])),
    async close() {
      await Promise.all(
        queues.map(async ([sink, queue]) => {
          await queue.close();
          await sink.close();
        }),
      );
    },
  };
}
