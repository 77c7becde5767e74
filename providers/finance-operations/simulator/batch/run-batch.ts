/** Carries out the operations of a batch in their order: changesets whole or not at all, others each for itself. */
import { type Answer, methodNotAllowed, noRoute, Refusal, wholeBody } from '../http/answer';
import { splitQuery } from '../query/read-options';
import { routeRequest } from '../route-request';
import { outOfResources } from '../trouble/throttle';
import {
  answerChange,
  changeAlone,
  type ChangeMethod,
  type ChangeRequest,
  isChangeMethod,
} from '../writing/answer-change';
import { Transaction } from '../writing/transaction';
import type { WriteEnvironment } from '../writing/write-environment';
import type { BatchItem, BatchOperation } from './parse-batch';
import { batchAnswer, type ItemAnswer, type PartAnswer } from './write-batch-answer';

/** What the operations have from the request around them. Its query is not theirs (inferred). */
export interface BatchCaller {
  readonly company: string;
  readonly clientRequestId: string | undefined;
}

export function changesAnything(items: readonly BatchItem[]): boolean {
  return items.some((item) => item.kind === 'changeset' || isChangeMethod(item.operation.method));
}

export async function runBatch(
  items: readonly BatchItem[],
  caller: BatchCaller,
  environment: WriteEnvironment,
): Promise<Answer> {
  const answers: ItemAnswer[] = [];
  for (const item of items) {
    answers.push(
      item.kind === 'changeset'
        ? { kind: 'changeset', parts: runChangeset(item.operations, caller, environment) }
        : { kind: 'operation', part: await runOperation(item.operation, caller, environment) },
    );
  }
  return batchAnswer(answers);
}

async function runOperation(
  operation: BatchOperation,
  caller: BatchCaller,
  environment: WriteEnvironment,
): Promise<PartAnswer> {
  const { method, contentId } = operation;
  const refusal = refusalOf(operation, environment);
  if (refusal !== undefined) return { contentId, answer: refusal };
  const answer = isChangeMethod(method)
    ? answered(() => changeAlone(changeRequest(method, operation, caller, environment), environment))
    : await readPart(operation, caller, environment);
  return { contentId, answer };
}

/** The rows are written out at once: a later operation may change them. */
async function readPart(
  { method, url, headers }: BatchOperation,
  { company }: BatchCaller,
  environment: WriteEnvironment,
): Promise<Answer> {
  const { path, rawQuery } = splitUrl(url);
  const header = (name: string): string => headers.get(name) ?? '';
  try {
    const pairs = splitQuery(rawQuery);
    const request = {
      method,
      path,
      rawQuery,
      pairs,
      accept: header('accept'),
      prefer: header('prefer'),
      company,
    };
    const answer = await routeRequest(request, environment);
    return { ...answer, body: wholeBody(answer) };
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

/**
 * A failed changeset has one part. As in the capture, that names the first operation, whichever failed: a client that
 * trusts it blames the wrong one.
 */
function runChangeset(
  operations: readonly BatchOperation[],
  caller: BatchCaller,
  environment: WriteEnvironment,
): readonly PartAnswer[] {
  const transaction = new Transaction(environment.versions);
  const parts: PartAnswer[] = [];
  for (const operation of operations) {
    const answer = runInChangeset(operation, caller, transaction, environment);
    if (answer.status >= 400) {
      transaction.rollBack();
      return [{ contentId: operations[0]?.contentId, answer }];
    }
    parts.push({ contentId: operation.contentId, answer });
  }
  transaction.commit(environment.ledger);
  return parts;
}

function runInChangeset(
  operation: BatchOperation,
  caller: BatchCaller,
  transaction: Transaction,
  environment: WriteEnvironment,
): Answer {
  const refusal = refusalOf(operation, environment);
  if (refusal !== undefined) return refusal;
  const { method } = operation;
  if (!isChangeMethod(method)) return methodNotAllowed(method, 'POST, PATCH, PUT, DELETE');
  return answered(() =>
    answerChange(changeRequest(method, operation, caller, environment), transaction, environment),
  );
}

/** A query string that cannot be read is a refusal too. */
function answered(run: () => Answer): Answer {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

/** Throttling comes operation by operation; a batch in a batch, or another service, is no route. */
function refusalOf({ url }: BatchOperation, { options, origin }: WriteEnvironment): Answer | undefined {
  if (options.throttledParts > 0) {
    options.throttledParts--;
    return outOfResources(options.throttleRetryAfter);
  }
  const { path } = splitUrl(url);
  const isRoute = /^\/data\//i.test(path) && !/^\/data\/(?:\$|%24)batch/i.test(path);
  return isRoute ? undefined : noRoute(`${origin}${path}`);
}

function changeRequest(
  method: ChangeMethod,
  { url, headers, body }: BatchOperation,
  { company, clientRequestId }: BatchCaller,
  { options }: WriteEnvironment,
): ChangeRequest {
  const { path, rawQuery } = splitUrl(url);
  return {
    method,
    path,
    pairs: splitQuery(rawQuery),
    accept: headers.get('accept') ?? '',
    contentType: headers.get('content-type') ?? '',
    ifMatch: headers.get('if-match'),
    clientRequestId: headers.get('x-ms-client-request-id') ?? clientRequestId,
    company,
    body,
    failureStatus: options.batchWriteFailureStatus,
  };
}

function splitUrl(url: string): { readonly path: string; readonly rawQuery: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, rawQuery: '' } : { path: url.slice(0, mark), rawQuery: url.slice(mark + 1) };
}
