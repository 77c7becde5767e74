/** What the tests of the console share, since each costs seconds to start: a gateway of which things were asked, and one page of a browser. */
import type { Browser, Page } from 'playwright-core';
import { type RunningGateway, startGateway, temporaryFolder } from '../../e2e/support/start-gateway';
import { openBrowser, openPage, type WatchedPage } from './browser';

const configuration = `
records: { enabled: true }
connections:
  contoso: { provider: finance-operations, simulator: { customers: 30, orders: 1, products: 1, vendors: 1 } }
services:
  sales:
    auth: none
    entitySets:
      Customers: { connection: contoso, template: Customers, cache: { ttl: 1h } }
      CustomerGroups: { connection: contoso, template: CustomerGroups }
      PaymentTerms: { connection: contoso, template: PaymentTerms }
`;

export const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>';

export class ConsoleStage {
  private constructor(
    readonly gateway: RunningGateway,
    private readonly browser: Browser,
    private readonly watched: WatchedPage,
    private readonly folder: ReturnType<typeof temporaryFolder>,
  ) {}

  static async open(): Promise<ConsoleStage> {
    const folder = temporaryFolder();
    const [gateway, browser] = await Promise.all([startGateway(configuration, folder.path), openBrowser()]);
    const watched = await openPage(browser, `http://127.0.0.1:${gateway.admin.port}`);
    const stage = new ConsoleStage(gateway, browser, watched, folder);
    await stage.#askThings();
    return stage;
  }

  get page(): Page {
    return this.watched.page;
  }

  /** What has happened in the page since it was asked last, and must not. */
  takeFaults(): readonly string[] {
    return this.watched.takeFaults();
  }

  async ask(target: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.gateway.data.get(`/odata/sales/${encodeURI(target)}`, headers);
  }

  /** Of the newest record that the filter lets through. */
  async idOf(filter: string): Promise<string> {
    const { body } = await this.gateway.admin.get(`/api/queries?${filter}`);
    return (JSON.parse(body) as { readonly items: readonly { readonly id: string }[] }).items[0]?.id ?? '';
  }

  /** Within the console, as its links do: to load all of it anew takes a second, and shows nothing more. */
  follow(path: string): Promise<unknown> {
    return this.page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.gateway.close();
    this.folder.remove();
  }

  async #askThings(): Promise<void> {
    await this.ask("Customers?$filter=length(Name) gt 3 and Name ne 'Ann'&$top=5");
    await this.ask(`Customers?$filter=Name eq 'x'&${hostile}=1`, { 'x-ms-client-request-id': hostile });
    await this.ask(hostile);
    await this.gateway.data.send('/odata/sales/$batch', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"requests":[{"id":"1","method":"GET","url":"CustomerGroups"}]}',
    });
  }
}

/** Known once the suite has begun. */
export type OnStage = () => ConsoleStage;
