/** Changes several rows in one transaction: one batch that holds one changeset. */
import {
  type CallContext,
  foldCase,
  type HttpAnswer,
  OutcomeUnknown,
  PermissionDenied,
  type ProviderError,
  UpstreamContract,
  type WriteCommand,
  type WriteResult,
} from '../../src/provider-sdk/index';
import { type BatchPart, readBatchAnswer } from './batch-answer';
import { changesetRequest } from './batch-request';
import { changeFaultOf, resultOf } from './change-answer';
import { changeRequestOf } from './change-request';
import { isSuccess } from './data-service';
import type { KnownEntity } from './entity-catalog';
import { identityOf } from './merge-pages';
import { pinVersion } from './pin-version';
import { faultOf } from './read-errors';
import type { Reading } from './read-rows';

/** A command with the entity that it is about. */
export interface Change {
  readonly command: WriteCommand;
  readonly entity: KnownEntity;
}

export async function writeTogether(
  commands: readonly WriteCommand[],
  reading: Reading,
  context: CallContext,
): Promise<readonly WriteResult[]> {
  const changes: Change[] = [];
  for (const command of commands) {
    changes.push({ command, entity: await reading.catalog.entity(command.entity, context) });
  }
  return sendTogether(await pinFirst(changes, reading, context), reading, context);
}

/** The first change of a row gives it another version; where it has found the row, the later ones with its address do. */
async function pinFirst(
  changes: readonly Change[],
  reading: Reading,
  context: CallContext,
): Promise<readonly Change[]> {
  const seen = new Set<string>();
  const pinned: Change[] = [];
  for (const change of changes) {
    const { command, entity } = change;
    const row = command.kind === 'insert' ? undefined : `${entity.name} ${identityOf(command.key)}`;
    if (row === undefined || seen.has(row)) pinned.push(change);
    else pinned.push({ entity, command: await pinVersion(command, entity, reading, context) });
    if (row !== undefined) seen.add(row);
  }
  return pinned;
}

/** Sends the changes as they are. */
export async function sendTogether(
  changes: readonly Change[],
  { service }: Pick<Reading, 'service'>,
  context: CallContext,
): Promise<readonly WriteResult[]> {
  const [first] = changes;
  if (first === undefined) return [];
  const requests = changes.map(({ command, entity }) => changeRequestOf(command, entity, 'batch'));
  const request = changesetRequest(requests, service.origin);
  const answer = await service.change(request, '$batch', context);
  if (!isSuccess(answer)) throw batchFaultOf(answer);
  return resultsOf(answer, changes, first);
}

/** The batch was refused as a whole, before any of it was looked at. */
function batchFaultOf(answer: HttpAnswer): ProviderError {
  const { message } = faultOf(answer, '$batch');
  return answer.status === 403 ? new PermissionDenied(message) : new UpstreamContract(message);
}

/** The outer status is 200 even if the changeset failed (facts page, trap 10): only its parts say what happened. */
function resultsOf(answer: HttpAnswer, changes: readonly Change[], first: Change): readonly WriteResult[] {
  const parts = readBatchAnswer(answer);
  const [only] = parts ?? [];
  if (parts?.length === 1 && only !== undefined && !isSuccess(only)) throw refusalOf(only, changes, first);
  if (parts?.length !== changes.length || !parts.every(isSuccess)) {
    throw new OutcomeUnknown('F&O answered a changeset with neither all of its results nor one refusal.');
  }
  const ordered = inOrder(parts);
  return changes.map((change, index) => resultOfPart(ordered[index], change));
}

/** Which command it is about is not said: the Content-ID of a failure was seen to name another one (facts page 3.5). */
function refusalOf(part: BatchPart, changes: readonly Change[], first: Change): ProviderError {
  const suspects = changes.filter(({ command }) => {
    if (part.status === 404) return command.kind !== 'insert';
    return part.status !== 412 || (command.kind !== 'insert' && command.version !== undefined);
  });
  const { command, entity } = suspects[0] ?? first;
  const index = changes.findIndex((change) => change.command === command);
  return changeFaultOf(part, command, entity, suspects.length === 1 ? { command: index } : {});
}

/** A changeset may be answered in any order if its parts are numbered (OData 4.0 Protocol, 11.7.4). */
function inOrder(parts: readonly BatchPart[]): readonly BatchPart[] {
  const byId = new Map(parts.map((part) => [part.contentId, part]));
  const numbered = parts.flatMap((_, index) => byId.get(String(index + 1)) ?? []);
  return numbered.length === parts.length ? numbered : parts;
}

function resultOfPart(part: BatchPart | undefined, { command, entity }: Change): WriteResult {
  const result = part === undefined ? undefined : resultOf(part, command, entity);
  if (result === undefined || !isAbout(command, result, entity)) {
    throw new OutcomeUnknown(`F&O answered a change of ${entity.name} with another row.`);
  }
  return result;
}

/** Whether the new row has the key that it was given, as far as it was given one. */
function isAbout(command: WriteCommand, { key }: WriteResult, entity: KnownEntity): boolean {
  if (command.kind !== 'insert') return true;
  return entity.key.every((name, index) => {
    const given = command.values[name] ?? null;
    return given === null || foldCase(String(given)) === foldCase(String(key[index]));
  });
}
