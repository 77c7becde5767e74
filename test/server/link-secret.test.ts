/** The secret behind next links: made once, kept, and never a broken one. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownLinkSecret } from '../../src/server/link-secret';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'vtg-secret-')), 'var');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

test('is drawn once, and readable by nobody else', () => {
  const secret = ownLinkSecret(folder);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(ownLinkSecret(folder)).toBe(secret);
  expect(statSync(join(folder, 'link-secret')).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['link-secret']);
  expect(ownLinkSecret(`${folder}2`)).not.toBe(secret);
});

test.each(['', 'abc'])('%j, cut off by a crash, is replaced', (left) => {
  ownLinkSecret(folder);
  writeFileSync(join(folder, 'link-secret'), left);
  const secret = ownLinkSecret(folder);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(readFileSync(join(folder, 'link-secret'), 'utf8')).toBe(secret);
});
