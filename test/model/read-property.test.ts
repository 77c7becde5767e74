import type { Property } from '../../src/model/entity-set';
import { createMemoryKeyMap } from '../../src/model/key-map';
import { createPropertyReader } from '../../src/model/read-property';
import { type Row, UpstreamContract } from '../../src/provider-sdk/index';
import { emptyCustomer, sampleCustomer, sampleProperty, sampleSet } from '../support/sample-model';

const customers = sampleSet('Customers');
const groups = sampleSet('CustomerGroups');

function read(name: string, row: Row): unknown {
  return createPropertyReader(sampleProperty(customers, name))(row);
}

function fault(name: string, row: Row): UpstreamContract {
  try {
    read(name, row);
  } catch (error) {
    if (error instanceof UpstreamContract) return error;
    throw error;
  }
  throw new Error('was read');
}

describe('columns', () => {
  test('values of the declared type pass as they are, null too', () => {
    expect(read('Name', sampleCustomer)).toBe('Contoso "Retail" & Søn');
    expect(read('RecId', sampleCustomer)).toBe('9223372036854775807');
    expect(read('Name', emptyCustomer)).toBeNull();
  });

  test('a date becomes its first instant', () => {
    expect(read('CustomerSince', sampleCustomer)).toBe('2020-02-29T00:00:00Z');
    expect(read('CustomerSince', emptyCustomer)).toBeNull();
  });

  test("a member becomes its option's number", () => {
    expect(read('OnHold', sampleCustomer)).toBe(1);
    expect(read('OnHold', { ...sampleCustomer, OnHold: 'No' })).toBe(0);
    const error = fault('OnHold', { ...sampleCustomer, OnHold: 'Sometimes' });
    expect(error.column).toBe('OnHold');
    expect(error.message).not.toContain('Sometimes');
  });

  test.each([
    ['Employees', '12'],
    ['Employees', 1.5],
    ['Grade', 256],
    ['IsOneTime', 'Yes'],
    ['CustomerSince', '2020-02-30'],
    ['PartyId', '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
    ['CreditLimit', '1.50'],
  ])('%s of %j is a fault of the source that names the column and hides the value', (name, value) => {
    const error = fault(name, { ...sampleCustomer, [name]: value });
    expect(error.column).toBe(name);
    expect(error.message).toContain(name);
    expect(error.message).not.toContain(String(value));
  });

  test('an absent column is no null, and what objects inherit is no column', () => {
    const { OrganizationName: _absent, ...row } = sampleCustomer;
    expect(fault('Name', row).message).toContain('OrganizationName');
    const column = { name: 'toString', type: 'String' } as const;
    const property: Property = {
      kind: 'column',
      name: 'X',
      type: 'String',
      nullable: true,
      column,
      conversion: 'same',
    };
    expect(() => createPropertyReader(property)({})).toThrow(UpstreamContract);
  });

  test('null where the source declares none is a fault', () => {
    expect(fault('Company', { ...sampleCustomer, dataAreaId: null }).column).toBe('dataAreaId');
  });
});

describe('keys and lookups', () => {
  test('a key is the Guid of its columns', () => {
    expect(read('CustomerId', sampleCustomer)).toBe(customers.key.codec.encode(['usmf', 'US-001']).guid);
  });

  test('a lookup is the key of the row that it points to', () => {
    const group = { dataAreaId: 'usmf', CustomerGroupId: '10', Description: null };
    expect(read('Group', sampleCustomer)).toBe(createPropertyReader(groups.key)(group));
  });

  test('a lookup without a part is null, a key is a fault', () => {
    expect(read('Group', emptyCustomer)).toBeNull();
    expect(fault('CustomerId', { ...sampleCustomer, CustomerAccount: null }).column).toBe('CustomerAccount');
  });

  test('a lookup that remembers mixes nothing up', () => {
    const reader = createPropertyReader(sampleProperty(customers, 'Group'));
    const { codec } = groups.key;
    const pairs = ['usmf', 'demf', 'usmf'].flatMap((company) =>
      ['10', '20', '10'].map((code) => [company, code] as const),
    );
    for (const [dataAreaId, CustomerGroupId] of pairs) {
      const guid = reader({ ...sampleCustomer, dataAreaId, CustomerGroupId });
      expect(guid).toBe(codec.encode([dataAreaId, CustomerGroupId]).guid);
    }
    for (let code = 0; code < 2_500; code += 1) {
      const guid = reader({ ...sampleCustomer, CustomerGroupId: String(code) });
      expect(guid).toBe(codec.encode(['usmf', String(code)]).guid);
    }
  });

  test('a key that is too long to be packed is remembered', () => {
    const keyMap = createMemoryKeyMap();
    const CustomerAccount = 'A very long account number of several words';
    const guid = createPropertyReader(customers.key, { keyMap })({ ...sampleCustomer, CustomerAccount });
    expect(customers.key.codec.decode(String(guid))).toEqual({ kind: 'mapped' });
    expect(keyMap.find('CustomersV3', String(guid))).toEqual(['usmf', CustomerAccount]);
  });

  test('parts that make no key are a fault of the source', () => {
    const row = { ...sampleCustomer, CustomerAccount: '\uD800' };
    expect(fault('CustomerId', row).message).toContain('CustomerId');
  });
});
