/** A grid: its first and second page as they were seen on the wire, and a first letter typed into its search. */
import { runCheck, type Check, type CheckResult } from '../check';
import { call, property, text } from '../expression';
import type { ListAnswer } from '../judge-list';
import { toListQuery } from '../query-expression';
import { gridPageSize, textsOf, viewColumns } from '../sample';
import { primaryNameOf } from '../service-model';
import { filteredView, verifyFilter } from '../verify-filter';
import type { Stage } from './stage';

/** The default view: key and columns, no filter, no order; then the next page. */
export async function judgeGrid(stage: Stage): Promise<readonly CheckResult[]> {
  return [
    await runCheck('grid: first and second page', async (check) => {
      const first = await gridPage(check, stage, 1);
      const second = await gridPage(check, stage, 2);
      judgeNeighbours(check, first, second);
    }),
  ];
}

/** `startswith` on the primary name, the one filter that has been seen on the wire. */
export async function judgeStartsWith(stage: Stage): Promise<readonly CheckResult[]> {
  return [
    await runCheck('grid: begins with', async (check) => {
      const name = primaryNameOf(stage.session.table);
      const [sought] = name === undefined ? [] : textsOf(stage.sample, name);
      if (name === undefined || sought === undefined) return check.skip('no text to search for');
      const filter = call('startswith', property(name), text([...sought].slice(0, 3).join('')));
      const query = filteredView(stage.session, filter);
      await verifyFilter(check, stage.session, stage.sample, { query, mayRefuse: false });
    }),
  ];
}

async function gridPage(check: Check, { session }: Stage, number: number): Promise<ListAnswer> {
  const page = { number, size: gridPageSize };
  const query = toListQuery({ columns: viewColumns(session.table), page, returnTotalCount: true });
  return session.list(check, query);
}

function judgeNeighbours(check: Check, first: ListAnswer, second: ListAnswer): void {
  if (first.count !== second.count) {
    check.fail(
      'count',
      `the first page counts ${first.count} rows, the second ${second.count}`,
      second.exchange,
    );
  }
  const seen = new Set(first.rows.map((row) => row.key));
  const repeated = second.rows.find((row) => seen.has(row.key));
  if (repeated) check.fail('paging', `row ${repeated.key} stands on both pages`, second.exchange);
}
