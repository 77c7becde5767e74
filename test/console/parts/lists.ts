/** Lists: what was asked is found, exported, followed live, and scrolled through however much it is. */
import { readFileSync } from 'node:fs';
import type { OnStage } from '../../support/console/console-stage';

export function testLists(stage: OnStage): void {
  test('the list shows what was asked; a filter goes into the address, and comes back from it', async () => {
    const { page } = stage();
    await page.goto('/queries');
    await page.getByText('length(Name) gt ?').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('length');
    await page.waitForURL('**/queries?url=length');
    await page.getByText('1 in all').waitFor();
    await page.reload();
    await page.getByText('1 in all').waitFor();
    expect(await page.getByLabel('In the URL').inputValue()).toBe('length');
    await page.getByText('length(Name) gt ?').click();
    await page.waitForURL(/\/queries\/\w+$/);
    await page.getByRole('heading', { level: 1, name: 'list Customers' }).waitFor();
  });

  test('what the filters let through is exported as a file', async () => {
    const { page } = stage();
    await page.goto('/queries?url=length');
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^CSV/ }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('queries.csv');
    expect(readFileSync(await file.path(), 'utf8')).toMatch(
      /^id,time,.*\r\n[^\n]*length\(Name\) gt \?[^\n]*\r\n$/,
    );
  });

  test('the bare address leads to the overview, whose figures lead to what they count, and whose lines are a table, too', async () => {
    const { page } = stage();
    await page.goto('/');
    await page.waitForURL('**/overview');
    await page
      .getByRole('img', { name: /^Requests in the last hour: answered/ })
      .locator('canvas')
      .waitFor();
    await page.getByRole('button', { name: 'Requests as a table' }).click();
    await page.getByRole('region', { name: 'Requests, values' }).getByRole('cell').first().waitFor();
    await page.getByRole('link', { name: /^Refused: [1-9]/ }).click();
    await page.waitForURL('**/queries?status=4xx&last=1h');
    await page.getByText('in all').waitFor();
  });

  test('live: what is asked meanwhile appears by itself, and what runs is counted', async () => {
    const { page } = stage();
    await page.goto('/queries?url=meanwhile');
    await page.getByText('No query matches').waitFor();
    await page.getByRole('switch', { name: 'Live' }).click();
    await page.getByText('Running now: 0').waitFor();
    await stage().ask('meanwhile');
    await page.getByText('1 in all').waitFor();
  });

  test('live without the stream of events: the list is asked for, and nobody is told that nothing runs', async () => {
    const { page } = stage();
    await page.route('**/api/queries/live*', (route) => route.fulfill({ status: 503, body: '{}' }));
    await page.goto('/queries?url=unheard');
    await page.getByRole('switch', { name: 'Live' }).click();
    await page.getByText('The gateway does not tell what runs').waitFor();
    await stage().ask('unheard');
    await page.getByText('1 in all').waitFor();
    await page.unroute('**/api/queries/live*');
    // Chromium tells of each 503.
    stage().takeFaults();
  });

  test('of 100,000 queries in the list only those in sight are drawn', async () => {
    const { page } = stage();
    const { body } = await stage().gateway.admin.get('/api/queries?limit=1');
    await page.goto('/overview');
    await page.evaluate(answerWithPages(body));
    await stage().follow('/queries');
    const list = page.getByRole('table', { name: 'Queries' });
    await list.waitFor();
    await list.hover();
    for (let turn = 1; turn <= 10; turn += 1) {
      await page.getByText(`${turn}0,000 `).waitFor();
      await page.mouse.wheel(0, 1e6);
    }
    await list.getByRole('row').and(page.locator('[aria-rowindex="100001"]')).waitFor();
    expect(await list.getByRole('row').count()).toBeLessThan(100);
  });
}

/**
 * Ten pages as the API gives them, but each of 10,000, and made where they are used: what is in question is the list.
 * A script for the page; it lasts until the page is loaded anew.
 *
 * @param list an answer of the API with the record that all rows are to look like
 */
function answerWithPages(list: string): string {
  return `{
    const like = ${list}.items[0];
    const fetched = window.fetch;
    window.fetch = (address, options) => {
      const { pathname, searchParams } = new URL(address, location.href);
      if (pathname !== '/api/queries') return fetched(address, options);
      const first = Number(searchParams.get('before') ?? 0);
      const items = Array.from({ length: 10000 }, (_, at) => ({ ...like, id: 'q' + (first + at + 1) }));
      const next = first + 10000 < 100000 ? { next: String(first + 10000) } : {};
      return Promise.resolve(Response.json({ items, ...next }));
    };
  }`;
}
