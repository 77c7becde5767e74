/** The console in a browser: it shows what was asked and why it was slow, to everybody, and nothing that was asked runs in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { type RunningGateway, startGateway, temporaryFolder } from '../e2e/support/start-gateway';
import {
  hasBrowser,
  openBrowser,
  openPage,
  type Viewing,
  type WatchedPage,
} from '../support/console/browser';
import { buildConsole, consoleFolder, scriptsByPage } from '../support/console/built-console';

const configuration = `
records: { enabled: true }
connections:
  contoso: { provider: finance-operations, simulator: { customers: 30, orders: 1, products: 1, vendors: 1 } }
services:
  sales:
    auth: none
    entitySets:
      Customers: { connection: contoso, template: Customers, cache: { ttl: 1h } }
      CustomerGroups: { connection: contoso, template: CustomerGroups }
      PaymentTerms: { connection: contoso, template: PaymentTerms }
`;

/** A figure, not a timing. */
const MOST_BYTES = 200_000;

const unpushed = "Customers?$filter=length(Name) gt 3 and Name ne 'Ann'&$top=5";
const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
const paths = [
  '/overview',
  '/queries',
  '/fingerprints',
  '/explain',
  '/sets',
  '/sets/sales/Customers',
  '/connections',
  '/cache',
  '/writes',
  '/captures',
  '/audit',
  '/settings',
  '/nowhere',
];

beforeAll(buildConsole);

test('whichever page is opened first loads less than 200 kB of scripts, compressed', () => {
  const pages = [...scriptsByPage()].map(([page, files]) => {
    const sizes = [...files].map((file) => gzipSync(readFileSync(join(consoleFolder, file))).length);
    return { page, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  });
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.filter(({ bytes }) => bytes >= MOST_BYTES)).toEqual([]);
});

test('no script is inline, and nothing comes from elsewhere', () => {
  const page = readFileSync(join(consoleFolder, 'index.html'), 'utf8');
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});

(hasBrowser() ? describe : describe.skip)('the console', () => {
  const folder = temporaryFolder();
  let gateway: RunningGateway;
  let browser: Browser;
  let origin: string;
  const open: WatchedPage[] = [];

  beforeAll(async () => {
    [gateway, browser] = await Promise.all([startGateway(configuration, folder.path), openBrowser()]);
    origin = `http://127.0.0.1:${gateway.admin.port}`;
    await ask(unpushed);
    await ask(`Customers?$filter=Name eq 'x'&${hostile}=1`, { 'x-ms-client-request-id': hostile });
    await ask(hostile);
    await gateway.data.send('/odata/sales/$batch', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"requests":[{"id":"1","method":"GET","url":"CustomerGroups"}]}',
    });
  });
  afterEach(async () => {
    for (const { close } of open.splice(0)) await close();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
    folder.remove();
  });

  async function ask(target: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    await gateway.data.get(`/odata/sales/${encodeURI(target)}`, headers);
  }

  async function view(viewing?: Viewing): Promise<WatchedPage> {
    const watched = await openPage(browser, origin, viewing);
    open.push(watched);
    return watched;
  }

  async function idOf(filter: string): Promise<string> {
    const { body } = await gateway.admin.get(`/api/queries?${filter}`);
    return (JSON.parse(body) as { readonly items: readonly { readonly id: string }[] }).items[0]?.id ?? '';
  }

  test('the list shows what was asked; a filter goes into the address, and comes back from it', async () => {
    const { page, faults } = await view();
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
    expect(faults).toEqual([]);
  });

  test('what the filters let through is exported as a file', async () => {
    const { page, faults } = await view();
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
    expect(faults).toEqual([]);
  });

  test('the bare address leads to the overview, whose figures lead to what they count, and whose lines are a table, too', async () => {
    const { page, faults } = await view();
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
    expect(faults).toEqual([]);
  });

  test('live: what is asked meanwhile appears by itself, and what runs is counted', async () => {
    const { page, faults } = await view();
    await page.goto('/queries?url=meanwhile');
    await page.getByText('No query matches').waitFor();
    await page.getByRole('switch', { name: 'Live' }).click();
    await page.getByText('Running now: 0').waitFor();
    await ask('meanwhile');
    await page.getByText('1 in all').waitFor();
    expect(faults).toEqual([]);
  });

  test('live without the stream of events: the list is asked for, and nobody is told that nothing runs', async () => {
    const { page } = await view();
    await page.route('**/api/queries/live*', (route) => route.fulfill({ status: 503, body: '{}' }));
    await page.goto('/queries?url=unheard');
    await page.getByRole('switch', { name: 'Live' }).click();
    await page.getByText('The gateway does not tell what runs').waitFor();
    await ask('unheard');
    await page.getByText('1 in all').waitFor();
  });

  test('one query shows which part the source did not do, and why', async () => {
    const { page, faults } = await view();
    await page.goto(`/queries/${await idOf('url=length')}`);
    const plan = page.getByRole('region', { name: 'Where it was done' });
    await plan.getByText('length(Name) gt ?').waitFor();
    expect(await plan.innerText()).toMatch(/residual\s+\$filter length\(Name\) gt \?\s+\S/);
    expect(await page.getByLabel(/^Literal \d/).count()).toBe(2);
    expect(faults).toEqual([]);
  });

  test('hostile text is shown as text, and nothing of it runs', async () => {
    const { page, faults } = await view();
    await page.goto('/queries?url=img');
    await page.getByText('onerror').first().waitFor();
    await page.goto(`/queries/${await idOf('url=img&operation=list')}`);
    await page.getByText('x-ms-client-request-id').waitFor();
    expect(await page.locator('#root img, #root script').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  describe('every page', () => {
    let shared: WatchedPage;
    beforeAll(async () => {
      shared = await openPage(browser, origin);
      await shared.page.goto('/queries');
    });
    afterAll(() => shared.close());

    const places = [
      ...paths.map((path) => [path, path]),
      ...['url=length', 'code=UnknownResource', 'operation=batch'].map((filter) => [
        `a query with ${filter}`,
        filter,
      ]),
    ] as const;

    test.each(places)(
      '%s: axe finds nothing in either theme, and it is no wider than a phone',
      async (_, place) => {
        const { page } = shared;
        await page.emulateMedia({ colorScheme: 'light' });
        await page.setViewportSize({ width: 1280, height: 800 });
        // Within the console, as its links do: to load all of it anew takes a second, and shows nothing more.
        const address = place.startsWith('/') ? place : `/queries/${await idOf(place)}`;
        await page.evaluate(`history.pushState(null, '', ${JSON.stringify(address)})`);
        await page.locator('main h1').waitFor();
        await page.locator('main .mantine-Loader-root').waitFor({ state: 'detached' });
        expect(await violations(new AxeBuilder({ page }))).toEqual([]);
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
        expect(await violations(new AxeBuilder({ page }).withRules('color-contrast'))).toEqual([]);
        await page.setViewportSize({ width: 375, height: 800 });
        expect(await widthAtRest(page)).toBe(375);
        expect(shared.faults).toEqual([]);
      },
    );

    test('the navigation is behind a button on a phone', async () => {
      const { page } = shared;
      await page.setViewportSize({ width: 375, height: 800 });
      await page.goto('/settings');
      await page.getByRole('button', { name: 'Open the navigation' }).click();
      await page.getByRole('link', { name: 'Queries' }).click();
      await page.waitForURL('**/queries');
    });
  });

  test('what a capture keeps is shown to who asks for it, the cache forgets what it is told to, and the audit says so', async () => {
    const { page, faults } = await view();
    await page.goto('/captures');
    await page.getByText('No capture is running').waitFor();
    await page.getByLabel('Minutes').fill('5');
    await page.getByRole('button', { name: 'Start' }).click();
    const end = page.getByRole('button', { name: 'End the capture of sales' });
    await end.waitFor();
    await ask("PaymentTerms?$filter=Description eq 'a captured literal'");
    await end.click();
    await page.getByText('No capture is running').waitFor();

    await page.goto(`/queries/${await idOf('entitySet=PaymentTerms')}`);
    await page.getByRole('heading', { level: 1, name: 'list PaymentTerms' }).waitFor();
    expect(await page.getByText('a captured literal').count()).toBe(0);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText("Description eq 'a captured literal'").waitFor();

    const verdict = async (): Promise<string> =>
      String((await gateway.data.get('/odata/sales/Customers?$top=1')).headers['cache-status']);
    await verdict();
    expect(await verdict()).toContain('hit');
    await page.goto('/cache');
    await page.getByRole('button', { name: 'Purge…' }).click();
    await page.getByText('Forget all of sales/Customers?').waitFor();
    expect(await violations(new AxeBuilder({ page }))).toEqual([]);
    // The question has the focus.
    await page.keyboard.press('Enter');
    await page.getByText('Forgotten: all of sales/Customers.').waitFor();
    expect(await verdict()).not.toContain('hit');

    await page.goto('/audit');
    const entries = page.locator('main tbody tr');
    await entries.first().waitFor();
    expect(
      (await entries.allInnerTexts()).slice(0, 4).map((text) =>
        text
          .split(/\s*\t\s*/)
          .slice(3)
          .join(' '),
      ),
    ).toEqual([
      'purge service sales, entitySet Customers 200',
      expect.stringMatching(/^GET \/api\/queries\/:id\/payload id \w+ 200$/),
      expect.stringMatching(/^DELETE \/api\/captures\/:id id [\w-]+ 204$/),
      'capture service sales, minutes 5 201',
    ]);
    expect(faults).toEqual([]);
  });

  test('a source that is left alone is seen, and can be asked again', async () => {
    const { page, faults } = await view();
    let state = 'open';
    await page.route('**/api/connections', async (route) => {
      const answer = await route.fetch();
      const { items } = (await answer.json()) as { readonly items: readonly object[] };
      const breaker = {
        origin: 'https://source.test',
        state,
        until: Date.now() + 60_000,
        calls: 20,
        failures: 11,
      };
      await route.fulfill({ json: { items: items.map((item) => ({ ...item, breakers: [breaker] })) } });
    });
    await page.goto('/connections');
    await page.getByText('left alone until').waitFor();
    expect(await violations(new AxeBuilder({ page }))).toEqual([]);
    await page.getByText('left alone until').hover();
    await page.getByText('Of the 20 calls of the last ten seconds 11 failed').waitFor();
    state = 'closed';
    const sent = page.waitForRequest('**/api/connections/contoso/breaker');
    await page.getByRole('button', { name: 'Ask it again' }).click();
    expect((await sent).postDataJSON()).toEqual({ state: 'closed' });
    await page.getByText('asked, 11 failed').waitFor();
    expect(await page.getByRole('button', { name: 'Ask it again' }).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test('settings say where they come from, and can be found', async () => {
    const { page, faults } = await view();
    await page.goto('/settings');
    await page.getByRole('row', { name: 'enabled true line 2' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('scanRows');
    await page.getByRole('row', { name: /^scanRows/ }).waitFor();
    expect(await page.locator('main tbody tr').count()).toBe(1);
    await page.getByText('default').hover();
    await page.getByText('It does not stand in the file.').waitFor();
    expect(faults).toEqual([]);
  });

  test('a slow grid: found by its id, the plan says why, Explain shows the fix, purge and replay prove it', async () => {
    const complaint = '5f0c6d3e-8c1c-4f7e-9a35-1d2f3a4b5c6d';
    await ask('Customers?$filter=length(Name) gt 4&$top=5', { 'x-ms-client-request-id': complaint });
    const { page, faults } = await view();
    await page.goto('/queries');
    await page.getByLabel('Correlation id').fill(complaint);
    await page.getByText('1 in all').waitFor();
    await page.getByText('length(Name) gt ?').click();
    await page.waitForURL(/\/queries\/\w+$/);
    const record = page.url();
    const plan = page.getByRole('region', { name: 'Where it was done' });
    await plan.getByText('What would help: compare a plain column with a value').waitFor();
    await page.getByRole('link', { name: 'Explain', exact: true }).last().click();
    await page.getByLabel('URL or FetchXML').fill("Customers?$filter=startswith(Name,'A')&$top=5");
    await page.getByRole('button', { name: 'Explain' }).click();
    const fixed = page.getByRole('region', { name: 'Where it would be done' });
    await fixed.getByText('startswith(Name,').waitFor();
    expect(await fixed.innerText()).not.toMatch(/residual/i);
    await page.goto('/cache');
    await page.getByRole('button', { name: 'Purge…' }).click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await page.getByText('Forgotten: all of sales/Customers.').waitFor();
    await page.goto(record);
    await page.getByLabel('Literal 1').fill('4');
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('Both give the same rows in the same order.').waitFor();
    expect(faults).toEqual([]);
  });

  test('of 100,000 queries in the list only those in sight are drawn', async () => {
    const { page, faults } = await view();
    const { body } = await gateway.admin.get('/api/queries?limit=1');
    const [like] = (JSON.parse(body) as { readonly items: readonly object[] }).items;
    // Pages as the API gives them, but each of 10,000: what is in question is the list.
    await page.route('**/api/queries?*', async (route) => {
      const first = Number(new URL(route.request().url()).searchParams.get('before') ?? 0);
      const items = Array.from({ length: 10_000 }, (_, at) => ({ ...like, id: `q${first + at + 1}` }));
      const next = first + 10_000 < 100_000 ? { next: String(first + 10_000) } : {};
      await route.fulfill({ json: { items, ...next } });
    });
    await page.goto('/queries');
    const list = page.getByRole('table', { name: 'Queries' });
    await list.waitFor();
    await list.hover();
    for (let turn = 1; turn <= 10; turn += 1) {
      await page.getByText(`${turn}0,000 `).waitFor();
      await page.mouse.wheel(0, 1e6);
    }
    await list.getByRole('row').and(page.locator('[aria-rowindex="100001"]')).waitFor();
    expect(await list.getByRole('row').count()).toBeLessThan(100);
    expect(faults).toEqual([]);
  });

  test('the page comes under a strict policy, its files for ever, and the API keeps its own answers', async () => {
    const page = await gateway.admin.get('/queries/any', { accept: 'text/html' });
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']+';.*frame-ancestors 'none'$/,
    );
    expect(page.headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
    const [, script = ''] = /src="(\/assets\/[^"]+)"/.exec(page.body) ?? [];
    const file = await gateway.admin.get(script, { 'accept-encoding': 'br' });
    expect(file.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
    });
    expect((await gateway.admin.get('/assets/none.js')).status).toBe(404);
    const unknown = await gateway.admin.get('/api/none', { accept: 'text/html' });
    expect([unknown.status, unknown.headers['content-type']]).toEqual([404, expect.stringContaining('json')]);
  });
});

/** The navigation slides away. */
async function widthAtRest(page: Page): Promise<unknown> {
  const moving = 'document.getAnimations().map(({ finished }) => finished)';
  await page.evaluate(`document.body.offsetWidth && Promise.allSettled(${moving})`);
  return page.evaluate('document.documentElement.scrollWidth');
}

async function violations(axe: AxeBuilder): Promise<readonly string[]> {
  // Its other mode opens a page of its own for the result, for frames that we do not have.
  const result = await axe.setLegacyMode().analyze();
  return result.violations.map(({ id, nodes }) => `${id} ${String(nodes[0]?.target)}`);
}
