/** What a store of query records can do, and what can be asked of it. */
import type { Operation, PlanNote, QueryRecord } from './query-record';

export interface RecordStore {
  /** Records whose id is there already are left alone. */
  add(records: readonly QueryRecord[]): Promise<void>;
  find(id: string): Promise<QueryRecord | undefined>;
  /** The newest first. */
  list(filter: RecordListing): Promise<RecordList>;
  /** How many there are; a record of folded hits is one. */
  count(filter: RecordFilter): Promise<number>;
  /** The most frequent first, up to 500 of them. */
  fingerprints(filter: RecordFilter): Promise<readonly FingerprintSummary[]>;
  /**
   * Deletes what is too old or too much, the oldest first; see {@link Retention}.
   *
   * @param now milliseconds since 1970
   * @returns how many were deleted
   */
  prune(now: number): Promise<number>;
  size(): Promise<RecordStoreSize>;
  close(): Promise<void>;
}

/** Every condition that is given must hold. */
export interface RecordFilter {
  readonly service?: string;
  readonly entitySet?: string;
  readonly operation?: Operation;
  readonly status?: number | StatusClass;
  readonly code?: string;
  readonly caller?: string;
  readonly fingerprint?: string;
  /** The record's own id, or any other id that came with the request. */
  readonly correlationId?: string;
  /** Arrived at this millisecond or later. */
  readonly from?: number;
  /** Arrived before this millisecond. */
  readonly to?: number;
  readonly minMilliseconds?: number;
  readonly maxMilliseconds?: number;
  /** A record without a note of the cache is neither. */
  readonly cache?: 'hit' | 'miss';
  /** A record without a plan is neither. */
  readonly pushed?: boolean;
  readonly minFetched?: number;
  /** Is somewhere in the URL; A to Z are the same as a to z. */
  readonly url?: string;
  /** Only what inserts, updates or deletes. */
  readonly writes?: true;
}

export type StatusClass = `${1 | 2 | 3 | 4 | 5}xx`;

export interface RecordListing extends RecordFilter {
  /** Only what is older than the record with this id: the `next` of the page before. */
  readonly before?: string;
  /** So many of the newest are left out. Any that comes moves them: to go on, `before` is better. */
  readonly skip?: number;
  /** 1 to 500; 100 unless told. */
  readonly limit?: number;
}

export interface RecordList {
  readonly items: readonly RecordSummary[];
  /** Absent on the last page. */
  readonly next: string | undefined;
}

/** A record without what only its own page shows. */
export type RecordSummary = Omit<QueryRecord, 'plan' | 'stages' | 'calls'> & {
  readonly plan?: Omit<PlanNote, 'parts'>;
};

/** Queries that differ in literals only, together. */
export interface FingerprintSummary extends FingerprintFigures {
  readonly fingerprint: string;
  readonly method: string;
  /** One of theirs. */
  readonly url: string;
  readonly service?: string;
  readonly entitySet?: string;
  /** Of the period before, equally long; absent where the filter has no `from` and `to`, or nothing was asked then. */
  readonly before?: FingerprintFigures;
}

export interface FingerprintFigures {
  /** Folded hits count each for itself, here and below. */
  readonly count: number;
  /** Of status 400 and above. */
  readonly errors: number;
  /** Milliseconds that half, 95 % and 99 % of them did not exceed (nearest rank), within 4 %. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly fetched: number;
  readonly returned: number;
  /** 0 to 1: of all of them, how many were answered from the cache. */
  readonly hitShare: number;
  /** Milliseconds that calls of sources took, added up. */
  readonly upstreamMilliseconds: number;
}

export interface RecordStoreSize {
  readonly records: number;
  readonly bytes: number;
}

/** What may stay. Whichever is passed first deletes; if there is too much, plain reads go before failures, changes and slow ones. */
export interface Retention {
  readonly milliseconds: number;
  /** The same for plain reads, hits among them. */
  readonly readMilliseconds: number;
  readonly records: number;
  readonly bytes: number;
}
