/** Keeps what was really committed, in order, whatever the callers were told. */

export interface CommittedWrite {
  /** From 1 up, without gaps. */
  readonly sequence: number;
  readonly set: string;
  readonly kind: 'insert' | 'update' | 'delete';
  /** As the row has it: the company in lower case, numbers that a sequence gave. */
  readonly key: Readonly<Record<string, string>>;
  /** The members of the body as they were posted. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The request's `x-ms-client-request-id`: a part's own, or that of its batch. */
  readonly clientRequestId: string | undefined;
}

export class Ledger {
  readonly #limit: () => number;
  #sequence = 0;
  #writes: CommittedWrite[] = [];

  /** Beyond the limit the oldest are dropped; the sequence shows it. */
  constructor(limit: () => number) {
    this.#limit = limit;
  }

  get writes(): readonly CommittedWrite[] {
    return this.#writes;
  }

  add(write: Omit<CommittedWrite, 'sequence'>): void {
    this.#writes.push({ sequence: ++this.#sequence, ...write });
    const surplus = this.#writes.length - this.#limit();
    if (surplus > 0) this.#writes.splice(0, surplus);
  }

  reset(): void {
    this.#sequence = 0;
    this.#writes = [];
  }
}
