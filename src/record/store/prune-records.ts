/** Deletes records from SQLite: by age, plain reads before others, and the oldest where they are too many. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { QueryRecord } from '../query-record';
import { firstIdAt } from '../record-id';
import type { Retention } from '../record-store';
import { LONGEST_REQUEST } from './record-conditions';
import { together } from './together';
import { correlationValues } from './write-records';

/** Records that are deleted in one transaction: batches that wait for the worker get their turn in between. */
const PRUNED_AT_ONCE = 1_000;
/** A record frees no page of its own, so that deleting one by one would take long. */
const LEAST_PRUNED = 50;
/** Pages that are given back to the file system with them. */
const VACUUMED_AT_ONCE = 2_000;

type Ids = readonly string[];

export class RecordPruner {
  readonly #findRecord: StatementSync;
  readonly #findRest: StatementSync;
  readonly #record: StatementSync;
  readonly #detail: StatementSync;
  readonly #correlation: StatementSync;

  constructor(private readonly database: DatabaseSync) {
    this.#findRecord = database.prepare('SELECT correlation_id FROM record WHERE id = ?');
    this.#findRest = database.prepare('SELECT rest FROM detail WHERE id = ?');
    this.#record = database.prepare('DELETE FROM record WHERE id = ?');
    this.#detail = database.prepare('DELETE FROM detail WHERE id = ?');
    this.#correlation = database.prepare('DELETE FROM correlation WHERE value = ? AND id = ?');
  }

  /** Deletes a part of what has to go. @returns how many; 0 = nothing is left that has to go */
  prune(now: number, retention: Retention): number {
    const deleted = together(this.database, () => {
      const ids = this.#doomed(now, retention);
      for (const id of ids) this.#delete(id);
      if (ids.length === 0) this.#deleteUnasked();
      return ids.length;
    });
    this.database.exec(`PRAGMA incremental_vacuum(${VACUUMED_AT_ONCE})`);
    return deleted;
  }

  #doomed(now: number, { milliseconds, readMilliseconds, ...most }: Retention): Ids {
    const old = this.#before(now - milliseconds, false);
    if (old.length > 0) return old;
    const oldReads = this.#before(now - readMilliseconds, true);
    if (oldReads.length > 0) return oldReads;
    const surplus = Math.max(this.#surplusRecords(most.records), this.#surplusBytes(most.bytes));
    if (surplus <= 0) return [];
    const reads = this.#oldest(surplus, 'WHERE is_lasting = 0');
    return reads.length > 0 ? reads : this.#oldest(surplus, '');
  }

  /** The range of ids is what SQLite goes by; the condition is what counts. */
  #before(time: number, onlyReads: boolean): Ids {
    return this.#oldest(
      PRUNED_AT_ONCE,
      `WHERE id < ? AND at < ? ${onlyReads ? 'AND is_lasting = 0' : ''}`,
      firstIdAt(time + LONGEST_REQUEST),
      time,
    );
  }

  #oldest(count: number, where: string, ...parameters: readonly (string | number)[]): Ids {
    return this.database
      .prepare(`SELECT id FROM record ${where} ORDER BY id LIMIT ?`)
      .all(...parameters, Math.min(count, PRUNED_AT_ONCE))
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

  #delete(id: string): void {
    const own = String(this.#findRecord.get(id)?.['correlation_id']);
    const rest = this.#findRest.get(id)?.['rest'];
    const { correlations } = (typeof rest === 'string' ? JSON.parse(rest) : {}) as Pick<
      QueryRecord,
      'correlations'
    >;
    for (const value of correlationValues(own, correlations)) this.#correlation.run(value, id);
    this.#detail.run(id);
    this.#record.run(id);
  }

  /** What was asked by no record that is left. */
  #deleteUnasked(): void {
    this.database.exec(
      'DELETE FROM query WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.query = query.key)',
    );
  }

  #number(sql: string): number {
    return Number(this.database.prepare(sql).get()?.['value']);
  }
}
