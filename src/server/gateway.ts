/** The gateway as the server holds it: its services by name, each with its lock. */
import type { OpenConnection } from '../gateway/open-connections';
import type { OpenService } from '../gateway/open-service';
import type { SharedCache } from '../gateway/shared-cache';
import type { CallerLock } from './callers';
import type { OpenRecords } from './open-records';

export interface ServedService {
  readonly service: OpenService;
  readonly lock: CallerLock;
}

export interface Gateway {
  readonly services: ReadonlyMap<string, ServedService>;
  readonly connections: ReadonlyMap<string, OpenConnection>;
  readonly cache: SharedCache;
  /** The records of requests; absent where none are kept. */
  readonly records?: OpenRecords;
  /** The longest URL that is taken, in bytes. */
  readonly longestUrl: number;
  /** Set when the process has been told to stop: no longer ready, but still answering. */
  draining: boolean;
  close(): Promise<void>;
}

/** Nest's token for the {@link Gateway}. */
export const GATEWAY = Symbol('gateway');
