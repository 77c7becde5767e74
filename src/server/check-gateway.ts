/** `vtg check`: opens every connection and every service, and says what is wrong where. */
import { detachedCall } from '../gateway/detached-call';
import { asRequestError } from '../gateway/upstream-error';
import { ProviderError } from '../provider-sdk/index';
import type { Configuration } from './configuration/configuration';
import { openGateway } from './open-gateway';

const CONNECTION_TIMEOUT = 30_000;

/** @returns the exit code: 0 if everything is well */
export async function checkGateway(configuration: Configuration): Promise<number> {
  const gateway = await openGateway(configuration);
  let faults = 0;
  const report = async (what: string, work: () => Promise<string>): Promise<void> => {
    try {
      print(`ok    ${what}${await work()}`);
    } catch (error) {
      faults++;
      print(`fault ${what}: ${reasonOf(error)}`);
    }
  };
  try {
    for (const { name, connection } of gateway.connections.values()) {
      await report(`connection ${name}`, async () => {
        await detachedCall(CONNECTION_TIMEOUT, {}, (context) => connection.check(context));
        return '';
      });
    }
    for (const { service } of gateway.services.values()) {
      await report(`service ${service.definition.name}`, async () => {
        const { entitySets } = await service.model();
        return `: ${[...entitySets.keys()].join(', ')}`;
      });
    }
  } finally {
    await gateway.close();
  }
  return faults === 0 ? 0 : 1;
}

function reasonOf(error: unknown): string {
  if (error instanceof ProviderError) return `${asRequestError(error).message} (${error.message})`;
  return error instanceof Error ? error.message : String(error);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
