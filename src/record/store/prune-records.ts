/**
 * Deletes records: by age, plain reads before others, and the oldest where they are too many. In any database. Tallies outlive
 * the records that they add up: they go with the last records of their time, or as records do where there is too much.
 */
import type { QueryRecord } from '../query-record';
import { firstIdAt, LONGEST_REQUEST } from '../record-id';
import type { Retention } from '../record-store';
import { numberOf, type Session, type StoredValue } from './session';
import { storableJson } from './storable';
import type { StoreDialect } from './store-dialect';
import { spans, WIDEST } from './tally-units';
import { correlationRows } from './write-records';

/** Records that are deleted in one transaction: batches that wait get their turn in between. */
const PRUNED_AT_ONCE = 1_000;
/** A record frees no page of its own, so that deleting one by one would take long. */
const LEAST_PRUNED = 50;

type Ids = readonly string[];

/** One round, in as many transactions as it takes. */
export class RecordPruner {
  /** How many more must go because there is too much; counted anew when they are gone. */
  #surplus = 0;

  constructor(
    private readonly dialect: Pick<StoreDialect, 'rows' | 'excludeWriters' | 'bytesInUse'>,
    private readonly now: number,
    private readonly retention: Retention,
  ) {}

  /** Deletes a part of what has to go. @returns how many; 0 = nothing is left that has to go */
  async prune(session: Session): Promise<number> {
    const ids = await this.#doomed(session);
    if (ids.length > 0) await this.#delete(session, ids);
    return ids.length;
  }

  async #doomed(session: Session): Promise<Ids> {
    const { milliseconds, readMilliseconds } = this.retention;
    const old = await this.#before(session, this.now - milliseconds, false);
    if (old.length > 0) return old;
    const oldReads = await this.#before(session, this.now - readMilliseconds, true);
    if (oldReads.length > 0) return oldReads;
    if (this.#surplus <= 0) {
      // Else what nobody asks any more would count, and records would have to make room for it.
      await this.#tidy(session);
      const { records, tallies } = await this.#countSurplus(session);
      if (tallies > 0) await this.#deleteTallies(session, tallies);
      this.#surplus = records;
    }
    if (this.#surplus <= 0) return [];
    const reads = await oldest(session, this.#surplus, 'WHERE is_lasting = 0');
    const ids = reads.length > 0 ? reads : await oldest(session, this.#surplus, '');
    this.#surplus -= ids.length;
    return ids;
  }

  /** The range of ids is what the database goes by; the condition is what counts. */
  #before(session: Session, time: number, onlyReads: boolean): Promise<Ids> {
    return oldest(
      session,
      PRUNED_AT_ONCE,
      `WHERE id < ? AND at < ? ${onlyReads ? 'AND is_lasting = 0' : ''}`,
      firstIdAt(time + LONGEST_REQUEST),
      time,
    );
  }

  /** As many records as make up the bytes that are too many, if all are of one size; and of tallies the same share. */
  async #countSurplus(session: Session): Promise<{ readonly records: number; readonly tallies: number }> {
    const most = this.retention.records;
    const records = await numberOf(session, '(SELECT count(*) FROM record)');
    const tallies = await numberOf(session, '(SELECT count(*) FROM tally)');
    const taken = await numberOf(session, this.dialect.bytesInUse);
    const share = taken <= this.retention.bytes ? 0 : 1 - this.retention.bytes / taken;
    return {
      records: Math.max(records - most, share === 0 ? 0 : Math.max(Math.ceil(records * share), LEAST_PRUNED)),
      tallies: Math.max(tallies - most, Math.ceil(tallies * share)),
    };
  }

  async #delete(session: Session, ids: Ids): Promise<void> {
    const { rows } = this.dialect;
    const listed = JSON.stringify(ids.map((id) => [id]));
    const some = `IN (SELECT value ->> 0 FROM ${rows})`;
    const found = await session.run(
      `SELECT record.id, correlation_id, rest FROM record LEFT JOIN detail ON detail.id = record.id WHERE record.id ${some}`,
      listed,
    );
    await session.run(
      `DELETE FROM correlation WHERE (value, id) IN (SELECT value ->> 0, value ->> 1 FROM ${rows})`,
      storableJson(
        found.flatMap(({ id, correlation_id, rest }) =>
          correlationRows({
            id: String(id),
            correlationId: String(correlation_id),
            ...(typeof rest === 'string' ? pickCorrelations(rest) : {}),
          }),
        ),
      ),
    );
    await session.run(`DELETE FROM detail WHERE id ${some}`, listed);
    await session.run(`DELETE FROM record WHERE id ${some}`, listed);
  }

  /** Those of the shortest times first: what remains says the same in coarser steps. */
  async #deleteTallies(session: Session, count: number): Promise<void> {
    await this.#excludeWriters(session);
    await session.run(
      `DELETE FROM tally WHERE (span, start, fingerprint) IN (
        SELECT span, start, fingerprint FROM tally ORDER BY span, start LIMIT ?)`,
      count,
    );
  }

  /** Tallies that are too old, and what none of those needs that are left, nor one that is just being written. */
  async #tidy(session: Session): Promise<void> {
    await this.#excludeWriters(session);
    const oldest = this.now - this.retention.milliseconds;
    for (const span of spans)
      await session.run('DELETE FROM tally WHERE span = ? AND start <= ?', span, oldest - span);
    await session.run(
      'DELETE FROM query WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.query = query.key)',
    );
    await session.run(
      `DELETE FROM shape WHERE fingerprint NOT IN (SELECT fingerprint FROM tally WHERE span = ?)
        AND fingerprint NOT IN (SELECT fingerprint FROM query WHERE fingerprint IS NOT NULL)`,
      WIDEST,
    );
  }

  async #excludeWriters(session: Session): Promise<void> {
    const { excludeWriters } = this.dialect;
    if (excludeWriters !== undefined) await session.run(excludeWriters);
  }
}

async function oldest(
  session: Session,
  count: number,
  where: string,
  ...values: readonly StoredValue[]
): Promise<Ids> {
  const rows = await session.run(
    `SELECT id FROM record ${where} ORDER BY id LIMIT ?`,
    ...values,
    Math.min(count, PRUNED_AT_ONCE),
  );
  return rows.map(({ id }) => String(id));
}

function pickCorrelations(rest: string): Pick<QueryRecord, 'correlations'> {
  const { correlations } = JSON.parse(rest) as Pick<QueryRecord, 'correlations'>;
  return correlations === undefined ? {} : { correlations };
}
