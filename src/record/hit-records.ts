/**
 * The records of answers from memory. Beyond so many in a second and service they share records: one for all hits of the
 * same fingerprint, caller and status. A record of its own would cost more than the answer, and nobody reads thousands.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { type Clock, systemClock } from '../cache/clock';
import { correlationsOf } from './correlations';
import type { NotedQuery, QueryRecord } from './query-record';
import { nextRecordId } from './record-id';
import { isSlow } from './record-class';
import { cacheNoteOf } from './request-notes';
import { rounded } from './rounded';

export interface AnsweredHit {
  readonly noted: NotedQuery;
  readonly caller: string;
  readonly status: number;
  readonly correlationId: string;
  readonly headers: IncomingHttpHeaders;
  /** As `Cache-Status` has it. */
  readonly verdict: string;
  /** On the clock of `performance`. */
  readonly started: number;
  readonly ended: number;
}

interface Fold {
  /** Of the first of them. */
  readonly record: QueryRecord;
  hits: number;
  /** Milliseconds that all took together. */
  sum: number;
  slowest: number;
}

const WINDOW = 1_000;
/** In a window, of each service. Dataverse's users do not come near it; ten such services cost a CPU some percent. */
const MOST_ALONE = 100;

export class HitRecords {
  readonly #folds = new Map<string, Fold>();
  /** How many hits of each service have a record of their own in this window. */
  readonly #alone = new Map<string, number>();
  #windowEnd = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(
    private readonly keep: (record: QueryRecord) => void,
    private readonly clock: Clock = systemClock,
  ) {}

  /**
   * Never waits: it runs while a request is answered.
   *
   * @returns its record, if it has one of its own
   */
  add(hit: AnsweredHit): QueryRecord | undefined {
    if (hit.ended >= this.#windowEnd) this.#startWindow(hit.ended);
    const { service = '' } = hit.noted;
    const alone = this.#alone.get(service) ?? 0;
    if (alone >= MOST_ALONE && !isSlow(hit.ended - hit.started)) {
      this.#fold(hit);
      return undefined;
    }
    this.#alone.set(service, alone + 1);
    const record = recordOfHit(hit);
    this.keep(record);
    return record;
  }

  /** Hands over what was folded until now. */
  flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (const fold of this.#folds.values()) this.keep(recordOfFold(fold));
    this.#folds.clear();
  }

  #startWindow(now: number): void {
    this.flush();
    this.#alone.clear();
    this.#windowEnd = now + WINDOW;
  }

  #fold(hit: AnsweredHit): void {
    const milliseconds = hit.ended - hit.started;
    const key = `${hit.noted.fingerprint ?? ''}${hit.status}${hit.caller}`;
    const fold = this.#folds.get(key);
    if (fold === undefined) {
      this.#folds.set(key, { record: recordOfHit(hit), hits: 1, sum: milliseconds, slowest: milliseconds });
      this.#cancelTimer ??= this.clock.after(WINDOW, () => this.flush());
      return;
    }
    fold.hits += 1;
    fold.sum += milliseconds;
    if (milliseconds > fold.slowest) fold.slowest = milliseconds;
  }
}

function recordOfHit(hit: AnsweredHit): QueryRecord {
  const { noted, headers, status, correlationId, caller, verdict, started, ended } = hit;
  const now = Date.now();
  const milliseconds = ended - started;
  const correlations = correlationsOf(headers);
  return {
    ...noted,
    id: nextRecordId(now),
    at: now - Math.round(milliseconds),
    milliseconds: rounded(milliseconds),
    correlationId,
    method: 'GET',
    status,
    caller,
    ...(correlations === undefined ? {} : { correlations }),
    cache: cacheNoteOf(verdict),
  };
}

/** In the order of records it stands where the last of them does. */
function recordOfFold({ record, hits, sum, slowest }: Fold): QueryRecord {
  if (hits === 1) return record;
  return {
    ...record,
    id: nextRecordId(),
    milliseconds: rounded(sum / hits),
    fold: { hits, slowest: rounded(slowest) },
  };
}
