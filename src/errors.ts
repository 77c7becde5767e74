/** Every error that a caller can get: its code, its status, what it means and what to do next. */

interface ErrorEntry {
  readonly status: number;
  /** What went wrong, for the person who reads the code in a log or in the documentation. */
  readonly meaning: string;
  /** What to do next. */
  readonly advice: string;
}

function entry(status: number, meaning: string, advice: string): ErrorEntry {
  return { status, meaning, advice };
}

/** The table. README and tests read it; a code that is not here cannot be thrown. */
export const errorTable = {
  MalformedUrl: entry(
    400,
    'The URL is not a URL that OData knows.',
    'Correct the path or its percent-encoding.',
  ),
  InvalidSyntax: entry(
    400,
    'A query option breaks the grammar of OData.',
    'Correct the option at the position given.',
  ),
  LimitExceeded: entry(
    400,
    'The query is larger or deeper than the service allows.',
    'Ask for less at once; the limit and its value are in the message.',
  ),
  UnknownProperty: entry(
    400,
    'A name in the query is no property of the entity type.',
    'Compare the name, with its case, with $metadata.',
  ),
  InvalidType: entry(
    400,
    'An operator or function got an operand of a type it does not take.',
    'Compare the types with $metadata.',
  ),
  InvalidValue: entry(400, 'A literal is not a value of its type.', 'Correct the value.'),
  InvalidQueryOption: entry(
    400,
    'A query option has no place here, occurs twice, or has a value it cannot have.',
    'Remove or correct the option.',
  ),
  InvalidSkipToken: entry(
    400,
    'The $skiptoken was not made by this service for this query.',
    'Follow the next link as it came, or start at the first page.',
  ),
  InvalidBody: entry(
    400,
    'The body of the request cannot be read, or does not fit the entity.',
    'The message names the property or the place; send JSON as OData writes it.',
  ),
  InvalidBatch: entry(
    400,
    'The batch is malformed, or larger than the service takes.',
    'The message names the part; nothing of the batch was carried out.',
  ),
  RequestIdReused: entry(
    400,
    'The repeatability id was used before, for another request.',
    'Use a new id for each new change.',
  ),
  InvalidFetchXml: entry(
    400,
    'The text is no FetchXML, or names something that the service does not have.',
    'The message names the element with its line and column, and what to write there.',
  ),
  UntranslatableFetchXml: entry(
    400,
    'The FetchXML asks for something that has no counterpart in what Dataverse sends to an OData source.',
    'The message names the element with its line and column; take it out of the view, or ask in another way.',
  ),
  InvalidHeader: entry(
    400,
    'A request header has a value that cannot be honoured.',
    'Correct or remove the header.',
  ),
  FilterRequired: entry(
    400,
    'The source lists these rows only with a filter on certain properties.',
    'Add a filter on one of the properties named.',
  ),
  ScanBudgetExceeded: entry(
    400,
    'Too many rows would have to be read from the source to answer.',
    'Filter further; the message names the terms that the source could not take.',
  ),
  Unauthorized: entry(
    401,
    'The request carries no valid key.',
    'Check the header or query parameter of the data source.',
  ),
  Forbidden: entry(
    403,
    'The key is valid, and does not give the right to do this.',
    'Use a key that has the right which the message names; rights are given in the configuration.',
  ),
  UnknownResource: entry(
    404,
    'There is no service, entity set or address of that name.',
    'Compare the path with the service document.',
  ),
  NotFound: entry(
    404,
    'There is no row with that key.',
    'The row was deleted, or the Guid is of another table.',
  ),
  MethodNotAllowed: entry(
    405,
    'The address exists but not for this method.',
    'Use a method of the Allow header.',
  ),
  NotAcceptable: entry(
    406,
    'The answer cannot be given in the format asked for.',
    'Ask for application/json (metadata: also application/xml).',
  ),
  Conflict: entry(409, 'The source refuses the change in its present state.', 'Read the row again.'),
  StillRunning: entry(
    409,
    'A request with the same repeatability id is still being carried out.',
    'Ask again in a moment with the same id.',
  ),
  ResyncNeeded: entry(
    410,
    'What the request continues is no longer there.',
    'Start again from the first page.',
  ),
  VersionMismatch: entry(
    412,
    'The row was changed since it was read.',
    'Read the row again and repeat the change.',
  ),
  RequestExpired: entry(
    412,
    'The request was first sent too long ago to be repeated safely.',
    'Read the row; if the change is missing, send it with a new repeatability id.',
  ),
  BodyTooLarge: entry(413, 'The request body is larger than the service takes.', 'Send less at once.'),
  UrlTooLong: entry(414, 'The URL is longer than 32 KB.', 'Use POST <Set>/$query, or filter by less.'),
  UnsupportedMediaType: entry(
    415,
    'The request body is of a type that this address does not take.',
    'Send the type that the message names.',
  ),
  DependencyFailed: entry(
    424,
    'A request of the batch that this one depends on has failed.',
    'Mend the request it depends on.',
  ),
  PreconditionRequired: entry(
    428,
    'The set takes changes only with If-Match.',
    'Send the ETag that the row was read with.',
  ),
  HeadersTooLarge: entry(431, 'The request headers are larger than 64 KB.', 'Send fewer or shorter headers.'),
  InternalError: entry(500, 'The gateway has a fault.', 'Report it with the correlation id.'),
  NotImplemented: entry(
    501,
    'OData knows this, but the service does not do it.',
    'The message names the part; ask in another way.',
  ),
  UpstreamContract: entry(
    502,
    'The external system answered something unusable.',
    'Look up the correlation id in the query log.',
  ),
  UpstreamRefused: entry(
    502,
    'The external system does not let the gateway in.',
    'The credential of the connection, or its rights, need attention.',
  ),
  UpstreamUnavailable: entry(
    503,
    'The external system cannot be reached or is down.',
    'Try again after the time in Retry-After.',
  ),
  UpstreamRateLimited: entry(
    503,
    'The external system asks for fewer calls.',
    'Try again after the time in Retry-After.',
  ),
  TooManyReplays: entry(
    503,
    'Replays are run one at a time, and one is running.',
    'Try again when it has ended.',
  ),
  TooManyWatchers: entry(
    503,
    'As many administrators follow the queries live as may at once.',
    'Leave live mode where it is not looked at, or ask for the list instead.',
  ),
  UpstreamTimeout: entry(
    504,
    'The external system did not answer in time.',
    'Ask for fewer rows or columns, or raise the timeout of the service.',
  ),
  WriteOutcomeUnknown: entry(
    504,
    'The change was sent, and it is not known whether it was carried out.',
    'Read the row before repeating the change.',
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

export interface RequestErrorOptions {
  /** The clause, property or header that the error is about: `$filter`, `CreditLimit`, `If-Match`. */
  readonly target?: string;
  /** Further faults of the same request. */
  readonly details?: readonly {
    readonly code: ErrorCode;
    readonly message: string;
    readonly target?: string;
  }[];
  /** Seconds for the Retry-After header. */
  readonly retryAfter?: number;
  /** For the Allow header. */
  readonly allow?: readonly string[];
  /** For the Cache-Status header, where the error is what a cache knows. */
  readonly cacheStatus?: string;
  readonly cause?: unknown;
}

/** An answer that is an error. Its message is for the caller: it names the clause and holds nothing secret. */
export class RequestError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly target: string | undefined;
  readonly details: NonNullable<RequestErrorOptions['details']>;
  readonly retryAfter: number | undefined;
  readonly allow: readonly string[] | undefined;
  readonly cacheStatus: string | undefined;

  constructor(code: ErrorCode, message: string, options: RequestErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RequestError';
    this.code = code;
    this.status = errorTable[code].status;
    this.target = options.target;
    this.details = options.details ?? [];
    this.retryAfter = options.retryAfter;
    this.allow = options.allow;
    this.cacheStatus = options.cacheStatus;
  }
}
