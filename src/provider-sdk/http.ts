/** The way out to HTTP sources: the client that the gateway lends to a connection. It limits, retries, records and redacts. */

/**
 * Made by {@link OpenContext.http} for one origin. Every request stays on that origin: an absolute URL elsewhere is
 * refused with {@link UpstreamContract} before a byte is sent. Redirects are not followed.
 */
export interface HttpClient {
  /**
   * Sends one request and reads a JSON answer.
   *
   * Statuses 2xx, 400, 401, 403, 404, 405, 409, 410, 412, 422 and 428 are returned, for the provider to judge. Anything
   * else is thrown: 429 as {@link RateLimited}; 408, 502, 503 and 504, a refused or broken connection as
   * {@link Unavailable}; other 5xx, a redirect, a 2xx that is no JSON or is cut short, an answer over `maxBytes` as
   * {@link UpstreamContract}; the deadline as {@link DeadlineExceeded}. GET, HEAD and what `changesNothing` are tried up to three times in all,
   * after `Retry-After` (seconds or a date) or a random pause, as far as the deadline allows.
   *
   * Other methods are tried once. A failure before a byte was sent is what it is: {@link Unavailable} if no connection
   * could be made, {@link DeadlineExceeded} or the signal's own reason if the wait for one ended; so is 429. Everything
   * else is thrown as {@link OutcomeUnknown} in place of the classes above, with the fault as its cause: what was sent
   * may have been carried out.
   *
   * @example const { status, body } = await http.json({ path: '/data/Customers?$top=1', token }, context);
   */
  json(request: HttpRequest, context: HttpContext): Promise<HttpAnswer>;
  /** Closes the connections. */
  close(): Promise<void>;
}

/** What a request inherits from the call that it serves; a {@link CallContext} is one. */
export interface HttpContext {
  readonly signal: AbortSignal;
  /** When the answer must be there, in milliseconds since 1970. */
  readonly deadline: number;
  /** Told of every attempt. */
  readonly observe?: (observation: HttpObservation) => void;
  /** A person asks whether the source works: it is sent even while the source is left alone. Only the gateway says so. */
  readonly isCheck?: boolean;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path and query below the origin, or an absolute URL of the same origin. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON if it is not text; text is sent as it is, and calls itself JSON unless `headers` say otherwise. */
  readonly body?: unknown;
  /**
   * The media type of a 2xx answer that is no JSON: its body is then given as text, and one of another type is a fault.
   * Other statuses are read as JSON all the same. Default: JSON.
   *
   * @example 'multipart/mixed'
   */
  readonly answerType?: string;
  /** It only asks, although its method may change something: it is tried again as a GET is. Default: by the method. */
  readonly changesNothing?: boolean;
  /** A bearer token; never recorded. */
  readonly token?: string;
  /** Largest answer in bytes. Default: 64 MiB. */
  readonly maxBytes?: number;
  /**
   * Columns whose numbers must keep every digit: with `true`, numbers of more than 15 digits arrive as text
   * ({@link ExactNumber}). Costs nothing unless such a number is there. Default: false.
   */
  readonly exactNumbers?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON or the text that was asked for; undefined if there is none, or no JSON under another status than 2xx. */
  readonly body: unknown;
}

/** One attempt, for the query record: what went out and what came back, without secrets. */
export interface HttpObservation {
  /** The name of the connection, which the gateway adds. */
  readonly connection?: string;
  readonly method: string;
  readonly url: string;
  readonly attempt: number;
  /** HTTP status, absent if none came. */
  readonly status?: number;
  /** The class of the error, if the attempt failed. */
  readonly fault?: string;
  readonly bytes: number;
  readonly milliseconds: number;
}
