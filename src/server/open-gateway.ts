/** The composition root: from the configuration to open connections and services. */
import { join } from 'node:path';
import { LiveQueries } from '../activity/live-queries';
import { RunningRequests } from '../activity/running-requests';
import { ServiceActivity } from '../activity/service-activity';
import { systemClock } from '../cache/clock';
import { openKeyMap } from '../gateway/key-map-store';
import { openConnection, type OpenConnection } from '../gateway/open-connections';
import { openService, type ServiceSettings, type ServiceTools } from '../gateway/open-service';
import { createOutgoingHttp } from '../gateway/outgoing-http';
import { createSharedCache, type SharedCache } from '../gateway/shared-cache';
import { openRequestLedger } from '../gateway/request-ledger';
import { openRowAliases } from '../gateway/row-aliases';
import { Captures } from '../record/captures';
import { maskQuoted } from '../record/mask-literals';
import { ProviderError } from '../provider-sdk/errors';
import { defaultSyntaxLimits } from '../odata/syntax/syntax-limits';
import { openAuditTrail } from './admin/audit-trail';
import { type CallerLock, createCallerLock, openLock } from './callers';
import type { Authentication, Configuration, ServiceConfiguration } from './configuration/configuration';
import { withRecords } from './built-in-providers';
import type { Gateway, KeptRecords, ServedService } from './gateway';
import { ownLinkSecret } from './link-secret';
import { logLine, logWrite } from './log';
import { textOfRows } from '../gateway/rows-text';
import { ODATA_PREFIX } from './odata-request';
import { openRecords } from './open-records';
import { sparingReadsOfRecords } from './sparing-reads-of-records';

/** Opens what is configured. No source is called yet: the first request of a service, or `warmUp`, does that. */
export async function openGateway(configuration: Configuration): Promise<Gateway> {
  const { dataFolder } = configuration;
  const keyMap = openKeyMap(join(dataFolder, 'keys.sqlite'), (message) => logLine('warn', message));
  const aliases = openRowAliases(join(dataFolder, 'aliases.sqlite'));
  const ledger = openRequestLedger(join(dataFolder, 'requests.sqlite'));
  const audit = openAuditTrail(join(dataFolder, 'audit.sqlite'));
  const cache = await openCache(configuration.cache);
  const running = new RunningRequests();
  const live = new LiveQueries(running, systemClock);
  const kept = await openRecords(configuration, (record) => live.ended(record));
  const connections = await openConnections(configuration, kept);
  const records = kept && sparingReadsOfRecords(kept, configuration);
  const captures = new Captures(systemClock);
  const tools: ServiceTools = {
    connections,
    keyMap,
    aliases,
    ledger,
    cache,
    record: (write) => {
      logWrite(write);
      if (write.outcome === 'made') services.get(write.service)?.activity.wrote(performance.now());
    },
    secret: configuration.linkSecret ?? ownLinkSecret(dataFolder),
    log: logLine,
  };
  const services = new Map(
    configuration.services.map((service): [string, ServedService] => [
      service.name,
      {
        service: openService(settingsOf(service, configuration), tools),
        lock: lockOf(service.auth),
        activity: new ServiceActivity(),
        keys: keysOf(service.auth),
        ...(service.description === undefined ? {} : { description: service.description }),
      },
    ]),
  );
  return {
    services,
    connections,
    cache,
    configuration: configuration.shown,
    ...(records === undefined ? {} : { records }),
    running,
    live,
    audit,
    captures,
    longestUrl: configuration.limits.url,
    draining: false,
    async close() {
      live.close();
      await Promise.all([...connections.values()].map((connection) => connection.close()));
      await records?.close();
      captures.close();
      keyMap.close();
      aliases.close();
      ledger.close();
      audit.close();
      cache.close();
    },
  };
}

/**
 * The Redis client is loaded only where it is configured: ioredis 6 has a class that extends `String`, and from then on
 * the parser takes 2 to 2.7 times as long (Node 24.21; any object whose prototype is `String.prototype` does that to V8).
 */
async function openCache({ size, redis }: Configuration['cache']): Promise<SharedCache> {
  if (redis === undefined) return createSharedCache({ maxBytes: size });
  const [{ RedisGenerations }, { RedisValues }] = await Promise.all([
    import('../cache/redis-generations.js'),
    import('../cache/redis-values.js'),
  ]);
  const { url, prefix, strict, bound: longestUse, rows } = redis;
  const clock = systemClock;
  return createSharedCache({
    maxBytes: size,
    connect: (generations) => {
      const warn = (message: string): void => logLine('warn', message);
      const link = new RedisGenerations({ url, prefix, generations, clock, strict, longestUse, warn });
      const values = new RedisValues({ run: link.run, prefix, clock, text: textOfRows });
      return { link, ...(rows ? { rows: values } : {}), close: () => link.close() };
    },
  });
}

async function openConnections(
  { connections, dataFolder }: Configuration,
  records: KeptRecords | undefined,
): Promise<ReadonlyMap<string, OpenConnection>> {
  const tools = { cacheFolder: join(dataFolder, 'cache'), http: createOutgoingHttp, log: logLine };
  const open = await Promise.all(
    connections.map(({ provider, ...settings }) =>
      openConnection({ ...settings, provider: withRecords(provider, records) }, tools),
    ),
  );
  return new Map(open.map((connection) => [connection.name, connection]));
}

function settingsOf(service: ServiceConfiguration, configuration: Configuration): ServiceSettings {
  const { nesting, nodes, scanRows, scanCalls } = service.limits;
  return {
    definition: service,
    root: `${publicUrl(configuration)}${ODATA_PREFIX}/${service.name}/`,
    timeout: service.timeout,
    pageSize: service.pageSize,
    maxPageSize: service.maxPageSize,
    longestUrl: configuration.limits.url,
    limits: { ...defaultSyntaxLimits, nesting, nodes },
    budget: { rows: scanRows, calls: scanCalls },
    wholeSets: new Map(service.entitySets.map(({ name, cache }) => [name, cache?.complete ?? 0])),
    cachePolicies: new Map(
      service.entitySets.flatMap(({ name, cache }) => (cache === undefined ? [] : [[name, cache] as const])),
    ),
  };
}

/** Never the Host header, which anybody can write (reliability B6). */
function publicUrl({ publicUrl: configured, data }: Configuration): string {
  return configured ?? `http://localhost:${data.port}`;
}

export function lockOf(auth: Authentication): CallerLock {
  return auth.kind === 'none' ? openLock : createCallerLock(auth.keys);
}

function keysOf(auth: Authentication): ServedService['keys'] {
  return auth.kind === 'none' ? [] : auth.keys.map(({ secret: _secret, ...shown }) => shown);
}

/** Asks the sources for their declarations ahead of the first request, and tells the log what does not fit. */
export async function warmUp({ services }: Gateway): Promise<void> {
  await Promise.all(
    [...services.values()].map(async ({ service }) => {
      try {
        await service.model();
      } catch (error) {
        logLine('warn', `service ${service.definition.name} has no model yet: ${reasonText(error)}`);
      }
    }),
  );
}

/** What a source quotes may be a row's; what our own sentences quote are names of the configuration. */
function reasonText(error: unknown): string {
  if (error instanceof ProviderError) return maskQuoted(error.message);
  return error instanceof Error ? error.message : String(error);
}
