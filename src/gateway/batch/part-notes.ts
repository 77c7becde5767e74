/** The notes of a batch's requests, for a record of each. */
import type { BatchRequest } from '../../odata/batch/batch';
import type { CallContext } from '../../provider-sdk/index';
import type { RequestNotes } from '../../record/request-notes';
import { raisedOf } from '../raised-of';
import { asRequestError } from '../upstream-error';
import type { RequestOutcome } from './batch-run';
import type { TogetherRequest } from './inner-request';

export class PartNotes {
  /** By the place that messages call a request by, which is its own within the batch. */
  readonly #begun = new Map<string, RequestNotes>();

  /** @param whole the notes of the batch; absent where no records are kept */
  constructor(private readonly whole: RequestNotes | undefined) {}

  /** The same request, which takes notes. */
  noted<Request extends TogetherRequest>(request: Request): Request {
    const { whole } = this;
    if (whole === undefined) return request;
    const { method, target, place } = request;
    const notes = whole.part(method, typeof target === 'string' ? target : target.rest);
    this.#begun.set(place, notes);
    return { ...request, notes };
  }

  /** The calls of a request are those of its batch, too. */
  observed(context: CallContext, requests: readonly TogetherRequest[]): CallContext {
    if (this.whole === undefined) return context;
    return {
      ...context,
      observe: (observation) => {
        context.observe?.(observation);
        for (const { notes } of requests) notes?.called(observation);
      },
    };
  }

  /** What was refused before it was begun has a record as well. */
  readonly ended = ({ method, target, place }: BatchRequest, { answer, error }: RequestOutcome): void => {
    const { whole } = this;
    if (whole === undefined) return;
    const notes =
      this.#begun.get(place) ?? whole.part(method, target.kind === 'address' ? target.target : '');
    if (error !== undefined) {
      const told = asRequestError(error);
      notes.failed(told, raisedOf(told));
    }
    notes.ended('answer');
    whole.partEnded(notes, { status: answer.status, cacheStatus: answer.headers['Cache-Status'] });
  };
}
