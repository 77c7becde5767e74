/** The way to PostgreSQL: a few connections that are opened when there is something to do, and again after any fault. */
import { Pool, type PoolClient, TypeOverrides } from 'pg';
import { StoreUnavailable } from '../store-unavailable';
import { migrate } from './migrations';
import { postgresDialect, waitToMigrate } from './postgres-dialect';
import type { PostgresAddress } from './postgres-address';
import type { RowSource } from './reading-driver';
import type { Session, StoredRow, StoredValue } from './session';

/** Milliseconds. */
const PATIENCE = {
  toConnect: 5_000,
  forStatement: 30_000,
  forAnswer: 35_000,
  // A step may go through all records that there are: in SQLite 200,000 took 2.5 s.
  toMigrate: 1_800_000,
  toClose: 2_000,
} as const;

/** Sums and counts come as text, because they may be beyond what a number holds exactly: ours are not. */
const numbers = new TypeOverrides();
const BIGINT = 20;
const NUMERIC = 1_700;
for (const type of [BIGINT, NUMERIC]) numbers.setTypeParser(type, Number);

export class PostgresLink implements RowSource {
  readonly #pool: Pool;
  #migrated: Promise<void> | undefined;

  constructor(
    private readonly address: PostgresAddress,
    connections: number,
  ) {
    const { host, port, database, user, password, tls, schema } = address;
    this.#pool = new Pool({
      host,
      port,
      database,
      user,
      password,
      ssl: tls === 'disable' ? false : { rejectUnauthorized: tls === 'verify-full' },
      application_name: 'virtual-table-gateway',
      max: connections,
      connectionTimeoutMillis: PATIENCE.toConnect,
      query_timeout: PATIENCE.forAnswer,
      keepAlive: true,
      types: numbers,
      // Not as parameters of the start, which poolers of connections refuse.
      onConnect: (client) => client.query(settingsOf(schema)) as unknown as void,
    });
    // An idle connection that ends is opened anew when there is something to do; nobody else is to hear of it.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async query(sql: string, parameters: readonly unknown[]): Promise<readonly unknown[]> {
    await this.#migrate();
    return this.#naming(async () => (await this.#pool.query(sql, [...parameters])).rows);
  }

  /** Rejects with `StoreUnavailable` unless PostgreSQL refuses what it was given. */
  async transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    await this.#migrate();
    return this.#together(work);
  }

  /** Does not wait for a server that does not answer. */
  async close(): Promise<void> {
    if (this.#pool.ending) return;
    let timer: NodeJS.Timeout | undefined;
    const end = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE.toClose);
    });
    await Promise.race([this.#pool.end(), end]);
    clearTimeout(timer);
  }

  /** Once, unless it fails: then again before the next question. */
  #migrate(): Promise<void> {
    const steps = (session: Session): Promise<void> => migrateSchema(session, this.address.schema);
    this.#migrated ??= this.#together(steps, PATIENCE.toMigrate).catch((error: unknown) => {
      this.#migrated = undefined;
      throw error;
    });
    return this.#migrated;
  }

  #together<Result>(
    work: (session: Session) => Promise<Result>,
    patience: number = PATIENCE.forAnswer,
  ): Promise<Result> {
    return this.#naming(async () => {
      const client = await this.#pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(new ClientSession(client, patience));
        await client.query('COMMIT');
        client.release();
        return result;
      } catch (error) {
        // Its transaction ends with it.
        client.release(true);
        throw error;
      }
    });
  }

  async #naming<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const { host, port, database } = this.address;
      const reason = error instanceof Error ? error.message || String(codeOf(error)) : String(error);
      const message = `The record store in PostgreSQL (${host}:${port}/${database}): ${reason}`;
      throw isRefusal(error) ? new Error(message, { cause: error }) : new StoreUnavailable(message, error);
    }
  }
}

class ClientSession implements Session {
  constructor(
    private readonly client: PoolClient,
    private readonly patience: number,
  ) {}

  async run(sql: string, ...values: readonly StoredValue[]): Promise<readonly StoredRow[]> {
    const question = { text: numbered(sql), values: [...values], query_timeout: this.patience };
    const { rows } = await this.client.query<StoredRow>(question);
    return rows;
  }
}

/** Two instances that start at once do not both do a step. */
async function migrateSchema(session: Session, schema: string): Promise<void> {
  await session.run(`SET LOCAL statement_timeout TO ${PATIENCE.toMigrate}`);
  await session.run(waitToMigrate, schema);
  // Whoever may not create schemas can be given one: even `IF NOT EXISTS` needs the right.
  const [found] = await session.run('SELECT 1 FROM pg_namespace WHERE nspname = ?', schema);
  if (found === undefined) await session.run(`CREATE SCHEMA ${quoted(schema)}`);
  await migrate(session, postgresDialect);
}

/** PostgreSQL numbers its parameters. No statement of the store has a `?` elsewhere. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll('?', () => `$${++count}`);
}

/**
 * The newest records are always beyond what PostgreSQL has counted: it takes them for few, and without being told that pages
 * are cheap anywhere it then goes through all queries for each of them (100,000 records took 2.3 s instead of 0.7 s). Compiling
 * takes longer than it saves: 0.1 s a question.
 */
function settingsOf(schema: string): string {
  return `SET search_path TO ${quoted(schema)}; SET statement_timeout TO ${PATIENCE.forStatement};
    SET random_page_cost TO 1.1; SET jit TO off`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Of the records themselves: data exception, constraint, limit of a row (PostgreSQL, appendix A: classes 22, 23, 54). Sent
 * again they would be refused again; whatever else there is may end, or be ended by an administrator.
 */
function isRefusal(error: unknown): boolean {
  return /^(?:22|23|54)/.test(String(codeOf(error)));
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
