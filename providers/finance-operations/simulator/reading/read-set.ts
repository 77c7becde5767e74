/** Answers a read of an entity set: the company's rows, filtered, sorted, cut into a page. */
import { type Answer, jsonAnswer, unsupportedQuery } from '../http/answer';
import { compileFilter } from '../query/compile-filter';
import { writePageToken } from '../query/page-token';
import type { ReadOptions } from '../query/read-options';
import { sortRows } from '../query/sort-rows';
import { type Environment, filterScope, visibleTest } from './environment';
import { contextUrl, rowShape } from './row-shape';
import { rowWriter } from './row-writer';
import { relatedRows } from '../rows/related-rows';
import type { Table } from '../rows/table';

/** Rows that are written as one piece of the answer. */
const ROWS_PER_PIECE = 512;

export interface SetRequest {
  readonly table: Table;
  readonly options: ReadOptions;
  /** The default company of the caller. */
  readonly company: string;
  /** The query string as it came, for the next link. */
  readonly rawQuery: string;
  readonly pageSize: number;
}

interface RowPage {
  readonly rows: Uint32Array;
  readonly total: number;
  readonly nextLink: string | undefined;
}

export function readSet(request: SetRequest, environment: Environment): Answer {
  const page = pageOf(request, environment);
  const { table, options } = request;
  const shape = rowShape(options, environment);
  const write = rowWriter(table, shape);
  const context =
    shape.level === 'none'
      ? []
      : [`"@odata.context":${JSON.stringify(contextUrl(table, options, environment))}`];
  const count = options.count ? [`"@odata.count":${page.total}`] : [];
  const head = `{${[...context, ...count, '"value":['].join(',')}`;
  const tail = `]${page.nextLink === undefined ? '' : `,"@odata.nextLink":${JSON.stringify(page.nextLink)}`}}`;
  const contentType = `application/json; odata.metadata=${shape.level}`;
  const answer = jsonAnswer(pieces(head, page.rows, write, tail), { 'content-type': contentType });
  const columns = (options.select ?? table.entity.properties).length;
  return { ...answer, work: { columns, expandedRows: countExpandedRows(page.rows, request, environment) } };
}

function countExpandedRows(
  rows: Uint32Array,
  { table, options }: SetRequest,
  environment: Environment,
): number {
  const finders = options.expand.map(({ navigation }) =>
    relatedRows(table, environment.table(navigation.targetSet), navigation),
  );
  return finders.reduce((sum, find) => rows.reduce((found, row) => found + find(row).length, sum), 0);
}

/** `/data/{Set}/$count`: a plain number. */
export function countSet(request: SetRequest, environment: Environment): Answer {
  const total = matchingRows(request, environment).length;
  return {
    status: 200,
    headers: { 'content-type': 'text/plain', 'odata-version': '4.0' },
    body: String(total),
  };
}

function pageOf(request: SetRequest, environment: Environment): RowPage {
  const { table, options, pageSize } = request;
  for (const { property } of options.orderBy) {
    if (environment.isVirtual(table.entity.setName, property.name)) throw unsupportedQuery();
  }
  const turn = options.page?.turn ?? environment.nextTurn();
  const matching = matchingRows(request, environment);
  const ordered = sortRows(table, turned(matching, turn, environment), options.orderBy);
  const returned = options.page?.returned ?? 0;
  const wanted = Math.min(ordered.length, options.skip + (options.top ?? Number.POSITIVE_INFINITY));
  const from = Math.min(options.skip + returned, wanted);
  const to = Math.min(from + pageSize, wanted);
  return {
    rows: ordered.subarray(from, to),
    total: matching.length,
    nextLink: to < wanted ? nextLink(request, returned + to - from, turn, environment) : undefined,
  };
}

function matchingRows({ table, options, company }: SetRequest, environment: Environment): Uint32Array {
  const isVisible = visibleTest(table, company, options.crossCompany);
  const passes =
    options.filter === undefined || options.filter === ''
      ? undefined
      : compileFilter(options.filter, filterScope(table, environment));
  const rows = new Uint32Array(table.size);
  let found = 0;
  for (let row = 0; row < table.size; row++) {
    if (!table.isDeleted(row) && isVisible(row) && (passes === undefined || passes(row))) rows[found++] = row;
  }
  return rows.subarray(0, found);
}

/** An unstable underlying order begins somewhere else for every query. */
function turned(rows: Uint32Array, turn: number, environment: Environment): Uint32Array {
  if (environment.options.rowOrder === 'insertion' || rows.length === 0) return rows;
  const start = (turn * 7919) % rows.length;
  const other = new Uint32Array(rows.length);
  other.set(rows.subarray(start));
  other.set(rows.subarray(0, start), rows.length - start);
  return other;
}

/** Absolute, and the same query but for the token. */
function nextLink(request: SetRequest, returned: number, turn: number, environment: Environment): string {
  const kept = request.rawQuery
    .split('&')
    .filter((part) => part !== '' && !/^(\$|%24)skiptoken=/i.test(part));
  const query = [...kept, `$skiptoken=${writePageToken({ returned, turn })}`].join('&');
  const origin = environment.options.nextLinkOrigin ?? environment.origin;
  return `${origin}/data/${request.table.entity.setName}?${query}`;
}

function* pieces(
  head: string,
  rows: Uint32Array,
  write: (row: number) => string,
  tail: string,
): Generator<string> {
  let piece = head;
  for (let index = 0; index < rows.length; index++) {
    piece += `${index === 0 ? '' : ','}{${write(rows[index] ?? 0)}}`;
    if (index % ROWS_PER_PIECE === ROWS_PER_PIECE - 1) {
      yield piece;
      piece = '';
    }
  }
  yield piece + tail;
}
