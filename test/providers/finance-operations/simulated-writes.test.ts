/** Writing to the simulated environment: what F&O does with a change, and what is said of it compared with what it committed. */
import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import * as sdk from '../../../src/provider-sdk/index';
import type { CallContext, Key, Row, WriteCommand } from '../../../src/provider-sdk/index';
import type { FinanceOperationsConnection } from '../../../providers/finance-operations/connection';
import type { WriteFault } from '../../../providers/finance-operations/simulator/options';
import { startSimulator, type Simulator } from '../../../providers/finance-operations/simulator/simulator';
import { connectTo } from './simulated-connection';

let simulator: Simulator;
let connection: FinanceOperationsConnection;

beforeAll(async () => {
  simulator = await startSimulator({ customers: 60, orders: 40, products: 20, vendors: 5 });
  connection = connectTo(simulator);
  await connection.entities(
    ['CustomersV3', 'CustomerGroups', 'PaymentTerms', 'SalesOrderHeadersV2'],
    context(),
  );
});

afterAll(async () => {
  await connection.close();
  await simulator.close();
});

beforeEach(() => {
  simulator.options.writeFault = 'none';
  simulator.resetWrites();
  simulator.resetRequests();
});

function context(within = 20_000): CallContext {
  return { signal: new AbortController().signal, deadline: Date.now() + within };
}

const write = (command: WriteCommand, within?: number) => connection.write(command, context(within));

async function faultOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function read(entity: string, key: Key, columns: readonly string[] = []): Promise<Row | undefined> {
  const [row] = await connection.getMany(entity, [key], columns, context());
  return row;
}

async function versionOf(entity: string, key: Key): Promise<string> {
  return String((await read(entity, key))?.['@odata.etag']);
}

const customer = (more: Row = {}): WriteCommand => ({
  kind: 'insert',
  entity: 'CustomersV3',
  values: {
    dataAreaId: 'USMF',
    OrganizationName: "O'Brien & Söhne",
    CustomerGroupId: '30',
    SalesCurrencyCode: 'USD',
    ...more,
  },
});

const group = (id: string, more: Row = {}): WriteCommand => ({
  kind: 'insert',
  entity: 'CustomerGroups',
  values: { dataAreaId: 'demf', CustomerGroupId: id, Description: id, ...more },
});

const change = (entity: string, key: Key, changes: Row, version?: string): WriteCommand => ({
  kind: 'update',
  entity,
  key,
  changes,
  ...(version === undefined ? {} : { version }),
});

const removal = (entity: string, key: Key, version?: string): WriteCommand => ({
  kind: 'delete',
  entity,
  key,
  ...(version === undefined ? {} : { version }),
});

describe('a change that F&O takes', () => {
  test('a new row has a number and defaults of F&O, and what was given', async () => {
    const { key, row } = await write(
      customer({
        CreditLimit: '123456789012345678.123456',
        CredManCustomerSince: '2024-02-29',
        OnHoldStatus: 'Invoice',
      }),
    );
    expect(row).toBeUndefined();
    expect(key).toEqual(['usmf', expect.stringMatching(/^US-\d{6}$/)]);
    expect(
      await read('CustomersV3', key, [
        'OrganizationName',
        'PaymentTerms',
        'CreditLimit',
        'CredManCustomerSince',
        'OnHoldStatus',
        'CreditLimitIsMandatory',
      ]),
    ).toMatchObject({
      OrganizationName: "O'Brien & Söhne",
      PaymentTerms: 'Net30',
      CreditLimit: '123456789012345678.123456',
      CredManCustomerSince: '2024-02-29',
      OnHoldStatus: 'Invoice',
      CreditLimitIsMandatory: false,
    });
    expect(simulator.writes).toMatchObject([{ sequence: 1, set: 'CustomersV3', kind: 'insert' }]);
  });

  test('a new row in another company than that of the user, with a key of its own', async () => {
    expect(await write(group("Q'1"))).toEqual({ key: ['demf', "Q'1"] });
    expect(await write(change('CustomerGroups', ['demf', "Q'1"], { Description: 'x' }))).toEqual({
      key: ['demf', "Q'1"],
    });
    expect(await read('CustomerGroups', ['demf', "Q'1"], ['Description'])).toMatchObject({
      Description: 'x',
    });
    await write(removal('CustomerGroups', ['demf', "Q'1"]));
    expect(await read('CustomerGroups', ['demf', "Q'1"])).toBeUndefined();
  });

  test('a change leaves the rest as it is, and clears what is to be empty', async () => {
    const { key } = await write(customer({ CredManCustomerSince: '2024-02-29', CreditLimit: 5 }));
    await write(
      change('CustomersV3', key, {
        CredManCustomerSince: null,
        OrganizationName: 'Other',
        CreditLimitIsMandatory: true,
      }),
    );
    const columns = ['CredManCustomerSince', 'OrganizationName', 'CreditLimit', 'CreditLimitIsMandatory'];
    expect(await read('CustomersV3', key, columns)).toMatchObject({
      CredManCustomerSince: null,
      OrganizationName: 'Other',
      CreditLimit: 5,
      CreditLimitIsMandatory: true,
    });
    await write(change('CustomersV3', key, { PaymentTerms: null }));
    expect(await read('CustomersV3', key, ['PaymentTerms'])).toMatchObject({ PaymentTerms: null });
  });

  test('of the version that it has, once', async () => {
    const { key } = await write(customer());
    const version = await versionOf('CustomersV3', key);
    await write(change('CustomersV3', key, { CreditLimit: 1 }, version));
    expect(await faultOf(write(change('CustomersV3', key, { CreditLimit: 2 }, version)))).toBeInstanceOf(
      sdk.VersionMismatch,
    );
    expect(await faultOf(write(removal('CustomersV3', key, version)))).toBeInstanceOf(sdk.VersionMismatch);
    expect(await read('CustomersV3', key, ['CreditLimit'])).toMatchObject({ CreditLimit: 1 });
    await write(removal('CustomersV3', key, await versionOf('CustomersV3', key)));
    expect(await read('CustomersV3', key)).toBeUndefined();
  });

  test('by many at once loses none under versions', async () => {
    const { key } = await write(customer({ CreditLimit: 0 }));
    let done = 0;
    const increment = async (): Promise<void> => {
      for (;;) {
        const row = await read('CustomersV3', key, ['CreditLimit']);
        const changes = { CreditLimit: Number(row?.['CreditLimit']) + 1 };
        const fault = await faultOf(write(change('CustomersV3', key, changes, String(row?.['@odata.etag']))));
        if (fault === undefined) break;
        expect(fault).toBeInstanceOf(sdk.VersionMismatch);
      }
      done += 1;
    };
    await Promise.all(Array.from({ length: 8 }, increment));
    expect(done).toBe(8);
    expect(await read('CustomersV3', key, ['CreditLimit'])).toMatchObject({ CreditLimit: 8 });
  });
});

describe('a change that F&O refuses', () => {
  test.each<[string, () => WriteCommand, unknown, object]>([
    [
      'an unknown group',
      () => customer({ CustomerGroupId: 'Local' }),
      sdk.InvalidValue,
      {
        column: 'CustomerGroupId',
        safeText:
          "The value 'Local' in field 'Customer group' is not found in the related table 'Customer groups'.",
      },
    ],
    [
      'an empty name',
      () => customer({ OrganizationName: null }),
      sdk.InvalidValue,
      { safeText: "Field 'Name' must be filled in." },
    ],
    [
      'no group',
      () => customer({ CustomerGroupId: null }),
      sdk.InvalidValue,
      { safeText: expect.stringContaining('must be filled in') },
    ],
    [
      'a key that is there',
      () => group('30'),
      sdk.Conflict,
      { safeText: expect.stringContaining('The record already exists.') },
    ],
    [
      'a deletion of what others need',
      () => removal('CustomerGroups', ['usmf', '30']),
      sdk.Conflict,
      { safeText: expect.stringContaining('cannot be deleted while dependent') },
    ],
    [
      'a row that is not there',
      () => change('CustomersV3', ['usmf', 'none'], { CreditLimit: 1 }),
      sdk.NotFound,
      {},
    ],
    ['a deletion of nothing', () => removal('CustomersV3', ['usmf', 'none']), sdk.NotFound, {}],
    ['a member that is none', () => customer({ OnHoldStatus: 'Perhaps' }), sdk.InvalidValue, {}],
  ])('%s', async (_, command, expected, details) => {
    const fault = await faultOf(write(command()));
    expect(fault).toBeInstanceOf(expected as typeof Error);
    expect(fault).toMatchObject(details);
    expect(simulator.writes).toEqual([]);
  });

  test('for another process was quicker', async () => {
    const { key } = await write(group('QUICK'));
    simulator.options.updateConflicts = 1;
    const fault = await faultOf(write(change('CustomerGroups', key, { Description: 'x' })));
    expect(fault).toBeInstanceOf(sdk.VersionMismatch);
    expect(fault).toMatchObject({ safeText: expect.stringContaining('An update conflict occurred') });
    expect(simulator.writes).toHaveLength(1);
  });
});

describe('several changes together', () => {
  const together = (commands: readonly WriteCommand[], within?: number) =>
    connection.writeTogether(commands, context(within));

  test('are all made', async () => {
    const { key } = await write(customer());
    const results = await together([
      group('T1'),
      customer({ OrganizationName: 'One' }),
      customer({ OrganizationName: 'Two' }),
      change('CustomersV3', key, { CreditLimit: 7 }, await versionOf('CustomersV3', key)),
      removal('CustomerGroups', ['demf', 'T1']),
    ]);
    const [, one, two] = results;
    expect(results.map((result) => result.key)).toEqual([
      ['demf', 'T1'],
      ['usmf', expect.any(String)],
      ['usmf', expect.any(String)],
      key,
      ['demf', 'T1'],
    ]);
    expect(await read('CustomersV3', one?.key ?? [], ['OrganizationName'])).toMatchObject({
      OrganizationName: 'One',
    });
    expect(await read('CustomersV3', two?.key ?? [], ['OrganizationName'])).toMatchObject({
      OrganizationName: 'Two',
    });
    expect(simulator.writes).toHaveLength(6);
    expect(simulator.requests.filter(({ method }) => method !== 'GET')).toHaveLength(2);
  });

  test.each<[string, () => WriteCommand, unknown]>([
    ['an unknown group', () => customer({ CustomerGroupId: 'Local' }), sdk.InvalidValue],
    ['a key that is there', () => group('30'), sdk.Conflict],
    ['a row that is not there', () => removal('CustomersV3', ['usmf', 'none']), sdk.NotFound],
    [
      'another version',
      () => change('CustomerGroups', ['usmf', '30'], { Description: 'x' }, 'W/"b2xk"'),
      sdk.VersionMismatch,
    ],
  ])('are none, with %s', async (_, last, expected) => {
    const fault = await faultOf(together([group('T2'), customer(), last()]));
    expect(fault).toBeInstanceOf(expected as typeof Error);
    expect(simulator.writes).toEqual([]);
    expect(await read('CustomerGroups', ['demf', 'T2'])).toBeUndefined();
  });

  test('are none, and asked for later, if a part is throttled', async () => {
    simulator.options.throttledParts = 1;
    const fault = await faultOf(together([group('T3'), customer()]));
    simulator.options.throttledParts = 0;
    expect(fault).toBeInstanceOf(sdk.RateLimited);
    expect(simulator.writes).toEqual([]);
  });
});

let turn = 0;

/** Each point at which a change can be cut off, and what may be said then. */
const faults: Readonly<
  Record<Exclude<WriteFault, 'none'>, 'done' | 'refused' | 'unknown' | 'done or unknown'>
> = {
  'reset-on-head': 'unknown',
  'reset-on-body': 'unknown',
  hang: 'unknown',
  'refuse-401': 'done',
  'refuse-429': 'refused',
  'refuse-503': 'unknown',
  late: 'unknown',
  'executed-reset': 'unknown',
  'executed-reset-in-head': 'unknown',
  'executed-reset-in-body': 'done or unknown',
  'executed-hang': 'unknown',
  'executed-502': 'unknown',
  'executed-500': 'unknown',
};

describe.each(Object.entries(faults) as [WriteFault, string][])('cut at %s', (writeFault, expected) => {
  /** Makes the changes one by one or together, with a row of its own to change and to delete, and what is said of them. */
  async function run(kind: 'insert' | 'update' | 'delete' | 'together'): Promise<unknown> {
    const id = `CUT-${turn++}`;
    const key = ['demf', id];
    if (kind !== 'insert') await write(group(id));
    simulator.resetWrites();
    simulator.resetRequests();
    Object.assign(simulator.options, { writeFault, writeFaultRequests: 1, writeDelay: 200 });
    const within = writeFault.includes('hang') || writeFault === 'late' ? 400 : 20_000;
    switch (kind) {
      case 'insert':
        return faultOf(write(group(id), within));
      case 'update':
        return faultOf(write(change('CustomerGroups', key, { Description: 'x' }), within));
      case 'delete':
        return faultOf(write(removal('CustomerGroups', key), within));
      case 'together':
        return faultOf(
          connection.writeTogether(
            [customer(), change('CustomerGroups', key, { Description: 'x' })],
            context(within),
          ),
        );
    }
  }

  test.each(['insert', 'update', 'delete', 'together'] as const)('%s', async (kind) => {
    const fault = await run(kind);
    const all = kind === 'together' ? 2 : 1;
    if (writeFault === 'late') while (simulator.writes.length < all) await delay(10);
    const committed = simulator.writes.length;
    const said =
      fault === undefined
        ? 'done'
        : fault instanceof sdk.OutcomeUnknown
          ? 'unknown'
          : fault instanceof sdk.RateLimited || fault instanceof sdk.Unavailable
            ? 'refused'
            : 'something else';
    expect(expected.split(' or ')).toContain(said);
    if (said === 'done') expect(committed).toBe(all);
    else if (said === 'refused') expect(committed).toBe(0);
    else expect([0, all]).toContain(committed);
    // Sent once, but for the 401.
    const sent = simulator.requests.filter(
      ({ method, path }) => method !== 'GET' && path.startsWith('/data/'),
    );
    expect(sent).toHaveLength(writeFault === 'refuse-401' ? 2 : 1);
  });
});
