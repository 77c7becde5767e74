/** Keeps the latest requests, so that a test can see what was asked. */

export interface RecordedRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  /** The path, not decoded. */
  readonly path: string;
  /** The query decoded, by name. */
  readonly query: Readonly<Record<string, string>>;
  /** Without `authorization` and `cookie`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined while no answer has been sent. */
  readonly status: number | undefined;
  /** The default company of the caller; undefined where no caller was known. */
  readonly company: string | undefined;
  readonly clientId: string | undefined;
  readonly milliseconds: number | undefined;
  /** What a batch asks for, as `GET /data/…`, with those inside its changesets; empty for everything else. */
  readonly operations: readonly string[];
}

/** A request whose answer is still to come. */
export type OpenRequest = { -readonly [Member in keyof RecordedRequest]: RecordedRequest[Member] };

export class RequestLog {
  readonly #limit: () => number;
  #requests: OpenRequest[] = [];

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  add(request: OpenRequest): void {
    this.#requests.push(request);
    const surplus = this.#requests.length - this.#limit();
    if (surplus > 0) this.#requests.splice(0, surplus);
  }

  reset(): void {
    this.#requests = [];
  }
}
