/**
 * Sends the version of a change as its source spells it, where it lost or got its `W/` on the way to the caller and back.
 *
 * By RFC 9110, 13.1.1 `If-Match` compares strongly, and then no weak ETag would ever match; those of OData rows are weak, and
 * compared all the same. Proxies take `W/` away, others that compress put it on.
 */
import { RequestError } from '../errors';
import { meetsPrecondition } from '../odata/bind/bind-write-precondition';
import { entityTag } from '../odata/entity-tag';
import type { CallContext, WriteCommand, WriteResult } from '../provider-sdk/index';
import { afterRequest } from './detached-call';
import { findRow, type RowPlace } from './find-row';

/**
 * The source compares, so that no other change can slip in between. Only if it says no is the row read, and the change sent
 * once more if the row has that version after all: what is refused was not made (W2).
 *
 * @param context of the request: how long the whole may take, and for whom it is
 * @throws what `send` throws
 */
export async function withSpelledVersion(
  command: WriteCommand,
  place: RowPlace,
  context: CallContext,
  send: (command: WriteCommand) => Promise<WriteResult>,
): Promise<WriteResult> {
  try {
    return await send(command);
  } catch (error) {
    const isMismatch = error instanceof RequestError && error.code === 'VersionMismatch';
    const spelled = isMismatch ? await spell(command, place, context) : undefined;
    if (spelled === undefined) throw error;
    return send(spelled);
  }
}

/** Undefined where the row has another version, or the same in the same words. */
async function spell(
  command: WriteCommand,
  place: RowPlace,
  context: CallContext,
): Promise<WriteCommand | undefined> {
  const { entitySet } = place;
  if (entitySet.declaration.concurrencyTokenIsETag !== true) return undefined;
  if (command.kind === 'insert' || command.version === undefined) return undefined;
  const row = await afterRequest(context, (call) => findRow(command.key, place, call)).catch(() => undefined);
  const etag = row === undefined ? undefined : entityTag(entitySet, row);
  if (etag === undefined || etag === command.version) return undefined;
  return meetsPrecondition({ match: [command.version] }, { etag })
    ? { ...command, version: etag }
    : undefined;
}
