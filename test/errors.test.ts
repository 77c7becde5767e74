/** The table of errors and its page in the documentation say the same. `UPDATE_GOLDEN=1` writes the page anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorTable } from '../src/errors';

const page = join(__dirname, '..', 'docs', 'errors.md');

function documented(): string {
  const rows = Object.entries(errorTable).map(
    ([code, { status, meaning, advice }]) => `| \`${code}\` | ${status} | ${meaning} | ${advice} |`,
  );
  return [
    '# Error codes',
    '',
    'Each error answer is OData JSON: `{"error":{"code":…,"message":…,"target":…}}`. The message names the clause and ends with a',
    'correlation id, which is also in the header `x-correlation-id`. This page is written from `src/errors.ts`.',
    '',
    '| code | status | meaning | what to do |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

test('docs/errors.md lists every code with its status, meaning and advice', () => {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, documented());
  expect(readFileSync(page, 'utf8')).toBe(documented());
});

test('statuses are those of client and server errors, and texts are sentences', () => {
  for (const { status, meaning, advice } of Object.values(errorTable)) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(advice).toMatch(/^[A-Z].*\.$/);
  }
});
