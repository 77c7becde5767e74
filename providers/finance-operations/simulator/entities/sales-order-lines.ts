/** The main properties of SalesOrderLines, as observed on a real tenant: the 36 of 151 that the facts page lists (5.5). */
import { defineEntity } from '../schema/define-entity';

export const salesOrderLines = defineEntity({
  setName: 'SalesOrderLines',
  typeName: 'SalesOrderLine',
  aotName: 'SalesOrderLineEntity',
  key: ['dataAreaId', 'InventoryLotId'],
  mandatory: ['SalesOrderNumber'],
  // Inferred: the state follows from deliveries and invoices.
  readOnly: ['SalesOrderLineStatus'],
  dataSources: 3,
  firstRecordId: 68729476736,
  navigations: [
    {
      name: 'SalesOrderHeaderV2',
      targetSet: 'SalesOrderHeadersV2',
      isCollection: false,
      on: { SalesOrderNumber: 'SalesOrderNumber' },
    },
    // On a real tenant this one leads to the first version of the header, which is not simulated.
    {
      name: 'SalesOrderHeader',
      targetSet: 'SalesOrderHeadersV2',
      isCollection: false,
      on: { SalesOrderNumber: 'SalesOrderNumber' },
    },
  ],
  properties: `
    String: dataAreaId InventoryLotId SalesOrderNumber ItemNumber LineDescription SalesUnitSymbol
      CurrencyCode ShippingSiteId ShippingWarehouseId SalesTaxGroupCode SalesTaxItemGroupCode
      ProductConfigurationId ProductColorId ProductSizeId ProductStyleId ItemBatchNumber ItemSerialNumber
      ExternalItemNumber DefaultLedgerDimensionDisplayValue
    Decimal: LineNumber OrderedSalesQuantity SalesPrice SalesPriceQuantity LineAmount LineDiscountAmount
      LineDiscountPercentage
    Int32: LineCreationSequenceNumber CustomersLineNumber
    SalesStatus: SalesOrderLineStatus
    Date: RequestedShippingDate ConfirmedShippingDate RequestedReceiptDate ConfirmedReceiptDate
    ItemReservation: InventoryReservationMethod
    NoYes: IsLineStopped
    Int64: Catalog
  `,
});
