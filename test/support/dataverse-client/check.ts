/** One check of the report: collects what an answer did wrong and ends as passed, failed, refused or skipped. */
import type { Exchange } from './http-caller';

/** The promises that the judge holds an endpoint to; each violation names the one that was broken. */
export type Rule =
  | 'transport'
  | 'status'
  | 'redirect'
  | 'content-type'
  | 'odata-version'
  | 'json'
  | 'context'
  | 'count'
  | 'null'
  | 'type'
  | 'select'
  | 'key'
  | 'link'
  | 'next-link'
  | 'order'
  | 'paging'
  | 'filter'
  | 'single-read'
  | 'not-found'
  | 'refusal'
  | 'error-body'
  | 'correlation'
  | 'write'
  | 'location'
  | 'stale'
  | 'upstream'
  | 'model';

interface Violation {
  readonly rule: Rule;
  readonly reason: string;
  /** The request line as it went out, keys masked. */
  readonly request?: string;
}

/** `refused` is a pass: the endpoint said no (4xx or 501) where saying no is allowed. */
export type Outcome = 'passed' | 'failed' | 'refused' | 'skipped';

export interface CheckResult {
  readonly name: string;
  readonly outcome: Outcome;
  readonly note?: string;
  /** Of a check that reads what it has just written. */
  readonly freshness?: Freshness;
  readonly violations: readonly Violation[];
}

/** Reads that began after the answer to a write, and how many of them showed something older. */
export interface Freshness {
  readonly reads: number;
  readonly stale: number;
}

/** The endpoint gave no HTTP answer at all: connection refused, cut off, or too slow. */
export class TransportFailure extends Error {
  constructor(
    message: string,
    readonly request: string,
  ) {
    super(message);
  }
}

class CheckStopped extends Error {}
class CheckSkipped extends Error {}

/** More of the same fault in one check adds noise, not knowledge. */
const violationsKeptPerRule = 3;

export class Check {
  readonly #violations: Violation[] = [];
  readonly #notes: string[] = [];
  #refused = false;
  #freshness: Freshness | undefined;

  /** Notes a broken promise and goes on. */
  fail(rule: Rule, reason: string, exchange?: Pick<Exchange, 'request'>): void {
    const known = this.#violations.filter((violation) => violation.rule === rule);
    if (known.length >= violationsKeptPerRule || known.some((violation) => violation.reason === reason))
      return;
    this.#violations.push({ rule, reason, ...(exchange && { request: exchange.request }) });
  }

  /** Notes a broken promise that leaves nothing to go on with. */
  stop(rule: Rule, reason: string, exchange?: Pick<Exchange, 'request'>): never {
    this.fail(rule, reason, exchange);
    throw new CheckStopped(reason);
  }

  /** Leaves the check out, because this table can't be asked the question. */
  skip(reason: string): never {
    throw new CheckSkipped(reason);
  }

  /** Notes that the endpoint refused the question in the allowed way. */
  refused(note: string): void {
    this.#refused = true;
    this.note(note);
  }

  note(text: string): void {
    if (!this.#notes.includes(text)) this.#notes.push(text);
  }

  /** Counts a read that began after the answer to a write; `staleness` says what it showed that was older. */
  countRead(staleness: string | undefined, exchange: Pick<Exchange, 'request'>): void {
    const { reads, stale } = this.#freshness ?? { reads: 0, stale: 0 };
    this.#freshness = { reads: reads + 1, stale: stale + (staleness === undefined ? 0 : 1) };
    if (staleness !== undefined) this.fail('stale', staleness, exchange);
  }

  result(name: string): CheckResult {
    const passed: Outcome = this.#refused ? 'refused' : 'passed';
    return this.#ended(name, this.#violations.length > 0 ? 'failed' : passed);
  }

  skipped(name: string): CheckResult {
    return this.#violations.length > 0 ? this.#ended(name, 'failed') : this.#ended(name, 'skipped');
  }

  #ended(name: string, outcome: Outcome): CheckResult {
    const freshness = this.#freshness;
    const counted = freshness && [`${freshness.reads} reads after writes, ${freshness.stale} stale`];
    const note = [...this.#notes, ...(counted ?? [])].join('; ');
    return {
      name,
      outcome,
      ...(note !== '' && { note }),
      ...(freshness && { freshness }),
      violations: [...this.#violations],
    };
  }
}

/** Runs one check to its result. Faults of the endpoint become violations; faults of the judge itself are thrown. */
export async function runCheck(name: string, body: (check: Check) => Promise<void>): Promise<CheckResult> {
  const check = new Check();
  try {
    await body(check);
  } catch (error) {
    if (error instanceof CheckSkipped) {
      check.note(error.message);
      return check.skipped(name);
    }
    if (error instanceof TransportFailure) check.fail('transport', error.message, error);
    else if (!(error instanceof CheckStopped)) throw error;
  }
  return check.result(name);
}
