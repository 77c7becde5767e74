/** The rows of the endpoint under test, in key order: a few hundred customers of a few groups, some of them awkward. */
import type { TinyRow, TinyTypes } from './tiny-filter';

export interface TinyTable {
  readonly set: string;
  readonly type: string;
  readonly types: TinyTypes;
  readonly rows: readonly TinyRow[];
  /** Set by the endpoint itself. */
  readonly readOnly?: readonly string[];
  /** Has to be given at creation, and be new. It can't be changed. */
  readonly required?: string;
  /** Can't be emptied. */
  readonly mustKeep?: readonly string[];
  /** Otherwise a row gets a key of the endpoint's own, and the given one means it too. */
  readonly keepsGivenKey: boolean;
}

const awkwardNames = [
  "O'Neil & Sons",
  'Straße 100%',
  'A*B Trading',
  'ÅNGSTRÖM AB',
  '  padded ',
  'emoji 𝒳',
  'C#/D?',
];
const plainNames = ['Contoso', 'Fabrikam', 'Northwind', 'Adventure Works', 'Tailspin', 'Litware'];

const groups: readonly TinyRow[] = Array.from({ length: 7 }, (_, index) => ({
  Id: tinyGuid(2, index),
  Name: `Group ${index}`,
}));

const customers: readonly TinyRow[] = Array.from({ length: 530 }, (_, index) => ({
  Id: tinyGuid(1, index * 7919),
  Name: index % 11 === 5 ? null : nameOf(index),
  City: ['Oslo', 'Bergen', 'oslo', ''][index % 4] ?? null,
  CreditLimit: index % 5 === 0 ? null : Math.round(index * 137.5) / 4,
  Rank: index % 7 === 0 ? null : index % 30,
  OnHold: index % 9 === 0 ? null : index % 2 === 0,
  ModifiedOn: index % 8 === 0 ? null : `2026-0${(index % 6) + 1}-1${index % 9}T0${index % 10}:30:00.1234567Z`,
  GroupId: index % 6 === 0 ? null : tinyGuid(2, index % 7),
  Code: `C${index}`,
}));

export const tinyTables: readonly TinyTable[] = [
  {
    set: 'Customers',
    type: 'Customer',
    types: {
      Id: 'Edm.Guid',
      Name: 'Edm.String',
      City: 'Edm.String',
      CreditLimit: 'Edm.Decimal',
      Rank: 'Edm.Int32',
      OnHold: 'Edm.Boolean',
      ModifiedOn: 'Edm.DateTimeOffset',
      GroupId: 'Edm.Guid',
      Code: 'Edm.String',
    },
    readOnly: ['ModifiedOn'],
    required: 'Code',
    mustKeep: ['City'],
    keepsGivenKey: true,
    rows: customers.toSorted((a, b) => (String(a['Id']) < String(b['Id']) ? -1 : 1)),
  },
  {
    set: 'Groups',
    type: 'Group',
    types: { Id: 'Edm.Guid', Name: 'Edm.String' },
    keepsGivenKey: false,
    rows: groups.toSorted((a, b) => (String(a['Id']) < String(b['Id']) ? -1 : 1)),
  },
];

function nameOf(index: number): string {
  const names = index % 3 === 0 ? awkwardNames : plainNames;
  return `${names[index % names.length] ?? ''}${index % 4 === 0 ? '' : ` ${index % 40}`}`;
}

function tinyGuid(family: number, index: number): string {
  const scattered = (index * 2654435761) % 0x1_0000_0000;
  return `${scattered.toString(16).padStart(8, '0')}-000${family}-8000-8000-${index.toString(16).padStart(12, '0')}`;
}
