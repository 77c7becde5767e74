/** One query: what was asked and why it was slow, and nothing that was asked runs. */
import type { OnStage } from '../../support/console/console-stage';

export function testOneQuery(stage: OnStage): void {
  test('one query shows which part the source did not do, and why', async () => {
    const { page } = stage();
    await page.goto(`/queries/${await stage().idOf('url=length')}`);
    const plan = page.getByRole('region', { name: 'Where it was done' });
    await plan.getByText('length(Name) gt ?').waitFor();
    expect(await plan.innerText()).toMatch(/residual\s+\$filter length\(Name\) gt \?\s+\S/);
    expect(await page.getByLabel(/^Literal \d/).count()).toBe(2);
  });

  test('calls beyond those that are told one by one are counted', async () => {
    const { page, gateway } = stage();
    const path = `/queries/${await stage().idOf('url=length')}`;
    const { body } = await gateway.admin.get(`/api${path}`);
    const record = { ...(JSON.parse(body) as object), furtherCalls: { count: 400, milliseconds: 800 } };
    await page.route(`**/api${path}`, (route) => route.fulfill({ json: record }));
    await page.goto(path);
    const calls = page.getByRole('region', { name: 'Calls to the source' });
    await calls.getByText('400 further calls in 800 ms').waitFor();
    await page.unroute(`**/api${path}`);
  });

  test('hostile text is shown as text, and nothing of it runs', async () => {
    const { page } = stage();
    await page.goto('/queries?url=img');
    await page.getByText('onerror').first().waitFor();
    await page.goto(`/queries/${await stage().idOf('url=img&operation=list')}`);
    await page.getByText('x-ms-client-request-id').waitFor();
    expect(await page.locator('#root img, #root script').count()).toBe(0);
  });
}
