/** What the admin API answers beside records and explanations: the console and the commands read these shapes. */
import type { ConnectionCounter } from '../../activity/connection-activity';
import type { LiveEvents } from '../../activity/live-queries';
import type { ServiceCounter } from '../../activity/service-activity';
import type { ErrorCode } from '../../errors';
import type { ConnectionCheck } from '../../gateway/check-connection';
import type { BreakerView } from '../../gateway/outgoing-breaker';
import type { DescribedSet } from '../../gateway/catalog/describe-set';
import type { CapturedPayload, RunningCapture } from '../../record/captures';
import type { CachePolicy } from '../../cache/cache-policy';
import type { SetStatistics } from '../../cache/cache-statistics';
import type { PurgeTarget } from '../../cache/purge';
import type { EffectiveSetting } from '../configuration/effective-settings';
import type { Right } from './rights';

/** Every list; `next` is absent on the last page, and goes into `before` or `after` of the request for the page that follows. */
export interface Items<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** `GET /api/session`: who the administrator is. Refused with 401 where a key is needed. */
export interface Session {
  /** The id of the key; `local` where none is needed. */
  readonly id: string;
  readonly rights: readonly Right[];
}

/** `GET /api/sign-in`, open to everybody: which header the key is expected in; absent where none is needed. */
export interface SignIn {
  readonly header?: string;
}

/** `GET /health`. */
export interface Health {
  readonly status: 'ok' | 'draining';
  readonly services: readonly string[];
  /** Those of sources that are not asked, or tried again. */
  readonly breakers: readonly ({ readonly connection: string } & BreakerView)[];
  /** Absent where none are kept. Those that were lost, by the store and by each sink. */
  readonly records?: { readonly lost: number; readonly lostBySink: Readonly<Record<string, number>> };
}

/**
 * `GET /api/overview`: counted in this process since its start, and in steps through the last hour. Times are in milliseconds,
 * instants since 1970.
 */
export interface Overview {
  readonly version: string;
  /** What a step of a series stands for. */
  readonly step: number;
  /** When each step begins, the oldest first; the last one has not ended. */
  readonly at: readonly number[];
  /** All services together. */
  readonly all: ServiceFigures;
  readonly services: readonly ServiceOverview[];
  readonly connections: readonly ConnectionOverview[];
  readonly cache: { readonly linked: boolean; readonly bytes: number };
  /** Absent where none are kept. `records` and `bytes` are absent while the store does not answer. */
  readonly records?: {
    readonly lost: number;
    readonly waiting: number;
    readonly records?: number;
    readonly bytes?: number;
  };
  readonly process: ProcessState;
}

export interface ProcessState {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Bytes. */
  readonly memory: number;
  readonly heap: number;
  /** Seconds of one CPU since the start. */
  readonly cpu: number;
  /** Milliseconds by which 99 % of timers came no later than they should, in the last minute at most. */
  readonly delay: number;
}

export interface ActivityFigures<Counter extends string> {
  /** Since the start. */
  readonly total: PeriodFigures<Counter>;
  readonly hour: PeriodFigures<Counter>;
  /** By step. */
  readonly series: {
    readonly counts: Readonly<Record<Counter, readonly number[]>>;
    /** Null where nothing was counted. */
    readonly p50: readonly (number | null)[];
    readonly p95: readonly (number | null)[];
  };
}

export interface PeriodFigures<Counter extends string> {
  readonly counts: Readonly<Record<Counter, number>>;
  /** Estimated from a histogram; absent where nothing was counted. */
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
}

export type ServiceFigures = ActivityFigures<ServiceCounter>;

export interface ServiceOverview extends ServiceFigures {
  readonly name: string;
}

export interface ConnectionOverview extends ActivityFigures<ConnectionCounter> {
  readonly name: string;
  /** Calls that its source is answering, and those that wait for a connection or for a retry. */
  readonly load: { readonly running: number; readonly waiting: number };
  readonly breakers: ConnectionEntry['breakers'];
  /** What the provider has learned or suffers. */
  readonly notes: ConnectionEntry['notes'];
}

/** `GET /api/queries/live`, server-sent events: what the event `running` has. */
export type RunningQueries = LiveEvents['running'];

/** `GET /api/services`. */
export interface ServiceEntry {
  readonly name: string;
  readonly description?: string;
  /** The address of the service document. */
  readonly root: string;
  readonly profile: string;
  /** Where callers may put their key, for Dataverse's data source form. Never the key. */
  readonly keys: readonly { readonly id: string; readonly header?: string; readonly query?: string }[];
  readonly timeout: number;
  readonly pageSize: number;
  readonly maxPageSize: number;
  readonly entitySets: readonly {
    readonly name: string;
    readonly connection: string;
    readonly entity: string;
  }[];
}

/** `GET /api/services/<service>/sets/<Set>`. */
export interface EntitySetEntry extends DescribedSet {
  readonly service: string;
  /** Times in milliseconds; `complete`: up to so many rows it is held whole. */
  readonly cache?: CachePolicy & { readonly complete: number };
}

/** `GET /api/connections`. */
export interface ConnectionEntry {
  readonly name: string;
  readonly provider: string;
  /** Its configuration, every secret hidden. */
  readonly configuration: object;
  /** HTTP requests since the start, retries included. */
  readonly calls: number;
  /** Of the last check that was asked for; absent if none was. */
  readonly check?: CheckResult;
  /** Whether its source is asked, for each HTTP client that it has; empty where breakers are switched off. */
  readonly breakers: readonly Breaker[];
  /** What the provider has learned or suffers: restrictions, limits, waiting. */
  readonly notes: readonly { readonly subject: string; readonly text: string }[];
  readonly sets: readonly { readonly service: string; readonly entitySet: string }[];
}

/** `POST /api/connections/<name>/check`. */
export type CheckResult = ConnectionCheck;

/** `POST /api/connections/<name>/breaker` with `{ state: 'closed' }`: the source is asked again from now on. */
export type ClosedBreakers = Items<Breaker>;

export type Breaker = BreakerView;

/** `GET /api/cache`. */
export interface CacheContents {
  /** Whether the other instances are reached; true where there are none. */
  readonly linked: boolean;
  readonly answers: TierContents;
  readonly rows: TierContents;
}

/** `POST /api/cache/purge`: what was forgotten. */
export interface Purged {
  readonly purged: PurgeTarget['kind'];
}

export interface TierContents {
  readonly bytes: number;
  /** By service and entity set: `sales/Customers`. Rows that two services share are held where they were stored first. */
  readonly sets: Readonly<Record<string, SetStatistics>>;
}

/** `POST /api/explain` with `{ service, url }` or `{ service, fetchXml }`. An error of the request itself is told, not thrown. */
export interface ExplainedText<Explanation> {
  /** The OData that the view becomes. */
  readonly query?: { readonly target: string; readonly notes: readonly string[] };
  readonly explanation?: Explanation;
  /** Calls that the first page will cost at least, if nothing is in memory. */
  readonly leastCalls?: number;
  readonly error?: { readonly code: ErrorCode; readonly message: string; readonly target?: string };
}

/**
 * `POST /api/replay` with `{ service, url }`: the request as it is planned, and once more with everything done by the gateway.
 * Past all caches. Rows are compared by key; values are not shown.
 */
export interface Replayed {
  readonly asPlanned: ReplayRun;
  readonly withoutPushdown: ReplayRun;
  readonly difference: {
    readonly onlyAsPlanned: readonly string[];
    readonly onlyWithoutPushdown: readonly string[];
    readonly changed: readonly { readonly key: string; readonly properties: readonly string[] }[];
    /** The same rows in another order. */
    readonly reordered: boolean;
  };
}

export interface ReplayRun {
  readonly milliseconds: number;
  readonly calls: number;
  readonly fetched: number;
  readonly returned: number;
  /** What `$count=true` gave. */
  readonly count?: number;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

/** `GET /api/audit`: what administrators did, the newest first. */
export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly administrator: string;
  readonly from: string;
  readonly action: string;
  /** What it was done to, and how, without secrets. */
  readonly detail: object;
  readonly status: number;
}

/** `GET /api/settings`: what is configured, in the order of the file's sections; secrets hidden. */
export interface Settings {
  readonly file: string;
  readonly items: readonly Setting[];
}

export interface Setting extends Omit<EffectiveSetting, 'path'> {
  /** `services.sales.auth.keys[0].id`. */
  readonly path: string;
}

/** `GET /api/captures`. Started by POST `{ service, caller?, minutes }`, ended by DELETE `/api/captures/<id>`. */
export type Capture = RunningCapture;

/** `GET /api/queries/<id>/payload`: what was kept of a request while a capture ran. */
export type Payload = CapturedPayload;
