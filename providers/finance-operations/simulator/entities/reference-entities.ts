/** The small lookup entities: keys as observed (facts page 5.1), property lists inferred except for Companies. */
import { defineEntity } from '../schema/define-entity';

export const warehouses = defineEntity({
  setName: 'Warehouses',
  typeName: 'Warehouse',
  aotName: 'InventWarehouseEntity',
  key: ['dataAreaId', 'WarehouseId'],
  mandatory: ['OperationalSiteId'],
  dataSources: 2,
  firstRecordId: 22565430000,
  properties: `
    String: dataAreaId WarehouseId WarehouseName OperationalSiteId FormattedPrimaryAddress PrimaryAddressCity
      PrimaryAddressCountryRegionId PrimaryAddressStreet PrimaryAddressZipCode QuarantineWarehouseId
      TransitWarehouseId ResponsiblePersonnelNumber
    NoYes: IsRetailStoreWarehouse IsRefilledFromMainWarehouse AreWarehouseManagementProcessesEnabled
    Decimal: PrimaryAddressLatitude PrimaryAddressLongitude
    Int32: MaximumBatchPickingListQuantity
  `,
});

export const legalEntities = defineEntity({
  setName: 'LegalEntities',
  typeName: 'LegalEntity',
  aotName: 'OMLegalEntity',
  key: ['LegalEntityId'],
  mandatory: ['Name'],
  dataSources: 3,
  firstRecordId: 22565440000,
  properties: `
    String: LegalEntityId Name NameAlias PartyNumber LanguageId CompanyType VATNum AddressCity
      AddressCountryRegionId AddressStreet AddressZipCode FullPrimaryAddress PrimaryContactEmail
      PrimaryContactPhone
    NoYes: IsConsolidationCompany IsEliminationCompany
    Date: ValidityStartDate
  `,
});

export const companies = defineEntity({
  setName: 'Companies',
  typeName: 'Company',
  aotName: 'CompanyEntity',
  key: ['DataArea'],
  dataSources: 2,
  firstRecordId: 22565450000,
  properties: 'String: DataArea Name KnownAs LanguageId PartyNumber',
});

export const currencies = defineEntity({
  setName: 'Currencies',
  typeName: 'Currency',
  aotName: 'CurrencyEntity',
  key: ['CurrencyCode'],
  mandatory: ['Name'],
  dataSources: 1,
  firstRecordId: 22565460000,
  properties: `
    String: CurrencyCode Name Symbol CurrencyGender
    Decimal: GeneralRoundingRule RoundingRuleSalesOrders
    NoYes: ReferenceCurrencyForTriangulation
  `,
});
