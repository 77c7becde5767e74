import { demoConfiguration } from './support/demo-configuration';
import { startGateway, temporaryFolder, type RunningGateway } from './support/start-gateway';
const folder = temporaryFolder();
let running: RunningGateway;
beforeAll(async () => {
  running = await startGateway(demoConfiguration(), folder.path);
});
afterAll(async () => {
  await running.close();
  folder.remove();
});
test('x', async () => {
  const c = running.data;
  const show = async (m: string, t: string, headers: Record<string, string> = {}, body?: string) => {
    const a = await c.send(t, { method: m, headers, ...(body === undefined ? {} : { body }) });
    process.stdout.write(
      `${m} ${t} ${JSON.stringify(headers)} -> ${a.status} ${a.headers.allow ?? ''} ${a.headers['content-type']} ${a.body.slice(0, 200)}\n`,
    );
  };
  const first = JSON.parse((await c.get('/odata/demo/Customers?$top=1')).body).value[0].CustomerId;
  for (const t of [
    '',
    '$metadata',
    'Customers',
    `Customers(${first})`,
    `Customers(${first})/Name`,
    `Customers(${first})/Name/$value`,
    'Customers/$count',
    'Customers/$query',
    '$batch',
    'Nowhere',
  ])
    for (const m of [
      'GET',
      'HEAD',
      'OPTIONS',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'TRACE',
      'PROPFIND',
      'QUERY',
      'SEARCH',
    ])
      await show(m, `/odata/demo/${t}`, {}, m === 'POST' || m === 'PUT' || m === 'PATCH' ? '' : undefined);
  for (const t of [
    '/',
    '/odata',
    '/odata/',
    '/odata/demo',
    '/odata/none',
    '/health/live',
    '/health',
    '/favicon.ico',
  ])
    for (const m of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PROPFIND']) await show(m, t);
});
