/** Pages as Dataverse reads them: by next link and by $skip and $top, over a restart, and with tokens that were tampered with. */
import { demoConfiguration, PUBLIC_URL } from './support/demo-configuration';
import { expectError, readError } from './support/expect-error';
import { type RunningGateway, startGateway, temporaryFolder } from './support/start-gateway';

const ROWS = 260;
const PAGE = 37;
const text = demoConfiguration({ service: [`pageSize: ${PAGE}`, 'maxPageSize: 90'] });

const folder = temporaryFolder();
let running: RunningGateway;

beforeAll(async () => {
  running = await startGateway(text, folder.path);
});

afterAll(async () => {
  await running.close();
  folder.remove();
});

interface Page {
  readonly '@odata.count'?: number;
  readonly '@odata.nextLink'?: string;
  readonly value: readonly Readonly<Record<string, unknown>>[];
}

async function page(target: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
  const { status, body } = await running.data.get(`/odata/demo/${target}`, headers);
  expect({ target, status }).toEqual({ target, status: 200 });
  return JSON.parse(body) as Page;
}

/** What follows the service root in the page's next link; undefined if there is none. */
function nextOf({ '@odata.nextLink': link }: Page): string | undefined {
  if (link === undefined) return undefined;
  expect(link.startsWith(`${PUBLIC_URL}/odata/demo/`)).toBe(true);
  return link.slice(`${PUBLIC_URL}/odata/demo/`.length);
}

/** All pages, by next link; `between` runs before each but the first. */
async function pages(
  target: string,
  headers: Readonly<Record<string, string>> = {},
  between: (pagesRead: number) => Promise<void> = () => Promise.resolve(),
): Promise<readonly Page[]> {
  const read: Page[] = [];
  for (let next: string | undefined = target; next !== undefined; next = nextOf(read.at(-1) as Page)) {
    if (read.length > 0) await between(read.length);
    read.push(await page(next, headers));
    expect(read.length).toBeLessThan(1_000);
  }
  return read;
}

function idsOf(read: readonly Page[]): readonly string[] {
  return read.flatMap(({ value }) => value.map((row) => String(row['CustomerId'])));
}

async function restart(): Promise<void> {
  await running.close();
  running = await startGateway(text, folder.path);
}

const queries = [
  'Customers',
  'Customers?$select=CustomerId',
  'Customers?$orderby=Name',
  "Customers?$orderby=Name desc,Company&$filter=Company ne 'usmf'&$select=Name",
  'Customers?$orderby=length(Name)&$count=true',
  "Customers?$filter=contains(Name,'a') or CreditLimit gt 5000",
  'Customers?$search=a',
  'Customers?$filter=Name ge @p&@p=%27m%27',
  'Customers?$skip=11&$count=true',
  'Customers?$skip=11&$top=150',
].map((query) => query.replaceAll(' ', '%20').replace('$select=Name', '$select=CustomerId,Name'));

describe('next links', () => {
  test.each(queries)('%s: all rows once, in the order of one large page', async (query) => {
    const whole = await pages(query, { Prefer: 'odata.maxpagesize=90' });
    const read = await pages(query);
    const ids = idsOf(read);
    expect(ids).toEqual(idsOf(whole));
    expect(new Set(ids).size).toBe(ids.length);
    // Who asks for $top gets the largest page, the others the usual one; only the last may be shorter.
    const size = query.includes('$top') ? 90 : PAGE;
    expect(read.slice(0, -1).map(({ value }) => value.length)).toEqual(read.slice(0, -1).map(() => size));
    expect(read.length).toBe(Math.max(1, Math.ceil(ids.length / size)));
  });

  test('of everything: as many rows as there are', async () => {
    const read = await pages('Customers');
    expect(read).toHaveLength(Math.ceil(ROWS / PAGE));
    expect(new Set(idsOf(read)).size).toBe(ROWS);
  });

  test('a page that is exactly full is the last', async () => {
    const read = await pages(`Customers?$top=${PAGE}`, { Prefer: `odata.maxpagesize=${PAGE}` });
    expect(read.map(({ value }) => value.length)).toEqual([PAGE]);
    const exact = await pages('Customers', { Prefer: `odata.maxpagesize=${ROWS / 4}` });
    expect(exact.map(({ value }) => value.length)).toEqual([65, 65, 65, 65]);
  });

  test('$count is that of the whole result on each page that says it', async () => {
    const counts = (await pages('Customers?$count=true&$filter=CreditLimit%20gt%200&$skip=5')).map(
      (each) => each['@odata.count'],
    );
    const { body } = await running.data.get('/odata/demo/Customers/$count?$filter=CreditLimit%20gt%200');
    expect(new Set(counts)).toEqual(new Set([Number(body)]));
  });

  test('survive a restart between any two pages', async () => {
    const query = 'Customers?$orderby=City,Name&$filter=CreditLimit%20ge%200';
    const expected = idsOf(await pages(query));
    const restarted = idsOf(
      await pages(query, {}, (read) => (read % 3 === 1 ? restart() : Promise.resolve())),
    );
    expect(restarted).toEqual(expected);
  });

  test('do not survive the loss of the data folder: 400, not rows of another query', async () => {
    const next = String(nextOf(await page('Customers')));
    const other = temporaryFolder();
    const elsewhere = await startGateway(text, other.path);
    try {
      expectError(await elsewhere.data.get(`/odata/demo/${next}`), 400, 'InvalidSkipToken');
    } finally {
      await elsewhere.close();
      other.remove();
    }
  });

  test('one instance continues what another began, with the same linkSecret', async () => {
    const shared = `linkSecret: a-secret-that-all-instances-share\n${text}`;
    const folders = [temporaryFolder(), temporaryFolder()] as const;
    const [first, second] = await Promise.all(folders.map(({ path }) => startGateway(shared, path)));
    try {
      const begun = JSON.parse(String((await first?.data.get('/odata/demo/Customers'))?.body)) as Page;
      const continued = await second?.data.get(`/odata/demo/${String(nextOf(begun))}`);
      expect(continued?.status).toBe(200);
      expect((JSON.parse(String(continued?.body)) as Page).value).toEqual(
        (await pages('Customers'))[1]?.value,
      );
    } finally {
      await Promise.all([first?.close(), second?.close()]);
      for (const each of folders) each.remove();
    }
  });
});

describe('tokens', () => {
  const token = (next: string): string => String(/skiptoken=([^&]*)/.exec(next)?.[1]);

  test('each changed character is refused', async () => {
    const next = String(nextOf(await page('Customers')));
    const good = token(next);
    for (let index = 0; index < good.length; index++) {
      const changed = good[index] === 'A' ? 'B' : 'A';
      const bad = `${good.slice(0, index)}${changed}${good.slice(index + 1)}`;
      // The last character of base64url has bits that stand for nothing.
      if (Buffer.from(bad, 'base64url').equals(Buffer.from(good, 'base64url'))) continue;
      expectError(await running.data.get(`/odata/demo/${next.replace(good, bad)}`), 400, 'InvalidSkipToken');
    }
  });

  test('made up: refused', async () => {
    const made = [
      '',
      'A',
      '0',
      '-1',
      '37',
      '%00',
      'null',
      "'x'",
      '__proto__',
      'A'.repeat(30),
      'A'.repeat(20_000),
    ];
    for (const token of made) {
      const answer = await running.data.get(`/odata/demo/Customers?$skiptoken=${token}`);
      // An empty one breaks the grammar, the others are no tokens.
      expectError(
        answer,
        400,
        token === '' || token === '%00' ? String(readError(answer.body)?.code) : 'InvalidSkipToken',
      );
    }
  });

  test('of another query or another set are refused', async () => {
    const good = token(String(nextOf(await page('Customers?$orderby=Name'))));
    for (const other of [
      'Customers',
      'Customers?$orderby=Name%20desc',
      'Customers?$orderby=Name&$filter=true',
      'Customers?$orderby=Name&$top=100',
      'Customers?$orderby=Name&$select=CustomerId',
      'Vendors?$orderby=Name',
    ]) {
      const separator = other.includes('?') ? '&' : '?';
      expectError(
        await running.data.get(`/odata/demo/${other}${separator}$skiptoken=${good}`),
        400,
        'InvalidSkipToken',
      );
    }
  });

  test('of the same query in other spellings are good', async () => {
    const query = 'Customers?$orderby=Name&$filter=CreditLimit%20ge%200%20and%20Name%20ne%20%27x%27';
    const next = String(nextOf(await page(query)));
    const expected = await page(next);
    for (const spelling of [
      next.replaceAll('$', '%24'),
      next.replaceAll('%20', '+'),
      next.replaceAll('$orderby', 'orderby').replaceAll('$filter', 'filter'),
      `${next}&code=ignored&cross-company=true`,
    ]) {
      expect((await page(spelling)).value).toEqual(expected.value);
    }
  });
});

describe('client paging', () => {
  test.each(queries.filter((query) => !query.includes('$skip')))('%s: the same rows', async (query) => {
    const expected = idsOf(await pages(query));
    const separator = query.includes('?') ? '&' : '?';
    const ids: string[] = [];
    for (let skip = 0; ; skip += 50) {
      // Dataverse takes the first page that is not full for the last.
      const { value } = await page(`${query}${separator}$skip=${skip}&$top=50`);
      ids.push(...idsOf([{ value }]));
      if (value.length < 50) break;
    }
    expect(ids).toEqual(expected);
  });

  test('$top above the usual page is one page; above the largest page it goes on by next link', async () => {
    const below = await page('Customers?$top=80');
    expect(below.value).toHaveLength(80);
    expect(nextOf(below)).toBeUndefined();
    const above = await pages('Customers?$top=200&$skip=3');
    expect(above.map(({ value }) => value.length)).toEqual([90, 90, 20]);
    expect(idsOf(above)).toEqual(idsOf(await pages('Customers')).slice(3, 203));
  });

  test('beyond the end and of nothing', async () => {
    for (const options of ['$skip=260', '$skip=100000', '$top=0', '$skip=260&$top=5', '$filter=false']) {
      const read = await page(`Customers?${options}&$count=true`);
      expect(read.value).toEqual([]);
      expect(nextOf(read)).toBeUndefined();
      expect(read['@odata.count']).toBe(options === '$filter=false' ? 0 : ROWS);
    }
  });
});
