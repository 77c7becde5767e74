/** What carrying out a batch needs, and what comes of it. */
import type { BatchRequest, ChangeSet } from '../../odata/batch/batch';
import type { Answer } from '../incoming';
import type { InnerRequest, TogetherRequest } from './inner-request';

export interface BatchRun {
  /** Like a request that came alone. It has to end when its signal is aborted. */
  readonly answerOne: (request: InnerRequest) => Promise<Answer>;
  /**
   * All of a change set, or nothing of it: then it throws, a `ChangeSetFailure` if it knows which request was at fault.
   * The answers are in the order of the requests, and none is an error.
   */
  readonly answerTogether: (requests: readonly TogetherRequest[]) => Promise<readonly Answer[]>;
  /** The OData error for anything that was thrown. */
  readonly answerError: (error: unknown) => Answer;
  /** Told of each request that has an answer, and of what was thrown if that is an error. */
  readonly answered: (request: BatchRequest, outcome: RequestOutcome) => void;
  readonly continueOnError: boolean;
  /** The published service root: the links of answers begin with it. */
  readonly root: string;
  /** One deadline for the whole batch. What it leaves over is answered with its reason, and not begun. */
  readonly signal: AbortSignal;
}

export interface RequestOutcome {
  readonly answer: Answer;
  readonly error?: unknown;
}

export type PartAnswer = RequestAnswer | ChangeSetAnswer;

export interface RequestAnswer {
  readonly kind: 'request';
  readonly request: BatchRequest;
  readonly answer: Answer;
}

export interface ChangeSetAnswer {
  readonly kind: 'changeSet';
  readonly changeSet: ChangeSet;
  /** One for each request, also where the set failed. */
  readonly answers: readonly Answer[];
  readonly failure: ChangeSetError | undefined;
}

/** The one answer for all of a failed change set (Protocol 4.01, 11.7.7.6). */
export interface ChangeSetError {
  readonly answer: Answer;
  /** Of the request that it is about, if that is known. */
  readonly index: number | undefined;
}
