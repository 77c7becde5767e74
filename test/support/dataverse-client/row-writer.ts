/** Changes rows of the replay's own, reads each at once in every way, and removes them again. */
import { randomUUID } from 'node:crypto';
import type { Check } from './check';
import { learn, noDemands, refusedColumn, showDemands, type DraftDemands } from './draft-demands';
import { call, property, text } from './expression';
import type { Exchange } from './http-caller';
import { judgeError, showAnswer } from './judge-answer';
import type { Row } from './judge-row';
import { judgeCreated, judgeNoContent, judgeNotFound, judgeUpdated } from './judge-write';
import { showJson } from './lossless-json';
import { draftChanges, draftRow, emptiableColumns, type DraftSource, type Values } from './row-draft';
import { RowNames, type RowStage } from './row-names';
import { filterView, gridView, judgeFresh, keyView, warmUp, type RowView } from './row-views';
import { gridPageSize, viewColumns, type Sample } from './sample';
import { keyOf, propertyOf } from './service-model';
import { isRefusal, type TableSession } from './table-session';
import { sameValue } from './typed-value';
import type { WritableTable } from './writable-table';

/** What Dataverse may send as the key of a new row: nobody has published which it is. */
export type KeyGiven = 'a Guid' | 'no key' | 'zeros and nulls';

export interface OwnRow {
  readonly guid: string;
  /** The Guid that was sent, if the row got another one. */
  readonly alias: string | undefined;
  /** Different rows are tried with different columns. */
  readonly ordinal: number;
  /** As it was read last. */
  readonly latest: Row;
}

const noGuid = '00000000-0000-0000-0000-000000000000';

/** A source that refuses so many drafts of one row is given up. */
const mostDrafts = 12;

export class RowWriter {
  readonly #session: TableSession;
  readonly #source: DraftSource;
  /** Guids of rows that have been made and not yet been seen to be gone. */
  readonly #made = new Set<string>();
  /** Of the row that was created last. */
  #demands: DraftDemands = noDemands;
  #rows = 0;

  constructor(session: TableSession, sample: Sample, writable: WritableTable) {
    this.#session = session;
    this.#source = { writable, sample, names: new RowNames() };
  }

  /** What is asked for before it is there may be remembered as missing, so that is asked for first. */
  async create(check: Check, given: KeyGiven): Promise<OwnRow> {
    const ordinal = this.#rows;
    this.#rows += 1;
    const sent = given === 'a Guid' ? randomUUID() : undefined;
    const select = this.#select();
    const early = sent === undefined ? [] : this.#keyViews({ guid: sent, alias: undefined }, select);
    await warmUp([...early, this.#grid(noGuid, 'created', select)]);
    const { exchange, draft } = await this.#sendDraft(check, given, sent, ordinal);
    const { row } = judgeCreated(check, exchange, this.#session.expectation());
    this.#made.add(row.key);
    this.#judgeTaken(check, exchange, draft, row);
    const place = { guid: row.key, alias: sent === row.key ? undefined : sent };
    const views = [...this.#rowViews(place, select), this.#grid(row.key, 'created', select)];
    const latest = await this.#judge(check, views, row.values);
    return { ...place, ordinal, latest: latest ?? row };
  }

  /** The change goes to the Guid that Dataverse chose, where the row has another; its name moves it to another grid. */
  async update(check: Check, row: OwnRow): Promise<OwnRow> {
    const draft = draftChanges(this.#source, row.latest, row.ordinal);
    const select = this.#select(...draft.keys());
    const views = [...this.#rowViews(row, select), this.#grid(row.guid, 'changed', select)];
    const left = this.#grid(row.guid, 'created', select);
    await warmUp([...views, left]);
    const changes = await this.#sendChanges(check, row, draft);
    const [latest] = await Promise.all([
      this.#judge(check, views, changes),
      this.#judge(check, [left], 'nothing'),
    ]);
    if (latest) this.#judgeKept(check, row.latest, latest, changes);
    return { ...row, latest: latest ?? row.latest };
  }

  /** Empties columns one by one. Saying no by the column's name is allowed. */
  async clear(check: Check, row: OwnRow): Promise<OwnRow> {
    let { latest } = row;
    for (const { name } of emptiableColumns(this.#source, row.latest, row.ordinal)) {
      const select = this.#select(name);
      const views = [...this.#rowViews(row, select), this.#grid(row.guid, 'changed', select)];
      await warmUp(views);
      const emptied: Values = new Map([[name, null]]);
      const exchange = await this.#session.update(row.guid, emptied);
      if (isRefusal(exchange.status)) judgeRefusedNull(check, exchange, name, this.#source.writable);
      else {
        judgeUpdated(check, exchange, row.guid, this.#session.expectation());
        latest = (await this.#judge(check, views, emptied)) ?? latest;
      }
    }
    return { ...row, latest };
  }

  async remove(check: Check, row: OwnRow): Promise<void> {
    const select = this.#select();
    const stages: readonly RowStage[] = ['created', 'changed'];
    const grids = stages.map((stage) => this.#grid(row.guid, stage, select));
    const views = [...this.#rowViews(row, select), ...grids];
    await warmUp(views);
    judgeNoContent(check, await this.#session.delete(row.guid));
    await this.#judge(check, views, 'nothing');
    const again = await this.#session.delete(row.alias ?? row.guid);
    judgeNotFound(check, again);
    if (again.status === 404) this.#made.delete(row.guid);
  }

  /** Deletes whatever is left, known by its Guid or only by its name, and sees that nothing is. */
  async cleanUp(check: Check): Promise<void> {
    const { writable, names } = this.#source;
    const select = [keyOf(this.#session.table)];
    const filter = call('startswith', property(writable.label.name), text(names.beginning));
    const query = { filter, top: gridPageSize, select, count: true };
    await this.#deleteAll(check, [...this.#made]);
    const found = await this.#session.list(check, query);
    await this.#deleteAll(
      check,
      found.rows.map((row) => row.key),
    );
    const { rows, exchange } = found.rows.length === 0 ? found : await this.#session.list(check, query);
    check.countRead(rows[0] && `row ${rows[0].key} is still there`, exchange);
  }

  async #deleteAll(check: Check, guids: readonly string[]): Promise<void> {
    for (const guid of guids) {
      const exchange = await this.#session.delete(guid);
      const gone = exchange.status === 204 || exchange.status === 404;
      if (gone) check.note(`row ${guid} had to be deleted`);
      else check.fail('write', `row ${guid} is left behind: ${showAnswer(exchange)}`, exchange);
    }
  }

  async #sendDraft(
    check: Check,
    given: KeyGiven,
    sent: string | undefined,
    ordinal: number,
  ): Promise<{ exchange: Exchange; draft: Values }> {
    const withNulls = given === 'zeros and nulls';
    const key = withNulls ? noGuid : sent;
    let wish = { template: ordinal, withNulls, demands: this.#demands };
    for (let drafts = 1; ; drafts += 1) {
      const draft = draftRow(this.#source, wish);
      const keyed = key === undefined ? draft : new Map([[keyOf(this.#session.table), key], ...draft]);
      const exchange = await this.#session.create(keyed);
      if (!isRefusal(exchange.status)) {
        this.#demands = wish.demands;
        for (const demand of showDemands(wish.demands)) check.note(demand);
        return { exchange, draft };
      }
      judgeError(check, exchange);
      if (drafts === mostDrafts)
        check.stop('write', `no row could be created: ${showAnswer(exchange)}`, exchange);
      const demands = learn(wish.demands, exchange, draft, this.#source.writable);
      // Another row may have what this one lacks.
      wish = demands
        ? { ...wish, demands }
        : { ...wish, template: wish.template + 1, demands: this.#demands };
    }
  }

  /** Leaves out what is refused by name, as long as the label is left. */
  async #sendChanges(check: Check, row: OwnRow, draft: Values): Promise<Values> {
    const changes = new Map(draft);
    for (;;) {
      const exchange = await this.#session.update(row.alias ?? row.guid, changes);
      if (!isRefusal(exchange.status)) {
        judgeUpdated(check, exchange, row.guid, this.#session.expectation());
        return changes;
      }
      judgeError(check, exchange);
      const column = refusedColumn(exchange, this.#source.writable.updatable);
      if (column === undefined || !changes.delete(column.name))
        check.stop('write', `the change was refused: ${showAnswer(exchange)}`, exchange);
      else check.note(`a change of ${column.name} was refused with ${exchange.status}`);
    }
  }

  /** A source may make other values of what it is given, but not of the name. */
  #judgeTaken(check: Check, exchange: Exchange, draft: Values, row: Row): void {
    for (const [name, value] of draft) {
      const made = row.values.get(name);
      const type = propertyOf(this.#session.table, name)?.type ?? '';
      if (value === null || sameValue(type, made, value)) continue;
      if (name !== this.#source.writable.label.name) check.note(`the source makes its own ${name}`);
      else check.fail('write', `${name} is ${showJson(made)}, given was ${showJson(value)}`, exchange);
    }
  }

  /** What was not named in the change is not emptied by it: that would be a PUT of an older client. */
  #judgeKept(check: Check, before: Row, after: Row, changes: Values): void {
    const kept = this.#source.writable.updatable
      .map(({ name }) => name)
      .filter((name) => !changes.has(name) && (before.values.get(name) ?? null) !== null);
    const emptied = kept.filter((name) => (after.values.get(name) ?? null) === null);
    if (emptied.length > 0 && emptied.length === kept.length)
      check.fail('write', `the change emptied what it didn't name: ${emptied.join(', ')}`);
  }

  #judge(check: Check, views: readonly RowView[], values: Values | 'nothing'): Promise<Row | undefined> {
    return judgeFresh(
      check,
      this.#session.table,
      views.map((view) => ({ view, values })),
    );
  }

  #select(...further: readonly string[]): readonly string[] {
    return viewColumns(this.#session.table, this.#source.writable.label.name, ...further);
  }

  #rowViews(row: Pick<OwnRow, 'guid' | 'alias'>, select: readonly string[]): readonly RowView[] {
    return [...this.#keyViews(row, select), filterView(this.#session, row.guid, select)];
  }

  /** The one with every column stands first. */
  #keyViews({ guid, alias }: Pick<OwnRow, 'guid' | 'alias'>, select: readonly string[]): readonly RowView[] {
    const views = [keyView(this.#session, guid), keyView(this.#session, guid, { select })];
    return alias === undefined ? views : [...views, keyView(this.#session, guid, { address: alias })];
  }

  #grid(guid: string, stage: RowStage, select: readonly string[]): RowView {
    const { writable, names } = this.#source;
    return gridView(this.#session, guid, select, [writable.label.name, names.beginningOf(stage)]);
  }
}

function judgeRefusedNull(
  check: Check,
  exchange: Exchange,
  name: string,
  { updatable }: WritableTable,
): void {
  judgeError(check, exchange);
  if (refusedColumn(exchange, updatable)?.name === name) check.refused(`${name} can't be emptied`);
  else
    check.fail('refusal', `the refusal to empty ${name} doesn't name it: ${showAnswer(exchange)}`, exchange);
}
