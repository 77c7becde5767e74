/** Answers a change set: with an answer for each of its requests, or with one error and nothing carried out. */
import { RequestError } from '../../errors';
import type { BatchRequest, ChangeSet } from '../../odata/batch/batch';
import type { Answer } from '../incoming';
import type { BatchCourse } from './batch-course';
import type { BatchRun, ChangeSetAnswer, RequestOutcome } from './batch-run';
import { ChangeSetFailure } from './change-set-failure';
import type { CreatedTarget, TogetherRequest } from './inner-request';

export async function answerChangeSet(
  changeSet: ChangeSet,
  run: BatchRun,
  course: BatchCourse,
): Promise<ChangeSetAnswer> {
  try {
    run.signal.throwIfAborted();
    const together = resolveAll(changeSet, run.signal, course);
    const answers = await answerAll(together, run);
    const outcomes = answers.map((answer) => ({ answer }));
    return settle({ changeSet, outcomes, failure: failureIn(answers) }, together, run, course);
  } catch (error) {
    return settle(failed(changeSet, error, run), [], run, course);
  }
}

/** A set of one is carried out as a whole or not at all wherever a single write is, whatever the source can do beyond. */
async function answerAll(together: readonly TogetherRequest[], run: BatchRun): Promise<readonly Answer[]> {
  const [first, second] = together;
  if (first !== undefined && second === undefined && typeof first.target === 'string') {
    return [await run.answerOne({ ...first, target: first.target })];
  }
  const answers = await run.answerTogether(together);
  if (answers.length === together.length) return answers;
  throw new RequestError('InternalError', 'A change set was not answered request by request.');
}

/** An error that was answered and not thrown. */
function failureIn(answers: readonly Answer[]): ChangeSetAnswer['failure'] {
  const index = answers.findIndex(({ status }) => status >= 400);
  const answer = answers[index];
  return answer === undefined ? undefined : { answer, index };
}

/** A set whose requests all have an answer. */
interface Answered {
  readonly changeSet: ChangeSet;
  readonly outcomes: readonly RequestOutcome[];
  readonly failure: ChangeSetAnswer['failure'];
}

function settle(
  { changeSet, outcomes, failure }: Answered,
  together: readonly TogetherRequest[],
  run: BatchRun,
  course: BatchCourse,
): ChangeSetAnswer {
  for (const [index, request] of changeSet.requests.entries()) {
    const outcome = outcomes[index];
    const target = together[index]?.target;
    if (outcome === undefined) continue;
    course.settle(request, typeof target === 'string' ? target : undefined, outcome.answer);
    run.answered(request, outcome);
  }
  course.settleGroup(changeSet.group, failure === undefined);
  return { kind: 'changeSet', changeSet, answers: outcomes.map(({ answer }) => answer), failure };
}

/** Where one request is known to be at fault, the others did not run because of it (JSON Format 4.01, 19.5). */
function failed(changeSet: ChangeSet, thrown: unknown, { answerError }: BatchRun): Answered {
  const { error, index } = thrown instanceof ChangeSetFailure ? thrown : { error: thrown, index: undefined };
  const answer = answerError(error);
  const outcomes = changeSet.requests.map((request, at) => {
    if (index === undefined || index === at) return { answer, error };
    const other = notCarriedOut(request);
    return { answer: answerError(other), error: other };
  });
  return { changeSet, outcomes, failure: { answer, index } };
}

function notCarriedOut({ place }: BatchRequest): RequestError {
  const message = `${place}: it was not carried out, because another request of its change set failed.`;
  return new RequestError('DependencyFailed', message, { target: place });
}

/** @throws {ChangeSetFailure} if one of the requests cannot be carried out: then none is begun */
function resolveAll(
  { requests }: ChangeSet,
  signal: AbortSignal,
  course: BatchCourse,
): readonly TogetherRequest[] {
  const resolved: TogetherRequest[] = [];
  for (const [index, request] of requests.entries()) {
    try {
      const { method, headers, body, place } = request;
      const target = resolve(request, requests, resolved, course);
      resolved.push({ method, target, headers, place, signal, ...(body === undefined ? {} : { body }) });
    } catch (error) {
      throw new ChangeSetFailure(error, index);
    }
  }
  return resolved;
}

function resolve(
  { target, dependsOn, place }: BatchRequest,
  requests: readonly BatchRequest[],
  before: readonly TogetherRequest[],
  course: BatchCourse,
): string | CreatedTarget {
  // What is needed of the set itself is carried out with it.
  const outside = dependsOn.filter((name) => !requests.some(({ id }) => id === name));
  course.requireAll(outside, place);
  if (target.kind !== 'reference') return course.addressOf(target, place);
  const index = requests.findIndex(({ id }) => id === target.id);
  const referred = before[index];
  return referred === undefined ? course.addressOf(target, place) : inside(referred, index, target.rest);
}

/** A reference to a request of the same set: what it creates, or what it is sent to. */
function inside({ method, target }: TogetherRequest, index: number, rest: string): string | CreatedTarget {
  if (method === 'POST') return { createdBy: index, rest };
  if (typeof target === 'string') return withoutQuery(target) + rest;
  return { createdBy: target.createdBy, rest: withoutQuery(target.rest) + rest };
}

function withoutQuery(target: string): string {
  const mark = target.indexOf('?');
  return mark < 0 ? target : target.slice(0, mark);
}
