import { NotFound, UpstreamContract, type Key } from '../../../src/provider-sdk/index';
import {
  callContext,
  connect,
  customer,
  ORIGIN,
  type Script,
  type ScriptedOptions,
} from './scripted-environment';

async function getMany(script: Script, keys: readonly Key[], options: ScriptedOptions = {}) {
  const { connection, http } = await connect(script, options);
  const rows = await connection.getMany('CustomersV3', keys, ['OrganizationName'], callContext());
  return {
    accounts: rows.map((row) => row?.['CustomerAccount']),
    rows,
    paths: http.paths,
    requests: http.requests,
  };
}

/** Has every key that does not begin with X; gives the company in lower case, as F&O does. */
const most: Script = (path) => {
  const one = /\(dataAreaId='(\w+)',CustomerAccount='([^']+)'\)/.exec(path);
  if (one !== null) {
    return one[2]?.startsWith('X') === true
      ? { status: 404 }
      : { body: customer(one[2] ?? '', { dataAreaId: one[1]?.toLowerCase() }) };
  }
  const company = /dataAreaId eq '(\w+)'/.exec(path)?.[1]?.toLowerCase();
  const accounts = [...path.matchAll(/CustomerAccount eq '([^']+)'/g)].map(([, account]) => account ?? '');
  const rows = accounts
    .filter((account) => !account.startsWith('X'))
    .map((account) => customer(account, { dataAreaId: company }));
  return { body: { value: rows.reverse() } };
};

describe('getMany', () => {
  test('reads one row at its own address', async () => {
    const { rows, paths } = await getMany(most, [['usmf', 'US-001']]);
    expect(paths).toEqual([
      "/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-001')?cross-company=true&$select=dataAreaId,CustomerAccount,OrganizationName",
    ]);
    expect(rows).toEqual([expect.objectContaining({ CustomerAccount: 'US-001', OrganizationName: null })]);
  });

  test('a missing row is undefined', async () => {
    expect((await getMany(most, [['usmf', 'X']])).rows).toEqual([undefined]);
    expect(
      (
        await getMany(most, [
          ['usmf', 'A'],
          ['usmf', 'X'],
          ['usmf', 'B'],
        ])
      ).accounts,
    ).toEqual(['A', undefined, 'B']);
  });

  test('a missing entity set is no missing row', async () => {
    const gone: Script = () => ({ status: 404, body: { Message: 'No HTTP resource was found.' } });
    await expect(getMany(gone, [['usmf', 'A']])).rejects.toThrow(NotFound);
  });

  test('names the company once', async () => {
    const { paths, accounts } = await getMany(most, [
      ['usmf', 'B'],
      ['USMF', 'A'],
    ]);
    expect(paths).toEqual([
      "/data/CustomersV3?cross-company=true&$filter=dataAreaId eq 'usmf' and (CustomerAccount eq 'B' or CustomerAccount eq 'A')" +
        '&$select=dataAreaId,CustomerAccount,OrganizationName',
    ]);
    expect(accounts).toEqual(['B', 'A']);
  });

  test('puts several companies side by side', async () => {
    const { paths } = await getMany(
      () => ({ body: { value: [] } }),
      [
        ['usmf', 'A'],
        ['demf', 'B'],
        ['demf', 'C'],
      ],
    );
    expect(paths).toHaveLength(1);
    expect(paths[0]).toContain(
      "$filter=(dataAreaId eq 'usmf' and CustomerAccount eq 'A') or (dataAreaId eq 'demf' and (CustomerAccount eq 'B' or CustomerAccount eq 'C'))",
    );
  });

  test('keeps order and URL length however many there are', async () => {
    const keys = Array.from({ length: 50 }, (_, index): Key => [
      index % 2 === 0 ? 'usmf' : 'demf',
      `CUSTOMER-${1000 + index}`,
    ]);
    const { accounts, requests } = await getMany(most, keys);
    expect(requests.length).toBeGreaterThan(1);
    for (const { path } of requests) expect(ORIGIN.length + path.length).toBeLessThanOrEqual(2_000);
    expect(accounts).toEqual(keys.map(([, account]) => account));
  });

  test('has at most four calls under way', async () => {
    let under = 0;
    let most_ = 0;
    const slow: Script = async (path) => {
      under += 1;
      most_ = Math.max(most_, under);
      await new Promise((resolve) => setImmediate(resolve));
      under -= 1;
      return most(path, { path });
    };
    await getMany(
      slow,
      Array.from({ length: 50 }, (_, index): Key => ['usmf', `CUSTOMER-${index}`]),
      { maxUrlLength: 500 },
    );
    expect(most_).toBe(4);
  });

  test('follows next links', async () => {
    const paged: Script = (path) =>
      path.includes('skiptoken')
        ? { body: { value: [customer('B')] } }
        : { body: { value: [customer('A')], '@odata.nextLink': `${ORIGIN}/data/CustomersV3?$skiptoken=1` } };
    expect(
      (
        await getMany(paged, [
          ['usmf', 'A'],
          ['usmf', 'B'],
        ])
      ).accounts,
    ).toEqual(['A', 'B']);
  });

  test('finds a row whatever the case of its key', async () => {
    const upper: Script = () => ({ body: { value: [customer('US-001'), customer('US-002')] } });
    expect(
      (
        await getMany(upper, [
          ['USMF', 'us-002'],
          ['usmf', 'us-001'],
        ])
      ).accounts,
    ).toEqual(['US-002', 'US-001']);
  });

  test.each(['a*b', 'a/b', 'a&b', "O'Brien", 'a?b', 'a%b', 'a+b'])(
    'asks for the key %s by filter, and matches it exactly',
    async (account) => {
      const others: Script = () => ({ body: { value: [customer('aXb'), customer(account)] } });
      const { accounts, paths } = await getMany(others, [['usmf', account]]);
      expect(paths[0]).toContain(`CustomerAccount eq '${account.replaceAll("'", "''")}'`);
      expect(accounts).toEqual([account]);
    },
  );

  test.each([['a\u0000b'], ['\ud800'], ['x'.repeat(201)]])(
    'asks nobody for a key that cannot be',
    async (account) => {
      const { rows, paths } = await getMany(most, [['usmf', account]]);
      expect(rows).toEqual([undefined]);
      expect(paths).toEqual([]);
    },
  );

  test('another row than the one asked for is not it', async () => {
    expect((await getMany(() => ({ body: customer('OTHER') }), [['usmf', 'US-001']])).rows).toEqual([
      undefined,
    ]);
  });

  test('an answer that is no row breaks the contract', async () => {
    await expect(getMany(() => ({ body: { value: [] } }), [['usmf', 'US-001']])).rejects.toThrow(
      UpstreamContract,
    );
  });
});
