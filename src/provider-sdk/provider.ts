/** The contract: a provider makes connections, a connection declares entities and reads them. Start here. */
import type { EntityDeclaration } from './declaration';
import type { Expression } from './expression';
import type { HttpClient, HttpContext } from './http';
import type { Page, RemoteQuery } from './remote-query';
import type { Key, Row } from './value';
import type { WriteCommand, WriteResult } from './write';

/**
 * A kind of source. One object per package, stateless; everything open belongs to its connections.
 *
 * @example
 * class GreetingsConfiguration {
 *   @IsString() greeting!: string;
 * }
 * export const greetings: Provider<GreetingsConfiguration> = {
 *   name: 'greetings',
 *   configuration: GreetingsConfiguration,
 *   open: async ({ greeting }) => ({
 *     entities: async () => [
 *       { name: 'Greetings', key: ['Name'], columns: [{ name: 'Name', type: 'String', nullable: false },
 *         { name: 'Text', type: 'String' }], capabilities: {} },
 *     ],
 *     async *read() {
 *       yield { rows: [{ Name: 'world', Text: `${greeting}, world` }] };
 *     },
 *     check: async () => undefined,
 *     close: async () => undefined,
 *   }),
 * };
 */
export interface Provider<Configuration extends object = object> {
  /** The word after `provider:` in the configuration. Lower case with hyphens. */
  readonly name: string;
  /**
   * A class-validator class. Unknown keys are refused; every fault is shown with its line before anything opens. A rule
   * whose `context` is `{ secret: true }` keeps its setting from administrators: `@IsString({ context: { secret: true } })`.
   * Where no rule says so, a name that sounds like a secret does the same.
   */
  readonly configuration: new () => Configuration;
  /** Ready-made entity sets that a service may take by name with `template:`. */
  readonly templates?: Readonly<Record<string, EntitySetTemplate>>;
  /** Makes a connection. Should not call the source: that is what `check` and the first `entities` are for. */
  open(configuration: Configuration, context: OpenContext): Promise<Connection>;
}

/** An entity set as configuration would write it: see the `entitySets` of a service. */
export interface EntitySetTemplate {
  readonly entity: string;
  readonly key: { readonly name: string; readonly from: readonly string[] };
  readonly properties: Readonly<Record<string, PropertyTemplate>>;
  readonly description?: string;
}

/** A column's name, or a lookup: the Guid of a row in another entity set, computed from columns that hold its natural key. */
export type PropertyTemplate = string | { readonly lookup: string; readonly from: readonly string[] };

/** What lies open for one configured system. Several reads may run at the same time. */
export interface Connection {
  /**
   * Its entities, configured or discovered. Called when a service first needs them; the gateway keeps the answer as long
   * as it runs. `names` are those that the service uses: others may be left out.
   */
  entities(names: readonly string[], context: CallContext): Promise<readonly EntityDeclaration[]>;
  /**
   * Reads page by page until the query is answered. The gateway stops the iteration when it has enough: `return()` must
   * end the work, and `context.signal` aborts it.
   *
   * @throws {ProviderError} one of the closed list, nothing else
   */
  read(query: RemoteQuery, context: CallContext): AsyncIterable<Page>;
  /**
   * Rows by key, in the order of `keys`, undefined for a key that is not there. Only with the capability `getMany`,
   * and never more than its `maxKeys`.
   */
  getMany?(
    entity: string,
    keys: readonly Key[],
    columns: readonly string[],
    context: CallContext,
  ): Promise<readonly (Row | undefined)[]>;
  /**
   * Changes one row. It must not give up once something was sent: `context.signal` does not abort because a caller left.
   *
   * @throws {OutcomeUnknown} if the change may have been made, or may still be; any other {@link ProviderError} says that
   *   nothing was changed and nothing will be, Unavailable, RateLimited and DeadlineExceeded also that nothing was sent
   */
  write?(command: WriteCommand, context: CallContext): Promise<WriteResult>;
  /**
   * Changes several rows in one transaction, in the order of the commands: all of them or none. Only with the capability
   * `write.together`. A fault names the command that it is about in {@link ProviderError.command}, if it is known.
   *
   * @throws {ProviderError} as {@link Connection.write} does
   */
  writeTogether?(commands: readonly WriteCommand[], context: CallContext): Promise<readonly WriteResult[]>;
  /**
   * A second opinion on one filter term that the declaration takes, where the value decides (a wildcard in the text) or
   * experience does (a field that the source refused before). Pure and quick: it is called for each term of each query.
   * Absent, or undefined returned: as declared.
   */
  plan?(entity: string, term: Expression): TermOpinion | undefined;
  /** The same for ordering by a column: the reason why not, or undefined. */
  planSort?(entity: string, column: string): TermRefusal | undefined;
  /**
   * What the connection has learned of its source or suffers from it, for the administrator: restrictions, limits, waiting.
   * Pure and quick, and without secrets and values of rows. Absent: nothing to say.
   *
   * @example notes: () => [{ subject: 'Customers.Balance', text: 'The source refuses to sort by it.' }]
   */
  notes?(): readonly ConnectionNote[];
  /** Signs in and makes the smallest possible call. */
  check(context: CallContext): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectionNote {
  /** What it is about: an entity, a column, an endpoint. */
  readonly subject: string;
  /** One or two sentences. */
  readonly text: string;
}

/** `superset`: take it, but filter again. A refusal: leave it to the gateway. */
export type TermOpinion = 'superset' | TermRefusal;

export interface TermRefusal {
  /** Why, in one sentence that the reader of a plan understands. */
  readonly refused: string;
  /** What would help, if anything. */
  readonly hint?: string;
}

/** What a provider gets once, when a connection is opened. */
export interface OpenContext {
  /** The connection's name in the configuration. */
  readonly connection: string;
  /** A folder of this connection's own, for what is costly to find out again. Everything in it may vanish. */
  readonly cacheFolder: string;
  /** A client for one origin: see {@link HttpClient}. */
  http(origin: string): HttpClient;
  /** One line for the administrator. Never put a secret or a row in it. */
  log(level: 'info' | 'warn', message: string): void;
}

/** What a provider gets with each call. */
export interface CallContext extends HttpContext {
  /**
   * Who asks: the service and the id of the caller's key, `sales/dataverse-prod`, never the key itself. Given only for
   * entities that are declared with {@link EntityDeclaration.dependsOnCaller}, and absent where nobody asks.
   */
  readonly caller?: string;
  /**
   * Names what the answer of a read depends on besides its rows, or what a change touches besides its row: a price list, a
   * rate. What was read under a name is not used any more once a change names it, or an administrator purges it. Names are
   * the connection's own, of at most 200 characters; with more than 64 of them all are meant. A read gives them before it
   * ends, a change before it sends: if that breaks off, nothing is learned from it later.
   */
  readonly tag?: (name: string) => void;
  /** Rows that the gateway still wants from this read, if it knows: a provider may ask for smaller pages. */
  readonly rowsWanted?: number;
}
