/** The record of one request: what was asked, what ran where, and why (DESIGN 6). Without values of rows and without keys. */
import type { PlanPart } from '../plan/read-plan';
import type { WriteNote } from './write-record';

export interface QueryRecord {
  /** Unique, and in the order in which the requests ended: what pages of a list go on from. */
  readonly id: string;
  /** When the request arrived, in milliseconds since 1970. */
  readonly at: number;
  /** From then until the answer was handed over, in milliseconds; a fraction tells hits apart. */
  readonly milliseconds: number;
  /** The short id that the answer's header and its error show. */
  readonly correlationId: string;
  /** The id of the record of the batch that it came in. */
  readonly batch?: string;
  readonly method: string;
  /** Path and query below the service root, every literal masked: `Customers?$filter=Name eq ?&$top=5`. */
  readonly url: string;
  /** Absent where no service has the name. */
  readonly service?: string;
  readonly entitySet?: string;
  readonly operation: Operation;
  /** Of queries that differ in literals only: 16 hexadecimal digits. Absent where no service is named. */
  readonly fingerprint?: string;
  /** The id of the caller's key; absent where there was no valid one. */
  readonly caller?: string;
  /** What else identifies the request, as it came: `traceparent`, `x-ms-client-request-id` … by lower-case header name. */
  readonly correlations?: Readonly<Record<string, string>>;
  /** 499 ({@link CALLER_LEFT}) where nobody was there any more to get one. */
  readonly status: number;
  /** The error's code, as the caller saw it. */
  readonly code?: string;
  /** The error's sentence as the caller saw it, but for what stood in quotes: that may have been a value. */
  readonly message?: string;
  /** The clause or property that the error is about. */
  readonly target?: string;
  /** The error as the provider raised it: class and sentence, without what stood in quotes. */
  readonly raised?: string;
  /** Milliseconds that the caller would have waited. */
  readonly deadline?: number;
  readonly cache?: CacheNote;
  /** Present where the record stands for several hits: `milliseconds` is their mean, the rest is of the first. */
  readonly fold?: HitFold;
  readonly plan?: PlanNote;
  readonly rows?: RowFunnel;
  /** Milliseconds by stage, in the order of the stages. */
  readonly stages?: Readonly<Partial<Record<Stage, number>>>;
  readonly calls?: readonly UpstreamCall[];
  /** Present where there were too many calls to be told one by one: those that `calls` has not. */
  readonly furtherCalls?: { readonly count: number; readonly milliseconds: number };
  readonly write?: WriteNote;
}

/** The status of a request whose caller went away before the answer, as proxies write it. */
export const CALLER_LEFT = 499;

/** What all requests for the same have in common. */
export type NotedQuery = Pick<QueryRecord, 'service' | 'entitySet' | 'operation' | 'url' | 'fingerprint'>;

export const operations = [
  'list',
  'row',
  'count',
  'metadata',
  'insert',
  'update',
  'delete',
  'batch',
  'other',
] as const;
export type Operation = (typeof operations)[number];

/**
 * `fetch` is planning, waiting for the source and evaluating; the calls tell how much of it was waiting. `answer` is what
 * follows: looking into memory, writing the body; of a change it is all.
 */
export type Stage = 'parse' | 'bind' | 'fetch' | 'answer' | 'send';

export interface CacheNote {
  /** The `Cache-Status` header (RFC 9211) without its name: `hit;ttl=42`, `fwd=stale;stored;detail=invalidated`. */
  readonly status: string;
  readonly isHit: boolean;
}

/** Hits of one fingerprint, caller and status that came too fast for records of their own. */
export interface HitFold {
  readonly hits: number;
  /** Milliseconds that the slowest of them took. */
  readonly slowest: number;
}

export interface PlanNote {
  /** How the source was read. */
  readonly source: 'scan' | 'keys' | 'nothing';
  /** Each part of the request and where it was done; literals masked. */
  readonly parts: readonly PlanPart[];
  /** All was done by the source. */
  readonly pushed: boolean;
}

/** How many rows were there after each step. */
export interface RowFunnel {
  /** That the source gave. */
  readonly fetched: number;
  readonly returned: number;
}

/** One attempt to ask a source over HTTP. */
export interface UpstreamCall {
  readonly connection: string;
  readonly method: string;
  /** Without keys, every literal masked. */
  readonly url: string;
  readonly attempt: number;
  /** Milliseconds after the request arrived. */
  readonly startedAfter: number;
  readonly milliseconds: number;
  readonly bytes: number;
  readonly status?: number;
  /** The class of the error, if the attempt failed. */
  readonly fault?: string;
}
