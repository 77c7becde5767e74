/** Carries out a change set: every change of it in one transaction of one source, or none (reliability W12). */
import { ProviderTags } from '../cache/provider-tags';
import { RequestError } from '../errors';
import type { PlannedWrite } from '../plan/plan-write';
import { type CallContext, type Connection, isRecord, type WriteResult } from '../provider-sdk/index';
import { refuseRepeatability } from './answer-once';
import { ChangeSetFailure } from './batch/change-set-failure';
import type { TogetherRequest } from './batch/inner-request';
import { carryOutTogether } from './carry-out-write';
import { tagOfSet, tagsOfChange, tagsOfRow } from './change-tags';
import type { Answer, Incoming } from './incoming';
import type { OpenService } from './open-service';
import { prepareWrite, type PreparedWrite } from './prepare-write';
import { nowText } from './request-instant';
import { answerDone, rememberAlias, modelOf, parseWrite, type Writing } from './write';
import { asWriteError } from './write-fault';
import { WriteRecorder } from './write-recorder';

/**
 * @throws {ChangeSetFailure} of the first change that is at fault, whether the gateway refuses it or the source
 * @throws {RequestError} NotImplemented, before anything is sent, if the source has no transactions
 */
export async function answerWritesTogether(
  requests: readonly TogetherRequest[],
  service: OpenService,
  context: CallContext,
): Promise<readonly Answer[]> {
  const records = requests.map(
    (request) => new WriteRecorder(request, service.definition.name, service.record),
  );
  let writings: readonly TogetherWriting[] = [];
  let results: readonly WriteResult[];
  try {
    writings = await prepareAll(requests, records, service, context);
    const connection = transactionalConnection(writings, service);
    results = await sendTogether(writings, connection, service, context);
  } catch (error) {
    const failure = failureOf(error, writings);
    // One is at fault, and none was made.
    for (const record of records)
      record.failed(failure instanceof ChangeSetFailure ? failure.error : failure);
    throw failure;
  }
  return Promise.all(writings.map((writing, index) => answerMade(writing, results[index])));
}

const noContent: Answer = { status: 204, headers: {} };

/** A change of a change set, planned: one that changes nothing needs no transaction and has no place in one. */
type TogetherWriting = Writing & { readonly plan: PlannedWrite };

async function prepareAll(
  requests: readonly TogetherRequest[],
  records: readonly WriteRecorder[],
  service: OpenService,
  context: CallContext,
): Promise<readonly TogetherWriting[]> {
  const model = await modelOf(service);
  return records.flatMap((record, index) => {
    const request = requests[index];
    if (request === undefined) return [];
    try {
      const incoming = addressed(request);
      refuseRepeatability(incoming.headers);
      const write = prepareWrite(incoming, parseWrite(incoming, service), model, service, nowText());
      record.prepared(write);
      const plan = requireTransactional(write);
      return [{ write, plan, place: { entitySet: write.entitySet, service, model }, context, record }];
    } catch (error) {
      throw new ChangeSetFailure(error, index);
    }
  });
}

/** The key of a row that is made in the same transaction is not known before the transaction ends. */
function addressed(request: TogetherRequest): Incoming {
  const { target } = request;
  if (typeof target === 'string') return { ...request, target };
  throw new RequestError(
    'NotImplemented',
    'a request cannot refer to the row that another one of its change set makes.',
  );
}

function requireTransactional(write: PreparedWrite): PlannedWrite {
  const { plan, entitySet } = write;
  if (plan.kind === 'nothing') {
    throw new RequestError(
      'InvalidBody',
      'The body changes nothing; leave the request out of the change set.',
    );
  }
  if (plan.versionCheck.by === 'gateway') {
    throw new RequestError(
      'NotImplemented',
      `the source of ${entitySet.name} cannot compare versions within a change set.`,
      { target: 'If-Match' },
    );
  }
  return plan;
}

function transactionalConnection(writings: readonly TogetherWriting[], service: OpenService): Connection {
  const names = new Set(writings.map(({ write }) => write.entitySet.connection));
  const [name, further] = names;
  if (name === undefined || further !== undefined) {
    throw new RequestError(
      'NotImplemented',
      'a change set may only change rows of one source; send the changes one by one, outside of a change set.',
    );
  }
  const most = Math.min(
    ...writings.map(({ write }) => write.entitySet.declaration.capabilities.write?.together ?? 0),
  );
  const connection = service.connection(name);
  if (most < writings.length || connection.writeTogether === undefined) {
    throw new RequestError(
      'NotImplemented',
      most > 0
        ? `the source takes at most ${most} changes together, and the change set has ${writings.length}.`
        : 'the source has no transactions; send the changes one by one, outside of a change set.',
    );
  }
  return connection;
}

async function sendTogether(
  writings: readonly TogetherWriting[],
  connection: Connection,
  service: OpenService,
  context: CallContext,
): Promise<readonly WriteResult[]> {
  const changes = writings.map(({ plan, place }) => ({ command: plan.command, place }));
  const notes = writings.map(({ record }) => record);
  const names = new ProviderTags(writings[0]?.write.entitySet.connection ?? '');
  return service.changing(
    {
      tags: writings.flatMap(({ write, plan }) => tagsOfChange(write.entitySet, plan.command)),
      tagsOf: (results: readonly WriteResult[]) =>
        results.flatMap(({ key }, index) => {
          const entitySet = writings[index]?.write.entitySet;
          return entitySet === undefined ? [] : tagsOfRow(entitySet, key);
        }),
      named: () => names.raised(),
      lateTags: writings.map(({ write }) => tagOfSet(write.entitySet)),
    },
    async () => {
      const course = { context: { ...context, tag: names.add }, notes };
      const results = await carryOutTogether(changes, connection, course);
      for (const [index, { plan, place }] of writings.entries()) {
        const result = results[index];
        if (result !== undefined) await rememberAlias(plan, result, place);
      }
      return results;
    },
  );
}

/** The change was made: whatever keeps its answer from being complete is no reason to call the set failed (W1). */
async function answerMade(writing: TogetherWriting, result: WriteResult | undefined): Promise<Answer> {
  let answer = noContent;
  try {
    if (result !== undefined) answer = await answerDone(writing.plan, result, writing);
  } catch {
    // The answer without content stands.
  }
  writing.record.made(answer);
  return answer;
}

function failureOf(error: unknown, writings: readonly TogetherWriting[]): unknown {
  if (error instanceof ChangeSetFailure) return error;
  const index = commandOf(error);
  const entitySet = writings[index ?? 0]?.write.entitySet;
  const told = entitySet === undefined ? error : asWriteError(error, entitySet);
  return index === undefined ? told : new ChangeSetFailure(told, index);
}

function commandOf(error: unknown): number | undefined {
  const index = isRecord(error) ? error['command'] : undefined;
  return typeof index === 'number' ? index : undefined;
}
