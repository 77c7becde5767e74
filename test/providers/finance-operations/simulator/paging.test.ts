import { type JsonRow, listReply, type ListReply, SimulatorClient } from './simulator-client';

let client: SimulatorClient;
beforeAll(async () => {
  client = await SimulatorClient.start();
});
afterAll(() => client.close());
afterEach(() => {
  Object.assign(client.options, {
    pageSize: 10_000,
    nextLinkOrigin: undefined,
    honoursMaxPageSize: false,
    rowOrder: 'insertion',
  });
});

/** Follows the next links from a first page, by their path and query alone. */
async function allPages(first: ListReply): Promise<ListReply[]> {
  const pages = [first];
  for (let { nextLink } = first; nextLink !== undefined;) {
    const { pathname, search } = new URL(nextLink);
    const page = listReply(await client.json(`${pathname}${search}`));
    pages.push(page);
    nextLink = page.nextLink;
  }
  return pages;
}

const keyOf = (row: JsonRow): string => `${String(row['dataAreaId'])}|${String(row['CustomerAccount'])}`;
const SELECT = '$select=dataAreaId,CustomerAccount,OrganizationName,CreditLimit';

describe('pages', () => {
  test('follow one another by absolute links and hold each row once', async () => {
    client.options.pageSize = 30;
    const filter = "dataAreaId eq 'usmf' and OrganizationName ne '*&*'";
    const first = await client.list(
      `CustomersV3?${SELECT}&$count=true&$filter=${encodeURIComponent(filter)}`,
    );
    expect(first.nextLink).toMatch(new RegExp(`^${client.simulator.url}/data/CustomersV3\\?.*\\$skiptoken=`));
    const pages = await allPages(first);
    const keys = pages.flatMap((page) => page.rows.map(keyOf));
    expect(pages.slice(0, -1).every((page) => page.rows.length === 30)).toBe(true);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(first.count ?? -1);
    expect(pages.every((page) => page.count === first.count)).toBe(true);
  });

  test('$top above the page size still pages; $count minds neither $top nor $skip', async () => {
    client.options.pageSize = 3;
    const pages = await allPages(await client.list(`CustomersV3?${SELECT}&$top=7&$skip=2&$count=true`));
    client.options.pageSize = 10_000;
    const whole = (await client.list(`CustomersV3?${SELECT}`)).rows.map(keyOf);
    expect(pages.map((page) => page.rows.length)).toEqual([3, 3, 1]);
    expect(pages.flatMap((page) => page.rows.map(keyOf))).toEqual(whole.slice(2, 9));
    expect(pages[0]?.count).toBe(whole.length);
  });

  test('the link may name another host', async () => {
    Object.assign(client.options, { pageSize: 3, nextLinkOrigin: 'http://node-7.internal:8080' });
    const { nextLink } = await client.list('CustomersV3');
    expect(nextLink).toMatch(/^http:\/\/node-7\.internal:8080\/data\/CustomersV3\?/);
  });

  test('odata.maxpagesize is not honoured unless switched on', async () => {
    const rowsWith = async (): Promise<number> =>
      listReply(await client.json('/data/CustomersV3', { prefer: 'odata.maxpagesize=5' })).rows.length;
    expect(await rowsWith()).toBeGreaterThan(5);
    client.options.honoursMaxPageSize = true;
    expect(await rowsWith()).toBe(5);
  });

  test('a skip token that nobody gave is refused', async () => {
    expect((await client.get('/data/CustomersV3?$skiptoken=x')).status).toBe(400);
  });
});

describe('order', () => {
  test('without $orderby rows do not come in the order of their keys', async () => {
    const keys = (await client.list(`CustomersV3?${SELECT}`)).rows.map(keyOf);
    expect(keys).not.toEqual(keys.toSorted());
    expect((await client.list(`CustomersV3?${SELECT}`)).rows.map(keyOf)).toEqual(keys);
  });

  test('text sorts without case, and the underlying order decides between equals', async () => {
    const collator = new Intl.Collator('en-US', { sensitivity: 'accent' });
    const natural = (await client.list(`CustomersV3?${SELECT}`)).rows;
    const sorted = (await client.list(`CustomersV3?${SELECT}&$orderby=OrganizationName desc,CreditLimit`))
      .rows;
    const expected = natural.toSorted(
      (left, right) =>
        collator.compare(String(right['OrganizationName']), String(left['OrganizationName'])) ||
        Number(left['CreditLimit']) - Number(right['CreditLimit']),
    );
    expect(sorted.map(keyOf)).toEqual(expected.map(keyOf));
  });

  test('many rows sort like few', async () => {
    const big = await SimulatorClient.start({ customers: 1_500 });
    const read = async (query: string): Promise<string[]> =>
      (await big.list(`CustomersV3?${SELECT}&${query}`)).rows.map(keyOf);
    const order = '$orderby=CreditLimit desc,OrganizationName';
    const whole = await read(order);
    const part = await read(`${order}&$filter=${encodeURIComponent("CustomerAccount eq '*7'")}`);
    expect(part.length).toBeLessThan(500);
    expect(part).toEqual(whole.filter((key) => key.endsWith('7')));
    expect(await read(`${order}&$filter=CreditLimit gt 1`)).toEqual(
      whole.slice(0, (await read('$filter=CreditLimit gt 1')).length),
    );
    await big.close();
  });

  test('an enumeration sorts by its value, not its name', async () => {
    const { rows } = await client.list('CustomersV3?$select=OnHoldStatus&$orderby=OnHoldStatus');
    const members = [...new Set(rows.map((row) => row['OnHoldStatus']))];
    expect(members).toEqual(['No', 'Invoice', 'All', 'Payment', 'Never', 'PurchOrder']);
  });

  test('an unstable order differs from query to query but not within one chain of pages', async () => {
    Object.assign(client.options, { rowOrder: 'unstable', pageSize: 50 });
    const query = `CustomersV3?${SELECT}&$orderby=dataAreaId`;
    const chains = [await allPages(await client.list(query)), await allPages(await client.list(query))];
    const [first = [], second = []] = chains.map((pages) => pages.flatMap((page) => page.rows.map(keyOf)));
    expect(new Set(first).size).toBe(first.length);
    expect(first).not.toEqual(second);
    expect(first.toSorted()).toEqual(second.toSorted());
  });
});
