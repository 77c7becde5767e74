/** Declares an entity to the gateway: what each column holds and which comparisons F&O takes on it, and how faithfully. */
import type {
  ColumnDeclaration,
  ColumnFilter,
  ColumnType,
  EntityDeclaration,
} from '../../src/provider-sdk/index';
import { emptyValueOf } from './empty-value';
import type { ColumnKind, SourceColumn, SourceEntity } from './source-column';

/** More terms than these rarely fit into one URL together with the columns. */
const MAX_TERMS = 25;

/** A list becomes a chain of `or`, some forty values to a URL. */
const MAX_LIST_ITEMS = 500;

/** Fifty keys are one URL if they are short, otherwise a batch of a few. */
const MAX_KEYS = 50;

/** F&O takes 5,000 operations in a batch, and its makers advise small ones (facts page 3.5). */
const MAX_TOGETHER = 100;

export interface DeclarationOptions {
  /** How faithfully text compares. */
  readonly text: 'exact' | 'superset';
}

export function declareEntity(entity: SourceEntity, options: DeclarationOptions): EntityDeclaration {
  return {
    name: entity.name,
    key: entity.columns.filter(({ isKey }) => isKey).map(({ name }) => name),
    columns: entity.columns.map((column) => declareColumn(column, options)),
    capabilities: {
      filter: { or: true, maxTerms: MAX_TERMS, maxListItems: MAX_LIST_ITEMS },
      sort: { nulls: 'first' },
      top: true,
      skip: true,
      count: true,
      getMany: { maxKeys: MAX_KEYS },
      ...writeAbility(entity),
    },
    concurrencyToken: '@odata.etag',
    concurrencyTokenIsETag: true,
    collation: 'ignoreCase',
    description: `Data entity ${entity.typeName} of Finance & Operations.`,
  };
}

/** Of an entity that is read-only in F&O no column can be given or changed. */
function writeAbility({ columns }: SourceEntity): Pick<EntityDeclaration['capabilities'], 'write'> {
  const insert = columns.some(({ insertable }) => insertable);
  const update = columns.some(({ updatable }) => updatable);
  if (!insert && !update) return {};
  return { write: { insert, update, delete: true, version: true, together: MAX_TOGETHER } };
}

function declareColumn(column: SourceColumn, { text }: DeclarationOptions): ColumnDeclaration {
  const maxLength = column.kind === 'text' ? USUAL_LENGTHS[column.name] : undefined;
  return {
    name: column.name,
    type: TYPES[column.kind],
    nullable: emptyValueOf(column) !== undefined,
    filter: column.kind === 'text' && text === 'superset' ? LOOSE_TEXT_FILTER : FILTERS[column.kind],
    sort: SORTABLE.has(column.kind),
    insertable: column.insertable,
    updatable: column.updatable,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(column.kind === 'decimal' ? { precision: 32, scale: 6 } : {}),
    ...(column.kind === 'enum'
      ? { enumName: column.enumName ?? column.name, members: column.members ?? [] }
      : {}),
  };
}

const TYPES: Readonly<Record<ColumnKind, ColumnType>> = {
  text: 'String',
  noYes: 'Boolean',
  boolean: 'Boolean',
  enum: 'Enum',
  day: 'Date',
  instant: 'DateTimeOffset',
  int32: 'Int32',
  int64: 'Int64',
  decimal: 'Decimal',
  guid: 'Guid',
};

const EQUALITY: ColumnFilter = { eq: 'exact', ne: 'exact', in: 'exact', null: 'exact' };

const ORDER: ColumnFilter = { ...EQUALITY, gt: 'exact', ge: 'exact', lt: 'exact', le: 'exact' };

/** No `gt` to `le` on text: SQL orders punctuation in its own way, and a row too few is never noticed. */
const TEXT: ColumnFilter = { ...EQUALITY, contains: 'exact', startswith: 'exact', endswith: 'exact' };

/** `ne` of a loose comparison would give too few rows. */
const LOOSE_TEXT_FILTER: ColumnFilter = {
  eq: 'superset',
  in: 'superset',
  null: 'exact',
  contains: 'superset',
  startswith: 'superset',
  endswith: 'superset',
};

const FILTERS: Readonly<Record<ColumnKind, ColumnFilter>> = {
  text: TEXT,
  noYes: EQUALITY,
  boolean: EQUALITY,
  enum: EQUALITY,
  day: ORDER,
  instant: ORDER,
  int32: ORDER,
  int64: ORDER,
  decimal: ORDER,
  guid: EQUALITY,
};

/** An enum is sorted by number here and by label there, a Guid by bytes in SQL's own order. */
const SORTABLE: ReadonlySet<ColumnKind> = new Set<ColumnKind>([
  'text',
  'day',
  'instant',
  'int32',
  'int64',
  'decimal',
]);

/** The usual lengths of F&O's extended data types (facts page 5.2); `/metadata` tells none. */
const USUAL_LENGTHS: Readonly<Record<string, number>> = {
  dataAreaId: 4,
  CustomerAccount: 20,
  CustomerGroupId: 10,
  OrganizationName: 100,
  NameAlias: 20,
  SalesCurrencyCode: 3,
  LanguageId: 7,
  PaymentTerms: 10,
  PaymentMethod: 10,
  DeliveryMode: 10,
  DeliveryTerms: 10,
  SiteId: 10,
  WarehouseId: 10,
  SalesTaxGroup: 10,
  TaxExemptNumber: 20,
  AddressZipCode: 10,
  AddressCountryRegionId: 10,
  AddressStreet: 250,
  PrimaryContactEmail: 255,
  SalesOrderNumber: 20,
  ItemNumber: 20,
};
