/** The read pipeline as a whole: each kind of address, its answer, and the errors between. */
// The classes of configurations are decorated, and whoever loads them brings this.
import 'reflect-metadata';
import { memory } from '../../providers/memory/index';
import { RequestError } from '../../src/errors';
import type { OpenConnection } from '../../src/gateway/open-connections';
import type { EntitySetDefinition } from '../../src/model/definition';
import { createMemoryKeyMap } from '../../src/model/key-map';
import { RequestNotes } from '../../src/record/request-notes';
import { InvalidValue, Unavailable } from '../../src/provider-sdk/index';
import {
  bodyText,
  openHandmadeConnection,
  openTestConnection,
  openTestService,
  ROOT,
  SOURCE,
  type TestService,
  type TestServiceOptions,
} from '../support/open-test-service';
import { ItemSource } from '../support/cached/item-source';
import { itemsSet, RecordedSource } from '../support/recorded-source';

const LONG = 'A name that is much too long to be packed into a Guid, number';

const tables = {
  entities: {
    Customers: {
      key: ['Company', 'Account'],
      columns: {
        Company: 'String',
        Account: 'String',
        Name: 'String',
        Credit: 'Decimal',
        Since: 'Date',
        Territory: 'String',
      },
      rows: [
        {
          Company: 'usmf',
          Account: 'US-1',
          Name: 'Contoso',
          Credit: '1500.5',
          Since: '2020-02-29',
          Territory: `${LONG} 1`,
        },
        {
          Company: 'usmf',
          Account: 'US-2',
          Name: "O'Neil & Søn",
          Credit: '123456789012345.654321',
          Territory: `${LONG} 9`,
        },
        { Company: 'usmf', Account: 'us-2', Name: 'The same in small letters' },
        { Company: 'demf', Account: 'DE-1', Name: null, Credit: 0 },
      ],
    },
    Territories: {
      key: ['Title'],
      columns: { Title: 'String', Size: 'Int32' },
      rows: [1, 2, 3].map((number) => ({ Title: `${LONG} ${number}`, Size: number })),
    },
  },
} as const;

const entitySets: readonly EntitySetDefinition[] = [
  {
    name: 'Customers',
    typeName: 'Customer',
    connection: SOURCE,
    entity: 'Customers',
    key: { name: 'CustomerId', from: ['Company', 'Account'] },
    properties: [
      ...['Company', 'Account', 'Name', 'Credit', 'Since'].map(
        (name) => ({ kind: 'column', name, column: name }) as const,
      ),
      { kind: 'lookup', name: 'Territory', target: 'Territories', from: ['Territory'] },
    ],
  },
  {
    name: 'Territories',
    typeName: 'Territory',
    connection: SOURCE,
    entity: 'Territories',
    key: { name: 'TerritoryId', from: ['Title'] },
  },
];

type JsonRow = Readonly<Record<string, unknown>>;

describe('reading', () => {
  let source: OpenConnection;
  let sales: TestService;

  beforeAll(async () => {
    source = await openTestConnection(memory, structuredClone(tables) as never);
    sales = open();
  });

  afterAll(() => source.close());

  function open(options: Partial<TestServiceOptions> = {}): TestService {
    return openTestService({ connections: [source], entitySets, ...options });
  }

  async function json(target: string, service: TestService = sales): Promise<JsonRow> {
    return JSON.parse(bodyText(await service.get(target))) as JsonRow;
  }

  async function rows(target: string, service: TestService = sales): Promise<readonly JsonRow[]> {
    return (await json(target, service))['value'] as JsonRow[];
  }

  async function faultOf(target: string, service: TestService = sales): Promise<RequestError> {
    const fault: unknown = await service.get(target).catch((error: unknown) => error);
    if (fault instanceof RequestError) return fault;
    throw new Error(`${target} is no error.`, { cause: fault });
  }

  async function keyOf(account: string): Promise<string> {
    const found = await rows('Customers?$select=Account');
    return String(found.find((row) => row['Account'] === account)?.['CustomerId']);
  }

  test('a collection comes in key order, with context and count', async () => {
    const answer = await sales.get('Customers?$select=Account&$count=true');
    expect(answer.status).toBe(200);
    expect(answer.headers['Content-Type']).toContain('application/json;odata.metadata=minimal');
    const body = JSON.parse(bodyText(answer)) as JsonRow;
    expect(body).toMatchObject({
      '@odata.context': `${ROOT}$metadata#Customers(CustomerId,Account)`,
      '@odata.count': 4,
    });
    expect((body['value'] as JsonRow[]).map((row) => row['Account'])).toEqual([
      'DE-1',
      'US-1',
      'US-2',
      'us-2',
    ]);
  });

  test('a single row has every value, digit by digit', async () => {
    const body = bodyText(await sales.get(`Customers(${await keyOf('US-2')})`));
    expect(body).toContain('"Credit":123456789012345.654321');
    expect(JSON.parse(body)).toMatchObject({ Name: "O'Neil & Søn", Since: null });
  });

  test('rows whose keys differ in case only are two rows', async () => {
    const [large, small] = [await keyOf('US-2'), await keyOf('us-2')];
    expect((await json(`Customers(${large})`))['Name']).toBe("O'Neil & Søn");
    expect((await json(`Customers(${small})`))['Name']).toBe('The same in small letters');
    expect(await rows(`Customers?$filter=CustomerId eq ${small}&$select=Account`)).toMatchObject([
      { Account: 'us-2' },
    ]);
    expect(await rows(`Customers?$filter=CustomerId ne ${small}&$select=Account`)).toHaveLength(3);
  });

  test('a property, its raw value, and no content where it is null', async () => {
    const key = await keyOf('US-1');
    expect(await json(`Customers(${key})/Name`)).toMatchObject({ value: 'Contoso' });
    expect(bodyText(await sales.get(`Customers(${key})/Credit/$value`))).toBe('1500.5');
    const empty = await sales.get(`Customers(${await keyOf('DE-1')})/Name/$value`);
    expect(empty).toEqual({ status: 204, headers: {} });
  });

  test('a count is a number and nothing else', async () => {
    const answer = await sales.get("Customers/$count?$filter=Company eq 'USMF'");
    expect(bodyText(answer)).toBe('3');
    expect(answer.headers['Content-Type']).toMatch(/^text\/plain/);
  });

  test('a query in the body is a query, and its literals are those of the request', async () => {
    const notes = new RequestNotes({ method: 'POST', correlationId: 'c', headers: {}, isHeard: () => true });
    const answer = await sales.send({
      method: 'POST',
      target: 'Customers/$query?$select=Account',
      body: "$filter=Name eq 'contoso'",
      notes,
    });
    expect(JSON.parse(bodyText(answer))).toMatchObject({ value: [{ Account: 'US-1' }] });
    expect(notes.sentence('Contoso cannot be found.')).toBe('? cannot be found.');
  });

  test('next links lead through all rows once, and hold no key of the caller', async () => {
    const paged = open({ pageSize: 3 });
    const first = await json(
      'Customers?code=secret&$select=Account&$orderby=Account%20desc&$count=true',
      paged,
    );
    const link = String(first['@odata.nextLink']);
    expect(link.startsWith(`${ROOT}Customers?`)).toBe(true);
    expect(link).not.toContain('secret');
    const second = await json(link.slice(ROOT.length), paged);
    expect(second['@odata.nextLink']).toBeUndefined();
    const accounts = [first, second].flatMap((page) =>
      (page['value'] as JsonRow[]).map((row) => row['Account']),
    );
    expect(accounts).toEqual(['US-2', 'us-2', 'US-1', 'DE-1']);
    expect(second['@odata.count']).toBe(4);
  });

  test('a skip token holds for its query only', async () => {
    const paged = open({ pageSize: 3 });
    const { '@odata.nextLink': link } = await json('Customers?$orderby=Name', paged);
    const token = String(link).replace(/.*skiptoken=/, '');
    expect(await faultOf(`Customers?$orderby=Account&$skiptoken=${token}`, paged)).toMatchObject({
      code: 'InvalidSkipToken',
    });
    expect(await faultOf(`Territories?$skiptoken=${token}`, paged)).toMatchObject({
      code: 'InvalidSkipToken',
    });
    expect(await rows(`Customers?$orderby=Name&$skiptoken=${token}`, paged)).toHaveLength(1);
  });

  test('a smaller page may be preferred, a larger one not', async () => {
    const paged = open({ pageSize: 3, maxPageSize: 3 });
    const small = await paged.get('Customers', { prefer: 'odata.maxpagesize=2' });
    expect(JSON.parse(bodyText(small))).toMatchObject({ value: [{}, {}] });
    expect(small.headers['Preference-Applied']).toBe('odata.maxpagesize=2');
    const large = await paged.get('Customers', { prefer: 'odata.maxpagesize=100' });
    expect((JSON.parse(bodyText(large)) as { value: unknown[] }).value).toHaveLength(3);
  });

  test('OPTIONS says what is possible, other methods are refused', async () => {
    const options = await sales.send({ method: 'OPTIONS', target: 'Customers' });
    expect(options).toEqual({ status: 204, headers: { Allow: 'GET, HEAD, OPTIONS' } });
    await expect(sales.send({ method: 'POST', target: 'Customers' })).rejects.toMatchObject({
      code: 'NotImplemented',
    });
    await expect(sales.send({ method: 'TRACE', target: 'Customers' })).rejects.toMatchObject({
      code: 'MethodNotAllowed',
      allow: ['GET', 'HEAD', 'OPTIONS'],
    });
  });

  test.each([
    ['Nothing', 'UnknownResource', 404],
    ['Customers?$filter=Nothing eq 1', 'UnknownProperty', 400],
    ['Customers?$filter=Territory0 eq null', 'UnknownProperty', 400],
    ["Customers?$filter=Credit eq 'x'", 'InvalidType', 400],
    ['Customers?$filter=Name eq', 'InvalidSyntax', 400],
    ['Customers?$filter=Name eq %', 'MalformedUrl', 400],
    ['Customers?$expand=Territory', 'NotImplemented', 501],
    ['Customers?$unheardof=1', 'NotImplemented', 501],
    ['Customers(1)', 'InvalidValue', 400],
    ['Customers(6f9619ff-8b86-d011-b42d-00c04fc964ff)', 'NotFound', 404],
    ['Customers(6f9619ff-8b86-d011-b42d-00c04fc964ff)/Name', 'NotFound', 404],
    ['Customers(6f9619ff-8b86-d011-b42d-00c04fc964ff)/Nothing', 'UnknownResource', 404],
  ])('%s is %s', async (target, code, status) => {
    expect(await faultOf(target)).toMatchObject({ code, status });
  });

  test('a fault of a column is told of the property that shows it', async () => {
    const items = new ItemSource([1]);
    items.fault = new InvalidValue('Size is wrong', { column: 'Size' });
    const service = open({
      connections: [await openHandmadeConnection(items)],
      entitySets: [{ ...itemsSet, properties: [{ kind: 'column', name: 'Quantity', column: 'Size' }] }],
    });
    expect(await faultOf('Items', service)).toMatchObject({ code: 'InvalidValue', target: 'Quantity' });
  });

  test('null may stand in an operator or a function, and makes its value null', async () => {
    const targets = ['Credit add null', '-null', 'round(null)', 'length(null)', 'cast(null,Edm.Decimal)'];
    for (const expression of targets) {
      expect(await rows(`Customers?$filter=${expression} eq 1`)).toEqual([]);
      expect(await rows(`Customers?$filter=${expression} eq null`)).toHaveLength(4);
    }
    expect(await rows("Customers?$filter=not contains(null,'x')")).toEqual([]);
    expect(await rows('Customers?$orderby=Credit add null,Account')).toHaveLength(4);
  });

  describe('keys that are too long to be packed', () => {
    let guids: readonly string[];

    beforeAll(async () => {
      guids = (await rows('Territories?$select=TerritoryId')).map((row) => String(row['TerritoryId']));
    });

    test('lead back to their rows also where the key map knows nothing yet', async () => {
      for (const [index, guid] of guids.entries()) {
        expect(await json(`Territories(${guid})`, open())).toMatchObject({ Size: index + 1 });
      }
      const [one, , three] = guids;
      const filter = `TerritoryId in (${one},${three})`;
      expect(await rows(`Territories?$filter=${filter}`, open())).toMatchObject([{ Size: 1 }, { Size: 3 }]);
      expect(await rows(`Territories?$filter=not (${filter})`, open())).toMatchObject([{ Size: 2 }]);
    });

    test('lead lookups to the rows that point to them, be there such a row or not', async () => {
      const pointing = await rows('Customers?$select=Account,Territory');
      const territoryOf = (account: string): string =>
        String(pointing.find((row) => row['Account'] === account)?.['Territory']);
      for (const account of ['US-1', 'US-2']) {
        const filter = `Customers?$filter=Territory eq ${territoryOf(account)}&$select=Account`;
        expect(await rows(filter, open())).toMatchObject([{ Account: account }]);
        const others = `Customers?$filter=Territory ne ${territoryOf(account)}&$select=Account`;
        expect(await rows(others, open())).toHaveLength(3);
      }
    });

    test('are looked for in the source once, and no Guid that nobody made makes it read again', async () => {
      const recorded = await recordTerritories();
      const service = open({ connections: [await openHandmadeConnection(recorded)] });
      for (const digit of '0123456789') {
        const unknown = `1234567${digit}-0000-5000-8000-000000000000`;
        expect(await faultOf(`Territories(${unknown})`, service)).toMatchObject({ code: 'NotFound' });
      }
      expect(recorded.queries).toEqual([
        { entity: 'Territories', columns: ['Title'], orderBy: [], count: false, collation: 'ignoreCase' },
      ]);
      expect(await json(`Territories(${guids[0]})`, service)).toMatchObject({ Size: 1 });
      expect(recorded.queries).toHaveLength(1);
    });

    test('are looked for once by all who come at the same time', async () => {
      const recorded = await recordTerritories();
      const service = open({ connections: [await openHandmadeConnection(recorded)] });
      const found = await Promise.all(guids.map((guid) => json(`Territories(${guid})`, service)));
      expect(found.map((row) => row['Size'])).toEqual([1, 2, 3]);
      expect(recorded.queries).toHaveLength(1);
    });

    test('are an error, not a missing row, where the source is too large to look', async () => {
      const recorded = await recordTerritories();
      const service = open({
        connections: [await openHandmadeConnection(recorded)],
        budget: { rows: 2, calls: 100 },
      });
      const fault = await faultOf(`Territories(${guids[2]})`, service);
      expect(fault).toMatchObject({ code: 'ScanBudgetExceeded', target: 'TerritoryId' });
      expect(fault.message).toContain('2 rows');
      expect(await faultOf(`Territories(${guids[2]})`, service)).toMatchObject({
        code: 'ScanBudgetExceeded',
      });
      expect(recorded.queries).toHaveLength(1);
      // The rows that were read before the end are known.
      expect(await json(`Territories(${guids[0]})`, service)).toMatchObject({ Size: 1 });
    });

    test('are looked for again at once after the source was down', async () => {
      const recorded = await recordTerritories();
      const read = recorded.read.bind(recorded);
      let isDown = true;
      recorded.read = (query, context) => {
        if (isDown) throw new Unavailable('down');
        return read(query, context);
      };
      const service = open({ connections: [await openHandmadeConnection(recorded)] });
      await expect(service.get(`Territories(${guids[0]})`)).rejects.toMatchObject({
        code: 'UpstreamUnavailable',
      });
      isDown = false;
      expect(await json(`Territories(${guids[0]})`, service)).toMatchObject({ Size: 1 });
    });

    test('are known to all who share a key map', async () => {
      const keyMap = createMemoryKeyMap();
      await rows('Territories', open({ keyMap }));
      const recorded = await recordTerritories();
      const service = open({ keyMap, connections: [await openHandmadeConnection(recorded)] });
      expect(await json(`Territories(${guids[1]})`, service)).toMatchObject({ Size: 2 });
      expect(recorded.queries).toEqual([]);
    });

    async function recordTerritories(): Promise<RecordedSource> {
      const declarations = await source.connection.entities([], {
        signal: new AbortController().signal,
        deadline: 0,
      });
      const { rows: kept } = tables.entities.Territories;
      return new RecordedSource(declarations, () => kept.map((row) => ({ rows: [row] })));
    }
  });
});
