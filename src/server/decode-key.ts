/** `vtg key decode`: finds the entity sets in which a Guid is a key, and the source key behind it. */
import type { EntitySet } from '../model/entity-set';
import { formatKey } from '../model/key-part';
import type { Configuration } from './configuration/configuration';
import { openGateway } from './open-gateway';

/** @returns the exit code: 0 if the Guid is a key somewhere */
export async function decodeKey(configuration: Configuration, guid: string): Promise<number> {
  const gateway = await openGateway(configuration);
  const found: string[] = [];
  try {
    for (const { service } of gateway.services.values()) {
      const { entitySets } = await service.model();
      for (const set of entitySets.values()) {
        const key = service.decode(set.key, guid.toLowerCase());
        if (key !== undefined) found.push(`${service.definition.name}/${set.name}: ${namedKey(set, key)}`);
      }
    }
  } finally {
    await gateway.close();
  }
  process.stdout.write(
    found.length === 0 ? 'No entity set has a row with this Guid.\n' : `${found.join('\n')}\n`,
  );
  return found.length === 0 ? 1 : 0;
}

function namedKey({ key }: EntitySet, parts: Parameters<typeof formatKey>[0]): string {
  return `${key.from.map(({ name }) => name).join('|')} = ${formatKey(parts)}`;
}
