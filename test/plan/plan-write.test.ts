/** From the body of a write to the command that its source gets. */
import { RequestError } from '../../src/errors';
import { createGuidDecoder } from '../../src/gateway/decode-guid';
import { buildModel } from '../../src/model/build-model';
import type { PropertyDefinition } from '../../src/model/definition';
import type { EntitySet, ServiceModel } from '../../src/model/entity-set';
import { createMemoryKeyMap } from '../../src/model/key-map';
import { bindInsert, bindUpdate } from '../../src/odata/bind/bind-write';
import { readJson } from '../../src/odata/body/read-json';
import type { Precondition, WriteRequest } from '../../src/odata/write-request';
import { planWrite, type PlannedWrite, type WritePlan } from '../../src/plan/plan-write';
import type {
  ColumnDeclaration,
  EntityDeclaration,
  Key,
  WriteCapabilities,
} from '../../src/provider-sdk/index';

const writable = { insertable: true, updatable: true } as const;
const everything: WriteCapabilities = { insert: true, update: true, delete: true, version: true };

function text(name: string, more: Partial<ColumnDeclaration> = writable): ColumnDeclaration {
  return { name, type: 'String', ...more };
}

const company = text('dataAreaId', { nullable: false, insertable: true });
const status = [
  { name: 'Open', value: 1 },
  { name: 'Closed', value: 5 },
];

const orders: EntityDeclaration = {
  name: 'OrdersV2',
  key: ['dataAreaId', 'OrderNumber'],
  collation: 'ignoreCase',
  capabilities: { write: everything },
  columns: [
    company,
    text('OrderNumber', { nullable: false, insertable: true }),
    text('CustomerAccount'),
    text('PayerAccount'),
    text('AgentAccount'),
    text('Note'),
    text('CreatedBy', { insertable: true }),
    text('ApprovedBy', { updatable: true }),
    text('InternalNote', {}),
    { name: 'Total', type: 'Decimal' },
    { name: 'Quantity', type: 'Decimal', nullable: false, ...writable },
    { name: 'Status', type: 'Enum', enumName: 'OrderStatus', members: status, ...writable },
    { name: 'ShipDate', type: 'Date', ...writable },
    { name: 'Priority', type: 'SByte', ...writable },
    { name: 'Grade', type: 'Byte', ...writable },
    { name: 'Lines', type: 'Int16', ...writable },
    { name: 'Rate', type: 'Single', ...writable },
    { name: '__proto__', type: 'String', ...writable },
  ],
};

const customers: EntityDeclaration = {
  name: 'CustomersV3',
  key: ['dataAreaId', 'CustomerAccount'],
  capabilities: {},
  columns: [company, text('CustomerAccount', { nullable: false })],
};

function products(insertable: boolean): EntityDeclaration {
  return {
    name: 'Products',
    key: ['ProductId'],
    capabilities: { write: everything },
    columns: [{ name: 'ProductId', type: 'Guid', nullable: false, insertable }, text('Title')],
  };
}

function column(name: string, columnName = name): PropertyDefinition {
  return { kind: 'column', name, column: columnName };
}

function lookup(name: string, account: string, area = 'dataAreaId'): PropertyDefinition {
  return { kind: 'lookup', name, target: 'Customers', from: [area, account] };
}

const orderProperties: readonly PropertyDefinition[] = [
  column('Company', 'dataAreaId'),
  column('OrderNumber'),
  column('CustomerNumber', 'CustomerAccount'),
  lookup('Customer', 'CustomerAccount'),
  lookup('Payer', 'PayerAccount'),
  lookup('Debtor', 'PayerAccount'),
  lookup('Agent', 'AgentAccount', 'OrderNumber'),
  lookup('Seller', 'AgentAccount'),
  lookup('Namesake', 'OrderNumber'),
  ...orders.columns.slice(5).map(({ name }) => column(name)),
];

function modelOf(write: WriteCapabilities, keyIsChosen: boolean): ServiceModel {
  const declarations = [{ ...orders, capabilities: { write } }, customers, products(keyIsChosen)];
  const set = (name: string, entity: string, key: string, from: readonly string[]) => ({
    name,
    typeName: name.slice(0, -1),
    connection: 'contoso',
    entity,
    key: { name: key, from },
  });
  const outcome = buildModel(
    {
      name: 'sales',
      namespace: 'Sales',
      profile: 'dataverse',
      collation: 'ignoreCase',
      entitySets: [
        { ...set('Orders', 'OrdersV2', 'OrderId', orders.key), properties: orderProperties },
        set('Customers', 'CustomersV3', 'CustomerId', customers.key),
        { ...set('Products', 'Products', 'Id', ['ProductId']), properties: [column('Title')] },
      ],
    },
    (_, entity) => declarations.find(({ name }) => name === entity),
  );
  if ('faults' in outcome) throw new Error(JSON.stringify(outcome.faults));
  return outcome.model;
}

interface Case {
  readonly set?: string;
  readonly write?: WriteCapabilities;
  readonly keyIsChosen?: boolean;
  readonly allowed?: readonly ('insert' | 'update' | 'delete')[];
  readonly precondition?: Precondition;
}

interface Scope {
  readonly model: ServiceModel;
  readonly entitySet: EntitySet;
}

const keyMap = createMemoryKeyMap();
const longKey: Key = ['usmf', 'an account whose number is much too long to be packed into a Guid'];

function scopeOf({ set = 'Orders', write = everything, keyIsChosen = true }: Case): Scope {
  const model = modelOf(write, keyIsChosen);
  return { model, entitySet: entitySetOf(model, set) };
}

function entitySetOf(model: ServiceModel, name: string): EntitySet {
  const entitySet = model.entitySets.get(name);
  if (entitySet === undefined) throw new Error(`No set ${name}`);
  return entitySet;
}

function plan(request: WriteRequest, options: Case): WritePlan {
  const { allowed = ['insert', 'update', 'delete'], precondition = {} } = options;
  return planWrite(request, {
    decode: createGuidDecoder(keyMap, { find: () => undefined }),
    allowed,
    precondition,
  });
}

function guidOf(set: string, ...key: Key): string {
  return entitySetOf(modelOf(everything, true), set).key.codec.encode(key).guid;
}

const order = guidOf('Orders', 'usmf', 'SO-1');
const customer = (account: string, area = 'usmf') => guidOf('Customers', area, account);
const unknownGuid = '6f9619ff-8b86-4011-b42d-00c04fc964ff';

function insert(body: object, options: Case = {}): PlannedWrite {
  const planned = plan(bindInsert(readJson(JSON.stringify(body)), scopeOf(options)), options);
  if (planned.kind === 'nothing') throw new Error('An insert always does something');
  return planned;
}

function update(body: object, options: Case & { readonly key?: string } = {}): WritePlan {
  const { key = order } = options;
  return plan(bindUpdate(readJson(JSON.stringify(body)), key, scopeOf(options)), options);
}

function remove(key: string, options: Case = {}): WritePlan {
  return plan({ kind: 'delete', entitySet: scopeOf(options).entitySet, key }, options);
}

function valuesOf(planned: WritePlan): object {
  if (planned.kind === 'nothing') return {};
  switch (planned.command.kind) {
    case 'insert':
      return planned.command.values;
    case 'update':
      return planned.command.changes;
    case 'delete':
      return {};
  }
}

function refused(act: () => unknown): RequestError {
  try {
    act();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error('Accepted');
}

describe('the commands', () => {
  test('an insert holds what was given, under the names of the source', () => {
    const body = { Company: 'usmf', OrderNumber: 'SO-9', Note: 'x', CreatedBy: null };
    expect(insert(body)).toEqual({
      kind: 'write',
      command: {
        kind: 'insert',
        entity: 'OrdersV2',
        values: { dataAreaId: 'usmf', OrderNumber: 'SO-9', Note: 'x', CreatedBy: null },
      },
      properties: ['Company', 'OrderNumber', 'Note', 'CreatedBy'],
      versionCheck: { by: 'nobody' },
    });
  });

  test('an update holds what is to change, null to empty it', () => {
    expect(update({ Note: null, ApprovedBy: 'y' })).toEqual({
      kind: 'write',
      command: {
        kind: 'update',
        entity: 'OrdersV2',
        key: ['usmf', 'SO-1'],
        changes: { Note: null, ApprovedBy: 'y' },
      },
      properties: ['Note', 'ApprovedBy'],
      versionCheck: { by: 'nobody' },
    });
  });

  test('an update that changes nothing is no command', () => {
    const nothing = { kind: 'nothing', key: ['usmf', 'SO-1'] };
    expect(update({})).toEqual(nothing);
    expect(update({ OrderId: order, Company: 'usmf', OrderNumber: 'so-1', Total: null })).toEqual(nothing);
  });

  test('a delete holds the key', () => {
    expect(remove(order)).toEqual({
      kind: 'write',
      command: { kind: 'delete', entity: 'OrdersV2', key: ['usmf', 'SO-1'] },
      properties: [],
      versionCheck: { by: 'nobody' },
    });
  });

  test('a column called __proto__ is one like others', () => {
    const body = JSON.parse('{"__proto__":"x"}') as object;
    expect(Object.entries(valuesOf(update(body)))).toEqual([['__proto__', 'x']]);
    expect(Object.entries(valuesOf(insert(body)))).toEqual([['__proto__', 'x']]);
  });

  test.each([unknownGuid, guidOf('Customers', 'usmf', 'SO-1')])('the Guid %s leads to no row', (key) => {
    for (const act of [() => update({ Note: 'x' }, { key }), () => remove(key)])
      expect(refused(act)).toMatchObject({ code: 'NotFound', target: 'OrderId' });
  });
});

describe('values become those of the columns', () => {
  test.each([
    ['Status', 5, 'Closed'],
    ['ShipDate', '2026-01-31T00:00:00Z', '2026-01-31'],
    ['ShipDate', '2026-01-31', '2026-01-31'],
    ['ShipDate', '2026-01-31T02:00:00+02:00', '2026-01-31'],
    ['Priority', -128, -128],
    ['Grade', 255, 255],
    ['Lines', 32767, 32767],
    ['Rate', 0.1, 0.1],
    ['Rate', 16777216, 16777216],
    ['Rate', Math.fround(0.1), Math.fround(0.1)],
    ['Rate', 2097152.2, 2097152.2],
    ['Rate', 2097152.3, 2097152.3],
    ['Rate', 2097152.25, 2097152.25],
    ['Rate', 'INF', Infinity],
  ])('%s: %s', (name, value, stored) => {
    const source = name;
    expect(valuesOf(update({ [name]: value }))).toEqual({ [source]: stored });
    expect(valuesOf(insert({ [name]: value }))).toEqual({ [source]: stored });
  });

  test.each([
    ['ShipDate', '2026-01-31T08:00:00Z', 'tip'],
    ['ShipDate', '2026-01-31T00:00:00+02:00', '00:00:00 in UTC'],
    ['ShipDate', '2026-01-31T00:00:00.1Z', '00:00:00 in UTC'],
    ['Priority', 128, 'an integer from -128 to 127'],
    ['Grade', 256, 'an integer from 0 to 255'],
    ['Lines', -32769, 'an integer from -32768 to 32767'],
    ['Rate', 16777217, 'about 7 digits'],
    ['Rate', 2097152.24, 'about 7 digits'],
    ['Rate', 2097152.4, 'about 7 digits'],
    ['Rate', 0.123456789, 'about 7 digits'],
    ['Rate', 1e39, 'about 7 digits'],
    ['Rate', 1e-50, 'about 7 digits'],
  ])('%s: %s is refused', (name, value, message) => {
    for (const act of [() => insert({ [name]: value }), () => update({ [name]: value })]) {
      const error = refused(act);
      expect(error).toMatchObject({ code: 'InvalidValue', target: name });
      expect(error.message).toContain(message);
    }
  });
});

describe('what is read only', () => {
  const readOnly = { code: 'InvalidBody', message: expect.stringContaining('read only') };

  test('is refused on insert or on update, wherever it is that', () => {
    expect(refused(() => insert({ ApprovedBy: 'x' }))).toMatchObject({ ...readOnly, target: 'ApprovedBy' });
    expect(refused(() => update({ CreatedBy: 'x' }))).toMatchObject({ ...readOnly, target: 'CreatedBy' });
    for (const act of [() => insert({ Total: 1 }), () => update({ Total: 1 })])
      expect(refused(act)).toMatchObject({ ...readOnly, target: 'Total' });
  });

  test('is ignored as null', () => {
    expect(valuesOf(insert({ Total: null, ApprovedBy: null, Note: 'x' }))).toEqual({ Note: 'x' });
    expect(valuesOf(update({ Total: null, CreatedBy: null, Note: 'x' }))).toEqual({ Note: 'x' });
  });

  test('a null where the column has none leaves the choice to the source, but empties nothing', () => {
    expect(valuesOf(insert({ OrderNumber: null, Quantity: null, Company: 'usmf' }))).toEqual({
      dataAreaId: 'usmf',
    });
    expect(refused(() => update({ Quantity: null }))).toMatchObject({
      code: 'InvalidValue',
      target: 'Quantity',
    });
  });

  test('the key of a row cannot be changed, only said again', () => {
    expect(refused(() => update({ OrderNumber: 'SO-2' }))).toMatchObject({
      code: 'InvalidBody',
      target: 'OrderNumber',
      message: expect.stringContaining('key'),
    });
    expect(update({ OrderNumber: null, Company: null })).toMatchObject({ kind: 'nothing' });
  });

  test('all faults come at once', () => {
    expect(refused(() => update({ Total: 1, Note: 'x', Lines: 40_000, OrderNumber: 'y' }))).toMatchObject({
      target: 'Total',
      details: [
        { code: 'InvalidValue', target: 'Lines' },
        { code: 'InvalidBody', target: 'OrderNumber' },
      ],
    });
  });
});

describe('lookups', () => {
  test('become the columns that they are made of', () => {
    expect(valuesOf(insert({ Customer: customer('US-1') }))).toEqual({
      dataAreaId: 'usmf',
      CustomerAccount: 'US-1',
    });
    expect(valuesOf(update({ Customer: customer('US-1') }))).toEqual({ CustomerAccount: 'US-1' });
  });

  test('a key that is too long for a Guid is looked up', () => {
    const guid = guidOf('Customers', ...longKey);
    expect(refused(() => update({ Customer: guid }))).toMatchObject({ code: 'InvalidValue' });
    keyMap.remember('CustomersV3', guid, longKey);
    expect(valuesOf(update({ Customer: guid }))).toEqual({ CustomerAccount: longKey[1] });
  });

  test.each([unknownGuid, order])('the Guid %s is of no customer', (guid) => {
    for (const act of [() => insert({ Customer: guid }), () => update({ Customer: guid })])
      expect(refused(act)).toMatchObject({ code: 'InvalidValue', target: 'Customer' });
  });

  test('null empties the columns that nothing else is made of', () => {
    expect(valuesOf(update({ Customer: null }))).toEqual({ CustomerAccount: null });
    expect(valuesOf(insert({ Company: 'usmf', Customer: null }))).toEqual({
      dataAreaId: 'usmf',
      CustomerAccount: null,
    });
  });

  test('lookups of the same columns can be emptied together only', () => {
    expect(refused(() => update({ Payer: null }))).toMatchObject({
      code: 'InvalidValue',
      target: 'Payer',
      message: expect.stringContaining('Debtor'),
    });
    expect(valuesOf(update({ Payer: null, Debtor: null }))).toEqual({ PayerAccount: null });
  });

  test('a column of the key is no column to empty', () => {
    expect(update({ Namesake: null })).toMatchObject({ kind: 'nothing' });
    expect(refused(() => update({ Agent: null }))).toMatchObject({
      code: 'InvalidValue',
      target: 'Agent',
      message: expect.stringContaining('Seller'),
    });
  });

  test('on update they point into the company of the row', () => {
    expect(refused(() => update({ Customer: customer('US-1', 'dat') }))).toMatchObject({
      code: 'InvalidValue',
      target: 'Customer',
      message: 'Customer: it points to a row with another Company than this row has.',
    });
  });

  test('on insert all of one company', () => {
    const mixed = { Customer: customer('US-1', 'dat'), Payer: customer('US-1') };
    expect(refused(() => insert(mixed))).toMatchObject({
      code: 'InvalidBody',
      target: 'Payer',
      message: 'Payer and Customer set the same column to different values.',
    });
  });
});

describe('two properties of one column', () => {
  test('may agree, by the way in which the source compares', () => {
    const body = { CustomerNumber: 'us-1', Customer: customer('US-1') };
    expect(update(body)).toMatchObject({ properties: ['CustomerNumber', 'Customer'] });
    expect(valuesOf(update(body))).toEqual({ CustomerAccount: 'us-1' });
  });

  test.each([
    { CustomerNumber: 'US-2', Customer: customer('US-1') },
    { Customer: customer('US-1'), CustomerNumber: 'US-2' },
    { Customer: customer('US-1'), Company: 'dat' },
  ])('%j contradict each other', (body) => {
    const [first, second] = Object.keys(body);
    expect(refused(() => insert(body))).toMatchObject({
      code: 'InvalidBody',
      target: second,
      message: `${second} and ${first} set the same column to different values.`,
    });
  });

  test('a null contradicts only where there was something to empty', () => {
    const bodies = [
      { Customer: null, CustomerNumber: 'US-2' },
      { CustomerNumber: 'US-2', Customer: null },
    ];
    for (const body of bodies) {
      expect(refused(() => update(body))).toMatchObject({ code: 'InvalidBody' });
      expect(valuesOf(insert(body))).toEqual({ CustomerAccount: 'US-2' });
    }
  });
});

describe('the Guid of a new row', () => {
  test('that was made of a key gives the key columns', () => {
    expect(insert({ OrderId: order, Note: 'x' })).toMatchObject({
      command: { values: { dataAreaId: 'usmf', OrderNumber: 'SO-1', Note: 'x' } },
    });
    expect(insert({ OrderId: order })).not.toHaveProperty('alias');
  });

  test('agrees with what the body gives', () => {
    expect(valuesOf(insert({ OrderId: order, Company: 'usmf' }))).toEqual({
      dataAreaId: 'usmf',
      OrderNumber: 'SO-1',
    });
    expect(refused(() => insert({ OrderId: order, OrderNumber: 'SO-2' }))).toMatchObject({
      code: 'InvalidBody',
      target: 'OrderId',
      message: expect.stringContaining('OrderNumber'),
    });
    expect(refused(() => insert({ OrderId: order, Customer: customer('US-1', 'dat') }))).toMatchObject({
      code: 'InvalidBody',
      message: expect.stringContaining('Customer'),
    });
  });

  test('any other is an alias', () => {
    const planned = insert({ OrderId: unknownGuid, Company: 'usmf' });
    expect(planned.alias).toBe(unknownGuid);
    expect(valuesOf(planned)).toEqual({ dataAreaId: 'usmf' });
  });

  test('none or zeros is none', () => {
    for (const body of [{}, { OrderId: null }, { OrderId: '00000000-0000-0000-0000-000000000000' }])
      expect(insert(body)).not.toHaveProperty('alias');
  });

  test('is the key itself where the source has Guids and lets callers choose', () => {
    const chosen = insert({ Id: unknownGuid, Title: 'x' }, { set: 'Products' });
    expect(valuesOf(chosen)).toEqual({ ProductId: unknownGuid, Title: 'x' });
    expect(chosen).not.toHaveProperty('alias');
    const numbered = insert({ Id: unknownGuid, Title: 'x' }, { set: 'Products', keyIsChosen: false });
    expect(valuesOf(numbered)).toEqual({ Title: 'x' });
    expect(numbered.alias).toBe(unknownGuid);
  });
});

describe('the Guid in the body of an update', () => {
  test('may be that of the address, or another of the same row', () => {
    expect(update({ OrderId: order, Note: 'x' })).toMatchObject({ kind: 'write' });
    const entitySet = entitySetOf(modelOf(everything, true), 'Orders');
    const request = { kind: 'update', entitySet, key: unknownGuid, guid: order, given: [] } as const;
    const decode = () => ['usmf', 'SO-1'];
    expect(planWrite(request, { decode, allowed: ['update'], precondition: {} })).toMatchObject({
      kind: 'nothing',
    });
  });

  test.each([unknownGuid, guidOf('Orders', 'usmf', 'SO-2'), '00000000-0000-0000-0000-000000000000'])(
    'not %s',
    (guid) => {
      expect(refused(() => update({ OrderId: guid, Note: 'x' }))).toMatchObject({
        code: 'InvalidBody',
        target: 'OrderId',
      });
    },
  );
});

describe('what a set takes', () => {
  const acts = {
    insert: (options: Case) => insert({}, options),
    update: (options: Case) => update({ Note: 'x' }, options),
    delete: (options: Case) => remove(order, options),
  };

  test.each(['insert', 'update', 'delete'] as const)('%s, if configuration and source do', (kind) => {
    const act = acts[kind];
    expect(act({ allowed: [kind], write: { [kind]: true } }).kind).toBe('write');
    const others = (['insert', 'update', 'delete'] as const).filter((other) => other !== kind);
    const unconfigured = refused(() => act({ allowed: others }));
    expect(unconfigured).toMatchObject({ code: 'NotImplemented', status: 501 });
    expect(unconfigured.message).toBe(
      `Orders takes no ${kind}: its configuration does not list it under write.`,
    );
    const unable = refused(() => act({ write: { ...everything, [kind]: false } }));
    expect(unable).toMatchObject({ code: 'NotImplemented', status: 501 });
    expect(unable.message).toContain('its source, connection contoso, has none');
  });
});

describe('versions', () => {
  /** Who compares, and with which version; of an update and of a delete alike. */
  function check(precondition: Precondition, write: WriteCapabilities = everything): readonly unknown[] {
    const options = { precondition, write };
    const [one, other] = [update({ Note: 'x' }, options), remove(order, options)].map((planned) => {
      if (planned.kind === 'nothing' || planned.command.kind === 'insert') return [];
      return [planned.versionCheck.by, planned.command.version];
    });
    expect(other).toEqual(one);
    return one ?? [];
  }

  test('the source compares one tag, if it can', () => {
    expect(check({ match: ['W/"1"'] })).toEqual(['source', 'W/"1"']);
    expect(check({ match: ['W/"1"'] }, { update: true, delete: true })).toEqual(['gateway', undefined]);
  });

  test.each<Precondition>([
    { match: ['W/"1"', 'W/"2"'] },
    { noneMatch: ['W/"1"'] },
    { match: ['W/"1"'], noneMatch: ['W/"2"'] },
    { match: '*', noneMatch: ['W/"2"'] },
  ])('the gateway compares %j', (precondition) => {
    expect(check(precondition)).toEqual(['gateway', undefined]);
  });

  test.each<Precondition>([{}, { match: '*' }, { noneMatch: '*' }])('nobody compares %j', (precondition) => {
    expect(check(precondition)).toEqual(['nobody', undefined]);
  });
});
