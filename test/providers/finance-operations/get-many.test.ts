import {
  type HttpRequest,
  NotFound,
  RateLimited,
  UpstreamContract,
  type Key,
} from '../../../src/provider-sdk/index';
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

  /** Fifty keys that no one URL can ask for, and the parts of a batch that asks for them. */
  const fifty = Array.from({ length: 50 }, (_, index): Key => [
    index % 2 === 0 ? 'usmf' : 'demf',
    `CUSTOMER-WITH-A-LONG-NUMBER-${1000 + index}`,
  ]);

  const isBatch = (path: string): boolean => path.startsWith('/data/$batch');

  /** The paths that the parts of a batch ask for. */
  function partsOf({ body }: HttpRequest): readonly string[] {
    return [...String(body).matchAll(/^GET (\S+) HTTP\/1\.1\r$/gm)].map(([, url = '']) =>
      decodeURIComponent(url.slice(ORIGIN.length)),
    );
  }

  /** Answers a batch as it answers its parts alone; `spoil` may change what the parts of the batch get. */
  function batching(
    script: Script,
    spoil: (part: Awaited<ReturnType<Script>>, index: number) => Awaited<ReturnType<Script>> = (part) => part,
  ): Script {
    return async (path, request) => {
      if (!isBatch(path)) return script(path, request);
      const parts = await Promise.all(partsOf(request).map(async (inner) => script(inner, { path: inner })));
      const texts = parts.map(spoil).map(({ status = 200, body }) => {
        const head = `--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 ${status} X\r\n\r\n`;
        return `${head}${body === undefined ? '' : JSON.stringify(body)}\r\n`;
      });
      return {
        headers: { 'content-type': 'multipart/mixed; boundary=b' },
        body: `${texts.join('')}--b--\r\n`,
      };
    };
  }

  const accounts50 = fifty.map(([, account]) => account);

  test('asks for fifty long keys in one call, each part of it as long as a URL may be', async () => {
    const { accounts, requests } = await getMany(batching(most), fifty);
    expect(accounts).toEqual(accounts50);
    expect(requests).toMatchObject([
      {
        method: 'POST',
        path: '/data/$batch?cross-company=true',
        answerType: 'multipart/mixed',
        changesNothing: true,
        exactNumbers: true,
        headers: { prefer: 'odata.continue-on-error' },
      },
    ]);
    const urls = [...String(requests[0]?.body).matchAll(/^GET (\S+) HTTP/gm)].map(([, url = '']) => url);
    expect(urls.length).toBeGreaterThan(1);
    for (const url of urls) expect(url.length).toBeLessThanOrEqual(2_000);
    expect(String(requests[0]?.body)).toContain('prefer: odata.maxpagesize=');
  });

  test('follows the next link of a part', async () => {
    const paged: Script = (path, request) => {
      if (path.includes('skiptoken')) return { body: { value: [customer(String(fifty[0]?.[1]))] } };
      const answer = most(path, request) as { body: { value: Record<string, unknown>[] } };
      const value = answer.body.value.filter((row) => row['CustomerAccount'] !== fifty[0]?.[1]);
      return value.length === answer.body.value.length
        ? answer
        : { body: { value, '@odata.nextLink': `${ORIGIN}/data/CustomersV3?$skiptoken=1` } };
    };
    const { accounts, requests } = await getMany(batching(paged), fifty);
    expect(accounts).toEqual(accounts50);
    expect(requests).toHaveLength(2);
  });

  test.each<[string, (part: Awaited<ReturnType<Script>>) => Awaited<ReturnType<Script>>]>([
    ['is throttled', () => ({ status: 429, body: { error: { message: 'Later.' } } })],
    ['fails', () => ({ status: 500, body: { error: { message: 'x' } } })],
    ['is refused', () => ({ status: 401 })],
    ['is empty', () => ({})],
    ['is no JSON', () => ({ body: undefined })],
  ])('a part that %s is read alone, and the others are not', async (_, spoil) => {
    const { accounts, requests } = await getMany(
      batching(most, (part, index) => (index === 1 ? spoil(part) : part)),
      fifty,
    );
    expect(accounts).toEqual(accounts50);
    expect(requests.map(({ method }) => method)).toEqual(['POST', undefined]);
  });

  test('a part that fails alone too fails the whole, and no row is taken for missing', async () => {
    const broken: Script = (path, request) =>
      path.includes("eq 'demf'") ? { status: 400, body: { error: { message: 'x' } } } : most(path, request);
    await expect(getMany(batching(broken), fifty)).rejects.toThrow(UpstreamContract);
  });

  test('parts that are not answered are read alone', async () => {
    const stops: Script = async (path, request) => {
      const answer = await batching(most)(path, request);
      if (!isBatch(path)) return answer;
      const [first = ''] = String(answer.body).split('--b\r\n').slice(1);
      return { ...answer, body: `--b\r\n${first}--b--\r\n` };
    };
    const { accounts, requests } = await getMany(stops, fifty);
    expect(accounts).toEqual(accounts50);
    expect(requests.length).toBeGreaterThan(1);
    const cut: Script = async (path, request) => {
      const answer = await batching(most)(path, request);
      return isBatch(path) ? { ...answer, body: String(answer.body).slice(0, -20) } : answer;
    };
    expect((await getMany(cut, fifty)).accounts).toEqual(accounts50);
  });

  test('an environment that takes no batches is asked in chunks, and for no batch for an hour', async () => {
    let now = Date.now();
    const refusing: Script = (path, request) => (isBatch(path) ? { status: 404 } : most(path, request));
    const { connection, http } = await connect(refusing, { now: () => now });
    const ask = async (): Promise<number> => {
      const before = http.requests.length;
      const rows = await connection.getMany('CustomersV3', fifty, [], callContext());
      expect(rows.map((row) => row?.['CustomerAccount'])).toEqual(accounts50);
      return http.requests.slice(before).filter(({ path }) => isBatch(path)).length;
    };
    expect([await ask(), await ask()]).toEqual([1, 0]);
    now += 3_600_001;
    expect(await ask()).toBe(1);
  });

  test('an answer that is no batch is none, and what is wrong with all reads is', async () => {
    const throwing =
      (error: Error): Script =>
      (path, request) => {
        if (isBatch(path)) throw error;
        return most(path, request);
      };
    const { accounts } = await getMany(throwing(new UpstreamContract('No multipart.')), fifty);
    expect(accounts).toEqual(accounts50);
    await expect(getMany(throwing(new RateLimited('Later.')), fifty)).rejects.toThrow(RateLimited);
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
    // It takes no batch.
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
