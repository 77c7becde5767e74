/** The configuration once it is read, checked and complete: plain values, frozen, times in milliseconds and sizes in bytes. */
import type { Right } from '../admin/rights';
import type { SizeClass } from '../../cache/cache-policy';
import type { EntitySetDefinition, ServiceDefinition } from '../../model/definition';
import type { BreakerLimits } from '../../gateway/outgoing-breaker';
import type { Provider, WriteCommand } from '../../provider-sdk/index';
import type { EffectiveSetting } from './effective-settings';
import type { PostgresAddress } from '../../record/store/postgres-address';

export interface Configuration {
  /** The address that all links begin with, without a slash at its end; absent = `http://localhost:<data port>`. */
  readonly publicUrl?: string;
  readonly data: ListenAddress;
  readonly admin: ListenAddress & { readonly auth: Authentication<AdminKey> };
  /** The folder for everything that must survive a restart. */
  readonly dataFolder: string;
  /** Signs skip tokens; absent = one is made and kept in the data folder. */
  readonly linkSecret?: string;
  readonly cache: {
    readonly size: number;
    /** Absent = the only instance. */
    readonly redis?: {
      readonly url: string;
      readonly prefix: string;
      readonly strict: boolean;
      readonly bound: number;
      readonly rows: boolean;
    };
  };
  /** Absent = no records are kept. */
  readonly records?: RecordKeeping;
  /** The longest URL, in bytes. The other limits are with each service. */
  readonly limits: { readonly url: number };
  readonly connections: readonly ConnectionConfiguration[];
  readonly services: readonly ServiceConfiguration[];
  readonly shown: ShownConfiguration;
}

/** The configuration as administrators may see it. */
export interface ShownConfiguration {
  readonly file: string;
  /** Put together when it is first asked for. */
  settings(): readonly EffectiveSetting[];
}

/** How long the records of requests are kept, in milliseconds, and what they may take, in bytes. */
export interface RecordKeeping {
  readonly keep: number;
  /** Of reads that neither failed nor were slow. */
  readonly keepReads: number;
  readonly size: number;
  /** Absent = a SQLite file in the data folder. */
  readonly postgres?: PostgresAddress;
  /** Where records go as well. */
  readonly sinks: { readonly stdout: boolean; readonly http?: HttpSinkKeeping };
}

export interface HttpSinkKeeping {
  readonly url: string;
  readonly key?: { readonly header: string; readonly secret: string };
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
}

export interface ListenAddress {
  /** 0 = any free port. */
  readonly port: number;
  readonly host: string;
}

export type Authentication<Key extends ApiKey = ApiKey> =
  { readonly kind: 'none' } | { readonly kind: 'keys'; readonly keys: readonly Key[] };

/** A caller's key; it is taken from the header, from the query parameter, or from either. */
export interface ApiKey {
  /** Its name in records, in place of the secret. */
  readonly id: string;
  readonly secret: string;
  /** In lower case. */
  readonly header?: string;
  readonly query?: string;
}

/** A key of the admin port. */
export interface AdminKey extends ApiKey {
  readonly rights: readonly Right[];
}

export interface ConnectionConfiguration {
  readonly name: string;
  readonly provider: Provider;
  /** An instance of the provider's own configuration class. */
  readonly configuration: object;
  readonly breaker: BreakerLimits | 'off';
}

export interface ServiceConfiguration extends ServiceDefinition {
  readonly description?: string;
  readonly auth: Authentication;
  /** For a whole request. */
  readonly timeout: number;
  /** Rows of a page if the caller does not say. */
  readonly pageSize: number;
  /** The most rows of a page, whatever the caller says. */
  readonly maxPageSize: number;
  readonly limits: ServiceLimits;
  readonly entitySets: readonly EntitySetConfiguration[];
}

export interface ServiceLimits {
  /** How deep an expression may be. */
  readonly nesting: number;
  /** How large all expressions of a request may be together. */
  readonly nodes: number;
  /** Rows read from a source to answer one request. */
  readonly scanRows: number;
  /** Calls made to a source to answer one request. */
  readonly scanCalls: number;
}

export interface EntitySetConfiguration extends EntitySetDefinition {
  /** Absent = nothing is stored. */
  readonly cache?: CacheConfiguration;
}

export const writeOperations = [
  'insert',
  'update',
  'delete',
] as const satisfies readonly WriteCommand['kind'][];

export interface CacheConfiguration {
  /** How long an answer is fresh. */
  readonly ttl: number;
  /** How much longer it is served while a new one is fetched. */
  readonly staleWhileRevalidate: number;
  /** How much longer it is served while the source fails. */
  readonly staleIfError: number;
  /** How long it is remembered that a row is not there. */
  readonly negativeTtl: number;
  /** Rows up to which the whole set is held; 0 = never. */
  readonly complete: number;
  /** How much memory the set may hold before it gives way to others. */
  readonly sizeClass: SizeClass;
}
