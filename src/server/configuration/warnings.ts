/** Finds what a configuration may say but should not be overlooked. */
import type { Configuration } from './configuration';

export function warningsOf(configuration: Configuration): readonly string[] {
  return [...openServices(configuration), ...settingsWithoutEffect(configuration)];
}

function openServices({ data, services }: Configuration): readonly string[] {
  const reach = isLoopback(data.host) ? 'everybody on this machine' : 'everybody who can reach this machine';
  return services
    .filter(({ auth }) => auth.kind === 'none')
    .map(({ name }) => `services.${name}.auth is none: ${reach} may read this service`);
}

/** Both are checked already, so that a configuration need not change when this version's successor acts on them. */
function settingsWithoutEffect({ services }: Configuration): readonly string[] {
  return services.flatMap(({ name, entitySets }) =>
    entitySets
      .filter(({ cache }) => cache !== undefined)
      .map((set) => `services.${name}.entitySets.${set.name}: cache has no effect in this version`),
  );
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
