/** Rows by key on the simulated environment: fifty of them in one call, and odd ones read, changed and deleted. */
import 'reflect-metadata';
import {
  type CallContext,
  type Key,
  NotFound,
  type Row,
  type WriteCommand,
} from '../../../src/provider-sdk/index';
import type { FinanceOperationsConnection } from '../../../providers/finance-operations/connection';
import { startSimulator, type Simulator } from '../../../providers/finance-operations/simulator/simulator';
import { rowsOf } from './scripted-environment';
import { connectTo } from './simulated-connection';

let simulator: Simulator;
let connection: FinanceOperationsConnection;

beforeAll(async () => {
  simulator = await startSimulator({ customers: 120, orders: 0, products: 0, vendors: 0 });
  connection = connectTo(simulator);
  await connection.entities(['CustomersV3', 'PaymentTerms'], context());
});

afterAll(async () => {
  await connection.close();
  await simulator.close();
});

function context(): CallContext {
  return { signal: new AbortController().signal, deadline: Date.now() + 30_000 };
}

describe('rows by long keys', () => {
  let keys: readonly Key[];

  beforeAll(async () => {
    const rows = await rowsOf(
      connection.read(
        { entity: 'CustomersV3', columns: [], orderBy: [], count: false, collation: 'ignoreCase' },
        context(),
      ),
    );
    // Every other row is missing; no URL holds as many keys of this length.
    keys = rows
      .slice(0, 50)
      .map(({ dataAreaId, CustomerAccount }, index) => [
        String(dataAreaId),
        `${String(CustomerAccount)}${index % 2 === 0 ? '' : ` of another environment, number ${index}`}`,
      ]);
  });

  async function readAll(): Promise<readonly string[]> {
    simulator.resetRequests();
    const rows = await connection.getMany('CustomersV3', keys, ['OrganizationName'], context());
    expect(rows.map((row) => row && [row['dataAreaId'], row['CustomerAccount']])).toEqual(
      keys.map((key, index) => (index % 2 === 0 ? key : undefined)),
    );
    return simulator.requests.map(({ method, path }) => `${method} ${path}`);
  }

  test('fifty are one call', async () => {
    expect(await readAll()).toEqual(['POST /data/$batch']);
  });

  test('a throttled part is read alone', async () => {
    simulator.options.throttledParts = 1;
    expect(await readAll()).toEqual(['POST /data/$batch', 'GET /data/CustomersV3']);
  });

  test('no fault of changes strikes them, and those of reads do', async () => {
    simulator.options.writeFault = 'executed-reset';
    expect(await readAll()).toEqual(['POST /data/$batch']);
    simulator.options.writeFault = 'none';
    Object.assign(simulator.options, { fault: 'html', faultRequests: 1 });
    expect((await readAll()).filter((call) => call.startsWith('GET')).length).toBeGreaterThan(1);
  });
});

/** Of each class of characters that something on the way may take for something else. */
const oddKeys = [
  'EOM+16',
  '3%10 Net30',
  '1/2',
  '1\\2',
  "O'Brien",
  "'",
  'R&D',
  '#1',
  'a?b',
  'a*b',
  'a:b',
  '<a>',
  'a"b',
  'a|b',
  'a^b`c',
  '{a}[b]',
  'a%2Fb',
  'a%252Fb',
  'a;b=c,d',
  '(a)',
  '../..',
  '.',
  'a~!@$',
  'Müller ß',
  '支付 30',
  '€uro',
  '🙂',
];

describe('a row with an odd key', () => {
  const write = (command: WriteCommand) => connection.write(command, context());
  const read = async (key: Key): Promise<Row | undefined> => {
    const columns = ['Description', 'NumberOfDays'];
    const [row] = await connection.getMany('PaymentTerms', [key], columns, context());
    return row;
  };
  const change = (key: Key, changes: Row): WriteCommand => ({
    kind: 'update',
    entity: 'PaymentTerms',
    key,
    changes,
  });
  const removal = (key: Key): WriteCommand => ({ kind: 'delete', entity: 'PaymentTerms', key });
  const term = (Name: string): WriteCommand => ({
    kind: 'insert',
    entity: 'PaymentTerms',
    values: { dataAreaId: 'demf', Name, Description: 'old' },
  });

  test.each(oddKeys)('%s: is made, changed, and deleted, and no other is', async (name) => {
    const key: Key = ['demf', name];
    expect(await write(term(name))).toEqual({ key });
    simulator.resetWrites();
    simulator.resetRequests();
    expect(await write(change(key, { Description: 'new' }))).toEqual({ key });
    expect(await read(key)).toMatchObject({ Description: 'new' });
    await connection.writeTogether(
      [change(key, { Description: 'one' }), change(key, { NumberOfDays: 7 })],
      context(),
    );
    expect(await read(key)).toMatchObject({
      Description: 'one',
      NumberOfDays: 7,
    });
    await write(removal(key));
    expect(await read(key)).toBeUndefined();
    expect(simulator.writes.map(({ kind, key: changed }) => [kind, changed['Name']])).toEqual([
      ['update', name],
      ['update', name],
      ['update', name],
      ['delete', name],
    ]);
    const sent = simulator.requests.filter(({ method }) => method !== 'GET');
    expect(sent.map(({ method }) => method)).toEqual(['PATCH', 'POST', 'DELETE']);
  });

  test('is not taken for another one that it would be if it were decoded otherwise', async () => {
    for (const name of ['EOM 17', '1', 'a', 'a/b', 'x%y']) await write(term(name));
    simulator.resetWrites();
    for (const name of ['EOM+17', '1/2', '1#2', 'a%2Fb', 'a?b', 'x%25y']) {
      await expect(write(removal(['demf', name]))).rejects.toBeInstanceOf(NotFound);
    }
    expect(simulator.writes).toEqual([]);
  });
});
