/** A small service made by hand, with every type, kind of key, lookup and enumeration, and rows for it. */
import type { Conversion, EntitySet, Profile, Property, ServiceModel } from '../../src/model/entity-set';
import { exposeType } from '../../src/model/expose-type';
import { createKeyCodec } from '../../src/model/key-codec';
import type { KeyPartType } from '../../src/model/key-part';
import type { ColumnDeclaration, EntityDeclaration, Row } from '../../src/provider-sdk/index';

const exactly = { eq: 'exact', ne: 'exact', in: 'exact', null: 'exact' } as const;
const ranges = { ...exactly, gt: 'exact', ge: 'exact', lt: 'exact', le: 'exact' } as const;

const status: Pick<ColumnDeclaration, 'enumName' | 'members'> = {
  enumName: 'OnHoldStatus',
  members: [
    { name: 'No', value: 0, label: 'Free to trade' },
    { name: 'Invoice', value: 1 },
    { name: 'All', value: 2, label: 'Stopped & "blocked"' },
  ],
};

const channels: Pick<ColumnDeclaration, 'enumName' | 'members' | 'flags'> = {
  enumName: 'Channels',
  flags: true,
  members: [
    { name: 'Web', value: 1 },
    { name: 'Shop', value: 2 },
    { name: 'Phone', value: 4 },
  ],
};

/** A key of two texts, and one column of each type. */
export const customersDeclaration: EntityDeclaration = {
  name: 'CustomersV3',
  description: 'People & companies that buy <from us>.',
  key: ['dataAreaId', 'CustomerAccount'],
  concurrencyToken: '@odata.etag',
  concurrencyTokenIsETag: true,
  collation: 'ignoreCase',
  capabilities: {
    filter: { or: true, required: [['dataAreaId']] },
    sort: { nulls: 'first' },
    top: true,
    skip: true,
    count: true,
    getMany: { maxKeys: 50 },
  },
  columns: [
    { name: 'dataAreaId', type: 'String', nullable: false, maxLength: 4, filter: exactly, sort: true },
    { name: 'CustomerAccount', type: 'String', nullable: false, maxLength: 20, filter: exactly, sort: true },
    {
      name: 'OrganizationName',
      type: 'String',
      maxLength: 100,
      filter: { ...ranges, contains: 'superset' },
      sort: true,
    },
    { name: 'CustomerGroupId', type: 'String', maxLength: 10, filter: exactly, sort: true },
    { name: 'IsOneTime', type: 'Boolean', filter: exactly },
    { name: 'Floor', type: 'SByte' },
    { name: 'Grade', type: 'Byte' },
    { name: 'Branches', type: 'Int16' },
    { name: 'Employees', type: 'Int32', filter: ranges, sort: true },
    { name: 'RecId', type: 'Int64', filter: ranges },
    { name: 'Discount', type: 'Single' },
    { name: 'Latitude', type: 'Double' },
    { name: 'CreditLimit', type: 'Decimal', precision: 32, scale: 6, filter: ranges, sort: true },
    { name: 'Turnover', type: 'Decimal' },
    { name: 'PartyId', type: 'Guid', filter: exactly },
    { name: 'CustomerSince', type: 'Date', filter: ranges },
    { name: 'OpensAt', type: 'TimeOfDay', scale: 3 },
    { name: 'ModifiedOn', type: 'DateTimeOffset', filter: ranges, sort: true },
    { name: 'PaymentTime', type: 'Duration' },
    { name: 'OnHold', type: 'Enum', filter: { eq: 'exact', ne: 'exact', in: 'exact' }, ...status },
    { name: 'Channels', type: 'Enum', ...channels },
  ],
};

/** A key of two texts, and nothing that the source can do. */
export const groupsDeclaration: EntityDeclaration = {
  name: 'CustomerGroups',
  key: ['dataAreaId', 'CustomerGroupId'],
  capabilities: {},
  columns: [
    { name: 'dataAreaId', type: 'String', nullable: false },
    { name: 'CustomerGroupId', type: 'String', nullable: false },
    { name: 'Description', type: 'String', description: 'What the group is for' },
  ],
};

/** A key that is a Guid already, and a source that compares text as it is told to. */
export const productsDeclaration: EntityDeclaration = {
  name: 'Products',
  key: ['ProductId'],
  collation: 'any',
  capabilities: { filter: { or: true, not: true }, sort: { nulls: 'first' } },
  columns: [
    { name: 'ProductId', type: 'Guid', nullable: false, filter: exactly, sort: true },
    { name: 'Title', type: 'String', filter: { ...ranges, contains: 'exact' }, sort: true },
    { name: 'Price', type: 'Decimal', scale: 2, sort: true },
  ],
};

/** Three entity sets: `Customers` (with the lookup `Group`), `CustomerGroups` and `Products`. */
export function sampleModel(profile: Profile = 'dataverse'): ServiceModel {
  const groups = entitySet('CustomerGroups', 'CustomerGroup', groupsDeclaration, 'GroupId', [
    column(groupsDeclaration, 'Company', 'dataAreaId', profile),
    column(groupsDeclaration, 'Code', 'CustomerGroupId', profile),
    column(groupsDeclaration, 'Description', 'Description', profile),
  ]);
  const group: Property = {
    kind: 'lookup',
    name: 'Group',
    type: 'Guid',
    nullable: true,
    from: columnsOf(customersDeclaration, ['dataAreaId', 'CustomerGroupId']),
    target: 'CustomerGroups',
    codec: groups.key.codec,
    connection: groups.connection,
  };
  const customers = entitySet('Customers', 'Customer', customersDeclaration, 'CustomerId', [
    column(customersDeclaration, 'Company', 'dataAreaId', profile),
    column(customersDeclaration, 'AccountNumber', 'CustomerAccount', profile),
    column(customersDeclaration, 'Name', 'OrganizationName', profile),
    [group],
    ...customersDeclaration.columns
      .slice(4)
      .map(({ name }) => column(customersDeclaration, name, name, profile)),
  ]);
  const products = entitySet('Products', 'Product', productsDeclaration, 'ProductId', [
    column(productsDeclaration, 'Title', 'Title', profile),
    column(productsDeclaration, 'Price', 'Price', profile),
  ]);
  const entitySets = new Map([customers, groups, products].map((set) => [set.name, set]));
  return { name: 'sales', namespace: 'Gateway.Sales', profile, collation: 'ignoreCase', entitySets };
}

/** An entity set of the sample that is certainly there. */
export function sampleSet(name: string, profile: Profile = 'dataverse'): EntitySet {
  const set = sampleModel(profile).entitySets.get(name);
  if (set === undefined) throw new Error(`The sample has no entity set ${name}.`);
  return set;
}

/** A property of the sample that is certainly there. */
export function sampleProperty(set: EntitySet, name: string): Property {
  const property = set.propertiesByName.get(name);
  if (property === undefined) throw new Error(`${set.name} has no property ${name}.`);
  return property;
}

/** A customer without a null, its numbers too long for a double. */
export const sampleCustomer: Row = {
  '@odata.etag': 'W/"JzEsMTIzJw=="',
  dataAreaId: 'usmf',
  CustomerAccount: 'US-001',
  OrganizationName: 'Contoso "Retail" & Søn',
  CustomerGroupId: '10',
  IsOneTime: false,
  Floor: -2,
  Grade: 200,
  Branches: 31_000,
  Employees: 12,
  RecId: '9223372036854775807',
  Discount: 0.25,
  Latitude: 47.5,
  CreditLimit: '123456789012345.654321',
  Turnover: 1500.5,
  PartyId: '6f9619ff-8b86-d011-b42d-00c04fc964ff',
  CustomerSince: '2020-02-29',
  OpensAt: '08:30:00',
  ModifiedOn: '2026-01-31T08:30:00.1234567Z',
  PaymentTime: 'P30D',
  OnHold: 'Invoice',
  Channels: 'Web,Shop',
};

/** A customer of whom only the key is known. */
export const emptyCustomer: Row = {
  ...Object.fromEntries(customersDeclaration.columns.map(({ name }) => [name, null])),
  dataAreaId: 'usmf',
  CustomerAccount: 'US-002',
};

function columnsOf(declaration: EntityDeclaration, names: readonly string[]): readonly ColumnDeclaration[] {
  return names.map((name) => {
    const found = declaration.columns.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`${declaration.name} has no column ${name}.`);
    return found;
  });
}

/** No property where the profile has no type for the column. */
function column(
  declaration: EntityDeclaration,
  name: string,
  columnName: string,
  profile: Profile,
): readonly Property[] {
  return columnsOf(declaration, [columnName]).flatMap((declared) => {
    const exposed = exposeType(declared, profile);
    if (exposed === undefined) return [];
    const { type, conversion }: { type: Property['type']; conversion: Conversion } = exposed;
    const description = declared.description === undefined ? {} : { description: declared.description };
    return [
      { kind: 'column', name, type, nullable: true, column: declared, conversion, ...description } as const,
    ];
  });
}

function entitySet(
  name: string,
  typeName: string,
  declaration: EntityDeclaration,
  keyName: string,
  properties: readonly (readonly Property[])[],
): EntitySet {
  const from = columnsOf(declaration, declaration.key);
  const parts = from.map(({ type }) => type as KeyPartType);
  const codec = createKeyCodec({ identity: declaration.name, parts, version: 1 });
  const key = {
    kind: 'key',
    name: keyName,
    type: 'Guid',
    nullable: false,
    from,
    codec,
    connection: 'source',
  } as const;
  const all: readonly Property[] = [key, ...properties.flat()];
  return {
    name,
    typeName,
    connection: 'source',
    declaration,
    columns: new Map(declaration.columns.map((column) => [column.name, column])),
    write: [],
    requireIfMatch: false,
    key,
    properties: all,
    propertiesByName: new Map(all.map((property) => [property.name, property])),
    ...(declaration.description === undefined ? {} : { description: declaration.description }),
  };
}
