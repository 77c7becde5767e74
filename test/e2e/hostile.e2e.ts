/** Requests that mean harm or nothing: none of them gives a 5xx, ends the process, or breaks a line of the log (reliability A1, A5, J2). */
import { join } from 'node:path';
import fc from 'fast-check';
import { expectError, faultsOfError } from './support/expect-error';
import { hostileBytes, type HostileRequest, hostileRequests } from './support/hostile-requests';
import { type HttpClient, parseAnswer, type Received } from './support/http-client';
import { memoryConfiguration } from './support/memory-configuration';
import { logLines, type SpawnedGateway, spawnGateway, writeConfiguration } from './support/run-command';
import { temporaryFolder } from './support/start-gateway';

const SEED = Number(process.env['VTG_SEED'] ?? 20_261_122);
const REQUESTS = process.env['VTG_FULL'] === undefined ? 2_700 : 60_000;
const BYTES = REQUESTS / 9;
const TIMEOUT = process.env['VTG_FULL'] === undefined ? 120_000 : 3_600_000;
const AT_ONCE = 8;

/** The same sets over other kinds of sources: one that takes less, and one that is not there. */
const configuration = `${memoryConfiguration}
  source:
    auth: none
    entitySets:
      Readings:
        connection: contoso
        entity: CustomersV3
        typeName: Reading
        key: { name: ReadingId, from: [dataAreaId, CustomerAccount] }
        properties:
          Code: CustomerAccount
          Note: OrganizationName
          Exact: CreditLimit
          Taken: CredManCustomerSince
          State: OnHoldStatus
          Flag: CreditLimitIsMandatory
  nowhere:
    auth: none
    entitySets:
      Readings: { connection: down, entity: CustomersV3, key: { name: ReadingId, from: [dataAreaId, CustomerAccount] } }
`.replace(
  'connections:\n',
  `connections:
  contoso: { provider: finance-operations, simulator: { customers: 40, orders: 1, products: 1, vendors: 1 } }
  down:
    provider: finance-operations
    url: http://127.0.0.1:1
    credential: { kind: clientSecret, tenantId: t, clientId: c, clientSecret: s, authority: "http://127.0.0.1:1" }
`,
);

const folder = temporaryFolder();
let gateway: SpawnedGateway;
let data: HttpClient;

beforeAll(async () => {
  gateway = await spawnGateway(writeConfiguration(folder.path, configuration), join(folder.path, 'var'));
  ({ data } = gateway);
  for (const service of ['things', 'asTheyAre', 'source'])
    expect((await data.get(`/odata/${service}/Readings`)).status).toBe(200);
});

afterAll(async () => {
  await gateway?.stop();
  folder.remove();
});

/** What is wrong with the answer to a request of any kind; empty if it is a good answer or a good refusal. */
function faultsOf({ method }: Pick<HostileRequest, 'method'>, answer: Received): readonly string[] {
  const { status, headers, body } = answer;
  if (status >= 500 && status !== 501) return [`status ${status}: ${body.slice(0, 200)}`];
  if (method === 'HEAD') return body === '' ? [] : ['a body for HEAD'];
  if (status >= 400) return faultsOfError(answer);
  if (status === 204 || status === 304) return body === '' ? [] : [`a body with ${status}`];
  if (status !== 200) return [`status ${status}`];
  return headers['content-type']?.startsWith('application/json') === true && !isJson(body) ? ['no JSON'] : [];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Runs the work for each item, a few at a time. */
async function forEachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const remaining = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of remaining) await work(item);
    }),
  );
}

function send({ method, target, headers, body }: HostileRequest): Promise<Received> {
  const sending = { method, headers, ...(body === undefined ? {} : { body }) };
  return data.send(target, sending);
}

async function expectAlive(): Promise<void> {
  const { status, body } = await data.get('/odata/things/Readings/$count');
  expect({ status, body, exitCode: gateway.command.process.exitCode }).toEqual({
    status: 200,
    body: '4',
    exitCode: null,
  });
}

test(
  'random requests',
  async () => {
    const wrong: object[] = [];
    const statuses = new Map<number, number>();
    for (let seed = SEED, left = REQUESTS; left > 0; seed++, left -= 10_000) {
      const requests = fc.sample(hostileRequests, { seed, numRuns: Math.min(left, 10_000) });
      await forEachOf(requests, async (request) => {
        const answer = await send(request);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const faults = faultsOf(request, answer);
        if (faults.length > 0) wrong.push({ request, faults });
      });
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    await expectAlive();
    // The requests are worth something: some are good, and the others are refused in many ways.
    for (const status of [200, 400, 404, 405, 501])
      expect(statuses.get(status) ?? 0).toBeGreaterThan(REQUESTS / 100);
  },
  TIMEOUT,
);

test(
  'random bytes',
  async () => {
    const wrong: object[] = [];
    let answered = 0;
    await forEachOf(fc.sample(hostileBytes, { seed: SEED, numRuns: BYTES }), async (bytes) => {
      const text = await data.sendBytes(bytes, 200);
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
      answered += statuses.length;
      const isWrong = statuses.some((status) => status >= 500 && status !== 501);
      const first = statuses.length === 1 ? parseAnswer(text) : undefined;
      const isHead = Buffer.from(bytes).toString('latin1').startsWith('HEAD');
      const faults = first === undefined || first.status < 400 || isHead ? [] : faultsOfError(first);
      if (isWrong || faults.length > 0)
        wrong.push({ bytes: Buffer.from(bytes).toString('latin1'), text, faults });
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(answered).toBeGreaterThan(BYTES / 2);
    await expectAlive();
  },
  TIMEOUT,
);

test.each(['/odata/things/', '/odada/', '/odata/things/Readings?$filter=nonsense'])(
  'nothing is answered after the request that closes the connection: %s',
  async (path) => {
    const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    const text = await data.sendBytes(Buffer.from(`${request}no request`), 200);
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  },
);

describe('32 KB of one construct', () => {
  const SIZE = 31_000;
  const fill = (part: string, size: number = SIZE): string => part.repeat(Math.floor(size / part.length));
  const nested = (open: string, middle: string, close: string): string => {
    const times = Math.floor(SIZE / (open.length + close.length));
    return open.repeat(times) + middle + close.repeat(times);
  };
  /** Each alias refers twice to the next: as text short, written out of astronomical size. */
  const aliasBomb = Array.from(
    { length: 60 },
    (_, index) => `@a${index}=@a${index + 1} or @a${index + 1}`,
  ).join('&');
  const aliasChain = Array.from({ length: 1_500 }, (_, index) => `@a${index}=@a${index + 1}`).join('&');

  const constructs: Readonly<Record<string, string>> = {
    'nested parentheses': `Readings?$filter=${nested('(', 'true', ')')}`,
    'open parentheses': `Readings?$filter=${fill('(')}`,
    'closing parentheses': `Readings?$filter=true${fill(')')}`,
    not: `Readings?$filter=${fill('not ')}Flag`,
    minus: `Readings?$filter=${fill('-')}1 eq 1`,
    'minus with blanks': `Readings?$filter=${fill('- ')}1 eq 1`,
    'nested functions': `Readings?$filter=${nested('tolower(', 'Note', ')')} eq 'a'`,
    'nested concat': `Readings?$filter=${nested("concat('a',", 'Note', ')')} eq 'a'`,
    'wide concat': `Readings?$filter=concat(${fill("'a',")}Note) eq 'a'`,
    'a chain of or': `Readings?$filter=${fill("Code eq 'a' or ")}true`,
    'a chain of and': `Readings?$filter=${fill('Whole gt 1 and ')}true`,
    'a chain of comparisons': `Readings?$filter=${fill('Flag eq ')}true`,
    'a chain of sums': `Readings?$filter=${fill('1 add ')}1 eq 1`,
    'a chain of products': `Readings?$filter=${fill('2 mul ')}2 eq 1`,
    'or in brackets': `Readings?$filter=${nested('(Flag or ', 'Flag', ')')}`,
    'and and or by turns': `Readings?$filter=${fill('Flag and Flag or ')}Flag`,
    'a long list': `Readings?$filter=Whole in (${fill('1,')}1)`,
    'lists in lists': `Readings?$filter=Whole in ${nested('(', '1', ')')}`,
    'JSON arrays': `Readings?$filter=Code in ${nested('[', '', ']')}`,
    'JSON objects': `Readings?$filter=Code eq ${nested('{"a":', '1', '}')}`,
    lambdas: `Readings?$filter=${nested('Code/any(x:', 'true', ')')}`,
    'a path': `Readings?$filter=${fill('Code/')}Code eq 1`,
    'a long name': `Readings?$filter=${fill('N')} eq 1`,
    'a long text': `Readings?$filter=Note eq '${fill('x')}'`,
    'quotes in a text': `Readings?$filter=Note eq '${fill("''")}'`,
    'an open text': `Readings?$filter=Note eq '${fill('x')}`,
    quotes: `Readings?$filter=${fill("'")}`,
    'a long number': `Readings?$filter=Exact eq ${fill('9')}`,
    'a long fraction': `Readings?$filter=Exact eq 0.${fill('9')}`,
    'a power of ten': `Readings?$filter=Exact eq 1e${fill('9')}`,
    'a product of long numbers': `Readings?$filter=${fill(`${'9'.repeat(200)} mul `)}1 eq 1`,
    'large powers': `Readings?$filter=${fill('1e300 mul ', 900)}1 eq 1`,
    'a duration': `Readings?$filter=Whole eq duration'P${fill('1')}D'`,
    'a year': `Readings?$filter=Day eq ${fill('2')}-01-01`,
    blanks: `Readings?$filter=${fill(' ', 10_000)}true`,
    'blanks inside': `Readings?$filter=Flag${fill(' ', 10_000)}eq${fill('\t', 400)}true`,
    'a pattern': `Readings?$filter=matchesPattern(Note,'${fill('(a+)+')}$')`,
    'a text to find': `Readings?$filter=contains(Note,'${fill('%')}')`,
    'an alias bomb': `Readings?$filter=@a0&${aliasBomb}&@a60=true`,
    'an alias chain': `Readings?$filter=@a0&${aliasChain}&@a1500=true`,
    'an alias in a circle': 'Readings?$filter=@a&@a=@b&@b=@a',
    'an alias of itself': 'Readings?$filter=@a and true&@a=not @a',
    'many aliases': `Readings?${fill('@a=1&')}`,
    'many names to select': `Readings?$select=${fill('Code,')}Code`,
    'paths to select': `Readings?$select=${fill('Code/')}Code`,
    'many names to order by': `Readings?$orderby=${fill('Code,')}Code`,
    'nested to order by': `Readings?$orderby=${nested('tolower(', 'Note', ')')}`,
    'many words to search': `Readings?$search=${fill('a ')}`,
    'nested to search': `Readings?$search=${nested('(', 'a', ')')}`,
    'not to search': `Readings?$search=${fill('NOT ')}a`,
    'quotes to search': `Readings?$search=${fill('"a" ')}`,
    'nested expands': `Readings?$expand=${nested('A($expand=', 'A', ')')}`,
    'many expands': `Readings?$expand=${fill('A,')}A`,
    'a long top': `Readings?$top=${fill('9')}`,
    'a long token': `Readings?$skiptoken=${fill('A')}`,
    'a long format': `Readings?$format=${fill('a/b;c=d,')}`,
    ampersands: `Readings?${fill('&')}`,
    'equal signs': `Readings?${fill('=')}`,
    'question marks': `Readings${fill('?')}`,
    'unknown options': `Readings?${fill('a=b&')}`,
    'the same option': `Readings?${fill('$top=1&')}`,
    slashes: fill('/'),
    'path segments': `Readings${fill('/a')}`,
    'a long segment': fill('a'),
    'dots and slashes': fill('../'),
    'a nested key': `Readings${nested('(', '1', ')')}`,
    'a wide key': `Readings(${fill('a=1,')}a=1)`,
    'many keys': `Readings${fill('(1)')}`,
    semicolons: `Readings${fill(';')}`,
    letters: `Readings?$filter=Note eq '${fill('😀', 5_000)}'`,
  };

  test.each(Object.keys(constructs))('%s', async (name) => {
    // Blanks and the like are what they are; percent signs stand for themselves.
    const target = encodeURI(constructs[name] ?? '').slice(0, 32_700);
    for (const service of ['things', 'source']) {
      const answer = await data.get(`/odata/${service}/${target}`);
      expect(faultsOf({ method: 'GET' }, answer)).toEqual([]);
    }
    const [path = '', query] = target.split('?');
    if (query === undefined) return;
    const headers = { 'Content-Type': 'text/plain' };
    const answer = await data.send(`/odata/things/${path}/$query`, {
      method: 'POST',
      headers,
      body: query.repeat(7),
    });
    expect(faultsOf({ method: 'POST' }, answer)).toEqual([]);
  });

  test.each([
    '%',
    '%2',
    '%00',
    '%25',
    '%c3',
    '%ff',
    '%ed%a0%80',
    '+',
    '%2b',
    '%0d%0a',
    '%u0041',
    '\u00ff',
    '|',
    '^',
    '`',
    '\\',
  ])('the raw text %s', async (part) => {
    const answers = [
      await data.get(`/odata/things/${fill(part)}`),
      await data.get(`/odata/things/Readings?$filter=${fill(part)}`),
      await data.get(`/odata/things/Readings?${fill(part)}`),
      await data.get(`/odata/${fill(part)}`),
      await data.get(`/${fill(part)}`),
    ];
    for (const answer of answers) expect(faultsOf({ method: 'GET' }, answer)).toEqual([]);
  });

  test.each([
    'Accept',
    'Prefer',
    'If-None-Match',
    'OData-Version',
    'OData-MaxVersion',
    'Content-Type',
    'Accept-Charset',
    'Host',
    'Cookie',
  ])('the header %s', async (header) => {
    for (const part of [
      'a',
      ',',
      ';',
      '=',
      '"',
      'a/b,',
      'a/b;c="d\\',
      '*/*;q=0.1,',
      'a=b,',
      'W/"x",',
      '\\"',
      ' ',
      '9',
      'maxpagesize=1;',
    ]) {
      const answer = await data.get('/odata/things/Readings', { [header]: fill(part).trim() });
      expect(faultsOf({ method: 'GET' }, answer)).toEqual([]);
    }
  });

  test('thousands of headers', async () => {
    const headers = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`x-${index}`, 'x']));
    expect(faultsOf({ method: 'GET' }, await data.get('/odata/things/Readings', headers))).toEqual([]);
  });

  test('a body of JSON that is 100,000 deep', async () => {
    for (const [method, path] of [
      ['POST', 'Readings'],
      ['PATCH', 'Readings(6305bb00-0000-8000-9000-0000851c9389)'],
      ['POST', '$batch'],
    ] as const) {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await data.send(`/odata/things/${path}`, { method, headers, body: '['.repeat(100_000) });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(faultsOf({ method }, answer)).toEqual([]);
    }
  });

  afterAll(expectAlive);
});

describe('names that mean something to JavaScript', () => {
  const names = ['__proto__', 'prototype', 'hasOwnProperty', 'valueOf', 'isPrototypeOf', 'then', 'length'];

  test.each([...names, 'constructor', 'toString'])(
    '%s is no service, set, function or option',
    async (name) => {
      for (const target of [
        `/odata/${name}/Readings`,
        `/odata/things/${name}`,
        `/odata/things/${name}/$count`,
      ])
        expectError(await data.get(target), 404, 'UnknownResource');
      for (const option of [
        `$filter=${name}()`,
        `$filter=${name}(Code)`,
        `$filter=Code%20${name}%20Code`,
        `$filter=@${name}`,
      ]) {
        const { status } = await data.get(`/odata/things/Readings?${option}`);
        // An alias without a value is null; `length` is a function.
        expect(option.includes('@') || name === 'length' ? [200, 400] : [400, 501]).toContain(status);
      }
      expectError(await data.get(`/odata/things/Readings?$${name}=1`), 501, 'NotImplemented');
      const { status } = await data.get(`/odata/things/Readings?${name}=1&@${name}=1&$top=1`);
      expect(status).toBe(200);
    },
  );

  test.each(names)('%s is no property', async (name) => {
    for (const option of [`$select=${name}`, `$orderby=${name}`, `$filter=${name}%20eq%20null`])
      expectError(await data.get(`/odata/things/Readings?${option}`), 400, 'UnknownProperty');
  });

  test.each(['constructor', 'toString'])('%s is a property like any other', async (name) => {
    const ask = async (options: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
      const { body } = await data.get(`/odata/things/Readings?${options}`);
      return (JSON.parse(body) as { readonly value: readonly Readonly<Record<string, unknown>>[] }).value;
    };
    expect(await ask(`$filter=${name}%20ne%20null&$select=${name}&$orderby=${name}`)).toHaveLength(
      name === 'toString' ? 3 : 2,
    );
    expect(await ask(`$filter=${name}%20eq%20null`)).toHaveLength(name === 'toString' ? 1 : 2);
  });
});

describe('the log', () => {
  const hostile = [
    '%0a{"level":60,"msg":"forged"}',
    '%0d%0a%0d%0a',
    '\u0085\u009b31m',
    '%1b[2J%1b]0;owned%07',
    '%00',
    '%e2%80%a8%e2%80%a9',
    '%22,%22level%22:60,%22x%22:%22',
    '\\n\\u0000\\',
    '"}{"',
    '%ed%a0%80',
    '%7f%c2%9b',
  ];

  test('one line for each fault, whatever is in the request', async () => {
    const before = logLines(gateway.command.stderr).length;
    const headers = {
      'User-Agent': 'x\u0085"}{"\\',
      Accept: 'application/json',
      'x-correlation-id': '"}{"forged',
    };
    const ids: string[] = [];
    for (const text of hostile) {
      for (const path of [
        `Readings/${text}`,
        text,
        `Readings?$filter=Code eq '${text}'`.replaceAll(' ', '%20'),
        'Readings',
      ]) {
        const answer = await data.get(`/odata/nowhere/${path.replaceAll('"', '%22')}`, headers);
        if (answer.status === 503) ids.push(String(answer.headers['x-correlation-id']));
        else expect(answer.status).toBe(400);
      }
    }
    expect(ids.length).toBeGreaterThan(2 * hostile.length);
    while (!gateway.command.stderr.includes(String(ids.at(-1))))
      await new Promise((resolve) => setTimeout(resolve, 10));
    const lines = logLines(gateway.command.stderr).slice(before);
    expect(lines.filter(({ status }) => status === 503).map(({ correlationId }) => correlationId)).toEqual(
      ids,
    );
    expect(lines.filter(({ level }) => level === 60)).toEqual([]);
  });

  test('is JSON from the first line to the last, and tells of no fault of ours', async () => {
    const { code, stdout, stderr } = await gateway.stop();
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    // eslint-disable-next-line no-control-regex -- that is what is looked for
    expect(stderr.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/)).toBeNull();
    expect(logLines(stderr).filter((line) => line['code'] === 'InternalError')).toEqual([]);
  });
});
