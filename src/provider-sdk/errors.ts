/** The closed list of ways in which a source can fail. A provider throws these and nothing else; the gateway decides what follows. */

export interface ProviderErrorOptions {
  /** What happened inside, for the log only. */
  readonly cause?: unknown;
  /** Text of the source that its users may read (a validation message); it is shown to the caller. */
  readonly safeText?: string;
  /** The column that the fault is about, by its source name. */
  readonly column?: string;
  /** How long the source asks us to stay away, in milliseconds. */
  readonly retryAfter?: number;
  /** Of a transaction: the index of the command that the fault is about. */
  readonly command?: number;
}

/** What all have in common. `message` is for the log; a caller sees the gateway's own sentence for the class, and `safeText`. */
export abstract class ProviderError extends Error {
  readonly safeText: string | undefined;
  readonly column: string | undefined;
  readonly retryAfter: number | undefined;
  readonly command: number | undefined;

  constructor(message: string, options: ProviderErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.safeText = options.safeText;
    this.column = options.column;
    this.retryAfter = options.retryAfter;
    this.command = options.command;
  }
}

/**
 * The source refuses a part of the query that its declaration allowed, and from now on {@link Connection.plan} says so.
 * The gateway plans once more and evaluates that part itself. Caller sees 501 if the new plan still asks for it.
 */
export class UnsupportedQuery extends ProviderError {}

/** The source lists rows only with a filter that is missing. 400. */
export class FilterRequired extends ProviderError {}

/** The source refuses a value. 400, with `column` as target and `safeText` as reason. */
export class InvalidValue extends ProviderError {}

/** The entity or row is not there. 404. A missing row of a list or of `getMany` is no error. */
export class NotFound extends ProviderError {}

/** The row exists already, or the source's state forbids the change. 409. */
export class Conflict extends ProviderError {}

/** The row was changed since the version that the caller knows. 412. */
export class VersionMismatch extends ProviderError {}

/** The gateway's identity may not do this in the source. 502 to the caller, whose own key is fine. */
export class PermissionDenied extends ProviderError {}

/** The source does not accept the gateway's credential. 502, and an alert for the administrator. */
export class CredentialsInvalid extends ProviderError {}

/** The source asks for fewer calls. 503 with `Retry-After`. */
export class RateLimited extends ProviderError {}

/** The source could not be reached or says it is down. 503. Nothing was changed there. */
export class Unavailable extends ProviderError {}

/**
 * A change may have been sent, and it is not known whether it was carried out: the connection broke, the deadline passed,
 * or the answer cannot be read. The gateway reads the row back to find out; 504 if it cannot tell.
 */
export class OutcomeUnknown extends ProviderError {}

/** The deadline passed before the source answered. 504. */
export class DeadlineExceeded extends ProviderError {}

/** The source answered something that it never should: HTML, broken JSON, a wrong type, a link to a foreign host. 502. */
export class UpstreamContract extends ProviderError {}

/** The change token is too old; everything must be read again. 410. */
export class ResyncNeeded extends ProviderError {}
