/** Changes one row: translates, sends once, and judges the answer. */
import {
  type CallContext,
  NotFound,
  OutcomeUnknown,
  UpstreamContract,
  VersionMismatch,
  type WriteCommand,
  type WriteResult,
} from '../../src/provider-sdk/index';
import { resultOf } from './change-answer';
import { changeRequestOf } from './change-request';
import type { KnownEntity } from './entity-catalog';
import { pinVersion } from './pin-version';
import { isUnknownAddress } from './read-errors';
import type { Reading } from './read-rows';
import { fitsPath, requireAddressable, rowAddress } from './row-address';
import { sendTogether } from './write-together';

/** Times that a row with an ambiguous key is read again, because it was changed before the change arrived. */
const MOST_PINS = 3;

export async function writeRow(
  command: WriteCommand,
  reading: Reading,
  context: CallContext,
): Promise<WriteResult> {
  const entity = await reading.catalog.entity(command.entity, context);
  if (command.kind !== 'insert') requireAddressable(entity, command.key);
  for (let pins = 1; ; pins++) {
    const pinned = await pinVersion(command, entity, reading, context);
    try {
      return pinned === command
        ? await send(command, entity, reading, context)
        : await sendPinned(pinned, entity, reading, context);
    } catch (error) {
      // It was refused, and the version is not one that the caller has asked for.
      const isStale = pinned !== command && error instanceof VersionMismatch;
      if (!isStale || pins === MOST_PINS) throw error;
    }
  }
}

/** In a URL if that can carry the key; the request line of a part of a batch has no limits. */
async function send(
  command: WriteCommand,
  entity: KnownEntity,
  reading: Reading,
  context: CallContext,
): Promise<WriteResult> {
  if (command.kind !== 'insert' && !fitsPath(rowAddress(entity, command.key, 'url'))) {
    return sendInBatch(command, entity, reading, context);
  }
  const answer = await reading.service.change(changeRequestOf(command, entity, 'url'), entity.name, context);
  if (answer.status === 404 && isUnknownAddress(answer.body)) reading.catalog.expire(entity.name);
  return resultOf(answer, command, entity);
}

/**
 * The row is there: it was just read. If its address finds nothing, an environment decodes paths in another way than
 * others were seen to, and what stands in a batch passes by whoever does that.
 */
async function sendPinned(
  command: WriteCommand,
  entity: KnownEntity,
  reading: Reading,
  context: CallContext,
): Promise<WriteResult> {
  try {
    return await send(command, entity, reading, context);
  } catch (error) {
    if (!(error instanceof NotFound || error instanceof UpstreamContract)) throw error;
    return sendInBatch(command, entity, reading, context);
  }
}

async function sendInBatch(
  command: WriteCommand,
  entity: KnownEntity,
  reading: Reading,
  context: CallContext,
): Promise<WriteResult> {
  const [result] = await sendTogether([{ command, entity }], reading, context);
  if (result === undefined)
    throw new OutcomeUnknown(`A batch with a change of ${entity.name} had no result.`);
  return result;
}
