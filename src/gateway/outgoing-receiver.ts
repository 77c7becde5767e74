/**
 * Sends one request and receives its answer as undici hands it over. undici's own `request` makes a stream of each
 * answer, which costs a short one more than all that is read from it.
 */
import type { Dispatcher } from 'undici';
import type { ProviderError } from '../provider-sdk/index';
import { type Received, refusalOf, tooLarge } from './outgoing-answer';
import { type Attempt, isRead, maxBytesOf } from './outgoing-attempt';
import { parseRetryAfter } from './outgoing-retry';

/** Raised when the connection breaks inside the body of an answer. */
export class AnswerCutShort extends Error {}

/**
 * The answer, or what the signal gives as its reason, at once: undici heeds an abort only of requests that have a
 * connection, and one that waits for a connection would sit out its deadline.
 *
 * @throws {ProviderError} for a status that is no answer, for too many bytes, or for what forbids to send it
 * @throws {AnswerCutShort} if the connection breaks on the way
 * @throws what undici raises, if no answer comes
 */
export function receive(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  attempt: Attempt,
  circumstances: Circumstances,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Receiver(attempt, circumstances, { resolve, reject }));
  });
}

export interface Circumstances {
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, for dates in the answer. */
  readonly now: () => number;
  /** Why the request must not be sent after all; asked once it has a connection. */
  readonly forbidden: () => ProviderError | undefined;
}

interface Outcome {
  readonly resolve: (received: Received) => void;
  readonly reject: (reason: unknown) => void;
}

/** Bytes of an unwanted body that are let pass, so that its connection can serve again. */
const MOST_UNWANTED = 64 * 1024;
/** Milliseconds that such a body may take. */
const LONGEST_UNWANTED = 1_000;

/** How far an answer has come that nobody waits for any more. */
interface Unwanted {
  readonly timer: NodeJS.Timeout;
  bytes: number;
}

class Receiver implements Dispatcher.DispatchHandler {
  private readonly chunks: Buffer[] = [];
  private controller: Dispatcher.DispatchController | undefined;
  private headers: Received['headers'] | undefined;
  private unwanted: Unwanted | undefined;

  constructor(
    private readonly attempt: Attempt,
    private readonly circumstances: Circumstances,
    private readonly outcome: Outcome,
  ) {
    const { signal } = circumstances;
    signal.addEventListener('abort', this.leave, { once: true });
    if (signal.aborted) this.leave();
  }

  private readonly leave = (): void => {
    const { signal } = this.circumstances;
    this.fail(signal.reason);
    this.controller?.abort(signal.reason as Error);
  };

  /**
   * undici has taken the request out of its queue, and writes it to a connected socket in this same turn (undici 8,
   * `writeH1`): a change that fails before has certainly changed nothing. What becomes of the bytes nobody knows: a
   * socket that is kept alive may have been closed by the source a moment ago.
   */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    const { signal, now, forbidden } = this.circumstances;
    if (signal.aborted) {
      controller.abort(signal.reason as Error);
      return;
    }
    const refusal = forbidden();
    if (refusal !== undefined) {
      controller.abort(refusal);
      return;
    }
    this.controller = controller;
    this.attempt.reachedAt = now();
    if (!isRead(this.attempt.request)) this.attempt.sent = true;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Parameters<typeof joined>[0],
  ): void {
    // One that another follows (RFC 9110, 15.2).
    if (status < 200) return;
    this.headers = joined(headers);
    const retryAfter = parseRetryAfter(this.headers['retry-after'], this.circumstances.now());
    this.attempt.status = status;
    this.attempt.retryAfter = retryAfter;
    const refusal = refusalOf(status, retryAfter);
    if (refusal === undefined) return;
    const giveUp = (): void => controller.abort(refusal);
    this.unwanted = { timer: setTimeout(giveUp, LONGEST_UNWANTED).unref(), bytes: 0 };
    this.fail(refusal);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.unwanted !== undefined) {
      this.unwanted.bytes += chunk.length;
      if (this.unwanted.bytes > MOST_UNWANTED)
        controller.abort(new AnswerCutShort('Nobody wants this answer'));
      return;
    }
    this.attempt.bytes += chunk.length;
    this.chunks.push(chunk);
    const mostBytes = maxBytesOf(this.attempt);
    if (this.attempt.bytes <= mostBytes) return;
    const error = tooLarge(mostBytes);
    this.fail(error);
    controller.abort(error);
  }

  onResponseEnd(): void {
    this.end();
    const { status } = this.attempt;
    const { headers, chunks } = this;
    if (status === undefined || headers === undefined) return;
    const [only] = chunks;
    const bytes = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
    this.outcome.resolve({ status, headers, bytes });
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    const error =
      this.headers === undefined
        ? cause
        : new AnswerCutShort('The connection broke inside the answer', { cause });
    this.fail(error);
    this.end();
  }

  private fail(error: unknown): void {
    this.circumstances.signal.removeEventListener('abort', this.leave);
    this.outcome.reject(error);
  }

  private end(): void {
    this.circumstances.signal.removeEventListener('abort', this.leave);
    clearTimeout(this.unwanted?.timer);
  }
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Received['headers'] {
  const all: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) all[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return all;
}
