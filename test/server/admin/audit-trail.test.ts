/** The audit of administrators: it outlives the process, and refusals never push out what was done. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../e2e/support/start-gateway';
import { openAuditTrail } from '../../../src/server/admin/audit-trail';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const entry = (action: string, status: number) => ({
  at: 1,
  administrator: 'a',
  from: '::1',
  action,
  detail: {},
  status,
});

test('makes no file before there is something to keep', () => {
  const file = join(folder.path, 'none.sqlite');
  openAuditTrail(file).close();
  expect(existsSync(file)).toBe(false);
});

test('keeps so many of each kind, over a restart, and gives them page by page', async () => {
  const file = join(folder.path, 'audit.sqlite');
  const trail = openAuditTrail(file, { done: 2, refused: 1, prunedEvery: 3 });
  for (const action of ['first', 'second', 'third']) await trail.add(entry(action, 200));
  for (const status of [401, 403, 401]) await trail.add(entry('refused', status));
  trail.close();
  const again = openAuditTrail(file);
  const page = await again.list({ limit: 2 });
  expect(page.items.map(({ action, status }) => [action, status])).toEqual([
    ['refused', 401],
    ['third', 200],
  ]);
  const rest = await again.list({ limit: 2, before: page.next ?? '' });
  expect(rest).toEqual({ items: [{ ...entry('second', 200), id: '2' }] });
  again.close();
});
