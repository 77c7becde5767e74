/** Writes records, in any database: a few statements for a whole batch, whose rows are one parameter of JSON. */
import { createHash } from 'node:crypto';
import type { QueryRecord } from '../query-record';
import { askedRowOf, recordRowOf, restOf } from './record-rows';
import type { Session, StoredValue } from './session';
import { storableJson } from './storable';
import type { StoreDialect } from './store-dialect';
import { addTallies, completeShape, insertShapes, insertTallies } from './tallies';
import type { QueryRow, RecordRow } from './tables';

type Rows = readonly (readonly StoredValue[])[];
type ColumnType = 'TEXT' | 'BIGINT' | 'DOUBLE PRECISION';
type Columns<Row> = { readonly [Name in keyof Row]: ColumnType };
type SomeColumns = Readonly<Record<string, ColumnType>>;

/** In the order in which rows have them. */
const askedColumns: Columns<Omit<QueryRow, 'key'>> = {
  digest: 'TEXT',
  service: 'TEXT',
  method: 'TEXT',
  url: 'TEXT',
  entity_set: 'TEXT',
  operation: 'TEXT',
  fingerprint: 'TEXT',
  caller: 'TEXT',
};

const recordColumns: Columns<RecordRow> = {
  id: 'TEXT',
  query: 'BIGINT',
  at: 'DOUBLE PRECISION',
  milliseconds: 'DOUBLE PRECISION',
  status: 'BIGINT',
  status_class: 'BIGINT',
  correlation_id: 'TEXT',
  code: 'TEXT',
  cache: 'TEXT',
  is_hit: 'BIGINT',
  pushed: 'BIGINT',
  fetched: 'BIGINT',
  returned: 'BIGINT',
  upstream_milliseconds: 'DOUBLE PRECISION',
  hits: 'BIGINT',
  slowest: 'DOUBLE PRECISION',
  is_lasting: 'BIGINT',
};

export class RecordWriter {
  readonly #asked: string;
  readonly #keys: string;
  readonly #records: string;
  readonly #details: string;
  readonly #correlations: string;
  readonly #shapes: string;
  readonly #tallies: string;

  constructor(dialect: Pick<StoreDialect, 'rows' | 'entries'>) {
    const insert = (table: string, columns: SomeColumns): string => insertion(dialect.rows, table, columns);
    this.#asked = insert('query', askedColumns);
    this.#keys = `SELECT digest, key FROM query WHERE digest IN (SELECT value ->> 0 FROM ${dialect.rows})`;
    this.#records = `${insert('record', recordColumns)} RETURNING id`;
    this.#details = insert('detail', { id: 'TEXT', rest: 'TEXT' });
    this.#correlations = insert('correlation', { value: 'TEXT', id: 'TEXT' });
    const listed = (type: ColumnType): string =>
      `IN (SELECT CAST(value ->> 0 AS ${type}) FROM ${dialect.rows})`;
    this.#shapes = `${insertShapes(`key ${listed('BIGINT')}`)} ${completeShape}`;
    this.#tallies = `${insertTallies(`record.id ${listed('TEXT')}`)} ${addTallies(dialect)}`;
  }

  /** Records whose id is there already are left alone. */
  async insert(session: Session, records: readonly QueryRecord[]): Promise<void> {
    const keys = await this.#keysOf(session, records);
    const rows = records.map((record, index) => Object.values(recordRowOf(record, keys[index] ?? 0)));
    const inserted = await session.run(this.#records, storableJson(rows));
    const isNew = inserted.length === records.length ? () => true : among(inserted);
    const added = records.filter(isNew);
    const details: Rows = added.flatMap((record) => {
      const rest = restOf(record);
      return rest === undefined ? [] : [[record.id, rest]];
    });
    if (details.length > 0) await session.run(this.#details, storableJson(details));
    await session.run(this.#correlations, storableJson(added.flatMap(correlationRows)));
    // The last, as other instances that add to the same tallies wait until the transaction ends.
    await session.run(this.#shapes, JSON.stringify([...new Set(keys)].map((key) => [key])));
    await session.run(this.#tallies, storableJson(added.map(({ id }) => [id])));
  }

  /**
   * Of each record, the key of what was asked. Keys are not remembered: another instance may delete what none asks any
   * more as soon as this transaction ends.
   */
  async #keysOf(session: Session, records: readonly QueryRecord[]): Promise<readonly (number | undefined)[]> {
    const digests = new Map<string, string>();
    const rows: StoredValue[][] = [];
    const ofRecords = records.map((record) => {
      const asked = Object.values(askedRowOf(record));
      const text = JSON.stringify(asked);
      let digest = digests.get(text);
      if (digest === undefined) {
        digest = digestOf(text);
        digests.set(text, digest);
        rows.push([digest, ...asked]);
      }
      return digest;
    });
    // Two instances that insert the same rows in another order would wait for each other.
    rows.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    await session.run(this.#asked, storableJson(rows));
    const found = await session.run(this.#keys, JSON.stringify(rows.map(([digest]) => [digest])));
    const keys = new Map(found.map(({ digest, key }) => [digest, Number(key)]));
    return ofRecords.map((digest) => keys.get(digest));
  }
}

/** The condition that is always true tells SQLite that `ON` begins no join. */
function insertion(rows: string, table: string, columns: SomeColumns): string {
  const values = Object.values(columns).map((type, index) => `CAST(value ->> ${index} AS ${type})`);
  return `INSERT INTO ${table} (${Object.keys(columns).join(', ')}) SELECT ${values.join(', ')} FROM ${rows}
    WHERE true ON CONFLICT DO NOTHING`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function among(inserted: readonly Readonly<Record<string, unknown>>[]): (record: QueryRecord) => boolean {
  const ids = new Set(inserted.map(({ id }) => id));
  return ({ id }) => ids.has(id);
}

/** Every id of a request, its own and those that came with it. */
export function correlationRows({
  id,
  correlationId,
  correlations,
}: Pick<QueryRecord, 'id' | 'correlationId' | 'correlations'>): Rows {
  return [correlationId, ...Object.values(correlations ?? {})].map((value) => [value, id]);
}
