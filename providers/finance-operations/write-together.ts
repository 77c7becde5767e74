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
import { batchRequestOf } from './batch-request';
import { changeFaultOf, isSuccess, resultOf } from './change-answer';
import { changeRequestOf } from './change-request';
import type { KnownEntity } from './entity-catalog';
import { faultOf } from './read-errors';
import { fits } from './read-rows';
import type { Writing } from './write-row';

/** A command with the entity that it is about. */
interface Change {
  readonly command: WriteCommand;
  readonly entity: KnownEntity;
}

export async function writeTogether(
  commands: readonly WriteCommand[],
  writing: Writing,
  context: CallContext,
): Promise<readonly WriteResult[]> {
  const changes: Change[] = [];
  for (const command of commands) {
    changes.push({ command, entity: await writing.catalog.entity(command.entity, context) });
  }
  const [first] = changes;
  if (first === undefined) return [];
  const requests = changes.map(({ command, entity }) =>
    changeRequestOf(command, entity, (path) => fits(path, writing)),
  );
  const request = batchRequestOf(requests, writing.service.origin);
  const answer = await writing.service.change(request, '$batch', context);
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
