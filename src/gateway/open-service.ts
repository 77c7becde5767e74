/** A service root at work: its model, once the sources have declared it, and everything a request needs beside that. */
import { RequestError } from '../errors';
import type { ServiceDefinition } from '../model/definition';
import type { EntitySet, ServiceModel } from '../model/entity-set';
import type { KeyMap } from '../model/key-map';
import { buildModel } from '../model/build-model';
import type { SyntaxLimits } from '../odata/syntax/syntax-limits';
import type { DecodeGuid } from '../plan/source-key';
import type { CallContext, Connection, EntityDeclaration } from '../provider-sdk/index';
import { createGuidDecoder } from './decode-guid';
import { detachedCall } from './detached-call';
import type { CachePolicy } from '../cache/cache-policy';
import type { KeyBatcher } from '../cache/key-batcher';
import { writeAround } from '../cache/write-around';
import type { SharedCache } from './shared-cache';
import type { RequestLedger } from './request-ledger';
import type { RowAliases } from './row-aliases';
import type { WriteRecord } from '../record/write-record';
import type { ScanBudget } from './fetch-rows';
import type { OpenConnection } from './open-connections';
import { createKeyMapRebuild, type RebuildKeyMap } from './rebuild-key-map';
import { createSkipTokens, type SkipTokens } from './skip-token';

export interface ServiceSettings {
  readonly definition: ServiceDefinition;
  /** The public address of the service root, with a slash at its end. */
  readonly root: string;
  /** Milliseconds for one request, all in all. */
  readonly timeout: number;
  /** Rows of a page where nobody asks for fewer; more follow by next link. */
  readonly pageSize: number;
  /** The most rows of a page, whatever is asked for. */
  readonly maxPageSize: number;
  /** The longest URL, in characters. */
  readonly longestUrl: number;
  readonly limits: SyntaxLimits;
  readonly budget: ScanBudget;
  /** By entity set. One without a policy is not cached. */
  readonly cachePolicies: ReadonlyMap<string, CachePolicy>;
  /** By entity set: up to how many rows it is held whole. */
  readonly wholeSets: ReadonlyMap<string, number>;
}

export interface OpenService extends ServiceSettings {
  readonly tokens: SkipTokens;
  readonly keyMap: KeyMap;
  readonly decode: DecodeGuid;
  readonly aliases: RowAliases;
  readonly ledger: RequestLedger;
  /** One line for the administrator. */
  readonly log: (level: 'info' | 'warn', message: string) => void;
  readonly cache: SharedCache;
  /** Puts reads of single rows of a set together, for those callers who share them. */
  batcher(entitySet: EntitySet, partition: string | undefined): KeyBatcher;
  /** Sends a change, and sees to it that no read that begins after its answer is answered from before it. */
  changing<Result>(change: Change<Result>, send: () => Promise<Result>): Promise<Result>;
  /** Keeps the record of a change. */
  readonly record: (record: WriteRecord) => void;
  /** Fills the key map from a set's rows, at most once in ten minutes. */
  readonly rebuildKeyMap: RebuildKeyMap;
  connection(name: string): Connection;
  /**
   * The model; the sources are asked for their declarations the first time.
   *
   * @throws {RequestError | ProviderError} while a source is down, or if its declarations do not fit the configuration
   */
  model(): Promise<ServiceModel>;
}

/** What a change touches: the tags of stored answers. */
export interface Change<Result> {
  readonly tags: readonly string[];
  /** Further ones that only the result tells. */
  readonly tagsOf: (result: Result) => readonly string[];
  /** What the source names besides; complete when it has answered. */
  readonly named?: () => readonly string[];
  /** What is not stored for a while if the outcome stays unknown. */
  readonly lateTags: readonly string[];
}

export interface ServiceTools {
  readonly connections: ReadonlyMap<string, OpenConnection>;
  readonly keyMap: KeyMap;
  readonly aliases: RowAliases;
  readonly ledger: RequestLedger;
  readonly cache: SharedCache;
  readonly record: (record: WriteRecord) => void;
  /** Signs skip tokens. */
  readonly secret: string;
  /** Told of each way in which configuration and source disagree. */
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

export function openService(settings: ServiceSettings, tools: ServiceTools): OpenService {
  const { definition } = settings;
  let model: Promise<ServiceModel> | undefined;
  const connection = (name: string): Connection => findConnection(name, tools).connection;
  return {
    ...settings,
    tokens: createSkipTokens(`${tools.secret}\n${definition.name}`),
    keyMap: tools.keyMap,
    decode: createGuidDecoder(tools.keyMap, tools.aliases),
    aliases: tools.aliases,
    ledger: tools.ledger,
    cache: tools.cache,
    batcher: ({ connection: name, declaration: { name: entity, capabilities } }, partition) =>
      tools.cache.batcher(name, entity, capabilities.getMany?.maxKeys ?? 1, partition),
    changing: (change, send) =>
      writeAround({ ...change, send, lateArrival: 2 * settings.timeout }, tools.cache),
    record: tools.record,
    log: tools.log,
    rebuildKeyMap: createKeyMapRebuild({
      keyMap: tools.keyMap,
      budget: settings.budget,
      collation: definition.collation,
      connection,
      timeout: settings.timeout,
    }),
    connection,
    model() {
      if (model === undefined) {
        // Many requests may wait for this, so it hangs on none of them.
        const asked = detachedCall(settings.timeout, {}, (context) => loadModel(definition, tools, context));
        model = asked;
        asked.catch(() => {
          model = undefined;
        });
      }
      return model;
    },
  };
}

function findConnection(name: string, { connections }: ServiceTools): OpenConnection {
  const connection = connections.get(name);
  if (connection !== undefined) return connection;
  throw new RequestError('InternalError', 'The service refers to a connection that is not open.');
}

async function loadModel(
  definition: ServiceDefinition,
  tools: ServiceTools,
  context: CallContext,
): Promise<ServiceModel> {
  const names = [...new Set(definition.entitySets.map(({ connection }) => connection))];
  const declarations = new Map<string, ReadonlyMap<string, EntityDeclaration>>();
  await Promise.all(
    names.map(async (name) => {
      const entities = new Set(
        definition.entitySets.flatMap((set) => (set.connection === name ? [set.entity] : [])),
      );
      const declared = await findConnection(name, tools).declarations([...entities], context);
      declarations.set(name, new Map(declared.map((declaration) => [declaration.name, declaration])));
    }),
  );
  const outcome = buildModel(definition, (connection, entity) => declarations.get(connection)?.get(entity));
  if ('model' in outcome) return outcome.model;
  for (const { entitySet, property, message } of outcome.faults) {
    const place = property === undefined ? entitySet : `${entitySet}.${property}`;
    tools.log('warn', `service ${definition.name}: ${place}: ${message}`);
  }
  const first = outcome.faults[0];
  throw new RequestError(
    'UpstreamContract',
    `The configuration of this service does not fit its source: ${first?.entitySet ?? ''}: ${first?.message ?? ''}.`,
  );
}
