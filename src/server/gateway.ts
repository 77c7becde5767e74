/** The gateway as the server holds it: its services by name, each with its lock. */
import type { LiveQueries } from '../activity/live-queries';
import type { RunningRequests } from '../activity/running-requests';
import type { ServiceActivity } from '../activity/service-activity';
import type { OpenConnection } from '../gateway/open-connections';
import type { OpenService } from '../gateway/open-service';
import type { SharedCache } from '../gateway/shared-cache';
import type { Captures } from '../record/captures';
import type { AnsweredHit } from '../record/hit-records';
import type { QueryRecord } from '../record/query-record';
import type { RecordStore } from '../record/record-store';
import type { AuditTrail } from './admin/audit-trail';
import type { CallerLock } from './callers';
import type { ShownConfiguration } from './configuration/configuration';

export interface ServedService {
  readonly service: OpenService;
  readonly lock: CallerLock;
  /** What it was asked, in numbers. */
  readonly activity: ServiceActivity;
  readonly description?: string;
  /** Which keys there are and where they are looked for; never the keys. */
  readonly keys: readonly { readonly id: string; readonly header?: string; readonly query?: string }[];
}

/** The records of requests as the server holds them. */
export interface KeptRecords {
  readonly store: RecordStore;
  /** Costs nothing, and never fails. */
  keep(record: QueryRecord): void;
  /** The same for an answer from memory: its record, unless it shares one with others. */
  keepHit(hit: AnsweredHit): QueryRecord | undefined;
  /** All that has ended until now is in the store, or was given up. */
  flush(): Promise<void>;
  /** Records that the store could not take. */
  lost(): number;
  /** Records that are on their way to the store. */
  waiting(): number;
  /** Records that the sinks could not take, by the name of the sink. */
  lostBySink(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export interface Gateway {
  readonly services: ReadonlyMap<string, ServedService>;
  readonly connections: ReadonlyMap<string, OpenConnection>;
  readonly cache: SharedCache;
  readonly configuration: ShownConfiguration;
  /** The records of requests; absent where none are kept. */
  readonly records?: KeptRecords;
  readonly running: RunningRequests;
  /** Tells whoever watches what runs and what has ended. */
  readonly live: LiveQueries;
  /** What administrators did. */
  readonly audit: AuditTrail;
  /** Payloads of requests, while somebody has switched that on. */
  readonly captures: Captures;
  /** The longest URL that is taken, in bytes. */
  readonly longestUrl: number;
  /** Set when the process has been told to stop: no longer ready, but still answering. */
  draining: boolean;
  close(): Promise<void>;
}

/** Nest's token for the {@link Gateway}. */
export const GATEWAY = Symbol('gateway');
