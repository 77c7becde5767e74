/** Sends changes, and finds out what became of them where the answer does not say (reliability W1 to W6). */
import { RequestError } from '../errors';
import {
  type CallContext,
  type Connection,
  OutcomeUnknown,
  type WriteCommand,
  type WriteResult,
} from '../provider-sdk/index';
import { afterRequest, detachedCall } from './detached-call';
import type { RowPlace } from './find-row';
import { type PlacedChange, verifyWrites } from './verify-writes';
import { asWriteError, writeFaultKind } from './write-fault';
import type { WriteRecorder } from './write-recorder';

/** Milliseconds kept for reading rows back, of a deadline that is long enough. */
const LONGEST_VERIFICATION = 5_000;
const SHARE_FOR_VERIFICATION = 0.3;
/** Milliseconds after its deadline in which a provider may still say that nothing was sent. */
const LAST_WORD = 100;

type Notes = Pick<WriteRecorder, 'sent' | 'verified'>;

/**
 * One change.
 *
 * @param context of the request: how long the whole may take, and for whom it is
 * @throws {RequestError} as `asWriteError` makes it
 */
export async function carryOut(
  command: WriteCommand,
  place: RowPlace,
  context: CallContext,
  record: Notes,
): Promise<WriteResult> {
  const { service, entitySet } = place;
  const connection = service.connection(entitySet.connection);
  const send: Send = async (call) => {
    if (connection.write !== undefined) return [await connection.write(command, call)];
    throw new RequestError('NotImplemented', 'The source of this set takes no changes.');
  };
  try {
    const [result] = await untilKnown([{ command, place }], send, { context, notes: [record] });
    if (result !== undefined) return result;
    throw new OutcomeUnknown('The change has no result.');
  } catch (error) {
    throw asWriteError(error, entitySet);
  }
}

/**
 * Several changes of one source, in one transaction.
 *
 * @throws what the source throws
 */
export function carryOutTogether(
  changes: readonly PlacedChange[],
  connection: Pick<Connection, 'writeTogether'>,
  course: Course,
): Promise<readonly WriteResult[]> {
  const commands = changes.map(({ command }) => command);
  const send: Send = async (call) => {
    const results = (await connection.writeTogether?.(commands, call)) ?? [];
    if (results.length === commands.length) return results;
    throw new OutcomeUnknown('writeTogether answered another number of results than commands.');
  };
  return untilKnown(changes, send, course);
}

type Send = (context: CallContext) => Promise<readonly WriteResult[]>;

export interface Course {
  /** Of the request: how long the whole may take, and for whom it is. */
  readonly context: CallContext;
  /** One for each change. */
  readonly notes: readonly Notes[];
}

/**
 * Changes are repeated once at most, and only if they are guarded: by the version that a row must have, or by the key
 * that no two rows can share. The second of two then changes nothing, however late the first arrives. If neither shows,
 * the outcome stays that of the first: a refusal of the second says nothing of it. What may have been sent is never
 * called undone because it does not show: it may still arrive.
 */
async function untilKnown(
  changes: readonly PlacedChange[],
  send: Send,
  { context, notes }: Course,
): Promise<readonly WriteResult[]> {
  let first: unknown;
  for (let attempts = 1; ; attempts++) {
    try {
      for (const record of notes) record.sent();
      return await sendInTime(send, context);
    } catch (error) {
      first ??= error;
      if (attempts === 1 && writeFaultKind(error) !== 'unknown') throw error;
      // A refusal of repeated changes may mean that the first were made after all.
      const became = await afterRequest(context, (call) => verifyWrites(changes, call));
      if (became.kind === 'made') {
        for (const record of notes) record.verified();
        return became.results;
      }
      if (became.kind === 'unread' || !became.isGuarded || attempts > 1) throw first;
    }
  }
}

/** Not on the caller's signal: what was sent goes on when the caller leaves (W6). */
function sendInTime(send: Send, context: CallContext): Promise<readonly WriteResult[]> {
  const { deadline, tag } = context;
  const left = Math.max(0, deadline - Date.now());
  const time = left - Math.min(LONGEST_VERIFICATION, left * SHARE_FOR_VERIFICATION);
  return detachedCall(time, context, (detached) => {
    const call = tag === undefined ? detached : { ...detached, tag };
    return untilLastWord(send(call), call);
  });
}

/** A provider that ignores its deadline cannot hold the caller, but what it sent is out of hand. */
async function untilLastWord<Result>(sent: Promise<Result>, { signal }: CallContext): Promise<Result> {
  const passed = Promise.withResolvers<never>();
  const giveUp = (): void => passed.reject(new OutcomeUnknown('The deadline of the change passed.'));
  const leave = (): void => void setTimeout(giveUp, LAST_WORD).unref();
  signal.addEventListener('abort', leave, { once: true });
  // Whoever comes too late has nobody to tell.
  sent.catch(() => undefined);
  try {
    return await Promise.race([sent, passed.promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
