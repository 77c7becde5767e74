/** Writes records to SQLite and deletes them again. Runs in the worker: the thread that answers requests only makes one text. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { QueryRecord } from '../query-record';
import type { Retention } from '../record-store';

/** Records that are deleted in one transaction: batches that wait for the worker get their turn in between. */
const PRUNED_AT_ONCE = 1_000;
/** A record frees no page of its own, so that deleting one by one would take long. */
const LEAST_PRUNED = 50;
/** Pages that are given back to the file system with them. */
const VACUUMED_AT_ONCE = 2_000;

export class RecordWriter {
  readonly #record: StatementSync;
  readonly #detail: StatementSync;
  readonly #correlation: StatementSync;

  constructor(private readonly database: DatabaseSync) {
    this.#record = database.prepare(
      `INSERT INTO record VALUES (${Array(17).fill('?').join(', ')}) ON CONFLICT DO NOTHING`,
    );
    this.#detail = database.prepare('INSERT INTO detail VALUES (?, ?)');
    this.#correlation = database.prepare('INSERT INTO correlation VALUES (?, ?) ON CONFLICT DO NOTHING');
  }

  /** @param text a JSON array of records */
  insert(text: string): void {
    const records = JSON.parse(text) as readonly QueryRecord[];
    this.#together(() => {
      for (const record of records) this.#insert(record);
    });
  }

  /** Deletes a part of what has to go. @returns how many; 0 = nothing is left that has to go */
  prune(now: number, retention: Retention): number {
    const deleted = this.#together(() => this.#delete(this.#doomed(now, retention)));
    this.database.exec(`PRAGMA incremental_vacuum(${VACUUMED_AT_ONCE})`);
    return deleted;
  }

  #insert(record: QueryRecord): void {
    const { changes } = this.#record.run(...columnsOf(record));
    if (Number(changes) === 0) return;
    this.#detail.run(record.id, JSON.stringify(record));
    for (const value of correlationsOf(record)) this.#correlation.run(value, record.id);
  }

  /** The oldest records that are too old or too many, in the order of their ids. */
  #doomed(now: number, retention: Retention): readonly string[] {
    const surplus = Math.max(this.#surplusRecords(retention.records), this.#surplusBytes(retention.bytes));
    const rows = this.database.prepare('SELECT id, at FROM record ORDER BY id LIMIT ?').all(PRUNED_AT_ONCE);
    return rows
      .filter(({ at }, index) => index < surplus || Number(at) < now - retention.milliseconds)
      .map(({ id }) => String(id));
  }

  #surplusRecords(allowed: number): number {
    return this.#number('SELECT count(*) AS value FROM record') - allowed;
  }

  /** As many records as make up the bytes that are too many, if all are of one size. */
  #surplusBytes(allowed: number): number {
    const pages = this.#number('SELECT page_count AS value FROM pragma_page_count');
    const free = this.#number('SELECT freelist_count AS value FROM pragma_freelist_count');
    const bytes = (pages - free) * this.#number('SELECT page_size AS value FROM pragma_page_size');
    if (bytes <= allowed) return 0;
    const surplus = this.#number('SELECT count(*) AS value FROM record') * (1 - allowed / bytes);
    return Math.max(Math.ceil(surplus), LEAST_PRUNED);
  }

  #delete(ids: readonly string[]): number {
    const find = this.database.prepare('SELECT record FROM detail WHERE id = ?');
    const correlation = this.database.prepare('DELETE FROM correlation WHERE value = ? AND id = ?');
    const detail = this.database.prepare('DELETE FROM detail WHERE id = ?');
    const record = this.database.prepare('DELETE FROM record WHERE id = ?');
    for (const id of ids) {
      const text = find.get(id)?.['record'];
      if (typeof text === 'string')
        for (const value of correlationsOf(JSON.parse(text) as QueryRecord)) correlation.run(value, id);
      detail.run(id);
      record.run(id);
    }
    return ids.length;
  }

  #number(sql: string): number {
    return Number(this.database.prepare(sql).get()?.['value']);
  }

  #together<Result>(work: () => Result): Result {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }
}

type Column = string | number | null;

/** In the order of the table's columns. */
function columnsOf(record: QueryRecord): readonly Column[] {
  const { cache, plan, rows, calls } = record;
  return [
    record.id,
    record.at,
    record.milliseconds,
    record.service ?? null,
    record.entitySet ?? null,
    record.operation,
    record.status,
    Math.floor(record.status / 100),
    record.code ?? null,
    record.caller ?? null,
    record.fingerprint ?? null,
    cache === undefined ? null : Number(cache.isHit),
    plan === undefined ? null : Number(plan.pushed),
    rows?.fetched ?? null,
    rows?.returned ?? null,
    calls?.reduce((sum, { milliseconds }) => sum + milliseconds, 0) ?? null,
    record.url,
  ];
}

function correlationsOf({ correlationId, correlations }: QueryRecord): readonly string[] {
  return [correlationId, ...Object.values(correlations ?? {})];
}
