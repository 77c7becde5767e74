/** Server-side paging: next links that stand on their own, can be repeated, and lead to every row once. */
import { runCheck, type Check, type CheckResult } from '../check';
import { call, property, text } from '../expression';
import type { Headers } from '../http-caller';
import type { ListAnswer } from '../judge-list';
import { textsOf } from '../sample';
import { keyOf, primaryNameOf } from '../service-model';
import { filteredView } from '../verify-filter';
import { verdictOf } from '../evaluate-filter';
import type { ListQuery } from '../wire-request';
import type { Stage } from './stage';

/** A large table is followed so far and no further. */
const pagesFollowed = 25;

/** Makes the endpoint cut pages that a small table has several of. */
function pagesOf(size: number): Headers {
  return { Prefer: `odata.maxpagesize=${size}` };
}

export async function judgeServerPaging(stage: Stage): Promise<readonly CheckResult[]> {
  return [
    await runCheck('server paging: the pages as the server cuts them', async (check) => {
      judgePages(check, await followAll(check, stage, keysOnly(stage), {}), undefined);
    }),
    await runCheck('server paging: pages of 50', async (check) => {
      const window = await stage.session.list(check, { ...keysOnly(stage), top: 50 * pagesFollowed });
      const pages = await followAll(check, stage, keysOnly(stage), pagesOf(50));
      if (pages.length === 1)
        check.note('a single page: the table is small, or odata.maxpagesize is not heeded');
      judgePages(check, pages, window);
    }),
    await runCheck('server paging: a next link can be repeated', (check) => judgeRepeatable(check, stage)),
    await runCheck('server paging: page n by walking from page 1', (check) => judgeWalks(check, stage)),
    await runCheck('server paging: next links keep the filter', (check) => judgeFiltered(check, stage)),
  ];
}

function keysOnly({ session }: Stage): ListQuery & { select: readonly string[] } {
  return { select: [keyOf(session.table)], count: true };
}

async function followAll(
  check: Check,
  { session }: Stage,
  query: ListQuery,
  headers: Headers,
  most: number = pagesFollowed,
): Promise<readonly ListAnswer[]> {
  let page = await session.list(check, query, headers);
  const pages = [page];
  while (page.nextLink !== undefined && pages.length < most) {
    page = await session.follow(check, page.nextLink, query.select);
    pages.push(page);
  }
  return pages;
}

/** No row twice, none lost, and the order that client-side paging gives. */
function judgePages(check: Check, pages: readonly ListAnswer[], window: ListAnswer | undefined): void {
  const [first] = pages;
  const last = pages.at(-1);
  if (first === undefined || last === undefined) return;
  const keys = pages.flatMap((page) => page.rows.map((row) => row.key));
  const distinct = new Set(keys).size;
  if (distinct < keys.length) {
    check.fail('paging', `${keys.length - distinct} rows come more than once`, last.exchange);
  }
  if (last.nextLink === undefined && first.count !== undefined && keys.length !== first.count) {
    const reason = `the pages hold ${keys.length} rows, @odata.count was ${first.count}`;
    check.fail('paging', reason, last.exchange);
  }
  const strayCount = pages.find((page) => page.count !== undefined && page.count !== first.count);
  if (strayCount) {
    const reason = `@odata.count is ${strayCount.count} on a later page and ${first.count} on the first`;
    check.fail('count', reason, strayCount.exchange);
  }
  const at = window?.rows.findIndex((row, index) => index < keys.length && keys[index] !== row.key) ?? -1;
  if (at >= 0) check.fail('paging', `the row at place ${at + 1} is another one with $top`, last.exchange);
}

async function judgeRepeatable(check: Check, stage: Stage): Promise<void> {
  const query = keysOnly(stage);
  const first = await stage.session.list(check, query, pagesOf(7));
  if (first.nextLink === undefined) return check.skip('no next link came');
  const once = await stage.session.follow(check, first.nextLink, query.select);
  const twice = await stage.session.follow(check, first.nextLink, query.select);
  if (sameRows(once, twice)) return;
  check.fail('next-link', 'the same link leads to other rows the second time', twice.exchange);
}

/** A client that keeps no link between calls reaches page n by following from page 1 each time. */
async function judgeWalks(check: Check, stage: Stage): Promise<void> {
  const remembered = await followAll(check, stage, keysOnly(stage), pagesOf(7), 4);
  if (remembered.length === 1) return check.skip('no next link came');
  for (let number = 2; number <= remembered.length; number += 1) {
    const walked = (await followAll(check, stage, keysOnly(stage), pagesOf(7), number)).at(-1);
    const expected = remembered[number - 1];
    if (walked === undefined || expected === undefined || sameRows(walked, expected)) continue;
    check.fail('next-link', `page ${number} holds other rows when it is walked to again`, walked.exchange);
  }
}

async function judgeFiltered(check: Check, stage: Stage): Promise<void> {
  const { session, sample } = stage;
  const name = primaryNameOf(session.table);
  const [sought] = name === undefined ? [] : textsOf(sample, name);
  if (name === undefined || sought === undefined) return check.skip('no text to search for');
  const filter = call('startswith', property(name), text([...sought].slice(0, 1).join('')));
  const { select } = filteredView(session, filter);
  const orderBy = [{ name, descending: true }];
  const pages = await followAll(check, stage, { filter, orderBy, select, count: true }, pagesOf(3));
  judgePages(check, pages, undefined);
  for (const page of pages) {
    const stray = page.rows.find((row) => verdictOf(filter, row, session.table) === 'never');
    if (stray) check.fail('filter', `row ${stray.key} doesn't satisfy the filter`, page.exchange);
  }
}

function sameRows(left: ListAnswer, right: ListAnswer): boolean {
  return left.rows.map((row) => row.key).join() === right.rows.map((row) => row.key).join();
}
