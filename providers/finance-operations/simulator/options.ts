/** Everything that can be set about a simulated environment: sizes at its start, switches at any time. */

/** An application that Entra knows. */
export interface RegisteredClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The default company of the F&O user it is mapped to; undefined when F&O does not know the application. */
  readonly company: string | undefined;
}

/** Milliseconds that an answer takes. */
interface LatencyProfile {
  readonly base: number;
  /** For each selected property: wide selects join more tables. */
  readonly perColumn: number;
  /** For each row that an expand adds. */
  readonly perExpandedRow: number;
  /** Once, before the first answer after the start. */
  readonly coldStart: number;
}

/**
 * - `resource`: 429 with `Retry-After`, the only kind left on today's environments.
 * - `growing`: the same, and each refused request is told to wait twice as long as the one before.
 * - `html-502`: the front end answers in HTML.
 * - `user-limits`: the limits per user that were withdrawn with 10.0.36.
 */
type ThrottleMode = 'off' | 'resource' | 'growing' | 'html-502' | 'user-limits';

/** The limits that `user-limits` applies to each client in a sliding window. */
interface UserLimits {
  readonly requests: number;
  readonly executionSeconds: number;
  readonly concurrent: number;
  readonly windowSeconds: number;
}

/** How a broken or lying upstream answers reads on `/data`, a batch of nothing but reads among them. */
export type Fault =
  'none' | 'html' | 'half-json' | 'wrong-types' | 'foreign-next-link' | 'reset' | 'hang' | '500' | '401';

/**
 * Where a changing request on `/data` goes wrong. Not executed:
 * - `reset-on-head`, `reset-on-body`: the connection is reset when the headers, or all of the body, have arrived. The
 *   body of a batch is always read, since only that shows whether it changes anything.
 * - `hang`: no answer ever comes.
 * - `refuse-401`, `refuse-429`, `refuse-503`: an answer that says so; 429 and 503 with `Retry-After`.
 *
 * Executed:
 * - `late`: after `writeDelay`, with no answer.
 * - `executed-reset`, `executed-reset-in-head`, `executed-reset-in-body`: the connection is cut before the answer, within
 *   its headers, or within its body. An answer without a body announces one that never comes.
 * - `executed-hang`: no answer ever comes.
 * - `executed-502`, `executed-500`: the answer is HTML, or an OData error.
 */
export type WriteFault =
  | 'none'
  | 'reset-on-head'
  | 'reset-on-body'
  | 'hang'
  | 'refuse-401'
  | 'refuse-429'
  | 'refuse-503'
  | 'late'
  | 'executed-reset'
  | 'executed-reset-in-head'
  | 'executed-reset-in-body'
  | 'executed-hang'
  | 'executed-502'
  | 'executed-500';

export interface SimulatorOptions {
  // Fixed at the start.
  host: string;
  port: number;
  seed: number;
  customers: number;
  /** Each order has one to four lines. */
  orders: number;
  products: number;
  vendors: number;
  /** How many of the latest requests are kept. */
  recordedRequests: number;
  /** How many of the latest committed writes are kept. */
  recordedWrites: number;

  // Who may call.
  auth: 'required' | 'none';
  tenantId: string;
  clients: readonly RegisteredClient[];
  /** The company of callers when `auth` is `none`. */
  defaultCompany: string;
  /** The audience that tokens must have; by default the simulator's own origin. */
  audience: string | undefined;
  /** Where the token endpoint says that it is; by default the simulator's own origin. */
  authority: string | undefined;
  tokenLifetimeSeconds: number;
  /** For a client without an F&O user: 401 by Microsoft's text, 403 in a field report. */
  unregisteredStatus: 401 | 403;

  // What a read can do.
  pageSize: number;
  /** Whether `Prefer: odata.maxpagesize` makes pages smaller; unproven, so off. */
  honoursMaxPageSize: boolean;
  /** The scheme and host in next links, where they differ from those called. */
  nextLinkOrigin: string | undefined;
  /** `unstable`: the underlying order differs from query to query, though not within one chain of pages. */
  rowOrder: 'insertion' | 'unstable';
  /** `sql-collation` also ignores width, kana, ligatures and trailing blanks. */
  textEquality: 'case-insensitive' | 'sql-collation';
  /** Functions that work in `$filter`, by entity set: `{ CustomersV3: ['contains'] }`. */
  functions: Readonly<Record<string, readonly string[]>>;
  /** Properties that can be read but neither filtered nor sorted, by entity set. */
  virtualFields: Readonly<Record<string, readonly string[]>>;
  /** Entity sets that refuse enumerations in `$filter` altogether. */
  enumFilterRefused: readonly string[];
  /** The longest query string; a longer one is 404 by IIS. */
  maxUrlLength: number;

  // What a write meets.
  /** The longest body, in characters. */
  maxBodyLength: number;
  maxBatchOperations: number;
  /** Properties whose number sequence is manual, so that callers must give them. */
  manualNumbers: readonly string[];
  /** The status of a refusal by business logic: 400 in captures of 2026. */
  writeFailureStatus: number;
  /** The same in a part of a batch: 500 in a capture of 2020. */
  batchWriteFailureStatus: number;
  /** The next changes and deletes that fail because another process changed the row; counts down. */
  updateConflicts: number;
  /** The next operations of batches that are throttled; counts down. */
  throttledParts: number;

  // How long it takes.
  metadataDelay: number;
  latency: LatencyProfile;

  // How it fails. The three counters count down; at 0 the mode has no effect any more.
  throttle: ThrottleMode;
  /** Seconds in `Retry-After`. */
  throttleRetryAfter: number;
  throttleRequests: number;
  userLimits: UserLimits;
  fault: Fault;
  faultRequests: number;
  writeFault: WriteFault;
  /** Changing requests; a batch is one. */
  writeFaultRequests: number;
  /** Milliseconds until a `late` write is executed. */
  writeDelay: number;
}

/** The application that a fresh simulator knows, mapped to a user of USMF. */
export const defaultClient = {
  clientId: '5f0c5c1e-0000-4000-8000-000000000001',
  clientSecret: 'simulator-secret',
  company: 'usmf',
} as const satisfies RegisteredClient;

export function defaultOptions(): SimulatorOptions {
  return {
    host: '127.0.0.1',
    port: 0,
    seed: 1,
    customers: 20_000,
    orders: 60_000,
    products: 10_000,
    vendors: 2_000,
    recordedRequests: 1_000,
    recordedWrites: 100_000,
    auth: 'required',
    tenantId: '5f0c5c1e-0000-4000-8000-0000000000aa',
    clients: [
      defaultClient,
      { clientId: '5f0c5c1e-0000-4000-8000-000000000002', clientSecret: 'simulator-secret', company: 'demf' },
      {
        clientId: '5f0c5c1e-0000-4000-8000-000000000003',
        clientSecret: 'simulator-secret',
        company: undefined,
      },
    ],
    defaultCompany: 'usmf',
    audience: undefined,
    authority: undefined,
    tokenLifetimeSeconds: 3599,
    unregisteredStatus: 401,
    pageSize: 10_000,
    honoursMaxPageSize: false,
    nextLinkOrigin: undefined,
    rowOrder: 'insertion',
    textEquality: 'case-insensitive',
    functions: {},
    virtualFields: {
      CustomersV3: ['FullPrimaryAddress', 'AddressBooks', 'DefaultDimensionDisplayValue'],
      CustomerGroups: ['DefaultDimensionDisplayValue'],
      SalesOrderHeadersV2: [
        'FormattedDelveryAddress',
        'FormattedInvoiceAddress',
        'DefaultLedgerDimensionDisplayValue',
      ],
      SalesOrderLines: ['DefaultLedgerDimensionDisplayValue'],
      ReleasedProductsV2: ['DefaultLedgerDimensionDisplayValue'],
      VendorsV3: ['FormattedPrimaryAddress', 'DefaultLedgerDimensionDisplayValue'],
    },
    enumFilterRefused: [],
    maxUrlLength: 2_048,
    // What IIS lets through unless it is told otherwise.
    maxBodyLength: 30_000_000,
    maxBatchOperations: 5_000,
    manualNumbers: [],
    writeFailureStatus: 400,
    batchWriteFailureStatus: 500,
    updateConflicts: 0,
    throttledParts: 0,
    metadataDelay: 0,
    latency: { base: 0, perColumn: 0, perExpandedRow: 0, coldStart: 0 },
    throttle: 'off',
    throttleRetryAfter: 60,
    throttleRequests: Number.POSITIVE_INFINITY,
    userLimits: { requests: 6_000, executionSeconds: 1_200, concurrent: 52, windowSeconds: 300 },
    fault: 'none',
    faultRequests: Number.POSITIVE_INFINITY,
    writeFault: 'none',
    writeFaultRequests: Number.POSITIVE_INFINITY,
    writeDelay: 200,
  };
}
