/** Judges the answer to a query on an entity set, and the answer to a read of one row. */
import type { Check } from './check';
import type { Exchange } from './http-caller';
import { judgeContext, judgeSuccess } from './judge-answer';
import { judgeRow, type Row, type RowExpectation } from './judge-row';
import { isJsonArray, isJsonObject, JsonNumber, showJson, type JsonObject } from './lossless-json';

export interface ListAnswer {
  readonly exchange: Exchange;
  readonly rows: readonly Row[];
  /** `@odata.count`, where it came and was a number. */
  readonly count: number | undefined;
  /** `@odata.nextLink`, where it came and can be followed. */
  readonly nextLink: string | undefined;
}

export interface EntityAnswer {
  readonly exchange: Exchange;
  readonly row: Row;
}

interface ListExpectation extends RowExpectation {
  readonly skip: number | undefined;
  readonly top: number | undefined;
  /** Undefined on pages behind a next link, where the count may come or not. */
  readonly count: boolean | undefined;
}

/** Judges a page of rows. Ends the check where there is no array of rows to go on with. */
export function judgeList(check: Check, exchange: Exchange, expected: ListExpectation): ListAnswer {
  const body = judgeSuccess(check, exchange);
  const fragment = judgeContext(check, exchange, body, expected.address);
  judgeFragment(check, exchange, fragment, expected, '');
  const value = body['value'];
  if (!isJsonArray(value)) return check.stop('json', `"value" is ${showJson(value)}, not an array`, exchange);
  const rows: Row[] = [];
  for (const item of value) {
    const row = isJsonObject(item) ? judgeRow(check, exchange, item, expected) : undefined;
    if (row !== undefined) rows.push(row);
    else if (!isJsonObject(item)) check.fail('json', `a row is ${showJson(item)}, not an object`, exchange);
  }
  judgeNoRepeats(check, exchange, rows);
  const count = judgeCount(check, exchange, body, expected);
  const nextLink = judgeNextLink(check, exchange, body, expected);
  judgeSize(check, exchange, { rows: value.length, count, nextLink }, expected);
  return { exchange, rows, count, nextLink };
}

/** Judges a single row by its key. Ends the check where there is no row to go on with. */
export function judgeEntity(
  check: Check,
  exchange: Exchange,
  key: string,
  expected: RowExpectation,
): EntityAnswer {
  const answer = judgeRowAlone(check, exchange, expected, 200);
  const { row } = answer;
  if (row.key !== key) check.fail('single-read', `asked for ${key}, the answer is row ${row.key}`, exchange);
  return answer;
}

/** Judges an answer that is one row. Ends the check where there is none to go on with. */
export function judgeRowAlone(
  check: Check,
  exchange: Exchange,
  expected: RowExpectation,
  status: number,
): EntityAnswer {
  const body = judgeSuccess(check, exchange, status);
  const fragment = judgeContext(check, exchange, body, expected.address);
  judgeFragment(check, exchange, fragment, expected, '/$entity');
  const row = judgeRow(check, exchange, body, expected);
  return row === undefined
    ? check.stop('single-read', 'the answer holds no row', exchange)
    : { exchange, row };
}

/** `#Customers`, `#Customers(Id,Name)`, either with `/$entity` behind it for a single row. */
function judgeFragment(
  check: Check,
  exchange: Exchange,
  fragment: string | undefined,
  { table, select }: RowExpectation,
  suffix: string,
): void {
  if (fragment === undefined) return;
  const bare = `${table.set}${suffix}`;
  if (fragment === bare) return;
  const projected = fragment.startsWith(`${table.set}(`) && fragment.endsWith(`)${suffix}`);
  if (!projected) return check.fail('context', `the context names #${fragment}, expected #${bare}`, exchange);
  const names = fragment.slice(table.set.length + 1, fragment.length - suffix.length - 1).split(',');
  const stray = names.find((name) => !table.keyNames.includes(name) && !(select ?? []).includes(name));
  if (stray !== undefined)
    check.fail('context', `the context projects ${stray}, which wasn't selected`, exchange);
}

function judgeNoRepeats(check: Check, exchange: Exchange, rows: readonly Row[]): void {
  const seen = new Set<string>();
  for (const { key } of rows) {
    if (seen.has(key)) check.fail('key', `row ${key} stands twice in one answer`, exchange);
    seen.add(key);
  }
}

function judgeCount(
  check: Check,
  exchange: Exchange,
  body: JsonObject,
  expected: ListExpectation,
): number | undefined {
  const written = body['@odata.count'];
  if (written === undefined) {
    if (expected.count === true)
      check.fail('count', '$count=true, but the answer has no @odata.count', exchange);
    return undefined;
  }
  if (expected.count === false) check.fail('count', '@odata.count came without being asked for', exchange);
  if (written instanceof JsonNumber && /^\d+$/.test(written.text)) return Number(written.text);
  check.fail('count', `@odata.count is ${showJson(written)}, not a whole number`, exchange);
  return undefined;
}

function judgeNextLink(
  check: Check,
  exchange: Exchange,
  body: JsonObject,
  { address }: ListExpectation,
): string | undefined {
  const link = body['@odata.nextLink'];
  if (link === undefined) return undefined;
  const fault = typeof link === 'string' ? address.linkFault(link) : 'is no text';
  if (fault === undefined && typeof link === 'string') return link;
  check.fail('next-link', `@odata.nextLink ${showJson(link)} ${fault ?? ''}`, exchange);
  return undefined;
}

interface Size {
  readonly rows: number;
  readonly count: number | undefined;
  readonly nextLink: string | undefined;
}

/** A page is full, or ends the list, or says by a next link that the server cut it. */
function judgeSize(check: Check, exchange: Exchange, size: Size, expected: ListExpectation): void {
  const { skip = 0, top = Infinity } = expected;
  if (size.rows > top) check.fail('paging', `$top=${top}, but ${size.rows} rows came`, exchange);
  if (size.rows === top && size.nextLink !== undefined) {
    check.fail('next-link', `$top=${top} is satisfied, yet there is a next link`, exchange);
  }
  if (size.count === undefined) return;
  if (size.rows > size.count) {
    check.fail('count', `@odata.count is ${size.count}, but ${size.rows} rows came`, exchange);
  }
  const due = Math.min(top, Math.max(0, size.count - skip));
  // Behind a next link the place in the list is the server's secret.
  if (expected.count === undefined || size.nextLink !== undefined || size.rows >= due) return;
  const reason = `${size.rows} rows came where ${due} of ${size.count} were due, and no next link says so`;
  check.fail('paging', reason, exchange);
}
