/** Answers questions about records with Kysely: the same for every database. */
import { Kysely, sql } from 'kysely';
import type { QueryRecord } from '../query-record';
import type {
  FingerprintFigures,
  FingerprintSummary,
  RecordFilter,
  RecordList,
  RecordListing,
  RecordStoreSize,
  RecordSummary,
} from '../record-store';
import { recordConditions } from './record-conditions';
import { createSqliteDialect, type Spelling, sqliteSpelling } from './sqlite-dialect';
import type { RecordTables } from './tables';
import type { WorkerLink } from './worker-link';

const LIMIT = 100;
const MOST = 500;

export function readSqlite(link: WorkerLink): RecordReader {
  return new RecordReader(new Kysely({ dialect: createSqliteDialect(link) }), sqliteSpelling);
}

export class RecordReader {
  constructor(
    private readonly database: Kysely<RecordTables>,
    private readonly spelling: Spelling,
  ) {}

  async find(id: string): Promise<QueryRecord | undefined> {
    const row = await this.database
      .selectFrom('detail')
      .select('record')
      .where('id', '=', id)
      .executeTakeFirst();
    return row && (JSON.parse(row.record) as QueryRecord);
  }

  async list({ before, limit = LIMIT, ...filter }: RecordListing): Promise<RecordList> {
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
      throw new RangeError(`The limit of a list is 1 to ${MOST}, not ${limit}.`);
    // One more than wanted tells whether there is a next page.
    const ids = this.database
      .selectFrom('record')
      .select('id')
      .where((builder) => recordConditions(builder, filter))
      .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
      .orderBy('id', 'desc')
      .limit(limit + 1);
    const rows = await this.database
      .selectFrom('detail')
      .select((on) => ['id', this.spelling.summary(on.ref('record')).as('summary')])
      .where('id', 'in', ids)
      .orderBy('id', 'desc')
      .execute();
    const page = rows.slice(0, limit);
    const items = page.map(({ summary }) => JSON.parse(summary) as RecordSummary);
    return { items, next: rows.length > limit ? page.at(-1)?.id : undefined };
  }

  async fingerprints(filter: RecordFilter): Promise<readonly FingerprintSummary[]> {
    const rows = await this.#group(filter);
    const before = await this.#periodBefore(filter, rows);
    return rows.map((row) => {
      const earlier = before.get(row.fingerprint);
      return {
        fingerprint: row.fingerprint,
        url: row.url,
        ...(row.service === null ? {} : { service: row.service }),
        ...(row.entity_set === null ? {} : { entitySet: row.entity_set }),
        ...figuresOf(row),
        ...(earlier === undefined ? {} : { before: figuresOf(earlier) }),
      };
    });
  }

  async size(): Promise<RecordStoreSize> {
    const row = await this.database
      .selectFrom('record')
      .select((on) => [on.fn.countAll<number | string>().as('records'), this.spelling.bytes.as('bytes')])
      .executeTakeFirstOrThrow();
    return { records: Number(row.records), bytes: Number(row.bytes) };
  }

  close(): Promise<void> {
    return this.database.destroy();
  }

  async #periodBefore(
    { from, to, ...filter }: RecordFilter,
    rows: readonly FingerprintRow[],
  ): Promise<ReadonlyMap<string, FingerprintRow>> {
    if (from === undefined || to === undefined || rows.length === 0) return new Map();
    const period = { ...filter, from: from - (to - from), to: from };
    const wanted = rows.map(({ fingerprint }) => fingerprint);
    return new Map((await this.#group(period, wanted)).map((row) => [row.fingerprint, row]));
  }

  /** Grouped by an expression: along the index of fingerprints, each row would be looked up on its own. */
  async #group(filter: RecordFilter, wanted?: readonly string[]): Promise<readonly FingerprintRow[]> {
    return this.database
      .selectFrom('record')
      .select((on) => [
        sql<string>`coalesce(fingerprint, '')`.as('fingerprint'),
        on.fn.min('url').as('url'),
        on.fn.min('service').as('service'),
        on.fn.min('entity_set').as('entity_set'),
        on.fn.countAll<number>().as('count'),
        sql<number>`sum(case when status >= 400 then 1 else 0 end)`.as('errors'),
        this.spelling.percentiles(on.ref('milliseconds')).as('percentiles'),
        sql<number>`sum(coalesce(fetched, 0))`.as('fetched'),
        sql<number>`sum(coalesce(returned, 0))`.as('returned'),
        sql<number>`sum(coalesce(is_hit, 0))`.as('hits'),
        sql<number>`sum(coalesce(upstream_milliseconds, 0))`.as('upstream'),
      ])
      .where((builder) => recordConditions(builder, filter))
      .where(sql`coalesce(fingerprint, '')`, '<>', '')
      .$if(wanted !== undefined, (query) =>
        query.where(sql`coalesce(fingerprint, '')`, 'in', [...(wanted ?? [])]),
      )
      .groupBy(sql`coalesce(fingerprint, '')`)
      .orderBy('count', 'desc')
      .orderBy(sql`coalesce(fingerprint, '')`)
      .limit(MOST)
      .execute();
  }
}

interface FingerprintRow {
  readonly fingerprint: string;
  readonly url: string;
  readonly service: string | null;
  readonly entity_set: string | null;
  readonly count: number;
  readonly errors: number;
  readonly percentiles: string;
  readonly fetched: number;
  readonly returned: number;
  readonly hits: number;
  readonly upstream: number;
}

function figuresOf(row: FingerprintRow): FingerprintFigures {
  const [p50 = 0, p95 = 0, p99 = 0] = JSON.parse(row.percentiles) as readonly number[];
  return {
    count: row.count,
    errors: row.errors,
    p50,
    p95,
    p99,
    fetched: row.fetched,
    returned: row.returned,
    hitShare: row.hits / row.count,
    upstreamMilliseconds: row.upstream,
  };
}
