/** Says in one line why a command ended before it began. */
import { RequestError } from '../errors';
import { ProviderError } from '../provider-sdk/index';

/** Faults whose text is written for the person at the terminal. */
export class StartFault extends Error {}

export function startFault(error: unknown): string {
  if (error instanceof StartFault || error instanceof RequestError || error instanceof ProviderError)
    return error.message;
  const { code, port, address } = error as {
    readonly code?: string;
    readonly port?: number;
    readonly address?: string;
  };
  if (code === 'EADDRINUSE')
    return `port ${port ?? '?'} is taken. Choose another with VTG_PORT or VTG_ADMIN_PORT, or in the configuration.`;
  if (code === 'EACCES') return `port ${port ?? '?'} may not be used by this user. Choose one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `this machine has no address ${address ?? ''} to listen on.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
