/** What an administrator does with the console: follow a complaint, capture, purge, look up a setting. */
import { violations } from '../../support/console/violations';
import type { OnStage } from '../../support/console/console-stage';

export function testAdministering(stage: OnStage): void {
  test('what a capture keeps is shown to who asks for it, the cache forgets what it is told to, and the audit says so', async () => {
    const { page } = stage();
    await page.goto('/captures');
    await page.getByText('No capture is running').waitFor();
    await page.getByLabel('Minutes').fill('5');
    await page.getByRole('button', { name: 'Start' }).click();
    const end = page.getByRole('button', { name: 'End the capture of sales' });
    await end.waitFor();
    await stage().ask("PaymentTerms?$filter=Description eq 'a captured literal'");
    await end.click();
    await page.getByText('No capture is running').waitFor();

    await page.goto(`/queries/${await stage().idOf('entitySet=PaymentTerms')}`);
    await page.getByRole('heading', { level: 1, name: 'list PaymentTerms' }).waitFor();
    expect(await page.getByText('a captured literal').count()).toBe(0);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText("Description eq 'a captured literal'").waitFor();

    const verdict = async (): Promise<string> =>
      String((await stage().gateway.data.get('/odata/sales/Customers?$top=1')).headers['cache-status']);
    await verdict();
    expect(await verdict()).toContain('hit');
    await page.goto('/cache');
    await page.getByRole('button', { name: 'Purge…' }).click();
    await page.getByText('Forget all of sales/Customers?').waitFor();
    expect(await violations(page)).toEqual([]);
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
      expect.stringMatching(/^payload id \w+ 200$/),
      expect.stringMatching(/^end capture id [\w-]+ 204$/),
      'capture service sales, minutes 5 201',
    ]);
  });

  test('a source that is left alone is seen, and can be asked again', async () => {
    const { page } = stage();
    let state = 'open';
    await page.route('**/api/connections', async (route) => {
      const answer = await route.fetch();
      const { items } = (await answer.json()) as { readonly items: readonly object[] };
      const until = Date.now() + 60_000;
      const breaker = { origin: 'https://source.test', state, until, calls: 20, failures: 11 };
      await route.fulfill({ json: { items: items.map((item) => ({ ...item, breakers: [breaker] })) } });
    });
    await page.goto('/connections');
    await page.getByText('left alone until').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByText('left alone until').hover();
    await page.getByText('Of the 20 calls of the last ten seconds 11 failed').waitFor();
    state = 'closed';
    const sent = page.waitForRequest('**/api/connections/contoso/breaker');
    await page.getByRole('button', { name: 'Ask it again' }).click();
    expect((await sent).postDataJSON()).toEqual({ state: 'closed' });
    await page.getByText('asked, 11 failed').waitFor();
    expect(await page.getByRole('button', { name: 'Ask it again' }).count()).toBe(0);
    await page.unroute('**/api/connections');
  });

  test('settings say where they come from, and can be found', async () => {
    const { page } = stage();
    await page.goto('/settings');
    await page.getByRole('row', { name: 'enabled true line 2' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('scanRows');
    await page.getByRole('row', { name: /^scanRows/ }).waitFor();
    expect(await page.locator('main tbody tr').count()).toBe(1);
    await page.getByText('default').hover();
    await page.getByText('It does not stand in the file.').waitFor();
  });

  test('a slow grid: found by its id, the plan says why, Explain shows the fix, purge and replay prove it', async () => {
    const complaint = '5f0c6d3e-8c1c-4f7e-9a35-1d2f3a4b5c6d';
    await stage().ask('Customers?$filter=length(Name) gt 4&$top=5', { 'x-ms-client-request-id': complaint });
    const { page } = stage();
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
    await page.getByRole('region', { name: 'What to change' }).getByText('Name the columns').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto('/cache');
    await page.getByRole('button', { name: 'Purge…' }).click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await page.getByText('Forgotten: all of sales/Customers.').waitFor();
    await page.goto(record);
    await page.getByLabel('Literal 1').fill('4');
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('Both give the same rows in the same order.').waitFor();
  });
}
