/** What records of a fingerprint add up to, as one reads it in the interface: one after the other, and sorted. */
import type { QueryRecord } from '../../../src/record/query-record';
import type { FingerprintFigures } from '../../../src/record/record-store';
import { durationOf } from '../../../src/record/store/durations';

export function referenceFigures(records: readonly QueryRecord[]): FingerprintFigures {
  const sorted = records
    .flatMap((record) => Array<number>(record.fold?.hits ?? 1).fill(record.milliseconds))
    .sort((a, b) => a - b);
  const rank = (share: number): number =>
    durationOf(classOf(sorted.find((_, index) => (index + 1) / sorted.length >= share) ?? -1));
  const sum = (of: (record: QueryRecord) => number): number => records.reduce((all, one) => all + of(one), 0);
  const weightOf = ({ fold }: QueryRecord): number => fold?.hits ?? 1;
  const count = sum(weightOf);
  return {
    count,
    errors: sum((record) => (record.status >= 400 ? weightOf(record) : 0)),
    p50: rank(0.5),
    p95: rank(0.95),
    p99: rank(0.99),
    fetched: sum(({ rows }) => rows?.fetched ?? 0),
    returned: sum(({ rows }) => rows?.returned ?? 0),
    hitShare: sum((record) => (record.cache?.isHit === true ? weightOf(record) : 0)) / count,
    upstreamMilliseconds: sum(({ calls = [] }) => calls.reduce((all, call) => all + call.milliseconds, 0)),
  };
}

/** Classes grow by 8 %, from a hundredth of a millisecond on. */
export function classOf(milliseconds: number): number {
  return Math.floor(Math.log(Math.max(milliseconds, 0.01)) / Math.log(1.08));
}
