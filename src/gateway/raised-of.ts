/** What a provider threw, behind what the caller is told. */
import type { RequestError } from '../errors';

/** Class and sentence; undefined where the gateway itself refused. */
export function raisedOf({ cause }: RequestError): string | undefined {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined;
}
