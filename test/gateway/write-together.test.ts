/** What a caller is told of a change set whose source does not answer as it should: all of it was made, or nobody knows. */
import 'reflect-metadata';
import { answerRequest } from '../../src/gateway/answer-request';
import type { OpenConnection } from '../../src/gateway/open-connections';
import {
  Conflict,
  type Connection,
  OutcomeUnknown,
  type RemoteQuery,
  type Row,
  Unavailable,
  VersionMismatch,
  type WriteCommand,
  type WriteResult,
} from '../../src/provider-sdk/index';
import {
  openHandmadeConnection,
  openTestService,
  SOURCE,
  type TestService,
} from '../support/open-test-service';

type Step = (commands: readonly WriteCommand[]) => readonly WriteResult[];

/** Rows by their code, and for each sending of a change set what comes of it. */
class ScriptedSource implements Connection {
  rows = new Map<string, Row>();
  steps: Step[] = [];
  sent = 0;
  reads = 0;
  /** Reads of a row by itself fail from then on. */
  isDown = false;

  async entities(): ReturnType<Connection['entities']> {
    const column = { nullable: true, insertable: true, updatable: true } as const;
    return [
      {
        name: 'Things',
        key: ['Code'],
        concurrencyToken: '@version',
        columns: [
          { name: 'Code', type: 'String', ...column, nullable: false, updatable: false },
          { name: 'Name', type: 'String', ...column },
          { name: 'Size', type: 'Int32', ...column },
        ],
        capabilities: {
          getMany: { maxKeys: 9 },
          write: { insert: true, update: true, delete: true, version: true, together: 99 },
        },
      },
    ];
  }

  async *read(_query: RemoteQuery): ReturnType<Connection['read']> {
    yield { rows: [...this.rows.values()] };
  }

  async getMany(
    _entity: string,
    keys: Parameters<NonNullable<Connection['getMany']>>[1],
  ): Promise<readonly (Row | undefined)[]> {
    this.reads++;
    if (this.isDown) throw new Unavailable('It is down.');
    return keys.map(([code]) => this.rows.get(String(code)));
  }

  async write(): Promise<WriteResult> {
    throw new Error('Nothing is changed alone here.');
  }

  async writeTogether(commands: readonly WriteCommand[]): Promise<readonly WriteResult[]> {
    this.sent++;
    const step = this.steps.shift();
    if (step === undefined) throw new Error('This was sent once too often.');
    return step(commands);
  }

  async check(): Promise<void> {}
  async close(): Promise<void> {}
}

let source: ScriptedSource;
let open: OpenConnection;
let tested: TestService;
let guids: ReadonlyMap<string, string>;

beforeEach(async () => {
  source = new ScriptedSource();
  source.rows = new Map(
    ['b', 'c', 'd'].map((Code) => [Code, { Code, Name: 'old', Size: 1, '@version': '1' }]),
  );
  open = await openHandmadeConnection(source);
  tested = openTestService({
    connections: [open],
    entitySets: [
      {
        name: 'Things',
        typeName: 'Thing',
        connection: SOURCE,
        entity: 'Things',
        key: { name: 'ThingId', from: ['Code'] },
        write: ['insert', 'update', 'delete'],
      },
    ],
  });
  const { value } = JSON.parse(textOf(await tested.get('Things'))) as { value: Record<string, string>[] };
  guids = new Map(value.map(({ Code = '', ThingId = '' }) => [Code, ThingId]));
});

afterEach(() => open.close());

function textOf({ body }: { readonly body?: string | Uint8Array }): string {
  return Buffer.from(body ?? '').toString();
}

type Change = readonly [
  method: string,
  code: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
];

const make = (code: string, more: object = {}): Change => ['POST', '', { Code: code, Name: 'new', ...more }];
const change = (code: string, body: object = { Name: 'new' }, version?: string): Change => [
  'PATCH',
  code,
  body,
  version === undefined ? {} : { 'if-match': `W/"${version}"` },
];
const remove = (code: string): Change => ['DELETE', code];

/** Sends them as one change set. */
async function together(...changes: readonly Change[]): Promise<readonly (readonly [number, string?])[]> {
  const requests = changes.map(([method, code, body, headers], index) => ({
    id: String(index),
    atomicityGroup: 'g',
    method,
    url: code === '' ? 'Things' : `Things(${guids.get(code) ?? code})`,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
  }));
  const incoming = {
    method: 'POST',
    target: '$batch',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
    signal: new AbortController().signal,
  };
  const context = { signal: incoming.signal, deadline: Date.now() + 10_000 };
  const { responses } = JSON.parse(textOf(await answerRequest(incoming, tested.service, context))) as {
    responses: { status: number; body?: { error?: { code: string } } }[];
  };
  return responses.map(({ status, body }) =>
    body?.error === undefined ? [status] : [status, body.error.code],
  );
}

/** All of the commands, or none. */
const lands: Step = (commands) => {
  const rows = new Map(source.rows);
  const results = commands.map((command) => {
    const code = String(command.kind === 'insert' ? command.values['Code'] : command.key[0]);
    const row = rows.get(code);
    if (command.kind === 'insert' && row !== undefined) throw new Conflict('There is one.');
    if (command.kind !== 'insert' && command.version !== undefined && command.version !== row?.['@version'])
      throw new VersionMismatch('It was changed.');
    const version = { '@version': `${Number(row?.['@version'] ?? 0) + 1}` };
    if (command.kind === 'insert') rows.set(code, { Size: 7, ...command.values, ...version });
    if (command.kind === 'update') rows.set(code, { ...row, ...command.changes, ...version });
    if (command.kind === 'delete') rows.delete(code);
    return { key: [code] };
  });
  source.rows = rows;
  return results;
};
const lost: Step = () => {
  throw new OutcomeUnknown('The connection broke.');
};
const landsAndIsLost: Step = (commands) => {
  lands(commands);
  return lost(commands);
};

const unknown = [504, 'WriteOutcomeUnknown'];

test('all of it is read back: made', async () => {
  source.steps = [landsAndIsLost];
  expect(await together(make('a', { Size: null }), change('b'), remove('c'))).toEqual([[201], [204], [204]]);
  expect(source.sent).toBe(1);
  expect(tested.records).toMatchObject(
    Array.from({ length: 3 }, () => ({ outcome: 'made', attempts: 1, verified: true })),
  );
});

test('a row that does not show its change leaves all of it unknown', async () => {
  source.steps = [
    (commands) => {
      lands(commands);
      source.rows.set('b', { Code: 'b', Name: 'theirs', Size: 1, '@version': '9' });
      return lost(commands);
    },
  ];
  expect(await together(change('b'), remove('c'))).toEqual([unknown, unknown]);
  expect(source.sent).toBe(1);
  expect(tested.records).toMatchObject([
    { outcome: 'unknown', verified: false },
    { outcome: 'unknown', verified: false },
  ]);
});

// It may still arrive: that it does not show is no proof.
test('what does not show is not called undone, and not sent again without a guard', async () => {
  source.steps = [lost];
  expect(await together(change('b'), remove('c'))).toEqual([unknown, unknown]);
  expect(source.sent).toBe(1);
});

describe.each<[string, Change]>([
  ['a new key', make('a')],
  ['a version', change('d', { Name: 'new' }, '1')],
])('guarded by %s', (_, guard) => {
  const set = [change('b'), guard, remove('c')];

  test('it is sent again, once', async () => {
    source.steps = [lost, lands];
    expect((await together(...set)).every(([status]) => status < 300)).toBe(true);
    source.rows.delete('a');
    source.rows.set('c', { Code: 'c', Name: 'old', Size: 1, '@version': '1' });
    source.rows.set('d', { Code: 'd', Name: 'old', Size: 1, '@version': '1' });
    source.steps = [lost, lost];
    expect(await together(...set)).toEqual([unknown, unknown, unknown]);
    expect(source.sent).toBe(4);
    expect(tested.records).toMatchObject([
      ...Array.from({ length: 3 }, () => ({ outcome: 'made', attempts: 2, verified: false })),
      ...Array.from({ length: 3 }, () => ({ outcome: 'unknown', attempts: 2 })),
    ]);
  });

  test('the first was made, if the second finds it', async () => {
    source.steps = [
      lost,
      (commands) => {
        lands(commands);
        return lands(commands);
      },
    ];
    expect((await together(...set)).every(([status]) => status < 300)).toBe(true);
    expect(tested.records.every(({ verified }) => verified)).toBe(true);
  });

  test('and no more where the guard has fallen', async () => {
    source.steps = [
      (commands) => {
        for (const Code of ['a', 'd']) source.rows.set(Code, { Code, Name: 'theirs', '@version': '2' });
        return lost(commands);
      },
    ];
    expect(await together(...set)).toEqual([unknown, unknown, unknown]);
    expect(source.sent).toBe(1);
  });
});

test('several changes of one row are judged by what is left of them', async () => {
  source.steps = [landsAndIsLost];
  const set = [change('b', { Name: 'one', Size: 5 }), change('b', { Name: 'two' })];
  expect(await together(...set)).toEqual([[204], [204]]);
  source.steps = [landsAndIsLost];
  expect(await together(change('c'), remove('c'))).toEqual([[204], [204]]);
  // A version that a later change of the set takes away is no guard.
  source.steps = [lost];
  expect(await together(change('d', { Name: 'x' }, '1'), change('d', { Name: 'y' }))).toEqual([
    unknown,
    unknown,
  ]);
  expect(source.sent).toBe(3);
});

test('a row that is made and removed proves nothing', async () => {
  source.steps = [landsAndIsLost];
  source.rows.delete('d');
  expect(await together(make('d'), remove('d'))).toEqual([unknown, unknown]);
});

test('nor do rows that cannot be read', async () => {
  source.steps = [
    (commands) => {
      source.isDown = true;
      return landsAndIsLost(commands);
    },
  ];
  expect(await together(change('b'), remove('c'))).toEqual([unknown, unknown]);
});

test('a refusal is one, and nothing is read', async () => {
  source.steps = [
    () => {
      throw new Conflict('There is one.');
    },
  ];
  expect(await together(make('a'), remove('c'))).toEqual([
    [409, 'Conflict'],
    [409, 'Conflict'],
  ]);
  source.steps = [
    () => {
      throw new Unavailable('It is down.');
    },
  ];
  expect(await together(make('a'), remove('c'))).toEqual([
    [503, 'UpstreamUnavailable'],
    [503, 'UpstreamUnavailable'],
  ]);
  expect(source.reads).toBe(0);
  expect(source.sent).toBe(2);
});
