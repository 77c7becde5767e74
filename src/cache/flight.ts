/** A flight: one piece of work that several callers wait for, each with its own patience. */
import { DeadlineExceeded } from '../provider-sdk/index';

export interface FlightPlan<Outcome> {
  readonly work: (signal: AbortSignal) => Promise<Outcome>;
  /** Called once: when the work has settled, or before, when nobody waits for it any more. */
  readonly onEnd?: () => void;
}

export class Flight<Outcome> {
  readonly #controller = new AbortController();
  readonly #outcome: Promise<Outcome>;
  readonly #onEnd: () => void;
  #waiting = 0;
  #ended = false;

  constructor({ work, onEnd }: FlightPlan<Outcome>) {
    this.#onEnd = () => {
      if (this.#ended) return;
      this.#ended = true;
      onEnd?.();
    };
    this.#outcome = this.#run(work);
    // It may fail after the last caller has left.
    this.#outcome.catch(() => undefined);
  }

  /** Its outcome, or the reason of the signal if that comes first: the flight goes on for the others. */
  async join(signal: AbortSignal): Promise<Outcome> {
    this.#waiting++;
    try {
      return await untilAborted(this.#outcome, signal);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0) this.#abandon();
    }
  }

  /** Lets it go on to its end, whoever waits. */
  keepGoing(): void {
    this.#waiting++;
  }

  async #run(work: FlightPlan<Outcome>['work']): Promise<Outcome> {
    try {
      return await work(this.#controller.signal);
    } finally {
      this.#onEnd();
    }
  }

  #abandon(): void {
    if (this.#ended) return;
    this.#onEnd();
    this.#controller.abort(new DeadlineExceeded('Nobody waits for the answer any more.'));
  }
}

function untilAborted<Outcome>(outcome: Promise<Outcome>, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    // The reason is whatever the caller aborted with, and it is the caller who gets it.
    const leave = (): void => reject(signal.reason as Error);
    const stay = (): void => signal.removeEventListener('abort', leave);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    void outcome.then(resolve, reject).finally(stay);
  });
}
