/** Writing to tables in memory: what is taken, what is refused, and what a reader sees meanwhile. */
import 'reflect-metadata';
import { memory } from '../../../providers/memory/index';
import {
  Conflict,
  type Connection,
  InvalidValue,
  NotFound,
  type Row,
  VersionMismatch,
  type WriteCommand,
} from '../../../src/provider-sdk/index';
import { callContext } from '../../support/open-test-service';

const things = {
  key: ['Company', 'Number'],
  columns: {
    Company: 'String',
    Number: { type: 'Int32' },
    Name: { type: 'String', maxLength: 5 },
    Price: { type: 'Decimal', nullable: false },
    Colour: { type: 'Enum', members: ['Red', 'Blue'] },
    Since: 'Date',
  },
  rows: [
    { Company: 'usmf', Number: 1, Name: 'one', Price: 1.5, Colour: 'Red', Since: '2020-01-31' },
    { Company: 'usmf', Number: 2, Price: 2 },
  ],
};
const tickets = { key: ['Id'], columns: { Id: 'Guid', Text: 'String' }, rows: [] };

function open(versioned = true): Promise<Connection> {
  const entities = { Things: { ...things, versioned }, Tickets: tickets };
  return memory.open(structuredClone({ entities }) as never, {
    connection: 'memory',
    cacheFolder: '',
    http: () => {
      throw new Error('Memory calls nobody');
    },
    log: () => undefined,
  });
}

const write = (connection: Connection, command: WriteCommand) => connection.write?.(command, callContext());
const together = (connection: Connection, commands: readonly WriteCommand[]) =>
  connection.writeTogether?.(commands, callContext());

async function rowsOf(connection: Connection, entity = 'Things'): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const query = { entity, columns: [], orderBy: [], count: false, collation: 'ordinal' } as const;
  for await (const page of connection.read(query, callContext())) rows.push(...page.rows);
  return rows;
}

async function rowOf(connection: Connection, number: number): Promise<Row | undefined> {
  const rows = await connection.getMany?.('Things', [['usmf', number]], [], callContext());
  return rows?.[0];
}

async function faultOf(call: Promise<unknown> | undefined): Promise<unknown> {
  return call?.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const insert = (values: Row, entity = 'Things'): WriteCommand => ({ kind: 'insert', entity, values });
const update = (number: number, changes: Row, version?: string): WriteCommand => ({
  kind: 'update',
  entity: 'Things',
  key: ['usmf', number],
  changes,
  ...(version === undefined ? {} : { version }),
});
const remove = (number: number, version?: string): WriteCommand => ({
  kind: 'delete',
  entity: 'Things',
  key: ['usmf', number],
  ...(version === undefined ? {} : { version }),
});

const fresh = { Company: 'usmf', Number: 3, Price: '12345678901234567890.5' };

describe('a table in memory', () => {
  test('declares what can be written', async () => {
    const [declared] = await (await open()).entities([], callContext());
    expect(declared).toMatchObject({
      concurrencyToken: '@version',
      capabilities: { write: { insert: true, update: true, delete: true, version: true, together: 10_000 } },
    });
    const columns = declared?.columns.map(({ name, insertable, updatable }) => [name, insertable, updatable]);
    expect(columns?.slice(0, 3)).toEqual([
      ['Company', true, false],
      ['Number', true, false],
      ['Name', true, true],
    ]);
  });

  test('without versions says so', async () => {
    const [declared] = await (await open(false)).entities([], callContext());
    expect(declared?.concurrencyToken).toBeUndefined();
    expect(declared?.capabilities.write?.version).toBe(false);
  });

  test('takes a new row and gives it back whole', async () => {
    const connection = await open();
    const result = await write(connection, insert(fresh));
    expect(result?.key).toEqual(['usmf', 3]);
    const row = { ...fresh, Name: null, Colour: null, Since: null, '@version': expect.any(String) };
    expect({ ...result?.row }).toEqual(row);
    expect({ ...(await rowOf(connection, 3)) }).toEqual(row);
    expect(await rowsOf(connection)).toHaveLength(3);
  });

  test('finds a Guid for a row that comes without', async () => {
    const connection = await open();
    const result = await write(connection, insert({ Text: 'a' }, 'Tickets'));
    expect(result?.key).toEqual([expect.stringMatching(/^[\da-f-]{36}$/)]);
    const id = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
    expect((await write(connection, insert({ Id: id }, 'Tickets')))?.key).toEqual([id]);
  });

  test('changes only what is given, and the version', async () => {
    const connection = await open();
    const before = await rowOf(connection, 1);
    const result = await write(connection, update(1, { Name: null, Since: '2021-02-28' }));
    expect(result?.key).toEqual(['usmf', 1]);
    expect({ ...result?.row }).toEqual({
      ...before,
      Name: null,
      Since: '2021-02-28',
      '@version': expect.any(String),
    });
    expect(result?.row?.['@version']).not.toBe(before?.['@version']);
    expect(await rowOf(connection, 1)).toEqual(result?.row);
  });

  test('lets go of a row', async () => {
    const connection = await open();
    expect(await write(connection, remove(1))).toEqual({ key: ['usmf', 1] });
    expect(await rowOf(connection, 1)).toBeUndefined();
    expect(await rowsOf(connection)).toHaveLength(1);
  });

  test('takes a change of the version that it has, once', async () => {
    const connection = await open();
    const version = String((await rowOf(connection, 1))?.['@version']);
    await write(connection, update(1, { Name: 'a' }, version));
    expect(await faultOf(write(connection, update(1, { Name: 'b' }, version)))).toBeInstanceOf(
      VersionMismatch,
    );
    expect(await faultOf(write(connection, remove(1, version)))).toBeInstanceOf(VersionMismatch);
    expect(await rowOf(connection, 1)).toMatchObject({ Name: 'a' });
    const next = String((await rowOf(connection, 1))?.['@version']);
    await write(connection, remove(1, next));
    await write(connection, insert({ ...fresh, Number: 1 }));
    expect(await faultOf(write(connection, update(1, { Name: 'c' }, next)))).toBeInstanceOf(VersionMismatch);
  });

  test('refuses a second row with the same key', async () => {
    const connection = await open();
    const before = await rowOf(connection, 1);
    expect(await faultOf(write(connection, insert({ ...fresh, Number: 1 })))).toBeInstanceOf(Conflict);
    expect(await rowOf(connection, 1)).toBe(before);
  });

  test.each([update(9, { Name: 'a' }), remove(9), update(9, { Name: 'a' }, 'any')])(
    'has no row to %j',
    async (command) => {
      expect(await faultOf(write(await open(), command))).toBeInstanceOf(NotFound);
    },
  );

  test('has no table of another name', async () => {
    const connection = await open();
    expect(await faultOf(write(connection, insert({}, 'Others')))).toBeInstanceOf(NotFound);
    expect(await faultOf(together(connection, [insert({}, 'Others')]))).toMatchObject({ command: 0 });
  });

  test.each<[Row, string, string | undefined]>([
    [{ ...fresh, Number: 'x' }, 'Number', 'It must be of type Int32.'],
    [{ ...fresh, Number: 2_147_483_648 }, 'Number', 'It must be of type Int32.'],
    [{ ...fresh, Since: '2021-02-29' }, 'Since', 'It must be of type Date.'],
    [{ ...fresh, Name: 1 }, 'Name', 'It must be of type String.'],
    [{ ...fresh, Name: 'longer' }, 'Name', 'It must have at most 5 characters.'],
    [{ ...fresh, Colour: 'Green' }, 'Colour', 'It must be one of Red, Blue.'],
    [{ ...fresh, Price: null }, 'Price', 'It must not be empty.'],
    [{ Company: 'usmf', Number: 3 }, 'Price', 'It must not be empty.'],
    [{ Company: 'usmf', Price: 1 }, 'Number', 'It must not be empty.'],
    [{ ...fresh, Weight: 1 }, 'Weight', undefined],
    [{ ...fresh, '@version': 'mine' }, '@version', undefined],
  ])('refuses the row %j', async (values, column, safeText) => {
    const connection = await open();
    const fault = await faultOf(write(connection, insert(values)));
    expect(fault).toBeInstanceOf(InvalidValue);
    expect(fault).toMatchObject({ column, safeText });
    expect(await rowsOf(connection)).toHaveLength(2);
  });

  test.each<[Row, string]>([
    [{ Name: 'a', Number: 7 }, 'Number'],
    [{ Name: 'a', Since: 'today' }, 'Since'],
    [{ Name: 'a', Price: null }, 'Price'],
    [{ Name: 'a', toString: 'x' }, 'toString'],
  ])('refuses the change %j', async (changes, column) => {
    const connection = await open();
    const before = await rowOf(connection, 1);
    const fault = await faultOf(write(connection, update(1, changes)));
    expect(fault).toBeInstanceOf(InvalidValue);
    expect(fault).toMatchObject({ column });
    expect(await rowOf(connection, 1)).toBe(before);
  });

  test('names the row of its configuration that is wrong', async () => {
    const entities = { Things: { ...things, rows: [things.rows[0], { Company: 'usmf', Number: 'x' }] } };
    const opening = memory.open({ entities } as never, undefined as never);
    await expect(opening).rejects.toThrow(
      'Row 2 of Things has no good value in Number: It must be of type Int32.',
    );
  });
});

describe('several changes together', () => {
  test('are made in their order', async () => {
    const connection = await open();
    const results = await together(connection, [
      insert(fresh),
      update(3, { Name: 'c' }),
      remove(1),
      insert({ ...fresh, Number: 1 }),
    ]);
    expect(results?.map(({ key }) => key)).toEqual([
      ['usmf', 3],
      ['usmf', 3],
      ['usmf', 1],
      ['usmf', 1],
    ]);
    expect(await rowOf(connection, 3)).toMatchObject({ Name: 'c' });
    expect(await rowOf(connection, 1)).toMatchObject({ Name: null });
  });

  test.each<[WriteCommand, unknown, object]>([
    [insert({ ...fresh, Number: 2 }), Conflict, { command: 2 }],
    [
      update(2, { Since: 'x' }),
      InvalidValue,
      { command: 2, column: 'Since', safeText: 'It must be of type Date.' },
    ],
    [remove(1), NotFound, { command: 2 }],
    [update(2, { Name: 'x' }, 'old'), VersionMismatch, { command: 2 }],
  ])('are none if one fails: %j', async (last, expected, details) => {
    const connection = await open();
    const before = await rowsOf(connection);
    const changes = [insert({ Text: 'a' }, 'Tickets'), remove(1), last];
    const fault = await faultOf(together(connection, changes));
    expect(fault).toBeInstanceOf(expected as typeof Error);
    expect(fault).toMatchObject(details);
    expect(await rowsOf(connection)).toEqual(before);
    expect(await rowsOf(connection, 'Tickets')).toEqual([]);
  });
});

test('a read shows the rows of one moment, whatever is written between its pages', async () => {
  const connection = await open();
  for (let number = 10; number < 130; number += 1) {
    await write(connection, insert({ ...fresh, Number: number, Name: 'old' }));
  }
  const query = { entity: 'Things', columns: [], orderBy: [], count: false, collation: 'ordinal' } as const;
  const seen: Row[] = [];
  for await (const page of connection.read(query, callContext())) {
    if (seen.length === 0) {
      const numbers = Array.from({ length: 120 }, (_, index) => index + 10);
      await together(
        connection,
        numbers.map((number) => update(number, { Name: 'new' })),
      );
      await write(connection, remove(129));
      await write(connection, insert({ ...fresh, Number: 999 }));
    }
    seen.push(...page.rows);
  }
  expect(seen).toHaveLength(122);
  expect(new Set(seen.slice(2).map((row) => row['Name']))).toEqual(new Set(['old']));
  expect(new Set((await rowsOf(connection)).slice(2, -1).map((row) => row['Name']))).toEqual(
    new Set(['new']),
  );
});
