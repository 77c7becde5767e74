/** A stand-in for the pipelines that remembers what it was asked, and in which order. */
import { RequestError } from '../../../src/errors';
import type { BatchRun } from '../../../src/gateway/batch/batch-run';
import type { InnerRequest, TogetherRequest } from '../../../src/gateway/batch/inner-request';
import type { Answer } from '../../../src/gateway/incoming';
import { parseBatch } from '../../../src/odata/batch/parse-batch';
import type { Batch } from '../../../src/odata/batch/batch';
import { addresses, JSON_TYPE, MULTIPART, multipart, ROOT } from '../../odata/batch/batch-texts';

export interface RecordingRun extends BatchRun {
  /** `GET Customers`; of a change set all lines in one, with commas. */
  readonly calls: string[];
  readonly requests: InnerRequest[];
  /** `part 1: 200`, in the order in which they were told of; of errors that were thrown also their code. */
  readonly told: string[];
  /** How many were under way at the same time, at most. */
  mostAtOnce(): number;
}

interface RunOptions {
  readonly continueOnError?: boolean;
  readonly signal?: AbortSignal;
  /** What to answer instead of 200: an error is thrown. By target. */
  readonly answers?: Readonly<Record<string, Answer | Error>>;
  readonly answerTogether?: BatchRun['answerTogether'];
}

export function recordingRun({ answers = {}, ...options }: RunOptions = {}): RecordingRun {
  const calls: string[] = [];
  const requests: InnerRequest[] = [];
  const told: string[] = [];
  let atOnce = 0;
  let most = 0;
  return {
    calls,
    requests,
    told,
    mostAtOnce: () => most,
    continueOnError: options.continueOnError ?? false,
    root: ROOT,
    signal: options.signal ?? new AbortController().signal,
    answerOne: async (request) => {
      calls.push(`${request.method} ${request.target}`);
      requests.push(request);
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise(setImmediate);
      atOnce -= 1;
      const answer = answers[request.target] ?? usualAnswer(request);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    answerTogether: async (together) => {
      calls.push(together.map(inShort).join(', '));
      return options.answerTogether?.(together) ?? together.map(usualAnswer);
    },
    answered: ({ place }, { answer, error }) => {
      const code = error instanceof RequestError ? ` ${error.code}` : '';
      told.push(`${place}: ${answer.status}${code}`);
    },
    answerError: (error) => {
      if (!(error instanceof RequestError)) return { status: 500, headers: {}, body: String(error) };
      return { status: error.status, headers: {}, body: `${error.code} ${error.message}` };
    },
  };
}

function inShort({ method, target }: TogetherRequest): string {
  return `${method} ${typeof target === 'string' ? target : `{created by ${target.createdBy}}${target.rest}`}`;
}

/** A POST creates row 9 of the set. */
export function usualAnswer({ method, target }: Pick<TogetherRequest, 'method' | 'target'>): Answer {
  const address = typeof target === 'string' ? target : 'Created';
  return method === 'POST'
    ? { status: 201, headers: { Location: `${ROOT}${address}(9)` } }
    : { status: 200, headers: {}, body: `of ${address}` };
}

export function multipartBatch(...parts: readonly string[]): Batch {
  return parseBatch(multipart('b', parts), MULTIPART, addresses);
}

export function jsonBatch(...requests: readonly object[]): Batch {
  return parseBatch(JSON.stringify({ requests }), JSON_TYPE, addresses);
}
