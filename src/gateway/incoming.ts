/** A request to a service root as the server hands it on, and the answer that it gets back: HTTP without a framework. */

export interface Incoming {
  readonly method: string;
  /** Path and query below the service root, as they came: `Customers?$top=5`. Keys of callers are taken out. */
  readonly target: string;
  readonly headers: IncomingHeaders;
  /** Of `POST …/$query`: the query options as text. */
  readonly body?: string;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
}

/** The headers that a read looks at, by lower-case name. */
export interface IncomingHeaders {
  readonly accept?: string | undefined;
  readonly prefer?: string | undefined;
  readonly 'odata-version'?: string | undefined;
  readonly 'odata-maxversion'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or bytes of it in UTF-8. Absent = no content. Of a HEAD request the server leaves it out. */
  readonly body?: string | Uint8Array;
}
