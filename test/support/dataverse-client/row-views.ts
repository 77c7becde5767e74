/** The ways in which Dataverse sees a row again after a change: by its key, by a filter on it, on a page of a grid. */
import type { Check } from './check';
import { binary, call, guid, property, text } from './expression';
import type { Exchange } from './http-caller';
import { judgeError } from './judge-answer';
import type { Row } from './judge-row';
import { showJson, type JsonValue } from './lossless-json';
import { gridPageSize } from './sample';
import { keyOf, propertyOf, type TableModel } from './service-model';
import type { TableSession } from './table-session';
import { sameValue } from './typed-value';
import type { ListQuery } from './wire-request';

export interface RowView {
  send(): Promise<Exchange>;
  /** The row as the answer shows it; undefined where it isn't there. */
  find(check: Check, exchange: Exchange): Row | undefined;
}

/** What a view has to show: these values, or no row at all. */
export interface Prospect {
  readonly view: RowView;
  readonly values: ReadonlyMap<string, JsonValue> | 'nothing';
}

/** A Retrieve of row `key`, by that Guid or by another that means the same row. */
export function keyView(
  session: TableSession,
  key: string,
  { select, address = key }: { readonly select?: readonly string[]; readonly address?: string } = {},
): RowView {
  return {
    send: () => session.sendRead(address, select),
    find: (check, exchange) => {
      if (exchange.status !== 404) return session.judgeRead(check, exchange, key, select).row;
      judgeError(check, exchange);
      return undefined;
    },
  };
}

/** A Retrieve as `$filter=Id eq guid`. */
export function filterView(session: TableSession, key: string, select: readonly string[]): RowView {
  const filter = binary('eq', property(keyOf(session.table)), guid(key));
  return listView(session, key, { filter, top: gridPageSize, select, count: true });
}

/** The first page of a grid that shows all rows whose column begins so. */
export function gridView(
  session: TableSession,
  key: string,
  select: readonly string[],
  [column, beginning]: readonly [column: string, beginning: string],
): RowView {
  const filter = call('startswith', property(column), text(beginning));
  return listView(session, key, { filter, top: gridPageSize, select, count: true });
}

function listView(session: TableSession, key: string, query: ListQuery): RowView {
  return {
    send: () => session.sendList(query),
    find: (check, exchange) => session.judgeList(check, exchange, query).rows.find((row) => row.key === key),
  };
}

/** Has every view answered once, so that whatever keeps answers keeps these. */
export async function warmUp(views: readonly RowView[]): Promise<void> {
  await Promise.all(views.map((view) => view.send()));
}

/**
 * Sends all views at once and counts those that show something older than what was written. The first view has every
 * column; the others have to agree with it on what was not written. Resolves with the row as it stands.
 */
export async function judgeFresh(
  check: Check,
  table: TableModel,
  prospects: readonly Prospect[],
): Promise<Row | undefined> {
  const exchanges = await Promise.all(prospects.map(({ view }) => view.send()));
  let whole: Row | undefined;
  for (const [index, { view, values }] of prospects.entries()) {
    const exchange = exchanges[index];
    if (exchange === undefined) continue;
    const row = view.find(check, exchange);
    check.countRead(staleness(table, row, values, whole), exchange);
    if (index === 0) whole = row;
  }
  return whole;
}

function staleness(
  table: TableModel,
  row: Row | undefined,
  values: Prospect['values'],
  whole: Row | undefined,
): string | undefined {
  if (values === 'nothing') return row && `row ${row.key} is still there`;
  if (row === undefined) return 'the row is not there';
  for (const [name, value] of row.values) {
    const written = values.get(name);
    const type = propertyOf(table, name)?.type ?? '';
    const expected = written === undefined ? whole?.values.get(name) : written;
    if (expected === undefined || sameValue(type, value, expected)) continue;
    const source = written === undefined ? 'the whole row says' : 'written was';
    return `${name} is ${showJson(value)}, ${source} ${showJson(expected)}`;
  }
  return undefined;
}
