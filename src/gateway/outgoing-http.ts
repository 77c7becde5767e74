/** The way out to one HTTP source: sends, waits, tries again, and tells of every attempt. */
import { Pool } from 'undici';
import {
  type HttpAnswer,
  type HttpClient,
  type HttpContext,
  type HttpRequest,
  Unavailable,
} from '../provider-sdk/index';
import { addressWithin, parseOrigin, recordedUrl } from './outgoing-address';
import { judge } from './outgoing-answer';
import type { Attempt } from './outgoing-attempt';
import { type BreakerLimits, OutgoingBreaker, type Sign, standardBreaker } from './outgoing-breaker';
import { type Deadline, startDeadline, waitFor } from './outgoing-deadline';
import { faultOf, isWorthRetrying, signOf } from './outgoing-fault';
import { receive } from './outgoing-receiver';
import { MOST_ATTEMPTS, RetryBudget, pauseBeforeRetry } from './outgoing-retry';

export interface OutgoingHttpOptions {
  /** Connections to the source at the same time; further requests wait. Default: 40, what Finance & Operations bears. */
  readonly connections?: number;
  /** Requests that may wait for a connection; one more is refused as {@link Unavailable}. Default: 1,024, as in Envoy. */
  readonly waiting?: number;
  /** Milliseconds to set up a connection. Default: 10,000. */
  readonly connectTimeout?: number;
  /** When the source is left alone; default: {@link standardBreaker}. `off`: never. */
  readonly breaker?: BreakerLimits | 'off';
  /** Told when the source is left alone, and when it is asked again. */
  readonly log?: (level: 'info' | 'warn', message: string) => void;
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
  /** A random number from 0 to below 1. */
  readonly random?: () => number;
  /** Waits before a retry. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** How busy a client is at this moment. */
export interface OutgoingLoad {
  /** Requests that the source is answering. */
  readonly running: number;
  /** Requests that wait for a connection, or to be tried again. */
  readonly waiting: number;
}

export interface OutgoingClient extends HttpClient {
  /** Absent where it is switched off. */
  readonly breaker?: Pick<OutgoingBreaker, 'view' | 'close'>;
  load(): OutgoingLoad;
}

/**
 * A client for one origin, as {@link HttpClient} promises.
 *
 * Answers may come in gzip: JSON shrinks tenfold, and a page of a distant source is mostly waiting for bytes. One layer
 * is taken off, and the size is limited before and after. A call that is aborted fails with its signal's own reason.
 *
 * @throws {TypeError} if the origin is none
 */
export function createOutgoingHttp(origin: string, options: OutgoingHttpOptions = {}): OutgoingClient {
  return new OutgoingHttp(parseOrigin(origin), options);
}

/** A request on its way, over all of its attempts. */
interface Exchange {
  readonly request: HttpRequest;
  readonly method: NonNullable<HttpRequest['method']>;
  /** Path and query. */
  readonly address: string;
  readonly context: HttpContext;
  readonly deadline: Deadline;
}

type Outcome =
  | { readonly kind: 'answer'; readonly answer: HttpAnswer; readonly sign: 'answers' }
  /** `pause`: milliseconds after which another attempt makes sense, if it does. */
  | {
      readonly kind: 'fault';
      readonly error: unknown;
      readonly pause: number | undefined;
      readonly sign: Sign;
    };

class OutgoingHttp implements OutgoingClient {
  readonly breaker?: OutgoingBreaker;
  private readonly pool: Pool;
  private readonly budget: RetryBudget;
  private readonly mostOutstanding: number;
  private readonly now: () => number;
  private readonly random: () => number;
  private readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  private outstanding = 0;

  constructor(
    private readonly origin: string,
    options: OutgoingHttpOptions,
  ) {
    const connections = options.connections ?? 40;
    this.mostOutstanding = connections + (options.waiting ?? 1_024);
    this.now = options.now ?? Date.now;
    this.random = options.random ?? Math.random;
    this.wait = options.wait ?? waitFor;
    this.budget = new RetryBudget(this.now);
    const { breaker = standardBreaker, log = () => undefined } = options;
    if (breaker !== 'off') {
      this.breaker = new OutgoingBreaker(breaker, { origin, now: this.now, random: this.random, log });
    }
    this.pool = new Pool(origin, {
      connections,
      connectTimeout: options.connectTimeout ?? 10_000,
      keepAliveTimeout: 20_000,
      // Both are idle time-outs; the deadline is the one that rules.
      headersTimeout: 0,
      bodyTimeout: 0,
      // HTTP/2 would put any number of requests on one connection, and the limit above would mean nothing.
      allowH2: false,
    });
  }

  async json(request: HttpRequest, context: HttpContext): Promise<HttpAnswer> {
    const address = addressWithin(this.origin, request.path);
    if (this.outstanding >= this.mostOutstanding) {
      throw new Unavailable(`Too many requests wait for ${this.origin}`, { retryAfter: 1_000 });
    }
    const deadline = startDeadline(context, this.now);
    this.outstanding += 1;
    try {
      return await this.exchange({ request, method: request.method ?? 'GET', address, context, deadline });
    } finally {
      this.outstanding -= 1;
      deadline.stop();
    }
  }

  /** A connection may close its clients, and the gateway closes those that are left: twice is once. */
  async close(): Promise<void> {
    if (!this.pool.closed) await this.pool.close();
  }

  load(): OutgoingLoad {
    const { running } = this.pool.stats;
    return { running, waiting: Math.max(0, this.outstanding - running) };
  }

  private async exchange(exchange: Exchange): Promise<HttpAnswer> {
    const { deadline } = exchange;
    deadline.signal.throwIfAborted();
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.permitted(exchange, attempt);
      if (outcome.kind === 'answer') return outcome.answer;
      const { error, pause } = outcome;
      if (pause === undefined || !this.mayRetry(pause, deadline)) throw error;
      await this.wait(pause, deadline.signal);
    }
  }

  /** Waiting into the deadline, or for a source that is not asked, would only hide an error that says something. */
  private mayRetry(pause: number, deadline: Deadline): boolean {
    return pause < deadline.remaining() && this.breaker?.isShut() !== true && this.budget.takeRetry();
  }

  /** @throws {Unavailable} while the source is left alone */
  private async permitted(exchange: Exchange, number: number): Promise<Outcome> {
    const permit = this.breaker?.admit(exchange.context.isCheck) ?? 0;
    if (number === 1) this.budget.countRequest();
    let sign: Sign = 'nothing';
    try {
      const outcome = await this.attempt(exchange, number, permit);
      ({ sign } = outcome);
      return outcome;
    } finally {
      // Whatever happens: a probe that never came back would shut the source out for good.
      this.breaker?.ended(permit, sign);
    }
  }

  private async attempt(exchange: Exchange, number: number, permit: number): Promise<Outcome> {
    const { request, method, deadline } = exchange;
    const attempt: Attempt = { request, method, startedAt: this.now(), bytes: 0 };
    try {
      const answer = await this.send(exchange, attempt, permit);
      this.observe(exchange, number, attempt, undefined);
      return { kind: 'answer', answer, sign: 'answers' };
    } catch (raised) {
      const error = faultOf(raised, attempt, deadline.signal);
      this.observe(exchange, number, attempt, error);
      const again = number < MOST_ATTEMPTS && isWorthRetrying(error, raised, attempt);
      const pause = again ? this.pauseAfter(number, attempt) : undefined;
      return { kind: 'fault', error, pause, sign: this.signOf(raised, attempt, deadline) };
    }
  }

  private async send(
    { request, method, address, deadline }: Exchange,
    attempt: Attempt,
    permit: number,
  ): Promise<HttpAnswer> {
    const body = bodyOf(request) ?? null;
    const options = { method, path: address, headers: headersOf(request), body };
    const forbidden = (): Unavailable | undefined => this.breaker?.revoked(permit);
    const circumstances = { signal: deadline.signal, now: this.now, forbidden };
    return judge(await receive(this.pool, options, attempt, circumstances), attempt);
  }

  private signOf(raised: unknown, attempt: Attempt, deadline: Deadline): Sign {
    const ending = {
      raised,
      at: this.now(),
      hasAborted: deadline.signal.aborted,
      isLate: deadline.hasPassed(),
      isConnected: this.pool.stats.connected > 0,
    };
    return signOf(ending, attempt);
  }

  private pauseAfter(attempt: number, { retryAfter }: Attempt): number | undefined {
    // Push-back that nobody can read is still push-back (gRPC A6).
    if (retryAfter === 'unreadable') return undefined;
    return pauseBeforeRetry(attempt, retryAfter, this.random);
  }

  private observe(exchange: Exchange, number: number, attempt: Attempt, error: unknown): void {
    exchange.context.observe?.({
      method: exchange.method,
      url: recordedUrl(this.origin, exchange.address, exchange.request.token),
      attempt: number,
      bytes: attempt.bytes,
      milliseconds: this.now() - attempt.startedAt,
      ...(attempt.status === undefined ? {} : { status: attempt.status }),
      ...(error === undefined ? {} : { fault: error instanceof Error ? error.name : 'Error' }),
    });
  }
}

function headersOf({ headers, token, body, answerType }: HttpRequest): Record<string, string> {
  const all: Record<string, string> = {
    accept: answerType ?? 'application/json',
    'user-agent': 'virtual-table-gateway',
  };
  if (body !== undefined) all['content-type'] = 'application/json';
  for (const name in headers) all[name.toLowerCase()] = headers[name] ?? '';
  all['accept-encoding'] = 'gzip';
  if (token !== undefined) all['authorization'] = `Bearer ${token}`;
  return all;
}

function bodyOf({ body }: HttpRequest): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}
