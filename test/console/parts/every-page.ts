/** Every page: axe finds nothing in either theme, it is no wider than a phone, and its navigation can be reached there. */
import type { Page } from 'playwright-core';
import type { OnStage } from '../../support/console/console-stage';
import { violations } from '../../support/console/violations';

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
] as const;

const wide = { width: 1280, height: 800 };
const narrow = { width: 375, height: 800 };

export function testEveryPage(stage: OnStage): void {
  describe('every page', () => {
    beforeAll(() => stage().page.goto('/queries'));
    afterAll(() => stage().page.setViewportSize(wide));

    test.each(paths)('%s: axe finds nothing in either theme, and it is no wider than a phone', look);

    test.each(['url=length', 'code=UnknownResource', 'operation=batch'])(
      'a query with %s: axe finds nothing in either theme, and it is no wider than a phone',
      async (filter) => look(`/queries/${await stage().idOf(filter)}`),
    );

    async function look(path: string): Promise<void> {
      const { page } = stage();
      await page.setViewportSize(wide);
      await stage().follow(path);
      await page.locator('main h1').waitFor();
      await page.locator('main .mantine-Loader-root').waitFor({ state: 'detached' });
      await expectFit(page);
    }

    test('the navigation is behind a button on a phone', async () => {
      const { page } = stage();
      await page.setViewportSize(narrow);
      await stage().follow('/settings');
      await page.getByRole('button', { name: 'Open the navigation' }).click();
      await page.getByRole('link', { name: 'Queries' }).click();
      await page.waitForURL('**/queries');
    });

    test('the code of a page is on its way before it is known who asks for it', async () => {
      const { page } = stage();
      const answer = Promise.withResolvers<void>();
      await page.route('**/api/session', async (route) => {
        await answer.promise;
        await route.continue();
      });
      const asked = page.waitForRequest('**/assets/settings-page-*.js');
      await page.goto('/settings');
      await asked;
      answer.resolve();
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
      await page.unroute('**/api/session');
    });

    test('who needs a key is asked for it', async () => {
      const { page } = stage();
      await page.setViewportSize(wide);
      await page.route('**/api/session', (route) => route.fulfill({ status: 401, body: '{}' }));
      await page.goto('/queries');
      await page.getByLabel('Key').waitFor();
      await expectFit(page);
      await page.unroute('**/api/session');
      // Chromium tells of the 401.
      stage().takeFaults();
    });
  });
}

async function expectFit(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize(narrow);
  expect(await widthAtRest(page)).toBe(narrow.width);
}

/** The navigation slides away. */
async function widthAtRest(page: Page): Promise<unknown> {
  const moving = 'document.getAnimations().map(({ finished }) => finished)';
  await page.evaluate(`document.body.offsetWidth && Promise.allSettled(${moving})`);
  return page.evaluate('document.documentElement.scrollWidth');
}
