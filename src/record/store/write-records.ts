/** Writes records to SQLite. Runs in the worker: the thread that answers requests only makes one text. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { QueryRecord } from '../query-record';
import { type AskedRow, askedRowOf, recordRowOf, restOf } from './record-rows';
import { together } from './together';

/** The columns of `query` behind its key; of `record`. */
const ASKED_COLUMNS = 7;
const RECORD_COLUMNS = 17;

export class RecordWriter {
  readonly #findAsked: StatementSync;
  readonly #asked: StatementSync;
  readonly #record: StatementSync;
  readonly #detail: StatementSync;
  readonly #correlation: StatementSync;

  constructor(private readonly database: DatabaseSync) {
    this.#findAsked = database.prepare(
      `SELECT key FROM query WHERE service IS ? AND method = ? AND url = ? AND entity_set IS ? AND operation = ?
       AND fingerprint IS ? AND caller IS ?`,
    );
    this.#asked = database.prepare(`INSERT INTO query VALUES (NULL, ${placeholders(ASKED_COLUMNS)})`);
    this.#record = database.prepare(
      `INSERT INTO record VALUES (${placeholders(RECORD_COLUMNS)}) ON CONFLICT DO NOTHING`,
    );
    this.#detail = database.prepare('INSERT INTO detail VALUES (?, ?)');
    this.#correlation = database.prepare('INSERT INTO correlation VALUES (?, ?) ON CONFLICT DO NOTHING');
  }

  /** @param text a JSON array of records */
  insert(text: string): void {
    const records = JSON.parse(text) as readonly QueryRecord[];
    // Keys are remembered within the transaction only: in between, another process may delete what none asks any more.
    const keys = new Map<string, number>();
    together(this.database, () => {
      for (const record of records) this.#insert(record, this.#keyOf(askedRowOf(record), keys));
    });
  }

  #insert(record: QueryRecord, query: number): void {
    const { changes } = this.#record.run(...Object.values(recordRowOf(record, query)));
    if (Number(changes) === 0) return;
    const rest = restOf(record);
    if (rest !== undefined) this.#detail.run(record.id, rest);
    for (const value of correlationValues(record.correlationId, record.correlations))
      this.#correlation.run(value, record.id);
  }

  #keyOf(asked: AskedRow, keys: Map<string, number>): number {
    const values: readonly (string | null)[] = Object.values(asked);
    const name = JSON.stringify(values);
    let key = keys.get(name);
    if (key === undefined) {
      key = Number(this.#findAsked.get(...values)?.['key'] ?? this.#asked.run(...values).lastInsertRowid);
      keys.set(name, key);
    }
    return key;
  }
}

export function correlationValues(own: string, others: QueryRecord['correlations']): readonly string[] {
  return [own, ...Object.values(others ?? {})];
}

function placeholders(count: number): string {
  return Array<string>(count).fill('?').join(', ');
}
