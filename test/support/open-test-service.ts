/** Opens services over providers as the server does, but without a server: requests go straight into the pipeline. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainRead, type Explanation } from '../../src/gateway/explain-read';
import type { ScanBudget } from '../../src/gateway/fetch-rows';
import type { Answer, Incoming, IncomingHeaders } from '../../src/gateway/incoming';
import { openConnection, type OpenConnection } from '../../src/gateway/open-connections';
import { type OpenService, openService } from '../../src/gateway/open-service';
import { createOutgoingHttp } from '../../src/gateway/outgoing-http';
import { answerRequest } from '../../src/gateway/answer-request';
import type { CachePolicy } from '../../src/cache/cache-policy';
import { openRequestLedger } from '../../src/gateway/request-ledger';
import { onlyListing, withoutAbilities } from '../../src/gateway/without-abilities';
import { createSharedCache } from '../../src/gateway/shared-cache';
import { openRowAliases } from '../../src/gateway/row-aliases';
import type { WriteRecord } from '../../src/record/write-record';
import type { EntitySetDefinition } from '../../src/model/definition';
import type { Profile } from '../../src/model/entity-set';
import { createMemoryKeyMap, type KeyMap } from '../../src/model/key-map';
import { defaultSyntaxLimits } from '../../src/odata/syntax/syntax-limits';
import type {
  CallContext,
  Collation,
  Connection,
  EntitySetTemplate,
  Provider,
} from '../../src/provider-sdk/index';

/** The name that connections have unless a test gives them another. */
export const SOURCE = 'source';

/** The public address of every service under test. */
export const ROOT = 'http://gateway.test/odata/test/';

const TIMEOUT = 60_000;

/** Opens a connection of a provider, with a real client for HTTP and a cache folder that vanishes with it. */
export async function openTestConnection<Configuration extends object>(
  provider: Provider<Configuration>,
  configuration: Configuration,
  name: string = SOURCE,
): Promise<OpenConnection> {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'vtg-test-'));
  const open = await openConnection(
    { name, provider, configuration },
    { cacheFolder, http: (origin) => createOutgoingHttp(origin), log: () => undefined },
  );
  return {
    ...open,
    close: async () => {
      await open.close();
      rmSync(cacheFolder, { recursive: true, force: true });
    },
  };
}

/** A connection made by hand, for tests that need a source of their own. */
export function openHandmadeConnection(
  connection: Connection,
  name: string = SOURCE,
): Promise<OpenConnection> {
  const provider = { name: 'handmade', configuration: Object, open: () => Promise.resolve(connection) };
  return openTestConnection(provider, {}, name);
}

/** The same source, as if its provider had declared `{}`: everything is left to the gateway. */
export function withoutPushdown(open: OpenConnection): OpenConnection {
  const { connection } = open;
  return {
    ...open,
    connection: {
      ...onlyListing(connection),
      entities: async (names, context) => (await connection.entities(names, context)).map(withoutAbilities),
    },
    declarations: async (names, context) => (await open.declarations(names, context)).map(withoutAbilities),
  };
}

export interface TestServiceOptions {
  readonly connections: readonly OpenConnection[];
  readonly entitySets: readonly EntitySetDefinition[];
  /** Default: `dataverse`. */
  readonly profile?: Profile;
  /** Default: `ignoreCase`. */
  readonly collation?: Collation;
  /** Default: 5,000. */
  readonly pageSize?: number;
  /** Default: 5,000, or the page size if that is larger. */
  readonly maxPageSize?: number;
  /** Default: a million of each. */
  readonly budget?: ScanBudget;
  /** By entity set. Default: none is cached. */
  readonly cachePolicies?: ReadonlyMap<string, CachePolicy>;
  /** By entity set: up to how many rows it is held whole. Default: none is. */
  readonly wholeSets?: ReadonlyMap<string, number>;
  /** Default: true. */
  readonly pushdown?: boolean;
  /** Default: a new one in memory. */
  readonly keyMap?: KeyMap;
  /** Signs skip tokens. */
  readonly secret?: string;
}

export interface TestService {
  readonly service: OpenService;
  /** Of the changes so far. */
  readonly records: readonly WriteRecord[];
  /** Answers a GET; what a caller would get as an error is thrown. */
  get(target: string, headers?: IncomingHeaders): Promise<Answer>;
  send(incoming: Partial<Incoming> & Pick<Incoming, 'target'>): Promise<Answer>;
  explain(target: string): Promise<Explanation>;
}

/** Does not own the connections: several services may stand over one. */
export function openTestService(options: TestServiceOptions): TestService {
  const { profile = 'dataverse', collation = 'ignoreCase', pushdown = true } = options;
  const connections = pushdown ? options.connections : options.connections.map(withoutPushdown);
  const records: WriteRecord[] = [];
  const service = openService(
    {
      definition: {
        name: 'test',
        namespace: 'Gateway.Test',
        profile,
        collation,
        entitySets: options.entitySets,
      },
      root: ROOT,
      timeout: TIMEOUT,
      pageSize: options.pageSize ?? 5_000,
      maxPageSize: options.maxPageSize ?? Math.max(5_000, options.pageSize ?? 0),
      longestUrl: 32_768,
      cachePolicies: options.cachePolicies ?? new Map(),
      wholeSets: options.wholeSets ?? new Map(),
      limits: defaultSyntaxLimits,
      budget: options.budget ?? { rows: 1_000_000, calls: 1_000_000 },
    },
    {
      connections: new Map(connections.map((connection) => [connection.name, connection])),
      keyMap: options.keyMap ?? createMemoryKeyMap(),
      secret: options.secret ?? 'a secret of the test',
      aliases: openRowAliases(':memory:'),
      ledger: openRequestLedger(':memory:'),
      cache: createSharedCache(),
      record: (record) => records.push(record),
      log: () => undefined,
    },
  );
  const send: TestService['send'] = (incoming) =>
    answerRequest(
      { method: 'GET', headers: {}, signal: new AbortController().signal, ...incoming },
      service,
      callContext(),
    );
  return {
    service,
    records,
    send,
    get: (target, headers = {}) => send({ target, headers }),
    explain: (target) => explainRead(target, service),
  };
}

/** The context of a call that nobody aborts. */
export function callContext(timeout: number = TIMEOUT): CallContext {
  return { signal: new AbortController().signal, deadline: Date.now() + timeout };
}

/** The body of an answer as text; none is empty. */
export function bodyText({ body = '' }: Answer): string {
  return typeof body === 'string' ? body : Buffer.from(body).toString();
}

/** Entity sets as a configuration with `template:` would have them. */
export function setsOfTemplates(
  templates: Readonly<Record<string, EntitySetTemplate>>,
  connection: string = SOURCE,
): readonly EntitySetDefinition[] {
  return Object.entries(templates).map(([name, { entity, key, properties }]) => ({
    name,
    typeName: name.replace(/s$/, ''),
    connection,
    entity,
    key,
    properties: Object.entries(properties).map(([property, source]) =>
      typeof source === 'string'
        ? { kind: 'column', name: property, column: source }
        : { kind: 'lookup', name: property, target: source.lookup, from: source.from },
    ),
  }));
}
