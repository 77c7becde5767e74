/** The requests that have not been answered yet. */
import type { RequestNotes, RunningRequest } from '../record/request-notes';

export class RunningRequests {
  readonly #all = new Set<RequestNotes>();

  get count(): number {
    return this.#all.size;
  }

  began(notes: RequestNotes): void {
    this.#all.add(notes);
  }

  /** Answered, or its caller has gone. */
  ended(notes: RequestNotes): void {
    this.#all.delete(notes);
  }

  /** The oldest first: what hangs is what somebody looks for. */
  list(): readonly RunningRequest[] {
    return [...this.#all].map((notes) => notes.running());
  }
}
