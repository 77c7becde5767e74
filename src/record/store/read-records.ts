/** Answers questions about records with Kysely: the same for every database. */
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type SelectQueryBuilder,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqlBool,
} from 'kysely';
import type { QueryRecord } from '../query-record';
import type {
  FingerprintSummary,
  RecordFilter,
  RecordList,
  RecordListing,
  RecordStoreSize,
} from '../record-store';
import { askedConditions, asksAnything, recordConditions } from './record-conditions';
import { postgresDialect } from './postgres-dialect';
import { readFingerprints } from './read-fingerprints';
import { ReadingDriver, type RowSource } from './reading-driver';
import { recordOf, summaryOf } from './record-rows';
import { sqliteDialect } from './sqlite-dialect';
import { storableText } from './storable';
import type { StoreDialect } from './store-dialect';
import type { RecordTables } from './tables';

const LIMIT = 100;
const MOST = 500;
/** Records that are looked up one by one and sorted in some ten milliseconds. */
const FEW = 20_000;

export function readSqlite(source: RowSource): RecordReader {
  const dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ReadingDriver(source),
    createIntrospector: (database: Kysely<unknown>) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new RecordReader(new Kysely({ dialect }), sqliteDialect);
}

export function readPostgres(source: RowSource): RecordReader {
  const dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new ReadingDriver(source),
    createIntrospector: (database: Kysely<unknown>) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return new RecordReader(new Kysely({ dialect }), postgresDialect);
}

export class RecordReader {
  constructor(
    private readonly database: Kysely<RecordTables>,
    private readonly dialect: StoreDialect,
  ) {}

  async find(id: string): Promise<QueryRecord | undefined> {
    const row = await this.#joined()
      .select('detail.rest')
      .where('record.id', '=', storableText(id))
      .executeTakeFirst();
    return row && recordOf(row, row.rest);
  }

  async list({ before, skip = 0, limit = LIMIT, ...filter }: RecordListing): Promise<RecordList> {
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
      throw new RangeError(`The limit of a list is 1 to ${MOST}, not ${limit}.`);
    const found = await this.#matching(filter);
    const ids = found
      .select('record.id')
      .$if(before !== undefined, (query) => query.where('record.id', '<', storableText(before ?? '')))
      // One more than wanted tells whether there is a next page.
      .limit(limit + 1)
      .offset(skip);
    const rows = await this.#joined()
      .select(sql.raw<string | null>(this.dialect.shownRest('detail.rest')).as('rest'))
      .where('record.id', 'in', ids)
      .orderBy('record.id', 'desc')
      .execute();
    const page = rows.slice(0, limit);
    return {
      items: page.map((row) => summaryOf(row, row.rest)),
      next: rows.length > limit ? page.at(-1)?.id : undefined,
    };
  }

  async count(filter: RecordFilter): Promise<number> {
    const found = await this.#matching(filter);
    const { count } = await found
      .clearOrderBy()
      .select((on) => on.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }

  fingerprints(filter: RecordFilter): Promise<readonly FingerprintSummary[]> {
    return readFingerprints(this.database, filter);
  }

  async size(): Promise<RecordStoreSize> {
    const row = await this.database
      .selectFrom('record')
      .select((on) => [
        on.fn.countAll<number>().as('records'),
        sql.raw<number>(this.dialect.bytes).as('bytes'),
      ])
      .executeTakeFirstOrThrow();
    return { records: row.records, bytes: row.bytes };
  }

  close(): Promise<void> {
    return this.database.destroy();
  }

  /** A record with what was asked; the unary plus keeps SQLite from going through the queries and jumping to their records. */
  #joined() {
    return this.database
      .selectFrom('record')
      .innerJoin('query', (join) => join.on(sql<SqlBool>`query.key = +record.query`))
      .leftJoin('detail', 'detail.id', 'record.id')
      .select([
        'record.id',
        'at',
        'milliseconds',
        'status',
        'correlation_id',
        'code',
        'cache',
        'is_hit',
        'pushed',
        'fetched',
        'returned',
        'upstream_milliseconds',
        'hits',
        'slowest',
        'service',
        'method',
        'url',
        'entity_set',
        'operation',
        'fingerprint',
        'caller',
      ]);
  }

  /**
   * The newest first. Where few records ask so they are looked up and sorted; where many do, the newest are gone through
   * until there are enough. SQLite cannot tell which, and is told by expressions for which it has no index.
   */
  async #matching(filter: RecordFilter): Promise<SelectQueryBuilder<RecordTables, 'record', object>> {
    const all = this.database
      .selectFrom('record')
      .where((builder) => recordConditions(builder, filter))
      .orderBy(sql`record.id`, 'desc');
    if (!asksAnything(filter)) return all;
    const asked = this.database
      .selectFrom('query')
      .select('key')
      .where((builder) => askedConditions(builder, filter));
    const some = this.database
      .selectFrom('record')
      .select('id')
      .where('query', 'in', asked)
      .limit(FEW + 1);
    const { count } = await this.database
      .selectFrom(some.as('some'))
      .select((on) => on.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (count > FEW) return all.where(sql<number>`+record.query`, 'in', asked);
    return all
      .clearOrderBy()
      .orderBy(sql`record.id || ''`, 'desc')
      .where('query', 'in', asked);
  }
}
