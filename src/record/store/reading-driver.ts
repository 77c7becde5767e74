/** How Kysely reads from a database that something else has open: no transactions, and each question by itself. */
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';

/** Whoever has the database open. */
export interface RowSource {
  query(sql: string, parameters: readonly unknown[]): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

export class ReadingDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(private readonly source: RowSource) {
    this.#connection = new ReadingConnection(source);
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
    return this.source.close();
  }
}

class ReadingConnection implements DatabaseConnection {
  constructor(private readonly source: RowSource) {}

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    return { rows: (await this.source.query(sql, parameters)) as Row[] };
  }

  streamQuery(): never {
    throw new Error('Rows of the record store are read page by page.');
  }
}
