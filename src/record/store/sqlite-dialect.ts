/** SQLite in a worker as a dialect of Kysely, and what SQLite spells in its own way. */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Expression,
  type QueryResult,
  type RawBuilder,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { SQLInputValue } from 'node:sqlite';
import type { WorkerLink } from './worker-link';

/** What PostgreSQL will spell in another way. */
export interface Spelling {
  /** The rest of a record without what lists do not show. */
  shownRest(rest: Expression<string | null>): RawBuilder<string | null>;
  /** The three percentiles of a column as a JSON array; each value counts as often as `weight` says. */
  percentiles(column: Expression<number>, weight: Expression<number>): RawBuilder<string>;
  /** Bytes that the tables take on the disk. */
  readonly bytes: RawBuilder<number | string>;
}

export const sqliteSpelling: Spelling = {
  shownRest: (rest) => sql`json_remove(${rest}, '$.plan.parts', '$.stages', '$.calls')`,
  // The worker's own: built in the same pass as the other sums, where window functions sort all rows twice.
  percentiles: (column, weight) => sql`percentiles(${column}, ${weight})`,
  bytes: sql`(select page_count from pragma_page_count) * (select page_size from pragma_page_size)`,
};

export function createSqliteDialect(link: WorkerLink): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new WorkerDriver(link),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** The store only reads through Kysely: one connection serves all, and there are no transactions. */
class WorkerDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(private readonly link: WorkerLink) {
    this.#connection = new WorkerConnection(link);
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.#connection);
  }

  beginTransaction(): Promise<void> {
    return Promise.reject(new Error('The reading side of the record store has no transactions.'));
  }

  commitTransaction(): Promise<void> {
    return this.beginTransaction();
  }

  rollbackTransaction(): Promise<void> {
    return this.beginTransaction();
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    return this.link.close();
  }
}

class WorkerConnection implements DatabaseConnection {
  constructor(private readonly link: WorkerLink) {}

  async executeQuery<Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const values = parameters as readonly SQLInputValue[];
    const rows = await this.link.ask({ kind: 'query', sql: text, parameters: values });
    return { rows: rows as Row[] };
  }

  streamQuery(): never {
    throw new Error('Rows of the record store are read page by page.');
  }
}
