/** Decides which addresses belong to an environment: its own origin, and the hosts that its next links may name. */
import { UpstreamContract } from '../../src/provider-sdk/index';

/** Plain http is for this machine only. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Lower case, without trailing slash: Entra refuses a token for any other spelling (facts page 1.3). */
export function originOf(url: string): string {
  return new URL(url).origin.toLowerCase();
}

/**
 * Path and query of a next link. F&O may name another host of its own in it, so only these are kept and sent to the
 * configured origin (facts page 2.4).
 *
 * @throws {UpstreamContract} if the link names a host that is not known
 */
export function localPathOf(link: unknown, origin: string, linkHosts: readonly string[]): string {
  const url = typeof link === 'string' ? URL.parse(link, `${origin}/data/`) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UpstreamContract('The next link of an F&O answer is no address.');
  }
  if (!isKnownHost(url.hostname, origin, linkHosts)) {
    throw new UpstreamContract(
      `An F&O answer has a next link to ${url.hostname}, which is not in linkHosts.`,
    );
  }
  return url.pathname + url.search;
}

function isKnownHost(hostname: string, origin: string, linkHosts: readonly string[]): boolean {
  const own = new URL(origin).hostname;
  if (hostname === own || linkHosts.some((host) => host.toLowerCase() === hostname)) return true;
  return own.endsWith('.dynamics.com') && hostname.endsWith('.dynamics.com');
}
