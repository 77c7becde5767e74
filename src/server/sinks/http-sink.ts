/**
 * Records sent over HTTP to whatever collects logs: batches as NDJSON, by POST, to one address that the configuration names.
 *
 * No redirect is followed, and certificates are checked: what is sent, and the key, go there and nowhere else. A batch may
 * arrive twice, if its answer was lost; each record has its id.
 */
import { type Dispatcher, Pool } from 'undici';
import { waitFor } from '../../gateway/outgoing-deadline';
import { MOST_ATTEMPTS, parseRetryAfter, pauseBeforeRetry } from '../../gateway/outgoing-retry';
import type { QueryRecord } from '../../record/query-record';
import { recordLine } from '../../record/record-line';
import { summaryOfRecord } from '../../record/record-summary';
import type { HttpSinkKeeping } from '../configuration/configuration';
import type { RecordSink } from './record-sink';

/** Statuses that say: not now. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);
/** Whoever asks for a longer pause has too much as it is: the batch is given up, and the next one tries. */
const LONGEST_PAUSE = 30_000;

export interface HttpSinkTools {
  /** Waits before another attempt. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export function createHttpSink(
  settings: HttpSinkKeeping,
  tools: HttpSinkTools = { wait: waitFor },
): RecordSink {
  return new HttpSink(settings, tools);
}

/** What went wrong, without the address and without what was sent. */
class Refused extends Error {
  constructor(
    message: string,
    /** What `Retry-After` asks for; undefined if another attempt makes no sense. */
    readonly pause: number | undefined,
  ) {
    super(message);
  }
}

class HttpSink implements RecordSink {
  readonly name = 'http';
  readonly #pool: Pool;
  readonly #path: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #closing = new AbortController();

  constructor(
    private readonly settings: HttpSinkKeeping,
    private readonly tools: HttpSinkTools,
  ) {
    const { origin, pathname, search } = new URL(settings.url);
    this.#path = pathname + search;
    this.#pool = new Pool(origin, { connections: 1, connectTimeout: settings.timeout, allowH2: false });
    this.#headers = {
      'content-type': 'application/x-ndjson',
      'user-agent': 'virtual-table-gateway',
      ...(settings.key === undefined ? {} : { [settings.key.header]: settings.key.secret }),
    };
  }

  async add(records: readonly QueryRecord[]): Promise<void> {
    const body = records.map((record) => recordLine(summaryOfRecord(record))).join('');
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#post(body);
      } catch (error) {
        const pause = this.#pauseAfter(error, attempt);
        if (pause === undefined) throw error;
        await this.tools.wait(pause, this.#closing.signal);
      }
    }
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the gateway ends'));
    await this.#pool.destroy();
  }

  async #post(body: string): Promise<void> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.settings.timeout), this.#closing.signal]);
    const answer = await this.#pool
      .request({ method: 'POST', path: this.#path, headers: this.#headers, body, signal })
      .catch((error: unknown) => {
        throw new Refused(`nobody answers (${codeOf(error)})`, 0);
      });
    const { statusCode: status, headers, body: said } = answer;
    discard(said);
    if (status >= 200 && status <= 299) return;
    const retryAfter = parseRetryAfter(headers['retry-after']?.toString(), Date.now());
    throw new Refused(`the answer is ${status}`, pauseAskedFor(status, retryAfter));
  }

  #pauseAfter(error: unknown, attempt: number): number | undefined {
    if (!(error instanceof Refused) || error.pause === undefined) return undefined;
    if (attempt >= MOST_ATTEMPTS || this.#closing.signal.aborted) return undefined;
    const pause = pauseBeforeRetry(attempt, error.pause, Math.random);
    return pause > LONGEST_PAUSE ? undefined : pause;
  }
}

/** Lets an answer run out, so that its connection can serve again; a long or slow one costs the connection. */
function discard(body: Dispatcher.ResponseData['body']): void {
  body.dump({ limit: 64 * 1024, signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
}

function pauseAskedFor(status: number, retryAfter: ReturnType<typeof parseRetryAfter>): number | undefined {
  if (status < 500 && !passing.has(status)) return undefined;
  return retryAfter === 'unreadable' ? undefined : (retryAfter ?? 0);
}

/** Never the message, which may hold what was sent. */
function codeOf(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : String(name);
}
