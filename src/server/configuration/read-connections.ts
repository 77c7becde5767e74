/** Reads the connections, each with the configuration class of the provider that it names. */
import { isRecord, type Provider } from '../../provider-sdk/index';
import { BreakerSettings, ConnectionSettings } from './breaker-settings';
import type { ConnectionConfiguration } from './configuration';
import { connectionNames } from './gateway-settings';
import type { Path } from './fault';
import { parseDuration } from './quantity';
import { emptyMessage, type ReadingContext, readSettings, type Tentative } from './read-settings';
import { sectionMessage } from './rules';
import { settingsOf } from './sections';
import { suggestName } from '../../model/suggest-name';

export interface ReadConnection extends ConnectionConfiguration {
  /** What is not its provider's, as it was read. */
  readonly settings: Tentative<ConnectionSettings>;
}

export interface ReadConnections {
  readonly connections: readonly ReadConnection[];
  /** All that are there, also faulty ones; undefined where the provider is in doubt. */
  readonly providers: ReadonlyMap<string, Provider | undefined>;
}

const notTheProviders = ['provider', ...settingsOf(ConnectionSettings).keys()];

export function readConnections(
  section: Readonly<Record<string, unknown>>,
  available: readonly Provider[],
  context: ReadingContext,
): ReadConnections {
  const connections: ReadConnection[] = [];
  const providers = new Map<string, Provider | undefined>();
  for (const [name, value] of Object.entries(section)) {
    checkName(name, providers, context);
    const provider = findProvider(name, value, available, context);
    providers.set(name, provider);
    if (provider === undefined || !isRecord(value)) continue;
    const path = ['connections', name];
    const configuration = readSettings(provider.configuration, value, path, context, notTheProviders);
    const { breaker } = value;
    const shared = breaker === undefined ? {} : { breaker };
    const settings = readSettings(ConnectionSettings, shared, path, context) ?? new ConnectionSettings();
    if (configuration === undefined) continue;
    connections.push({ name, provider, configuration, settings, ...buildBreaker(settings, path, context) });
  }
  return { connections, providers };
}

function buildBreaker(
  { breaker = new BreakerSettings() }: Tentative<ConnectionSettings>,
  path: Path,
  { faults }: ReadingContext,
): Pick<ConnectionConfiguration, 'breaker'> {
  const { enabled, failurePercent, calls } = breaker;
  const [pause, longestPause] = [parseDuration(breaker.pause), parseDuration(breaker.longestPause)];
  if (longestPause < pause)
    faults.add([...path, 'breaker', 'longestPause'], 'must not be shorter than pause');
  return { breaker: enabled ? { failurePercent, calls, pause, longestPause } : 'off' };
}

function checkName(name: string, others: ReadonlyMap<string, unknown>, { faults }: ReadingContext): void {
  const path = ['connections', name];
  if (!connectionNames.pattern.test(name)) faults.add(path, connectionNames.message);
  const twin = [...others.keys()].find((other) => other.toLowerCase() === name.toLowerCase());
  if (twin !== undefined) {
    faults.add(path, `differs from ${twin} only in case, and some file systems would give both one folder`);
  }
}

function findProvider(
  name: string,
  value: unknown,
  available: readonly Provider[],
  { faults }: ReadingContext,
): Provider | undefined {
  const path = ['connections', name];
  if (!isRecord(value)) {
    faults.add(path, value === null ? emptyMessage : sectionMessage);
    return undefined;
  }
  const word = Object.hasOwn(value, 'provider') ? value['provider'] : undefined;
  const provider = available.find((candidate) => candidate.name === word);
  if (provider !== undefined) return provider;
  const names = available.map((candidate) => candidate.name);
  const message =
    typeof word === 'string'
      ? `names no provider${suggestName(word, names)}`
      : `is missing: one of ${names.join(', ')}`;
  faults.add([...path, 'provider'], message);
  return undefined;
}
