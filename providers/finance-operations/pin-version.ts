/**
 * Pins a change to the version that its row has now, where the key might be read as another row's. An ETag holds the
 * row's RecId (facts page 3.3): however a server decodes the address, no other row can have it.
 */
import {
  type CallContext,
  NotFound,
  UpstreamContract,
  type WriteCommand,
} from '../../src/provider-sdk/index';
import type { KnownEntity } from './entity-catalog';
import { readByKeys } from './get-many';
import type { Reading } from './read-rows';
import { isAmbiguous } from './row-address';

/**
 * The command itself where nothing is to be pinned. The row is found by a filter, in which every character is what it is.
 *
 * @throws {NotFound} if there is no such row
 */
export async function pinVersion(
  command: WriteCommand,
  entity: KnownEntity,
  reading: Reading,
  context: CallContext,
): Promise<WriteCommand> {
  if (command.kind === 'insert' || command.version !== undefined) return command;
  if (!isAmbiguous(entity, command.key)) return command;
  const [row] = await readByKeys(entity.name, [command.key], [], reading, context);
  if (row === undefined) throw new NotFound(`${entity.name} has no row with this key.`);
  const version = row['@odata.etag'];
  if (typeof version === 'string') return { ...command, version };
  throw new UpstreamContract(`A row of ${entity.name} has no ETag, and its key is not enough to address it.`);
}
