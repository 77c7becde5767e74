/** What the provider reads: the gateway's query records, as far as lists show them. The gateway hands it in. */

export interface LogSource {
  /** The newest first. */
  list(listing: LogListing): Promise<LogPage>;
  count(filter: LogFilter): Promise<number>;
  find(id: string): Promise<LogRecord | undefined>;
  /** The most frequent first, not all of them. */
  fingerprints(filter: LogFilter): Promise<readonly LogFingerprint[]>;
}

/** Every condition that is given must hold. */
export interface LogFilter {
  readonly service?: string;
  readonly entitySet?: string;
  readonly status?: number;
  readonly code?: string;
  readonly caller?: string;
  readonly fingerprint?: string;
  /** Any id that the request has or came with. */
  readonly correlationId?: string;
  /** Arrived at this millisecond or later. */
  readonly from?: number;
  /** Arrived before this millisecond. */
  readonly to?: number;
  readonly minMilliseconds?: number;
  readonly maxMilliseconds?: number;
  readonly cache?: 'hit' | 'miss';
  readonly pushed?: boolean;
  readonly minFetched?: number;
  /** Only what inserts, updates or deletes. */
  readonly writes?: true;
}

export interface LogListing extends LogFilter {
  /** Only records whose id stands before this, as text. */
  readonly before?: string;
  /** So many of the newest are left out. */
  readonly skip?: number;
  readonly limit: number;
}

export interface LogPage {
  readonly items: readonly LogRecord[];
  /** The `before` of the page that follows. */
  readonly next: string | undefined;
}

export interface LogRecord {
  /** 23 hexadecimal digits, the first eleven of which are the millisecond in which the request ended. */
  readonly id: string;
  /** When the request arrived, in milliseconds since 1970. */
  readonly at: number;
  readonly milliseconds: number;
  readonly correlationId: string;
  /** The id of the record of the batch that the request came in. */
  readonly batch?: string;
  readonly correlations?: Readonly<Record<string, string>>;
  readonly method: string;
  readonly url: string;
  readonly service?: string;
  readonly entitySet?: string;
  readonly operation: string;
  readonly fingerprint?: string;
  readonly caller?: string;
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly target?: string;
  readonly raised?: string;
  readonly deadline?: number;
  readonly cache?: { readonly status: string; readonly isHit: boolean };
  readonly fold?: { readonly hits: number; readonly slowest: number };
  readonly plan?: { readonly source: string; readonly pushed: boolean };
  readonly rows?: { readonly fetched: number; readonly returned: number };
  /** Only of a record that was found by its id. */
  readonly calls?: readonly LogCall[];
  readonly write?: LogWrite;
}

export interface LogCall {
  readonly connection: string;
  readonly method: string;
  readonly url: string;
  readonly attempt: number;
  /** Milliseconds after the request arrived. */
  readonly startedAfter: number;
  readonly milliseconds: number;
  readonly bytes: number;
  readonly status?: number;
  readonly fault?: string;
}

export interface LogWrite {
  readonly key?: string;
  readonly properties?: readonly string[];
  readonly versionBefore?: string;
  readonly versionAfter?: string;
  readonly outcome: string;
  readonly attempts: number;
  readonly verified: boolean;
}

export interface LogFingerprint {
  readonly fingerprint: string;
  readonly method: string;
  readonly url: string;
  readonly service?: string;
  readonly entitySet?: string;
  readonly count: number;
  readonly errors: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly fetched: number;
  readonly returned: number;
  readonly hitShare: number;
  readonly upstreamMilliseconds: number;
}
