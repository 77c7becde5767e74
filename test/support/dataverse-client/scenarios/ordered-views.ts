/** Sorted views: ascending and descending by one column of each type, and the rows really stand in that order. */
import { runCheck, type Check, type CheckResult } from '../check';
import type { ListAnswer } from '../judge-list';
import type { Row } from '../judge-row';
import { toListQuery } from '../query-expression';
import { gridPageSize, representativeColumns, viewColumns } from '../sample';
import { primaryNameOf, type PropertyModel } from '../service-model';
import { textCollations, type TextCollation } from '../text-collation';
import { compareValues, typedValue, type TypedValue } from '../typed-value';
import type { OrderKey } from '../wire-request';
import type { Stage } from './stage';

export async function judgeOrderedViews(stage: Stage): Promise<readonly CheckResult[]> {
  const { session, sample } = stage;
  const results: CheckResult[] = [];
  // Sorting by a lookup column is listed as unsupported in Dataverse itself, and a Guid's order means nothing.
  const columns = representativeColumns(session.table, sample).filter(({ type }) => type !== 'Edm.Guid');
  for (const column of columns) {
    for (const descending of [false, true]) {
      const name = `view sorted by ${column.name}${descending ? ' desc' : ''}`;
      const mayRefuse = column.name !== primaryNameOf(session.table);
      const orders: readonly OrderKey[] = [{ name: column.name, descending }];
      results.push(await runCheck(name, (check) => judgeView(check, stage, column, orders, mayRefuse)));
    }
  }
  return results;
}

async function judgeView(
  check: Check,
  { session, sample }: Stage,
  column: PropertyModel,
  orders: readonly OrderKey[],
  mayRefuse: boolean,
): Promise<void> {
  const columns = viewColumns(session.table, column.name);
  const page = { number: 1, size: gridPageSize };
  const query = toListQuery({ columns, orders, page, returnTotalCount: true });
  const attempt = await session.attempt(check, query);
  if (attempt.kind === 'refused') {
    const { exchange } = attempt;
    if (mayRefuse) check.refused(`refused with ${exchange.status}`);
    else check.fail('status', `answered ${exchange.status}`, exchange);
    return;
  }
  const descending = orders.some((key) => key.descending);
  judgeOrder(check, attempt.answer, column, descending);
  judgeTop(check, attempt.answer, sample.rows, column, descending);
}

/** Some one collation has to explain the whole page; null comes first in ascending order. */
function judgeOrder(check: Check, answer: ListAnswer, column: PropertyModel, descending: boolean): void {
  const values = answer.rows.map((row) => valueOf(row, column));
  const explained = textCollations.some((collation) =>
    values.every(
      (value, index) => index === 0 || inOrder(values[index - 1] ?? null, value, collation, descending),
    ),
  );
  if (!explained) check.fail('order', `the rows are not in the order of ${column.name}`, answer.exchange);
}

/** A sample row that every collation puts before the page's last row has to be on the page. */
function judgeTop(
  check: Check,
  answer: ListAnswer,
  sample: readonly Row[],
  column: PropertyModel,
  descending: boolean,
): void {
  const last = answer.rows[answer.rows.length - 1];
  if (last === undefined || answer.rows.length < gridPageSize) return;
  const came = new Set(answer.rows.map((row) => row.key));
  const edge = valueOf(last, column);
  const missed = sample.find(
    (row) =>
      !came.has(row.key) &&
      textCollations.every((collation) => !inOrder(edge, valueOf(row, column), collation, descending)),
  );
  if (missed) check.fail('order', `row ${missed.key} belongs on this page, but isn't there`, answer.exchange);
}

function valueOf(row: Row, column: PropertyModel): TypedValue {
  return typedValue(column.type, row.values.get(column.name)) ?? null;
}

function inOrder(
  before: TypedValue,
  after: TypedValue,
  collation: TextCollation,
  descending: boolean,
): boolean {
  const [low, high] = descending ? [after, before] : [before, after];
  if (low === null) return true;
  return high !== null && (compareValues(low, high, collation) ?? 0) <= 0;
}
