/** Carries a batch out, part by part in the order of its text (Protocol 4.01, 11.7.7.5; JSON Format 4.01, 19.4). */
import type { Batch, BatchPart, BatchRequest } from '../../odata/batch/batch';
import { answerChangeSet } from './answer-change-set';
import { BatchCourse } from './batch-course';
import type { BatchRun, PartAnswer, RequestAnswer, RequestOutcome } from './batch-run';
import type { InnerRequest } from './inner-request';

/** The answers in the order of the parts. Parts after the one that ended the batch have none. */
export async function carryOut({ parts }: Batch, run: BatchRun): Promise<readonly PartAnswer[]> {
  const course = new BatchCourse(run.root);
  const answered: PartAnswer[] = [];
  for (const stage of stagesOf(parts)) {
    for (const answer of await answerStage(stage, run, course)) {
      answered.push(answer);
      if (!run.continueOnError && hasFailed(answer)) return answered;
    }
  }
  return answered;
}

function hasFailed(answered: PartAnswer): boolean {
  return answered.kind === 'request' ? answered.answer.status >= 400 : answered.failure !== undefined;
}

/** Reads next to each other, of which none needs another; or a single part. */
type Stage = { readonly kind: 'reads'; readonly requests: readonly BatchRequest[] } | BatchPart;

/**
 * The order that the specification demands is one of effects and of answers. Reads have no effect, so those with no write
 * between them may run at the same time, as JSON batches allow outright; nobody can tell but by the clock.
 */
function stagesOf(parts: readonly BatchPart[]): readonly Stage[] {
  const stages: Stage[] = [];
  let reads: BatchRequest[] = [];
  for (const part of parts) {
    if (part.kind === 'changeSet' || part.method !== 'GET') {
      stages.push(part);
      reads = [];
    } else if (
      reads.length === 0 ||
      reads.some(({ id }) => id !== undefined && part.dependsOn.includes(id))
    ) {
      reads = [part];
      stages.push({ kind: 'reads', requests: reads });
    } else reads.push(part);
  }
  return stages;
}

async function answerStage(stage: Stage, run: BatchRun, course: BatchCourse): Promise<readonly PartAnswer[]> {
  switch (stage.kind) {
    case 'reads':
      return answerReads(stage.requests, run, course);
    case 'request':
      return [await answerRequest(stage, run, course)];
    case 'changeSet':
      return [await answerChangeSet(stage, run, course)];
  }
}

/** So that one batch takes no more of a source than a few callers do. */
const READS_AT_ONCE = 4;

/** In order, without those that were not begun because one before them ended the batch. */
async function answerReads(
  requests: readonly BatchRequest[],
  run: BatchRun,
  course: BatchCourse,
): Promise<readonly PartAnswer[]> {
  const answered: RequestAnswer[] = [];
  const waiting = requests.entries();
  let ended = false;
  const work = async (): Promise<void> => {
    for (const [index, request] of waiting) {
      const answer = await answerRequest(request, run, course);
      answered[index] = answer;
      ended ||= !run.continueOnError && hasFailed(answer);
      if (ended) return;
    }
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, work));
  return answered;
}

async function answerRequest(
  request: BatchRequest,
  run: BatchRun,
  course: BatchCourse,
): Promise<RequestAnswer> {
  let target: string | undefined;
  let outcome: RequestOutcome;
  try {
    run.signal.throwIfAborted();
    course.requireAll(request.dependsOn, request.place);
    target = course.addressOf(request.target, request.place);
    outcome = { answer: await run.answerOne(innerRequest(request, target, run.signal)) };
  } catch (error) {
    outcome = { answer: run.answerError(error), error };
  }
  course.settle(request, target, outcome.answer);
  run.answered(request, outcome);
  return { kind: 'request', request, answer: outcome.answer };
}

function innerRequest(
  { method, headers, body, place }: BatchRequest,
  target: string,
  signal: AbortSignal,
): InnerRequest {
  return { method, target, headers, place, signal, ...(body === undefined ? {} : { body }) };
}
