/** A headless Chromium that keeps note of what must not happen: errors on its console, dialogs, requests to other origins. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PACKAGE = 'chromium-headless-shell';
const PROGRAM = `/usr/bin/${PACKAGE}`;

/** Whether it can be had; if not, one line says how. */
export function hasBrowser(): boolean {
  if (existsSync(PROGRAM)) return true;
  process.stderr.write(`Skipped: no ${PROGRAM}; "apt-get install -y ${PACKAGE}" brings it.\n`);
  return false;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: PROGRAM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-sync',
      '--disable-component-update',
      '--no-first-run',
    ],
  });
}

export interface WatchedPage {
  readonly page: Page;
  /** What has happened since it was asked last, and must not. */
  takeFaults(): readonly string[];
}

export async function openPage(browser: Browser, origin: string): Promise<WatchedPage> {
  const context = await browser.newContext({
    baseURL: origin,
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`elsewhere: ${request.url()}`);
  });
  return { page, takeFaults: () => faults.splice(0) };
}
