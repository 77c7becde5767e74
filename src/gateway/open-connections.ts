/** Opens the configured connections, and keeps what each declares of its entities. */
import { join } from 'node:path';
import type {
  CallContext,
  Connection,
  EntityDeclaration,
  HttpClient,
  OpenContext,
  Provider,
} from '../provider-sdk/index';
import { ConnectionActivity } from '../activity/connection-activity';
import { hideCaller } from './caller-partition';
import type { BreakerLimits, BreakerView } from './outgoing-breaker';
import type { OutgoingClient, OutgoingHttpOptions, OutgoingLoad } from './outgoing-http';
import { validateDeclaration } from '../model/validate-declaration';
import { UpstreamContract } from '../provider-sdk/index';

export interface ConnectionSettings {
  readonly name: string;
  readonly provider: Provider;
  /** An instance of the provider's configuration class, validated. */
  readonly configuration: object;
  /** When its source is left alone. */
  readonly breaker?: BreakerLimits | 'off';
}

export interface ConnectionTools {
  /** A folder for what providers keep on disk. */
  readonly cacheFolder: string;
  readonly http: (origin: string, options: Pick<OutgoingHttpOptions, 'breaker' | 'log'>) => OutgoingClient;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/** A connection with its memory of declarations. */
export interface OpenConnection {
  readonly name: string;
  /** The name of its provider. */
  readonly provider: string;
  readonly connection: Connection;
  /** What it declares of these entities; asked for once, unless the asking failed. */
  declarations(names: readonly string[], context: CallContext): Promise<readonly EntityDeclaration[]>;
  /** What it has sent over HTTP, retries included. */
  readonly activity: ConnectionActivity;
  /** Of all its HTTP clients. */
  load(): OutgoingLoad;
  /** One for each HTTP client; none where they are switched off. */
  breakers(): readonly BreakerView[];
  /** Asks the source again from now on. */
  closeBreakers(): void;
  close(): Promise<void>;
}

export async function openConnection(
  settings: ConnectionSettings,
  tools: ConnectionTools,
): Promise<OpenConnection> {
  const { name, provider, configuration, breaker } = settings;
  const clients: OutgoingClient[] = [];
  const activity = new ConnectionActivity();
  const log: ConnectionTools['log'] = (level, message) => tools.log(level, `connection ${name}: ${message}`);
  const context: OpenContext = {
    connection: name,
    cacheFolder: join(tools.cacheFolder, name),
    http: (origin) => {
      const client = tools.http(origin, { log, ...(breaker === undefined ? {} : { breaker }) });
      clients.push(client);
      return observed(client, name, activity);
    },
    log,
  };
  const dependent = new Set<string>();
  const connection = hideCaller(await provider.open(configuration, context), (entity) =>
    dependent.has(entity),
  );
  const known = new Map<string, Promise<readonly EntityDeclaration[]>>();
  return {
    name,
    provider: provider.name,
    connection,
    activity,
    load: () => loadOf(clients),
    breakers: () => clients.flatMap((client) => client.breaker?.view() ?? []),
    closeBreakers() {
      for (const client of clients) client.breaker?.close();
    },
    declarations(names, call) {
      const wanted = names.toSorted().join('\n');
      const existing = known.get(wanted);
      if (existing !== undefined) return existing;
      const asked = askFor(connection, names, call).then((declarations) => {
        for (const { name: entity, dependsOnCaller } of declarations)
          if (dependsOnCaller === true) dependent.add(entity);
        return declarations;
      });
      known.set(wanted, asked);
      // A source that was down is asked again; the failure itself goes to whoever waits for the promise.
      asked.catch(() => known.delete(wanted));
      return asked;
    },
    async close() {
      await connection.close();
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}

/** The same client; each of its attempts is counted, and told of with the connection's name. */
function observed(client: HttpClient, connection: string, activity: ConnectionActivity): HttpClient {
  return {
    json: (request, context) =>
      client.json(request, {
        ...context,
        observe: (observation) => {
          activity.called(observation, performance.now());
          context.observe?.({ ...observation, connection });
        },
      }),
    close: () => client.close(),
  };
}

function loadOf(clients: readonly OutgoingClient[]): OutgoingLoad {
  const loads = clients.map((client) => client.load());
  return {
    running: loads.reduce((sum, { running }) => sum + running, 0),
    waiting: loads.reduce((sum, { waiting }) => sum + waiting, 0),
  };
}

async function askFor(
  connection: Connection,
  names: readonly string[],
  context: CallContext,
): Promise<readonly EntityDeclaration[]> {
  const declarations = await connection.entities(names, context);
  const faults = declarations.flatMap(validateDeclaration);
  if (faults.length > 0)
    throw new UpstreamContract(`The provider's declarations are faulty: ${faults.join('; ')}.`);
  return declarations;
}
