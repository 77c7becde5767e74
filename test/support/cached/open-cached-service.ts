/** Opens a service with a cache over a handmade connection, for tests that own the cache, its clock, or the way of changes. */
import { ConnectionActivity } from '../../../src/activity/connection-activity';
import { answerRequest } from '../../../src/gateway/answer-request';
import type { CachePolicy } from '../../../src/cache/cache-policy';
import type { Answer, Incoming, IncomingHeaders } from '../../../src/gateway/incoming';
import type { OpenConnection } from '../../../src/gateway/open-connections';
import { type OpenService, openService } from '../../../src/gateway/open-service';
import { openRequestLedger } from '../../../src/gateway/request-ledger';
import { openRowAliases } from '../../../src/gateway/row-aliases';
import { createSharedCache, type SharedCache } from '../../../src/gateway/shared-cache';
import type { EntitySetDefinition } from '../../../src/model/definition';
import { createMemoryKeyMap } from '../../../src/model/key-map';
import { defaultSyntaxLimits } from '../../../src/odata/syntax/syntax-limits';
import type { CallContext, Connection } from '../../../src/provider-sdk/index';
import { callContext, ROOT, SOURCE } from '../open-test-service';

export interface CachedServiceOptions {
  readonly connection: Connection;
  readonly entitySets: readonly EntitySetDefinition[];
  /** By entity set. */
  readonly policies: Readonly<Record<string, CachePolicy>>;
  readonly wholeSets?: Readonly<Record<string, number>>;
  /** Default: a new one, on the system's clock. */
  readonly cache?: SharedCache;
  /** Default: `test`. */
  readonly name?: string;
  /** Default: 5,000. */
  readonly pageSize?: number;
  /** Rows that one query may read. Default: a million. */
  readonly scanRows?: number;
}

/** Nothing of these is asked for here, and opening them costs more than a whole interleaving. */
const aliases = openRowAliases(':memory:');
const ledger = openRequestLedger(':memory:');

/** In milliseconds. */
export const SERVICE_TIMEOUT = 60_000;

export function openCachedService(options: CachedServiceOptions): OpenService {
  const { connection, entitySets, cache = createSharedCache(), name = 'test', pageSize = 5_000 } = options;
  return openService(
    {
      definition: {
        name,
        namespace: 'Gateway.Test',
        profile: 'dataverse',
        collation: 'ignoreCase',
        entitySets,
      },
      root: ROOT,
      timeout: SERVICE_TIMEOUT,
      pageSize,
      maxPageSize: 5_000,
      longestUrl: 32_768,
      limits: defaultSyntaxLimits,
      budget: { rows: options.scanRows ?? 1_000_000, calls: 1_000_000 },
      cachePolicies: new Map(Object.entries(options.policies)),
      wholeSets: new Map(Object.entries(options.wholeSets ?? {})),
    },
    {
      connections: new Map([[SOURCE, asOpen(connection)]]),
      keyMap: createMemoryKeyMap(),
      aliases,
      ledger,
      cache,
      record: () => undefined,
      secret: 'a secret of the test',
      log: () => undefined,
    },
  );
}

function asOpen(connection: Connection): OpenConnection {
  return {
    name: SOURCE,
    connection,
    declarations: (names, context) => connection.entities(names, context),
    provider: 'handmade',
    activity: new ConnectionActivity(),
    load: () => ({ running: 0, waiting: 0 }),
    breakers: () => [],
    closeBreakers: () => undefined,
    close: () => Promise.resolve(),
  };
}

/** Straight into the pipelines; what a caller would get as an error is thrown. */
export function ask(
  service: OpenService,
  incoming: Partial<Incoming> & Pick<Incoming, 'target'>,
  context: CallContext = callContext(),
): Promise<Answer> {
  return answerRequest({ method: 'GET', headers: {}, signal: context.signal, ...incoming }, service, context);
}

export function get(service: OpenService, target: string, headers: IncomingHeaders = {}): Promise<Answer> {
  return ask(service, { target, headers });
}

/** A change of what carries the tags, as the write pipeline makes it. */
export async function change(service: OpenService, tags: readonly string[], make: () => void): Promise<void> {
  await service.changing({ tags, tagsOf: () => [], lateTags: [] }, () => {
    make();
    return Promise.resolve();
  });
}

/** `hit`, `fwd=stale;stored;detail=invalidated`, …: what the cache says it did, without its name. */
export function verdictOf({ headers }: Pick<Answer, 'headers'>): string {
  return (headers['Cache-Status'] ?? '').replace(/^vtg;/, '').replace(/;?ttl=-?\d+/, '');
}
