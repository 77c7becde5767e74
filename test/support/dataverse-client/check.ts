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
  readonly violations: readonly Violation[];
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
    this.#notes.push(text);
  }

  result(name: string): CheckResult {
    const passed: Outcome = this.#refused ? 'refused' : 'passed';
    return this.#ended(name, this.#violations.length > 0 ? 'failed' : passed);
  }

  skipped(name: string): CheckResult {
    return this.#violations.length > 0 ? this.#ended(name, 'failed') : this.#ended(name, 'skipped');
  }

  #ended(name: string, outcome: Outcome): CheckResult {
    const note = this.#notes.join('; ');
    return { name, outcome, ...(note !== '' && { note }), violations: [...this.#violations] };
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
