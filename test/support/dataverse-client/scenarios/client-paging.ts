/** Client-side paging: however a table is cut into pages, they put together to the same rows in the same order. */
import { runCheck, type Check, type CheckResult } from '../check';
import type { ListAnswer } from '../judge-list';
import { valuesOf, viewColumns } from '../sample';
import { keyOf } from '../service-model';
import type { ListQuery, OrderKey } from '../wire-request';
import type { Stage } from './stage';

/** Seven pages of 50 are fifty pages of 7. */
const windowSize = 350;

/** The largest page that Dataverse asks for. */
const largestPage = 5000;

export async function judgeClientPaging(stage: Stage): Promise<readonly CheckResult[]> {
  return [
    await runCheck('paging: pages of 7 and of 50, no order given', (check) =>
      judgeWindows(check, stage, undefined),
    ),
    await runCheck('paging: pages of 7 and of 50, order with ties', async (check) => {
      const name = columnWithTies(stage);
      if (name === undefined) return check.skip('no column with repeated values');
      await judgeWindows(check, stage, [{ name, descending: true }]);
    }),
    await runCheck('paging: the last page and past it', (check) => judgeEnd(check, stage)),
    await runCheck('paging: a page of 5,000', (check) => judgeLargestPage(check, stage)),
  ];
}

async function judgeWindows(
  check: Check,
  stage: Stage,
  orderBy: readonly OrderKey[] | undefined,
): Promise<void> {
  const select = [keyOf(stage.session.table), ...(orderBy ?? []).map((key) => key.name)];
  const whole = await stage.session.list(check, { orderBy, top: windowSize, select, count: true });
  const expected = whole.rows.map((row) => row.key);
  for (const size of [50, 7]) {
    const pages = await walk(check, stage, { orderBy, select, top: size, count: true });
    const keys = pages.flatMap((page) => page.rows.map((row) => row.key));
    judgeNoLoss(check, keys, expected, `pages of ${size}`, whole);
    const strayCount = pages.find((page) => page.count !== whole.count);
    if (strayCount) {
      const reason = `@odata.count is ${strayCount.count} on a page and ${whole.count} elsewhere`;
      check.fail('count', reason, strayCount.exchange);
    }
  }
}

/** The pages of the window, one request each, until one comes that isn't full. */
async function walk(
  check: Check,
  { session }: Stage,
  query: ListQuery & { top: number },
): Promise<ListAnswer[]> {
  const pages: ListAnswer[] = [];
  for (let skip = 0; skip < windowSize; skip += query.top) {
    const page = await session.list(check, { ...query, skip: skip === 0 ? undefined : skip });
    pages.push(page);
    if (page.rows.length < query.top) break;
  }
  return pages;
}

function judgeNoLoss(
  check: Check,
  keys: readonly string[],
  expected: readonly string[],
  pages: string,
  whole: ListAnswer,
): void {
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated !== undefined) check.fail('paging', `row ${repeated} comes twice in ${pages}`, whole.exchange);
  const lost = expected.find((key) => !keys.includes(key));
  if (lost !== undefined) check.fail('paging', `row ${lost} never comes in ${pages}`, whole.exchange);
  const at = expected.findIndex((key, index) => keys[index] !== key);
  if (repeated !== undefined || lost !== undefined || at < 0) return;
  check.fail(
    'paging',
    `${pages} put row ${expected[at] ?? ''} in another place than one large page`,
    whole.exchange,
  );
}

async function judgeEnd(check: Check, { session, sample: { total } }: Stage): Promise<void> {
  if (total === undefined) return check.skip('the table was not counted');
  const select = viewColumns(session.table);
  const back = Math.min(total, 20);
  const last = await session.list(check, { skip: total - back, top: 50, select, count: true });
  if (last.rows.length !== back) {
    check.fail('paging', `${last.rows.length} rows came where the last ${back} were due`, last.exchange);
  }
  const past = await session.list(check, { skip: total, top: 50, select, count: true });
  if (past.rows.length > 0) check.fail('paging', `${past.rows.length} rows came past the end`, past.exchange);
  for (const { count, exchange } of [last, past]) {
    if (count !== undefined && count !== total) {
      check.fail('count', `@odata.count is ${count}, though the table has ${total} rows`, exchange);
    }
  }
}

/** That the page is full is judged of every answer. */
async function judgeLargestPage(check: Check, { session }: Stage): Promise<void> {
  await session.list(check, { top: largestPage, select: [keyOf(session.table)], count: true });
}

/** A column whose values repeat, so that only a tie-breaker keeps its order stable. */
function columnWithTies({ session: { table }, sample }: Stage): string | undefined {
  const candidates = table.properties.filter(
    ({ name, type }) => type !== 'Edm.Guid' && name !== keyOf(table),
  );
  const repeats = candidates.find(({ name }) => {
    const distinct = valuesOf(sample, name).length;
    return distinct > 0 && distinct < sample.rows.length / 2;
  });
  return repeats?.name;
}
