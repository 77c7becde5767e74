/** The console in a browser: it shows what was asked and why it was slow, to everybody, and nothing that was asked runs in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
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

  test('axe finds nothing on any page, nor too little contrast in the other colours', async () => {
    const { page, faults } = await view();
    const found: string[] = [];
    const note = async (path: string, axe: AxeBuilder): Promise<void> => {
      // Its other mode opens a page of its own for the result, for frames that we do not have.
      const { violations } = await axe.setLegacyMode().analyze();
      found.push(...violations.map(({ id, nodes }) => `${path} ${id} ${String(nodes[0]?.target)}`));
    };
    const queries = [await idOf('url=length'), await idOf('code=UnknownResource')];
    for (const path of [...paths, ...queries.map((id) => `/queries/${id}`)]) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(path);
      await page.locator('main h1').waitFor();
      await note(path, new AxeBuilder({ page }));
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      await note(`${path} in dark`, new AxeBuilder({ page }).withRules('color-contrast'));
    }
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('no page is wider than a phone, whose navigation is behind a button', async () => {
    const { page } = await view({ width: 375 });
    for (const path of [...paths, `/queries/${await idOf('url=length')}`]) {
      await page.goto(path);
      await page.locator('main h1').waitFor();
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 375]);
    }
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    await page.getByRole('link', { name: 'Queries' }).click();
    await page.waitForURL('**/queries');
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
