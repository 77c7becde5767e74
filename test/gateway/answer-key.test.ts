/** Which requests share a stored answer: every spelling of the same, and nothing that may have another answer. */
import 'reflect-metadata';
import { memory } from '../../providers/memory/index';
import { answerKey, type RowRequest } from '../../src/gateway/answer-key';
import { parseRequest } from '../../src/gateway/parse-request';
import { createSharedCache } from '../../src/gateway/shared-cache';
import type { IncomingHeaders } from '../../src/gateway/incoming';
import type { OpenConnection } from '../../src/gateway/open-connections';
import type { OpenService } from '../../src/gateway/open-service';
import { defaultFormat } from '../../src/odata/negotiate';
import { ItemSource } from '../support/cached/item-source';
import { ask, openCachedService, verdictOf } from '../support/cached/open-cached-service';
import { bodyText, openTestConnection, SOURCE } from '../support/open-test-service';
import { itemsSet } from '../support/recorded-source';

const policy = { ttl: 3_600_000 };

interface Asked {
  readonly target: string;
  readonly headers?: IncomingHeaders;
  readonly body?: string;
}

function asked(text: string | Asked): Asked {
  return typeof text === 'string' ? { target: text } : text;
}

function accepting(target: string, accept: string): Asked {
  return { target, headers: { accept } };
}

function preferring(target: string, prefer: string): Asked {
  return { target, headers: { prefer } };
}

/** `POST …/$query`. */
function query(body: string): Asked {
  return { target: 'Items/$query', body };
}

const GUID = 'a1b2c3d4-0000-0000-0000-000000000001';
const OTHER_GUID = 'a1b2c3d4-0000-0000-0000-000000000002';

const rows = [GUID, OTHER_GUID].map((Id, index) => ({
  Id,
  Name: index === 0 ? 'desc' : 'a b',
  City: null,
  Count: index,
  Big: '9007199254740993',
  Rough: 1.5,
  Since: '2026-01-01T00:00:00Z',
}));

const tables = {
  entities: {
    Items: {
      key: ['Id'],
      columns: {
        Id: 'Guid',
        Name: 'String',
        City: 'String',
        Count: 'Int32',
        Big: 'Int64',
        Rough: 'Double',
        Since: 'DateTimeOffset',
      },
      rows,
    },
  },
} as const;

const entitySets = ['Items', 'Others'].map((name) => ({
  name,
  typeName: name.slice(0, -1),
  connection: SOURCE,
  entity: 'Items',
  key: { name: 'ItemId', from: ['Id'] },
}));

describe('the key of a stored answer', () => {
  let source: OpenConnection;

  beforeAll(async () => {
    source = await openTestConnection(memory, structuredClone(tables) as never);
  });
  afterAll(() => source.close());

  function open(name?: string, cache = createSharedCache()): OpenService {
    return openCachedService({
      connection: source.connection,
      entitySets,
      policies: { Items: policy, Others: policy },
      cache,
      ...(name === undefined ? {} : { name }),
    });
  }

  /** What the cache did for the second, after the first. */
  async function verdictOfSecond(first: string | Asked, second: string | Asked): Promise<string> {
    const service = open();
    const send = async ({ target, headers = {}, body }: Asked): Promise<string> =>
      verdictOf(
        await ask(service, { target, headers, ...(body === undefined ? {} : { method: 'POST', body }) }),
      );
    expect(await send(asked(first))).toBe('fwd=uri-miss;stored');
    return send(asked(second));
  }

  const same: readonly (readonly [string | Asked, string | Asked])[] = [
    ['Items', 'Items'],
    ['Items', '/Items'],
    ['Items', '%49tems'],
    ['Items', 'Items?own=1'],
    ['Items?$top=1', 'Items?%24top=1'],
    ['Items?$top=1', 'Items?top=1'],
    ['Items?$top=1', 'Items?$top=01'],
    ['Items?$top=1&$skip=1', 'Items?$skip=1&$top=1'],
    ['Items', 'Items?$skip=0'],
    ['Items', 'Items?$count=false'],
    ["Items?$filter=Name eq 'a b'", "Items?$filter=Name%20eq%20'a%20b'"],
    ["Items?$filter=Name eq 'a b'", "Items?$filter=Name+eq+'a+b'"],
    ["Items?$filter=Name eq 'a b'", "Items?$filter=(Name eq 'a b')"],
    ["Items?$filter=Name eq 'a b'", "Items?$filter=Name  eq  'a b'"],
    ["Items?$filter=Name eq 'a b'", "Items?$filter=Name EQ 'a b'"],
    ['Items?$filter=Count in (1,2)', 'Items?$filter=Count in ( 1 , 2 )'],
    ["Items?$filter=contains(Name,'a')", "Items?$filter=contains( Name , 'a' )"],
    ['Items?$orderby=Name', 'Items?$orderby=Name asc'],
    ['Items?$orderby=Name,Count desc', 'Items?$orderby=Name , Count  desc'],
    ['Items?$select=Name,Count', 'Items?$select=Name, Count'],
    ['Items?$select=Name', 'Items?$select=ItemId,Name'],
    ['Items?$select=*', 'Items'],
    ['Items?$filter=Count eq @a&@a=1', 'Items?@a=1&$filter=Count eq @a'],
    ['Items?$search=a AND b', 'Items?$search=a  AND  b'],
    ["Items/$count?$filter=Name eq 'a b'", "Items/$count?$filter=Name%20eq%20'a b'"],
    [`Items(${GUID})`, `Items(${GUID.toUpperCase()})`],
    [`Items(${GUID})`, `Items(ItemId=${GUID})`],
    [`Items(${GUID})/Name/$value`, `Items(${GUID})/Name/%24value`],
    ['Items', query('')],
    ["Items?$filter=Name eq 'a b'", query("$filter=Name eq 'a b'")],
    ['Items', accepting('Items', '*/*')],
    ['Items', accepting('Items', 'application/json')],
    [
      accepting('Items', 'application/json;odata.metadata=none'),
      accepting('Items', 'text/html;q=0.1, application/json;odata.metadata=none'),
    ],
    ['Items', preferring('Items', 'respond-async')],
    [preferring('Items', 'omit-values=nulls'), preferring('Items', 'Omit-Values="nulls"')],
    ['Items', preferring('Items', 'odata.maxpagesize=0')],
  ];
  test.each(same)('%j and %j share an answer', async (first, second) => {
    expect(await verdictOfSecond(first, second)).toBe('hit');
  });

  const FULL = 'application/json;odata.metadata=full';
  const NONE = 'application/json;odata.metadata=none';
  const EXACT = 'application/json;IEEE754Compatible=true';
  const different: readonly (readonly [string | Asked, string | Asked])[] = [
    ['Items', 'Others'],
    ['Items', 'Items/$count'],
    ['Items', `Items(${GUID})`],
    [`Items(${GUID})`, `Items(${OTHER_GUID})`],
    [`Items(${GUID})`, `Others(${GUID})`],
    [`Items(${GUID})`, `Items(${GUID})/Name`],
    [`Items(${GUID})`, `Items(${GUID})?$select=Name`],
    [`Items(${GUID})?$select=Name`, `Items(${GUID})?$select=Count`],
    [`Items(${GUID})?$select=Name,Count`, `Items(${GUID})?$select=Count,Name`],
    [`Items(${GUID})/Name`, `Items(${GUID})/Count`],
    [`Items(${GUID})/Name`, `Items(${GUID})/Name/$value`],
    [`Items(${GUID})?$select=Name`, `Items(${GUID})/Name`],
    [`Items(${GUID})/Name`, `Items(${OTHER_GUID})/Name`],
    [`Items(${GUID})`, accepting(`Items(${GUID})`, FULL)],
    [`Items(${GUID})`, accepting(`Items(${GUID})`, EXACT)],
    [`Items(${GUID})`, preferring(`Items(${GUID})`, 'omit-values=nulls')],
    ['Items', accepting('Items', FULL)],
    ['Items', accepting('Items', NONE)],
    ['Items', accepting('Items', EXACT)],
    ['Items', accepting('Items', `${EXACT};odata.metadata=full`)],
    [accepting('Items', FULL), accepting('Items', `${EXACT};odata.metadata=full`)],
    ['Items', accepting('Items', 'application/json;odata.streaming=true')],
    ['Items', accepting('Items', 'application/json;charset=utf-8')],
    // A next link repeats it.
    ['Items', 'Items?$format=json'],
    [accepting('Items', NONE), `Items?$format=${encodeURIComponent(NONE)}`],
    ['Items', preferring('Items', 'omit-values=nulls')],
    [preferring('Items', 'omit-values=nulls'), preferring('Items', 'omit-values=defaults')],
    ['Items', preferring('Items', 'odata.maxpagesize=1')],
    [preferring('Items', 'maxpagesize=1'), preferring('Items', 'maxpagesize=2')],
    // It is said in the caller's words that the wish was heeded.
    [preferring('Items', 'maxpagesize=1'), preferring('Items', 'odata.maxpagesize=1')],
    ['Items', 'Items?$top=1'],
    ['Items?$top=1', 'Items?$top=2'],
    ['Items?$top=0', 'Items'],
    ['Items', 'Items?$skip=1'],
    ['Items?$top=1', 'Items?$skip=1'],
    ['Items', 'Items?$count=true'],
    ['Items', 'Items?$select=Name'],
    ['Items?$select=Name,Count', 'Items?$select=Count,Name'],
    ['Items', 'Items?$filter=true'],
    ["Items?$filter=Name eq 'a b'", "Items?$filter=Name eq 'a  b'"],
    ["Items?$filter=Name eq 'a b'", "Items?$filter=Name eq 'A b'"],
    ["Items?$filter=Name eq 'a b'", "Items?$filter=City eq 'a b'"],
    ["Items?$filter=Name eq 'a b'", "Items?$filter=Name ne 'a b'"],
    ["Items?$filter=Name eq 'null'", 'Items?$filter=Name eq null'],
    ['Items?$filter=Count eq 1', 'Items?$filter=Count eq 10'],
    ['Items?$filter=Rough eq NaN', 'Items?$filter=Rough eq INF'],
    ['Items?$filter=Count eq 1', 'Items?$filter=not (Count eq 1)'],
    ['Items?$filter=Count sub 1 sub 1 eq 0', 'Items?$filter=Count sub (1 sub 1) eq 0'],
    [
      "Items?$filter=Name eq 'a' or Name eq 'b' and Count eq 1",
      "Items?$filter=(Name eq 'a' or Name eq 'b') and Count eq 1",
    ],
    ["Items?$filter=contains(Name,'a')", "Items?$filter=contains('a',Name)"],
    ["Items?$filter=contains(Name,'a')", "Items?$filter=startswith(Name,'a')"],
    ['Items?$filter=Big eq 9007199254740992', 'Items?$filter=Big eq 9007199254740993'],
    ['Items?$filter=Count in (1,2)', 'Items?$filter=Count in (1,3)'],
    ["Items?$filter=Name eq 'b'", "Items/$count?$filter=Name eq 'b'"],
    ["Items/$count?$filter=Name eq 'a'", "Items/$count?$filter=Name eq 'b'"],
    ['Items/$count', 'Others/$count'],
    ['Items/$count', 'Items/$count?$search=a'],
    ['Items?$filter=Count eq @a&@a=1', 'Items?$filter=Count eq @a&@a=2'],
    ['Items/$count?$filter=Count eq @a&@a=1', 'Items/$count?$filter=Count eq @a&@a=2'],
    ['Items', 'Items?$search=a'],
    ['Items?$search=a', 'Items?$search=b'],
    ['Items?$search=a AND b', 'Items?$search=a OR b'],
    ['Items?$search=a b', 'Items?$search="a b"'],
    ['Items?$orderby=Name', 'Items'],
    ['Items?$orderby=Name', 'Items?$orderby=Name desc'],
    ['Items?$orderby=Name,Count', 'Items?$orderby=Count,Name'],
    ['Items?$orderby=Name,Count desc', 'Items?$orderby=Name desc,Count'],
    ["Items?$orderby=concat(Name,' desc')", "Items?$orderby=concat(Name,'') desc"],
  ];
  test.each(different)('%j and %j do not', async (first, second) => {
    expect(await verdictOfSecond(first, second)).not.toBe('hit');
  });

  test('the pages of a result do not share one', async () => {
    const service = open();
    const pages = preferring('Items', 'maxpagesize=1');
    const first = await ask(service, pages);
    const { '@odata.nextLink': link } = JSON.parse(bodyText(first)) as { '@odata.nextLink': string };
    const second = await ask(service, { ...pages, target: link.slice(link.lastIndexOf('/') + 1) });
    expect(verdictOf(second)).toBe('fwd=uri-miss;stored');
    expect(bodyText(second)).not.toBe(bodyText(first));
  });

  test('services do not share one', async () => {
    const cache = createSharedCache();
    const [sales, purchase] = [open('sales', cache), open('purchase', cache)];
    expect(verdictOf(await ask(sales, { target: 'Items' }))).toBe('fwd=uri-miss;stored');
    expect(verdictOf(await ask(purchase, { target: 'Items' }))).toBe('fwd=uri-miss;stored');
    expect(verdictOf(await ask(sales, { target: 'Items' }))).toBe('hit');
  });

  test.each([
    'Items?$filter=Since lt now()',
    'Items?$filter=Since lt NOW()',
    'Items?$filter=Since lt @now&@now=now()',
    'Items?$orderby=Since eq now()',
    'Items/$count?$filter=Since lt now()',
    // Within a text, too: that one answer is not stored, which does no harm.
    "Items?$filter=Name eq 'now()'",
  ])('%s is answered anew each time', async (target) => {
    const service = open();
    const answers = [await ask(service, { target }), await ask(service, { target })];
    expect(answers.map(({ status, headers }) => [status, headers['Cache-Status']])).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
  });
});

test('what is asked for is told apart even where its parts and its format are the same', async () => {
  const service = openCachedService({
    connection: new ItemSource([1]),
    entitySets: [itemsSet],
    policies: {},
  });
  const entitySet = (await service.model()).entitySets.get('Items');
  if (entitySet === undefined) throw new Error('no set');
  const { options } = parseRequest(
    { target: 'Items/$count?$filter=x', method: 'GET', headers: {}, signal: new AbortController().signal },
    service.limits,
  );
  const [property] = entitySet.properties;
  if (property === undefined) throw new Error('no property');
  const row = { kind: 'entity', entitySet, key: 'x', select: [] } as const;
  const query = { entitySet, orderBy: [], select: [], skip: 0, count: false };
  const requests: readonly RowRequest[] = [
    row,
    { ...row, property: { property, raw: false } },
    { ...row, property: { property, raw: true } },
    { kind: 'count', query },
    { kind: 'collection', query },
  ];
  const keys = requests.map((request) =>
    answerKey({ service: 'test', request, options, format: defaultFormat, preferred: [] }),
  );
  expect(new Set(keys).size).toBe(requests.length);
});
