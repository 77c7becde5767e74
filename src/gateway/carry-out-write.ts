/** Sends a change, and finds out what became of it where the answer does not say (reliability W1 to W6). */
import { RequestError } from '../errors';
import {
  type CallContext,
  type Connection,
  type Key,
  OutcomeUnknown,
  type Row,
  type WriteCommand,
  type WriteResult,
} from '../provider-sdk/index';
import { findRow, type RowPlace } from './find-row';
import { asWriteError, writeFaultKind } from './write-fault';
import { showsChange } from './shows-change';
import type { WriteRecorder } from './write-recorder';

/** Milliseconds kept for reading the row back, of a deadline that is long enough. */
const LONGEST_VERIFICATION = 5_000;
const SHARE_FOR_VERIFICATION = 0.3;
/** Milliseconds after its deadline in which a provider may still say that nothing was sent. */
const LAST_WORD = 100;

/**
 * A change is repeated once at most, and only if it is guarded: by the version that the row must have, or by the key that
 * no two rows can share. The second of two then changes nothing, however late the first arrives. If neither shows, the
 * outcome stays that of the first: a refusal of the second says nothing of it.
 *
 * @param deadline of the whole, in milliseconds since 1970
 * @throws {RequestError} as `asWriteError` makes it
 */
export async function carryOut(
  command: WriteCommand,
  place: RowPlace,
  deadline: number,
  record: Pick<WriteRecorder, 'sent' | 'verified'>,
): Promise<WriteResult> {
  const connection = place.service.connection(place.entitySet.connection);
  let first: unknown;
  for (let attempts = 1; ; attempts++) {
    try {
      record.sent();
      return await send(command, connection, writeContext(place, deadline));
    } catch (error) {
      first ??= error;
      const became = await outcomeOf(error, command, place, deadline, attempts);
      if (became.kind === 'made') {
        record.verified();
        return became.result;
      }
      if (became.kind === 'unmade' && attempts === 1 && isGuarded(command, became.row, place)) continue;
      throw asWriteError(first, place.entitySet);
    }
  }
}

type Became =
  | { readonly kind: 'made'; readonly result: WriteResult }
  /** The row does not show the change: it was not made, or not yet. */
  | { readonly kind: 'unmade'; readonly row: Row | undefined }
  | { readonly kind: 'failed' };

/** A refusal of a repeated change may mean that the first was made after all. */
async function outcomeOf(
  error: unknown,
  command: WriteCommand,
  place: RowPlace,
  deadline: number,
  attempts: number,
): Promise<Became> {
  if (writeFaultKind(error) !== 'unknown' && attempts === 1) return { kind: 'failed' };
  const key = keyOf(command, place);
  if (key === undefined) return { kind: 'failed' };
  try {
    const row = await findRow(key, place, place.service.callContext(Math.max(0, deadline - Date.now())));
    return showsChange(command, row, place.entitySet, place.model)
      ? { kind: 'made', result: { key: keptKey(row, place) ?? key } }
      : { kind: 'unmade', row };
  } catch {
    // What cannot be read back stays unknown.
    return { kind: 'failed' };
  }
}

async function send(
  command: WriteCommand,
  connection: Connection,
  context: CallContext,
): Promise<WriteResult> {
  if (connection.write === undefined) {
    throw new RequestError('NotImplemented', 'The source of this set takes no changes.');
  }
  if (context.signal.aborted) throw context.signal.reason;
  return untilLastWord(connection.write(command, context), context);
}

/** A provider that ignores its deadline cannot hold the caller, but what it sent is out of hand. */
export async function untilLastWord<Result>(sent: Promise<Result>, { signal }: CallContext): Promise<Result> {
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

/** Not the caller's signal: what was sent goes on when the caller leaves (W6). */
function writeContext({ service }: RowPlace, deadline: number): CallContext {
  const left = Math.max(0, deadline - Date.now());
  return service.callContext(left - Math.min(LONGEST_VERIFICATION, left * SHARE_FOR_VERIFICATION));
}

/** The key of the row, also of one to be made, if all of it is given. */
function keyOf(command: WriteCommand, { entitySet }: RowPlace): Key | undefined {
  return command.kind === 'insert' ? wholeKey(command.values, entitySet) : command.key;
}

function wholeKey(values: Row, { declaration }: RowPlace['entitySet']): Key | undefined {
  const parts = declaration.key.map((column) => values[column] ?? null);
  return parts.every((part) => part !== null) ? parts : undefined;
}

/** The key in the source's own form: it may have another case there than in the change. */
function keptKey(row: Row | undefined, { entitySet }: RowPlace): Key | undefined {
  return row === undefined ? undefined : wholeKey(row, entitySet);
}

function isGuarded(command: WriteCommand, row: Row | undefined, { entitySet }: RowPlace): boolean {
  if (command.kind === 'insert') return row === undefined;
  const { concurrencyToken } = entitySet.declaration;
  if (command.version === undefined || row === undefined || concurrencyToken === undefined) return false;
  return String(row[concurrencyToken]) === command.version;
}
