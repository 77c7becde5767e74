/** Makes one stream of rows of several that are each in order: how a read that was cut into several URLs becomes whole again. */
import {
  compareValues,
  foldCase,
  type ColumnDeclaration,
  type Page,
  type RemoteSortKey,
  type Row,
  type Value,
} from '../../src/provider-sdk/index';
import { inParallel } from './in-parallel';

const ROWS_PER_PAGE = 1_000;

interface MergeOptions {
  readonly compare: (a: Row, b: Row) => number;
  /** Tells rows apart where streams may overlap; absent if they do not. */
  readonly identify?: ((row: Row) => string) | undefined;
  readonly skip: number;
  readonly top: number | undefined;
  readonly count: boolean;
}

export async function* mergePages(
  streams: readonly AsyncGenerator<Page, void, undefined>[],
  { compare, identify, skip, top, count }: MergeOptions,
): AsyncGenerator<Page, void, undefined> {
  const cursors = streams.map((stream) => new RowCursor(stream));
  await inParallel(cursors, (cursor) => cursor.start());
  const total = cursors.reduce((sum, cursor) => sum + cursor.count, 0);
  const seen = new Set<string>();
  let unskipped = skip;
  let wanted = top ?? Number.POSITIVE_INFINITY;
  let isFirst = true;
  let rows: Row[] = [];
  const page = (): Page => {
    const full: Page = isFirst && count ? { rows, count: total } : { rows };
    isFirst = false;
    rows = [];
    return full;
  };
  for (
    let cursor = leastOf(cursors, compare);
    cursor !== undefined && wanted > 0;
    cursor = leastOf(cursors, compare)
  ) {
    const row = await cursor.take();
    if (identify !== undefined && isRepeated(identify(row), seen)) continue;
    if (unskipped > 0) {
      unskipped--;
      continue;
    }
    rows.push(row);
    wanted--;
    if (rows.length === ROWS_PER_PAGE) yield page();
  }
  if (isFirst || rows.length > 0) yield page();
}

/** One stream, seen row by row. */
class RowCursor {
  /** The next row, absent at the end. */
  current: Row | undefined;
  /** What the first page said. */
  count = 0;
  private rows: readonly Row[] = [];
  private position = 0;

  constructor(private readonly stream: AsyncGenerator<Page, void, undefined>) {}

  async start(): Promise<void> {
    const first = await this.stream.next();
    if (first.done === true) return;
    this.count = first.value.count ?? 0;
    await this.turnTo(first.value.rows);
  }

  /** Gives the current row and goes on to the next. */
  async take(): Promise<Row> {
    const { current } = this;
    if (current === undefined) throw new RangeError('A stream of rows was read beyond its end.');
    this.position++;
    this.current = this.rows[this.position];
    if (this.current === undefined) await this.turnPage();
    return current;
  }

  private async turnPage(): Promise<void> {
    const next = await this.stream.next();
    if (next.done === true) this.current = undefined;
    else await this.turnTo(next.value.rows);
  }

  private async turnTo(rows: readonly Row[]): Promise<void> {
    this.rows = rows;
    this.position = 0;
    this.current = rows[0];
    if (this.current === undefined) await this.turnPage();
  }
}

/** Of equal ones the first, so that streams without order follow one another. */
function leastOf(cursors: readonly RowCursor[], compare: MergeOptions['compare']): RowCursor | undefined {
  let least: { readonly cursor: RowCursor; readonly row: Row } | undefined;
  for (const cursor of cursors) {
    const row = cursor.current;
    if (row !== undefined && (least === undefined || compare(row, least.row) < 0)) least = { cursor, row };
  }
  return least?.cursor;
}

function isRepeated(identity: string, seen: Set<string>): boolean {
  const size = seen.size;
  return seen.add(identity).size === size;
}

/** The order of the declaration: null first, text without case. */
export function rowOrderOf(
  orderBy: readonly RemoteSortKey[],
  columns: readonly ColumnDeclaration[],
): (a: Row, b: Row) => number {
  const keys = orderBy.map(({ column, descending }) => {
    const type = columns.find(({ name }) => name === column)?.type ?? 'String';
    return { column, direction: descending ? -1 : 1, compare: compareValues(type, 'ignoreCase') };
  });
  return (a, b) => {
    for (const { column, direction, compare } of keys) {
      const order = compareNullable(a[column] ?? null, b[column] ?? null, compare);
      if (order !== 0) return order * direction;
    }
    return 0;
  };
}

function compareNullable(a: Value, b: Value, compare: (a: Value, b: Value) => number): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  return compare(a, b);
}

/** A text that is the same exactly for values of one key, whatever their case. */
export function identityOf(values: readonly Value[]): string {
  return JSON.stringify(values.map((value) => (typeof value === 'string' ? foldCase(value) : String(value))));
}
