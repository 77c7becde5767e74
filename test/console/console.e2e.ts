/** The console in a browser: it shows what was asked and why it was slow, to everybody, and nothing that was asked runs in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildIfStale } from '../support/build-if-stale';
import { hasBrowser } from '../support/console/browser';
import { classesWithoutRules, consoleFolder, scriptsByPage } from '../support/console/built-console';
import { ConsoleStage } from '../support/console/console-stage';
import { testAdministering } from './parts/administering';
import { testEveryPage } from './parts/every-page';
import { testLists } from './parts/lists';
import { testOneQuery } from './parts/one-query';

/** A figure, not a timing. */
const MOST_BYTES = 200_000;

beforeAll(buildIfStale);

test('whichever page is opened first loads less than 200 kB of scripts, compressed', () => {
  const pages = [...scriptsByPage()].map(([page, files]) => {
    const sizes = [...files].map((file) => gzipSync(readFileSync(join(consoleFolder, file))).length);
    return { page, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  });
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.filter(({ bytes }) => bytes >= MOST_BYTES)).toEqual([]);
});

test('every component of Mantine has its styles', () => {
  expect(classesWithoutRules()).toEqual([]);
});

test('no script is inline, and nothing comes from elsewhere', () => {
  const page = readFileSync(join(consoleFolder, 'index.html'), 'utf8');
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});

(hasBrowser() ? describe : describe.skip)('the console', () => {
  let opened: ConsoleStage;
  const stage = (): ConsoleStage => opened;

  beforeAll(async () => {
    opened = await ConsoleStage.open();
  });
  afterEach(() => expect(opened.takeFaults()).toEqual([]));
  afterAll(() => opened.close());

  testLists(stage);
  testOneQuery(stage);
  testEveryPage(stage);
  testAdministering(stage);

  test('the page comes under a strict policy, its files for ever, and the API keeps its own answers', async () => {
    const { admin } = opened.gateway;
    const page = await admin.get('/queries/any', { accept: 'text/html' });
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']+';.*frame-ancestors 'none'$/,
    );
    expect(page.headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
    const [, script = ''] = /src="(\/assets\/[^"]+)"/.exec(page.body) ?? [];
    const file = await admin.get(script, { 'accept-encoding': 'br' });
    expect(file.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
    });
    expect((await admin.get('/assets/none.js')).status).toBe(404);
    const unknown = await admin.get('/api/none', { accept: 'text/html' });
    expect([unknown.status, unknown.headers['content-type']]).toEqual([404, expect.stringContaining('json')]);
  });
});
