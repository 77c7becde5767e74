/** What a caller is told of a change whose source does not answer as it should: never more than is known. */
import 'reflect-metadata';
import { RequestError } from '../../src/errors';
import { answerRequest } from '../../src/gateway/answer-request';
import type { Answer } from '../../src/gateway/incoming';
import type { OpenConnection } from '../../src/gateway/open-connections';
import {
  type Collation,
  Conflict,
  type Connection,
  InvalidValue,
  OutcomeUnknown,
  RateLimited,
  type Row,
  Unavailable,
  VersionMismatch,
  type WriteCommand,
  type WriteResult,
} from '../../src/provider-sdk/index';
import {
  bodyText,
  openHandmadeConnection,
  openTestService,
  SOURCE,
  type TestService,
} from '../support/open-test-service';

type Step = (command: WriteCommand) => Promise<WriteResult> | WriteResult;

/** One row at most, and for each sending of a change what comes of it. */
class ScriptedSource implements Connection {
  row: Row | undefined;
  readonly sent: WriteCommand[] = [];
  steps: Step[] = [];
  model: 'ready' | 'down' = 'ready';
  tokenIsETag = false;
  collation: Collation = 'ordinal';

  async entities(): ReturnType<Connection['entities']> {
    if (this.model === 'down') throw new Unavailable('It is down.');
    const column = { nullable: true, insertable: true, updatable: true } as const;
    return [
      {
        name: 'Things',
        key: ['Code'],
        concurrencyToken: '@version',
        concurrencyTokenIsETag: this.tokenIsETag,
        collation: this.collation,
        columns: [
          { name: 'Code', type: 'String', ...column, nullable: false, updatable: false },
          { name: 'Name', type: 'String', ...column },
        ],
        capabilities: { write: { insert: true, update: true, delete: true, version: true, together: 9 } },
      },
    ];
  }

  async *read(): ReturnType<Connection['read']> {
    yield { rows: this.row === undefined ? [] : [this.row] };
  }

  async write(command: WriteCommand): Promise<WriteResult> {
    this.sent.push(command);
    const step = this.steps.shift();
    if (step === undefined) throw new Error('This was sent once too often.');
    return step(command);
  }

  async writeTogether(commands: readonly WriteCommand[]): Promise<readonly WriteResult[]> {
    return Promise.all(commands.map((command) => this.write(command)));
  }

  async check(): Promise<void> {}
  async close(): Promise<void> {}
}

let source: ScriptedSource;
let open: OpenConnection;
let tested: TestService;

beforeEach(async () => {
  source = new ScriptedSource();
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
});

afterEach(() => open.close());

async function send(
  method: string,
  target: string,
  body: object | undefined,
  headers: Readonly<Record<string, string>> = {},
  time = 10_000,
): Promise<Answer | RequestError> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const incoming = { method, target, headers: { 'content-type': 'application/json', ...headers }, ...text };
  const { signal } = new AbortController();
  const context = { signal, deadline: Date.now() + time };
  return answerRequest({ ...incoming, signal }, tested.service, context).catch((error: unknown) => {
    if (error instanceof RequestError) return error;
    throw error;
  });
}

const insert = () => send('POST', 'Things', { Code: 'a', Name: 'new' });

async function rowAddress(): Promise<string> {
  source.row = { Code: 'a', Name: 'old', '@version': '1' };
  const answer = await tested.get('Things');
  return `Things(${String(/"ThingId":"([^"]+)"/.exec(Buffer.from(answer.body ?? '').toString())?.[1])})`;
}

const throws =
  (error: Error): Step =>
  () => {
    throw error;
  };
const lost = throws(new OutcomeUnknown('The connection broke.'));
/** Carried out, and the answer lost. */
const landsAndIsLost: Step = (command) => {
  if (command.kind === 'insert') source.row = { ...command.values, '@version': '1' };
  if (command.kind === 'update') source.row = { ...source.row, ...command.changes, '@version': '2' };
  if (command.kind === 'delete') source.row = undefined;
  throw new OutcomeUnknown('The connection broke.');
};
const lands: Step = (command) => {
  if (command.kind === 'insert') source.row = { ...command.values, '@version': '1' };
  return { key: ['a'] };
};

describe('a new row with its key', () => {
  test('is read back', async () => {
    source.steps = [landsAndIsLost];
    expect(await insert()).toMatchObject({ status: 201 });
    expect(tested.records).toMatchObject([{ outcome: 'made', attempts: 1, verified: true }]);
  });

  test('is known again, and by its true key, where the source keeps it in capitals and without blanks', async () => {
    source.collation = 'ignoreCase';
    source.steps = [
      () => {
        source.row = { Code: 'A', Name: 'new', '@version': '1' };
        throw new OutcomeUnknown('The connection broke.');
      },
    ];
    const answer = await send('POST', 'Things', { Code: 'a', Name: 'new ' });
    expect(answer).toMatchObject({ status: 201 });
    const list = bodyText(await tested.get('Things'));
    const key = /"ThingId":"([^"]+)"/.exec(list)?.[1] ?? 'none';
    expect(answer).toMatchObject({ headers: { Location: expect.stringContaining(key) } });
  });

  test('is sent again if it is not there, once', async () => {
    source.steps = [lost, lands];
    expect(await insert()).toMatchObject({ status: 201 });
    source.row = undefined;
    source.steps = [lost, lost];
    expect(await insert()).toMatchObject({ status: 504, code: 'WriteOutcomeUnknown' });
    expect(tested.records).toMatchObject([
      { outcome: 'made', attempts: 2, verified: false },
      { outcome: 'unknown', attempts: 2 },
    ]);
  });

  // The first may still arrive, or has arrived and was changed by others.
  test.each([
    ['asked for later', new RateLimited('Later.')],
    ['unreachable', new Unavailable('Gone.')],
    ['a conflict', new Conflict('There is one.')],
    ['a refusal', new InvalidValue('No.')],
  ])('stays unknown, whatever the second is told: %s', async (_, error) => {
    source.steps = [lost, throws(error)];
    expect(await insert()).toMatchObject({ status: 504, code: 'WriteOutcomeUnknown' });
    expect(source.sent).toHaveLength(2);
    expect(tested.records).toMatchObject([{ outcome: 'unknown', status: 504, attempts: 2 }]);
  });

  test('was made by the first, if the second finds it', async () => {
    source.steps = [
      lost,
      (command) => {
        if (command.kind === 'insert') source.row = { ...command.values, '@version': '1' };
        throw new Conflict('There is one.');
      },
    ];
    expect(await insert()).toMatchObject({ status: 201 });
  });
});

describe('a change', () => {
  const change = (address: string, headers = {}) => send('PATCH', address, { Name: 'new' }, headers);

  test('that is not guarded is never sent again', async () => {
    const address = await rowAddress();
    source.steps = [lost];
    expect(await change(address)).toMatchObject({ status: 504, code: 'WriteOutcomeUnknown' });
    expect(source.sent).toHaveLength(1);
  });

  test('of a version is, while the row has it', async () => {
    const address = await rowAddress();
    source.steps = [lost, landsAndIsLost];
    expect(await change(address, { 'if-match': 'W/"1"' })).toMatchObject({ status: 204 });
    source.steps = [
      () => {
        // Somebody else was quicker, or the first has landed and was overwritten.
        source.row = { Code: 'a', Name: 'theirs', '@version': '3' };
        throw new OutcomeUnknown('The connection broke.');
      },
    ];
    expect(await change(address, { 'if-match': 'W/"2"' })).toMatchObject({ status: 504 });
    expect(source.sent).toHaveLength(3);
  });

  test('stays unknown if the second meets another version', async () => {
    const address = await rowAddress();
    source.steps = [
      lost,
      () => {
        source.row = { Code: 'a', Name: 'theirs', '@version': '3' };
        throw new VersionMismatch('It was changed.');
      },
    ];
    expect(await change(address, { 'if-match': 'W/"1"' })).toMatchObject({ status: 504 });
  });
});

describe('a version whose W/ was lost or added on the way', () => {
  /** As sources do: letter by letter. */
  const compares: Step = (command) => {
    const version = command.kind === 'insert' ? undefined : command.version;
    if (version !== source.row?.['@version']) throw new VersionMismatch('It was changed.');
    return { key: ['a'] };
  };

  async function changeOf(theirs: string, given: string, steps: Step[]): Promise<Answer | RequestError> {
    source.tokenIsETag = true;
    const address = await rowAddress();
    source.row = { Code: 'a', Name: 'old', '@version': theirs };
    source.steps = steps;
    return send('PATCH', address, { Name: 'new' }, { 'if-match': given });
  }

  const versions = (): readonly unknown[] =>
    source.sent.map((command) => (command.kind === 'insert' ? undefined : command.version));

  test.each([
    ['W/"7"', '"7"'],
    ['"7"', 'W/"7"'],
  ])('is the same version: %s for %s', async (theirs, given) => {
    expect(await changeOf(theirs, given, [compares, compares])).toMatchObject({ status: 204 });
    expect(versions()).toEqual([given, theirs]);
    expect(tested.records).toMatchObject([{ outcome: 'made', attempts: 2, versionBefore: given }]);
  });

  test('is asked for once where it is spelled as the source does, or is another one', async () => {
    expect(await changeOf('W/"7"', 'W/"7"', [compares])).toMatchObject({ status: 204 });
    expect(await changeOf('W/"7"', '"8"', [compares])).toMatchObject({ status: 412 });
    expect(versions()).toEqual(['W/"7"', '"8"']);
  });

  test('is still compared by the source, when another change slips in between', async () => {
    const overtaken: Step = (command) => {
      source.row = { Code: 'a', Name: 'theirs', '@version': 'W/"8"' };
      return compares(command);
    };
    expect(await changeOf('W/"7"', '"7"', [compares, overtaken])).toMatchObject({ status: 412 });
    expect(versions()).toEqual(['"7"', 'W/"7"']);
  });
});

describe('a provider that ignores its deadline', () => {
  const never: Step = () => new Promise(() => undefined);

  test('cannot hold the caller of one change', async () => {
    source.steps = [never];
    const answer = await send('POST', 'Things', { Name: 'x' }, {}, 150);
    expect(answer).toMatchObject({ status: 504, code: 'WriteOutcomeUnknown' });
  });

  test('nor that of a change set', async () => {
    source.steps = [never, never];
    const request = (id: string): object => ({
      id,
      atomicityGroup: 'g',
      method: 'POST',
      url: 'Things',
      headers: { 'content-type': 'application/json' },
      body: { Code: id },
    });
    const answer = await send('POST', '$batch', { requests: [request('1'), request('2')] }, {}, 150);
    expect(String('body' in answer ? Buffer.from(answer.body ?? '') : '')).toContain('WriteOutcomeUnknown');
    expect(tested.records).toMatchObject([{ outcome: 'unknown' }, { outcome: 'unknown' }]);
  });
});

test('a source that is down before its model is known: not sent, and an id is as good as new', async () => {
  source.model = 'down';
  const headers = { 'idempotency-key': 'x' };
  const body = { Code: 'a', Name: 'new' };
  expect(await send('POST', 'Things', body, headers)).toMatchObject({
    status: 503,
    code: 'UpstreamUnavailable',
    retryAfter: expect.any(Number),
  });
  source.model = 'ready';
  source.steps = [lands];
  expect(await send('POST', 'Things', body, headers)).toMatchObject({ status: 201 });
  expect(tested.records).toMatchObject([
    { outcome: 'notSent', status: 503, attempts: 0 },
    { outcome: 'made', status: 201, attempts: 1 },
  ]);
});
