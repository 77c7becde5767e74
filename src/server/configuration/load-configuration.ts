/** Loads the configuration: reads the file, checks all of it, and gives either the whole or every fault. */
import { isRecord, type Provider } from '../../provider-sdk/index';
import { readsRecords } from '../built-in-providers';
import { buildAdminAuthentication } from './build-authentication';
import { buildService } from './build-service';
import { buildSinks } from './build-sinks';
import type { Configuration, ListenAddress } from './configuration';
import { effectiveSettings } from './effective-settings';
import { type ConfigurationFault, FaultCollector, pathText } from './fault';
import { freezeDeep } from './freeze-deep';
import { GatewaySettings } from './gateway-settings';
import { type Overrides, overridesOf } from './override-by-environment';
import { parseDuration, parseSize } from './quantity';
import { readConnections } from './read-connections';
import { readDocument, type SourceDocument } from './read-document';
import { readSettings, type Tentative } from './read-settings';
import type { RecordSettings } from './record-settings';
import { postgresOf } from './record-store-settings';
import type { SharedCacheSettings } from './shared-cache-settings';
import type { Environment } from './substitute-environment';
import { isLoopback, warningsOf } from './warnings';

export interface LoadOptions {
  readonly env: Environment;
  readonly providers: readonly Provider[];
  readonly readFile: (path: string) => string;
  /** Default: `VTG_CONFIG`, or else `gateway.yaml` in the working folder. */
  readonly path?: string;
}

export type LoadOutcome =
  | { readonly configuration: Configuration; readonly warnings: readonly string[] }
  | { readonly faults: readonly ConfigurationFault[] };

export function loadConfiguration({ env, providers, readFile, path }: LoadOptions): LoadOutcome {
  const file = path ?? (env['VTG_CONFIG'] || 'gateway.yaml');
  const { overrides, faults: environmentFaults } = overridesOf(env);
  const outside = environmentFaults.map(({ variable, message }) => ({ path: variable, message }));

  const text = readText(file, readFile);
  if (typeof text !== 'string') return { faults: [...outside, text] };
  const collector = new FaultCollector();
  const reading = readDocument(text, env, collector);
  if ('syntaxFaults' in reading) {
    return { faults: [...outside, ...reading.syntaxFaults.map((fault) => ({ file, path: '', ...fault }))] };
  }
  const { document } = reading;
  const configuration = build({ file, document }, overrides, providers, collector);
  const faults = [...outside, ...placed(file, document, collector)];
  if (faults.length > 0 || configuration === undefined) return { faults };
  return {
    configuration: freezeDeep(configuration, new Set(providers)),
    warnings: warningsOf(configuration),
  };
}

function readText(file: string, readFile: LoadOptions['readFile']): string | ConfigurationFault {
  try {
    return readFile(file);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    const reason = code === 'ENOENT' ? 'there is no such file (VTG_CONFIG can name another)' : String(code);
    return { file, path: '', message: `cannot be read: ${reason}` };
  }
}

function placed(
  file: string,
  document: SourceDocument,
  collector: FaultCollector,
): readonly ConfigurationFault[] {
  return collector.all
    .map(({ path, message }) => ({ file, ...document.positionOf(path), path: pathText(path), message }))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** What comes out is used only if there were no faults; until then, defaults stand in for what is missing. */
function build(
  { file, document }: { readonly file: string; readonly document: SourceDocument },
  overrides: Overrides,
  available: readonly Provider[],
  faults: FaultCollector,
): Configuration | undefined {
  const context = { document, faults };
  if (document.value === null) {
    faults.add([], 'is empty: it needs connections and services');
    return undefined;
  }
  const settings = readSettings(GatewaySettings, document.value, [], context);
  if (settings === undefined) return undefined;
  const connections = isRecord(settings.connections)
    ? readConnections(settings.connections, available, context)
    : undefined;
  const limits = settings.limits ?? new GatewaySettings().limits;
  const records = buildRecords(settings.records ?? new GatewaySettings().records, faults);
  if (records.records === undefined) refuseLogs(connections?.connections ?? [], faults);
  const services = [...(settings.services ?? [])].map(([name, service]) =>
    buildService(service, {
      name,
      path: ['services', name],
      connections: connections?.providers,
      limits,
      faults,
    }),
  );
  const publicUrl = overrides.publicUrl ?? settings.publicUrl;
  return {
    data: dataAddress(settings, overrides),
    admin: buildAdmin(settings, overrides, faults),
    dataFolder: overrides.dataFolder,
    cache: buildCache(settings.cache ?? new GatewaySettings().cache),
    ...records,
    limits: { url: parseSize(limits.url) },
    connections: connections?.connections ?? [],
    services,
    shown: {
      file,
      settings: once(() =>
        effectiveSettings({ document, overrides, settings, connections: connections?.connections ?? [] }),
      ),
    },
    ...(publicUrl === undefined ? {} : { publicUrl: publicUrl.replace(/\/+$/, '') }),
    ...(settings.linkSecret === undefined ? {} : { linkSecret: settings.linkSecret }),
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

function buildCache({ size, redis }: SharedCacheSettings): Configuration['cache'] {
  if (redis === undefined) return { size: parseSize(size) };
  const { url, prefix, strict, bound, rows } = redis;
  return { size: parseSize(size), redis: { url, prefix, strict, bound: parseDuration(bound), rows } };
}

/** There would be nothing to read, now or later. */
function refuseLogs(connections: Configuration['connections'], faults: FaultCollector): void {
  for (const { name, provider } of connections) {
    if (readsRecords(provider))
      faults.add(
        ['connections', name, 'provider'],
        'reads the records of requests: set records.enabled to true',
      );
  }
}

function buildRecords(
  { enabled, keep, keepReads, size, store, sinks }: RecordSettings,
  faults: FaultCollector,
): Pick<Configuration, 'records'> {
  if (!enabled && sinks !== undefined)
    faults.add(['records', 'sinks'], 'get the records that are kept: set records.enabled to true');
  const postgres = postgresOf(store, ['records', 'store'], faults);
  if (!enabled) return {};
  return {
    records: {
      keep: parseDuration(keep),
      keepReads: parseDuration(keepReads),
      size: parseSize(size),
      ...(postgres === undefined ? {} : { postgres }),
      sinks: buildSinks(sinks),
    },
  };
}

function dataAddress({ data }: Tentative<GatewaySettings>, { host, port }: Overrides): ListenAddress {
  const given = data ?? new GatewaySettings().data;
  return { host: host ?? given.host, port: port ?? given.port };
}

function buildAdmin(
  { admin }: Tentative<GatewaySettings>,
  { adminPort }: Overrides,
  faults: FaultCollector,
): Configuration['admin'] {
  const { host, port, auth } = admin ?? new GatewaySettings().admin;
  const path = ['admin', 'auth'];
  if (!isLoopback(host) && auth !== undefined && auth === 'none') {
    faults.add(path, 'cannot be none while admin.host can be reached from outside: give keys');
  }
  if (!isLoopback(host) && auth === undefined) {
    faults.add(path, 'is missing: admin.host can be reached from outside, so it needs keys');
  }
  return { host, port: adminPort ?? port, auth: buildAdminAuthentication(auth ?? 'none', path, faults) };
}
