/** Finds what a configuration may say but should not be overlooked. */
import type { Configuration } from './configuration';

export function warningsOf(configuration: Configuration): readonly string[] {
  return openServices(configuration);
}

function openServices({ data, services }: Configuration): readonly string[] {
  const reach = isLoopback(data.host) ? 'everybody on this machine' : 'everybody who can reach this machine';
  return services
    .filter(({ auth }) => auth.kind === 'none')
    .map(({ name }) => `services.${name}.auth is none: ${reach} may call this service`);
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
