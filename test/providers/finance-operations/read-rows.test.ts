import {
  UnsupportedQuery,
  UpstreamContract,
  type Page,
  type RemoteQuery,
} from '../../../src/provider-sdk/index';
import { callContext, connect, customer, ORIGIN, rowsOf, type Script } from './scripted-environment';
import { and, compare, isIn, or, search } from './terms';

const KEY = ['dataAreaId', 'CustomerAccount'];

function query(more: Partial<RemoteQuery> = {}): RemoteQuery {
  return { entity: 'CustomersV3', columns: KEY, orderBy: [], count: false, collation: 'ignoreCase', ...more };
}

const byKey = KEY.map((column) => ({ column, descending: false }));

async function read(script: Script, asked: Partial<RemoteQuery>) {
  const { connection, http } = await connect(script);
  const pages: Page[] = [];
  for await (const page of connection.read(query(asked), callContext())) pages.push(page);
  return { pages, paths: http.paths, requests: http.requests };
}

const nobody: Script = () => ({ body: { '@odata.count': 0, value: [] } });

describe('the URL of a read', () => {
  test('has everything that was asked for, and the key', async () => {
    const { paths, requests } = await read(nobody, {
      columns: ['OrganizationName'],
      filter: and(
        compare('dataAreaId', 'eq', 'usmf'),
        search('OrganizationName', 'contains', "R&D / O'B #1"),
      ),
      orderBy: [{ column: 'OrganizationName', descending: true }, ...byKey],
      skip: 20,
      top: 10,
      count: true,
    });

    expect(paths).toEqual([
      "/data/CustomersV3?cross-company=true&$filter=dataAreaId eq 'usmf' and OrganizationName eq '*R&D / O''B #1*'" +
        '&$orderby=OrganizationName desc,dataAreaId,CustomerAccount' +
        '&$select=dataAreaId,CustomerAccount,OrganizationName&$top=10&$skip=20&$count=true',
    ]);
    expect(requests[0]?.path).toContain('%27*R%26D%20%2F%20O%27%27B%20%231*%27');
    expect(requests[0]).toMatchObject({
      headers: { accept: 'application/json;odata.metadata=minimal' },
      exactNumbers: true,
    });
  });

  test('never has a number that F&O does not take', async () => {
    const { paths } = await read(nobody, { skip: Number.MAX_SAFE_INTEGER, top: 2 ** 31 });
    expect(paths[0]).toMatch(/&\$top=2147483647&\$skip=2147483647$/);
  });

  test('crosses companies even where nothing else is asked', async () => {
    const { paths } = await read(nobody, {});
    expect(paths).toEqual(['/data/CustomersV3?cross-company=true&$select=dataAreaId,CustomerAccount']);
  });

  test('is not sent for what no row can pass', async () => {
    const { pages, paths } = await read(nobody, { filter: compare('CreditLimit', 'eq', null), count: true });
    expect(pages).toEqual([{ rows: [], count: 0 }]);
    expect(paths).toEqual([]);
  });

  test('counts without rows by asking for one', async () => {
    const script: Script = () => ({ body: { '@odata.count': 7, value: [customer('A')] } });
    const { pages, paths } = await read(script, { top: 0, count: true });
    expect(pages).toEqual([{ rows: [], count: 7 }]);
    expect(paths[0]).toContain('$top=1&');
  });
});

describe('the size of pages', () => {
  test.each<[string, number | undefined, number]>([
    ['as configured', undefined, 800],
    ['smaller where fewer rows are wanted', 300, 300],
    ['not so small that there are many calls', 1, 100],
    ['never larger', 5_000, 800],
  ])('%s', async (_name, rowsWanted, expected) => {
    const { connection, http } = await connect(nobody, { pageSize: 800 });
    const context = rowsWanted === undefined ? callContext() : { ...callContext(), rowsWanted };
    await rowsOf(connection.read(query(), context));
    expect(http.requests[0]?.headers).toMatchObject({ prefer: `odata.maxpagesize=${expected}` });
  });
});

describe('paging', () => {
  const two: Script = (path) =>
    path.includes('$skiptoken')
      ? { body: { value: [customer('C')] } }
      : { body: { '@odata.count': 3, value: [customer('A'), customer('B')], '@odata.nextLink': next } };
  let next = '';

  beforeEach(() => {
    next = `${ORIGIN}/data/CustomersV3?$skiptoken=2`;
  });

  test('follows the next link until there is none, and counts on the first page only', async () => {
    const { pages, paths } = await read(two, { count: true });
    expect(pages.map(({ rows }) => rows.map((row) => row['CustomerAccount']))).toEqual([['A', 'B'], ['C']]);
    expect(pages.map(({ count }) => count)).toEqual([3, undefined]);
    expect(paths[1]).toBe('/data/CustomersV3?$skiptoken=2');
  });

  test('takes only path and query of a link to another host of F&O', async () => {
    next = 'http://aos-7.internal.dynamics.com:8080/data/CustomersV3?$skiptoken=2';
    const { paths } = await read(two, {});
    expect(paths[1]).toBe('/data/CustomersV3?$skiptoken=2');
  });

  test('takes a configured host', async () => {
    next = 'https://AOS-7.contoso.local/data/CustomersV3?$skiptoken=2';
    const { connection } = await connect(two, { linkHosts: ['aos-7.contoso.local'] });
    expect(await rowsOf(connection.read(query(), callContext()))).toHaveLength(3);
  });

  test.each([
    'https://evil.example/data/CustomersV3?$skiptoken=2',
    'file:///data/x',
    'https://notdynamics.com/data/x',
    5,
  ])('refuses a link to %s', async (link) => {
    next = link as string;
    await expect(read(two, {})).rejects.toThrow(UpstreamContract);
  });

  test('refuses to go round in circles', async () => {
    const round: Script = () => ({
      body: { value: [customer('A')], '@odata.nextLink': `${ORIGIN}/data/CustomersV3?$skiptoken=1` },
    });
    await expect(read(round, {})).rejects.toThrow(/leads back/);
  });

  test('stops when it has enough', async () => {
    const { pages, paths } = await read(two, { top: 2 });
    expect(pages).toHaveLength(1);
    expect(paths).toHaveLength(1);
  });

  test('never gives more rows than asked for', async () => {
    const { pages } = await read(two, { top: 1 });
    expect(pages.flatMap(({ rows }) => rows)).toHaveLength(1);
  });

  test('ends when the reader returns', async () => {
    const { connection, http } = await connect(two);
    for await (const _page of connection.read(query(), callContext())) break;
    expect(http.requests).toHaveLength(1);
  });
});

describe('the values of a row', () => {
  const all = customer('x');
  const columns = Object.keys(all).filter((name) => name !== '@odata.etag');

  async function rowOf(more: Record<string, unknown>) {
    const { pages } = await read(() => ({ body: { value: [customer('US-001', more)] } }), { columns });
    return pages[0]?.rows[0];
  }

  test('what stands for nothing becomes null, and the etag stays', async () => {
    expect(await rowOf({})).toEqual({
      '@odata.etag': 'W/"JzAsNTYzNzE0NDU3Nic="',
      dataAreaId: 'usmf',
      CustomerAccount: 'US-001',
      OrganizationName: null,
      CustomerGroupId: null,
      FullPrimaryAddress: null,
      CreditLimit: 0,
      ConsolidationDay: 0,
      AddressRecordId: 0,
      CreditLimitIsMandatory: false,
      OnHoldStatus: 'No',
      CredManCustomerSince: null,
      AddressValidFrom: null,
      DocumentId: '00000000-0000-0000-0000-000000000000',
      IsActive: false,
    });
  });

  test('everything else gets the form of its type', async () => {
    const row = await rowOf({
      OrganizationName: 'Contoso',
      CreditLimit: '123456789012345678.100',
      AddressRecordId: '9223372036854775807',
      CreditLimitIsMandatory: 'Yes',
      OnHoldStatus: 'All',
      CredManCustomerSince: '2024-02-29T12:00:00Z',
      AddressValidFrom: '2024-02-29T10:30:00.500+02:00',
      DocumentId: '6F9619FF-8B86-D011-B42D-00C04FC964FF',
    });
    expect(row).toMatchObject({
      OrganizationName: 'Contoso',
      CreditLimit: '123456789012345678.1',
      AddressRecordId: '9223372036854775807',
      CreditLimitIsMandatory: true,
      OnHoldStatus: 'All',
      CredManCustomerSince: '2024-02-29',
      AddressValidFrom: '2024-02-29T08:30:00.5Z',
      DocumentId: '6f9619ff-8b86-d011-b42d-00c04fc964ff',
    });
  });

  test.each([
    ['CustomerAccount', null],
    ['OrganizationName', 5],
    ['OrganizationName', undefined],
    ['CreditLimit', null],
    ['CreditLimit', 'many'],
    ['ConsolidationDay', 1.5],
    ['AddressRecordId', '9223372036854775808'],
    ['CreditLimitIsMandatory', true],
    ['OnHoldStatus', 2],
    ['CredManCustomerSince', '2024-02-30T12:00:00Z'],
    ['AddressValidFrom', 'yesterday'],
    ['DocumentId', 'none'],
    ['IsActive', 'Yes'],
  ])('%s holding %p breaks the contract', async (name, value) => {
    await expect(rowOf({ [name]: value })).rejects.toThrow(UpstreamContract);
  });

  test.each<[string, unknown]>([
    ['no list', { value: {} }],
    ['no rows', { values: [] }],
    ['a row that is a list', { value: [[]] }],
    ['a row that is null', { value: [null] }],
    ['a text', 'ok'],
    ['nothing', undefined],
  ])('an answer with %s breaks the contract', async (_name, body) => {
    await expect(read(() => ({ body }), {})).rejects.toThrow(UpstreamContract);
  });

  test.each([undefined, -1, 'many'])('a count of %p breaks the contract', async (count) => {
    await expect(
      read(() => ({ body: { '@odata.count': count, value: [] } }), { count: true }),
    ).rejects.toThrow(UpstreamContract);
  });
});

/** Answers a chain of `CustomerAccount eq '…'` as F&O would: every account in it is there. */
const everyAccount: Script = (path) => {
  const accounts = [...path.matchAll(/CustomerAccount eq '(\w+)'/g)].map(([, account]) => account ?? '');
  const isDescending = path.includes('CustomerAccount desc');
  const sorted = isDescending
    ? accounts.sort().reverse()
    : path.includes('$orderby')
      ? accounts.sort()
      : accounts;
  const top = Number(/\$top=(\d+)/.exec(path)?.[1] ?? accounts.length);
  return {
    body: {
      '@odata.count': accounts.length,
      value: sorted.slice(0, top).map((account) => customer(account)),
    },
  };
};

describe('a filter too long for one URL', () => {
  // The order of the list is not that of the values, so each part holds rows from everywhere.
  const accounts = Array.from(
    { length: 300 },
    (_, index) => `A${String((index * 7) % 300).padStart(4, '0')}`,
  );
  const sorted = accounts.toSorted();
  const list = isIn('CustomerAccount', ...accounts);

  async function accountsOf(asked: Partial<RemoteQuery>) {
    const { pages, requests } = await read(everyAccount, asked);
    return {
      accounts: pages.flatMap(({ rows }) => rows.map((row) => row['CustomerAccount'])),
      counts: pages.map(({ count }) => count),
      requests,
    };
  }

  test('is cut, each URL short enough, and every row comes once', async () => {
    const { accounts: found, requests } = await accountsOf({
      filter: and(compare('dataAreaId', 'eq', 'usmf'), list),
    });
    expect(requests.length).toBeGreaterThan(3);
    for (const { path } of requests) {
      expect(ORIGIN.length + path.length).toBeLessThanOrEqual(2_000);
      expect(decodeURIComponent(path)).toContain("dataAreaId eq 'usmf' and (");
    }
    expect(found).toEqual(accounts);
  });

  test('keeps order, window and count over all parts', async () => {
    const { accounts: found, counts } = await accountsOf({
      filter: list,
      orderBy: byKey,
      skip: 100,
      top: 50,
      count: true,
    });
    expect(found).toEqual(sorted.slice(100, 150));
    expect(counts).toEqual([300]);
  });

  test('keeps a descending order', async () => {
    const { accounts: found } = await accountsOf({
      filter: list,
      orderBy: [{ column: 'CustomerAccount', descending: true }],
    });
    expect(found).toEqual(sorted.toReversed());
  });

  test('asks each part for the whole window', async () => {
    const { requests } = await accountsOf({ filter: list, orderBy: byKey, skip: 5, top: 7 });
    for (const { path } of requests) {
      expect(path).toContain('$top=12');
      expect(path).not.toContain('$skip');
    }
  });

  test('shows the columns that it is merged by', async () => {
    const { requests } = await accountsOf({
      filter: list,
      orderBy: [{ column: 'OrganizationName', descending: false }, ...byKey],
    });
    for (const { path } of requests)
      expect(path).toContain('$select=dataAreaId,CustomerAccount,OrganizationName');
  });

  test('gives a row once that passes several alternatives', async () => {
    const alternatives = or(
      ...accounts
        .slice(0, 20)
        .map((account) =>
          and(compare('CustomerAccount', 'eq', account), compare('OrganizationName', 'eq', 'x'.repeat(120))),
        ),
    );
    const both: Script = () => ({ body: { value: [customer('SAME'), customer('same')] } });
    const { connection, http } = await connect(both);
    const rows = await rowsOf(connection.read(query({ filter: alternatives }), callContext()));
    expect(http.requests.length).toBeGreaterThan(1);
    expect(rows).toHaveLength(1);
  });

  test('gives a row once whose value F&O reads as a wildcard in another part', async () => {
    const emails = accounts.slice(0, 100).map((account) => `${account}@example.com`);
    const loose: Script = (path) => ({
      body: { value: [...(/eq '[^']*%2A|\*/.test(path) ? ['A1'] : []), 'A1'].map((one) => customer(one)) },
    });
    const { connection, http } = await connect(loose);
    const filter = isIn('OrganizationName', '*', ...emails);
    const rows = await rowsOf(connection.read(query({ filter }), callContext()));
    expect(http.requests.length).toBeGreaterThan(1);
    expect(rows).toHaveLength(1);
  });

  test('a count of parts that may overlap is left to the gateway, which the next plan knows', async () => {
    const long = 'x'.repeat(350);
    const terms = ['contains', 'startswith', 'endswith'].flatMap((how) =>
      ['OrganizationName', 'FullPrimaryAddress'].map((name) => search(name, how as 'contains', long)),
    );
    const { connection } = await connect(everyAccount);
    const filter = or(...terms);
    await expect(rowsOf(connection.read(query({ filter, count: true }), callContext()))).rejects.toThrow(
      UnsupportedQuery,
    );
    expect(terms.map((term) => connection.plan('CustomersV3', term))).toContain('superset');
    await expect(rowsOf(connection.read(query({ filter }), callContext()))).resolves.toEqual([]);
  });

  test('an and that is too long leaves its longest term to the gateway', async () => {
    const terms = [
      'OrganizationName',
      'FullPrimaryAddress',
      'CustomerGroupId',
      'CustomerAccount',
      'dataAreaId',
    ].map((name, index) => compare(name, 'eq', 'x'.repeat(396 + index)));
    const { connection } = await connect(everyAccount);
    await expect(rowsOf(connection.read(query({ filter: and(...terms) }), callContext()))).rejects.toThrow(
      UnsupportedQuery,
    );
    const opinions = terms.map((term) => connection.plan('CustomersV3', term));
    expect(opinions.filter((opinion) => opinion !== undefined)).toEqual([
      { refused: expect.stringContaining('too long'), hint: expect.any(String) },
    ]);
  });

  test('an and of very many terms is short enough in the next plan', async () => {
    const terms = accounts.slice(0, 120).map((account) => compare('CustomerAccount', 'ne', account));
    const { connection } = await connect(everyAccount);
    await expect(rowsOf(connection.read(query({ filter: and(...terms) }), callContext()))).rejects.toThrow(
      UnsupportedQuery,
    );
    const left = terms.filter((term) => connection.plan('CustomersV3', term) === undefined);
    expect(left.length).toBeGreaterThan(20);
    await expect(rowsOf(connection.read(query({ filter: and(...left) }), callContext()))).resolves.toEqual(
      [],
    );
  });

  test('leaves the selection out rather than failing', async () => {
    const filter = and(
      ...['OrganizationName', 'FullPrimaryAddress', 'CustomerGroupId', 'CustomerAccount'].map((name) =>
        compare(name, 'eq', 'x'.repeat(398)),
      ),
    );
    const { paths } = await read(nobody, { columns: Object.keys(customer('x')).slice(1), filter });
    expect(paths).toHaveLength(1);
    expect(paths[0]).not.toContain('$select');
  });

  test('ends all parts when the reader returns', async () => {
    const signals: AbortSignal[] = [];
    const { connection, http } = await connect(everyAccount);
    const json = http.json.bind(http);
    http.json = (request, context?: { signal: AbortSignal }) => {
      if (context !== undefined) signals.push(context.signal);
      return json(request);
    };
    for await (const _page of connection.read(query({ filter: list }), callContext())) break;
    expect(signals.length).toBeGreaterThan(1);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });
});
