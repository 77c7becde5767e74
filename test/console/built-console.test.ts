/** The built console is light: what the first view loads of scripts stays small. A figure, not a timing. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const root = join(__dirname, '..', '..');
const folder = join(root, 'dist', 'console');
const MOST_BYTES = 200_000;

beforeAll(() => {
  execFileSync('npm', ['run', '--silent', 'build:console'], { cwd: root });
});

test('the first view and all scripts of its page are below 200 kB, compressed', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const entries = [...page.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(([, path = '']) => path);
  expect(entries.length).toBeGreaterThan(0);
  const bytes = entries.map((path) => gzipSync(readFileSync(join(folder, path))).length);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});
