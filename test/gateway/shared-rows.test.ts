/** Rows that are read once serve whoever asks for some of them in other words: by key, by a narrower filter, in another order. */
// The classes of configurations are decorated, and whoever loads them brings this.
import 'reflect-metadata';
import type { OpenConnection } from '../../src/gateway/open-connections';
import type { Connection, RemoteQuery, Row } from '../../src/provider-sdk/index';
import { memory } from '../../providers/memory/index';
import {
  bodyText,
  openHandmadeConnection,
  openTestConnection,
  openTestService,
  SOURCE,
} from '../support/open-test-service';

const SIZE = 60;

const things = Array.from({ length: SIZE }, (_, index) => ({
  Id: `00000000-0000-4000-8000-0000000000${String(index).padStart(2, '0')}`,
  Name: `thing ${index}`,
  Group: `g${index % 4}`,
  Size: index % 7 === 0 ? null : index,
}));

let source: OpenConnection;
let calls: string[] = [];

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

/** The memory provider, its calls noted; it gives no column that was not asked for. */
async function counting(): Promise<OpenConnection> {
  const inner = await openTestConnection(memory, {
    entities: {
      Things: {
        key: ['Id'],
        columns: { Id: 'Guid', Name: 'String', Group: 'String', Size: 'Int32' },
        rows: things,
      },
    },
  });
  const { connection } = inner;
  const noted: Connection = {
    ...connection,
    read: async function* (query: RemoteQuery, context) {
      calls.push(`read ${query.top ?? ''}`.trim());
      for await (const { rows, ...page } of connection.read(query, context)) {
        yield { ...page, rows: rows.map((row) => pick(row, query.columns)) };
      }
    },
    getMany: (entity, keys, columns, context) => {
      calls.push(`getMany ${keys.length}`);
      return connection.getMany?.(entity, keys, columns, context) ?? Promise.resolve<(Row | undefined)[]>([]);
    },
  };
  return openHandmadeConnection(noted);
}

function service(): ReturnType<typeof openTestService> {
  return openTestService({
    connections: [source],
    entitySets: [
      {
        name: 'Things',
        typeName: 'Thing',
        connection: SOURCE,
        entity: 'Things',
        key: { name: 'ThingId', from: ['Id'] },
        write: ['insert', 'update', 'delete'],
      },
    ],
    cachePolicies: new Map([['Things', { ttl: 3_600_000 }]]),
  });
}

type Service = ReturnType<typeof service>;

async function rowsOf(asked: Service, target: string): Promise<unknown> {
  return (JSON.parse(bodyText(await asked.get(target))) as { readonly value: unknown }).value;
}

beforeEach(async () => {
  source = await counting();
  calls = [];
});

afterEach(() => source.close());

test('a row of a page answers its key, with the same columns or fewer', async () => {
  const asked = service();
  await asked.get('Things?$top=10&$select=Name,Group');
  await asked.get(`Things(${things[3]?.Id ?? ''})?$select=Group`);
  await asked.get(`Things(${things[3]?.Id ?? ''})?$select=Name,Group`);
  expect(calls).toEqual(['read 10']);
  await asked.get(`Things(${things[3]?.Id ?? ''})?$select=Size`);
  expect(calls).toEqual(['read 10', 'getMany 1']);
});

test('keys that are asked for at once are one read, and answer again what they have answered', async () => {
  const asked = service();
  const ask = (): Promise<unknown> =>
    Promise.all(things.slice(0, 50).map(({ Id }) => asked.get(`Things(${Id})`)));
  await ask();
  await ask();
  await asked.get(`Things(${things[7]?.Id ?? ''})?$select=Name`);
  expect(calls).toEqual(['getMany 50']);
});

describe('a narrower query is answered from the rows of a wider one', () => {
  const narrower = [
    "Things?$top=100&$filter=Group eq 'g1' and Size gt 20",
    "Things?$top=3&$filter=Group eq 'g1' and Size gt 20&$orderby=Size desc&$count=true",
    "Things?$top=2&$skip=4&$filter=Group eq 'g1'&$orderby=Name",
    "Things?$top=50&$filter=Group eq 'g1' and Size eq null&$select=Name",
    "Things/$count?$filter=Group eq 'g1' and Size lt 30",
  ];

  test.each(narrower)('%s', async (target) => {
    const fresh = service();
    const expected = await fresh.get(target);
    const asked = service();
    await asked.get("Things?$top=100&$filter=Group eq 'g1'");
    calls = [];
    expect(bodyText(await asked.get(target))).toBe(bodyText(expected));
    expect(calls).toEqual([]);
  });

  test.each([
    // Another group, a wider range, an `or`, and a set that was cut.
    ["Things?$top=100&$filter=Group eq 'g1'", "Things?$top=100&$filter=Group eq 'g2'"],
    ['Things?$top=100&$filter=Size gt 20', 'Things?$top=100&$filter=Size gt 10'],
    ["Things?$top=100&$filter=Group eq 'g1'", "Things?$top=100&$filter=Group eq 'g1' or Size gt 20"],
    ["Things?$top=15&$filter=Group eq 'g1'", "Things?$top=15&$filter=Group eq 'g1' and Size gt 20"],
    [
      "Things?$top=100&$filter=Group eq 'g1'&$select=Name",
      "Things?$top=100&$filter=Group eq 'g1' and Size gt 20",
    ],
  ])('but not %s for %s', async (wider, asked) => {
    const tested = service();
    const expected = await rowsOf(service(), asked);
    await tested.get(wider);
    calls = [];
    expect(await rowsOf(tested, asked)).toEqual(expected);
    expect(calls).toHaveLength(1);
  });

  test('nor after a change of any of its rows', async () => {
    const asked = service();
    await asked.get("Things?$top=100&$filter=Group eq 'g1'");
    await asked.send({
      method: 'PATCH',
      target: `Things(${things[1]?.Id ?? ''})`,
      headers: { 'content-type': 'application/json' },
      body: '{"Size":1000}',
    });
    const rows = await rowsOf(asked, "Things?$top=100&$filter=Group eq 'g1' and Size gt 900");
    expect(rows).toEqual([expect.objectContaining({ Size: 1000 })]);
  });
});
