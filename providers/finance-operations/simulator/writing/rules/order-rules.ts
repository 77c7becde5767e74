/** Business logic of sales orders and their lines. */
import { DECIMAL_SCALE } from '../../rows/cell';
import { siteMissing } from '../info-log';
import type { RowDraft } from '../row-draft';
import type { EntityRules, ForeignKey, RelatedRow, RuleScope } from './entity-rules';

const DAY = 86_400_000;

export const orderHeaderRules: EntityRules = {
  tableName: 'SalesTable',
  tableLabel: 'Sales orders',
  keyLabel: 'Sales order',
  title: 'SalesOrderName',
  labels: {
    OrderingCustomerAccountNumber: 'Customer account',
    CurrencyCode: 'Currency',
    SalesOrderNumber: 'Sales order',
  },
  foreignKeys: [
    toCustomer('OrderingCustomerAccountNumber', 'Customer account'),
    toCustomer('InvoiceCustomerAccountNumber', 'Invoice account'),
    { property: 'CurrencyCode', label: 'Currency', targetSet: 'Currencies', targetProperty: 'CurrencyCode' },
    {
      property: 'PaymentTermsName',
      label: 'Terms of payment',
      targetSet: 'PaymentTerms',
      targetProperty: 'Name',
    },
    toWarehouse('DefaultShippingWarehouseId'),
  ],
  sequence: { property: 'SalesOrderNumber', format: (_, number) => `SO-${String(number).padStart(7, '0')}` },
  joined: [/^DeliveryAddress/, /^InvoiceAddress/],
  fillDefaults(draft, scope) {
    draft.fill('SalesOrderStatus', 'Backorder');
    draft.fill('OrderCreationDateTime', scope.now);
    draft.fill('RequestedShippingDate', noonOf(scope.now));
    draft.fill('RequestedReceiptDate', noonOf(scope.now));
    const account = draft.text('OrderingCustomerAccountNumber');
    const customer = scope.related('CustomersV3', 'CustomerAccount', account);
    if (customer !== undefined) fillFromCustomer(draft, customer, scope);
  },
};

function fillFromCustomer(draft: RowDraft, { text }: RelatedRow, { company }: RuleScope): void {
  draft.fill('InvoiceCustomerAccountNumber', text('InvoiceAccount') || text('CustomerAccount'));
  const name = text('OrganizationName') || `${text('PersonFirstName')} ${text('PersonLastName')}`;
  draft.fill('SalesOrderName', name);
  draft.fill('CurrencyCode', text('SalesCurrencyCode') || company.currency);
  draft.fill('LanguageId', text('LanguageId') || company.language);
  draft.fill('Email', text('PrimaryContactEmail'));
  draft.fill('PaymentTermsName', text('PaymentTerms'));
  draft.fill('CustomerPaymentMethodName', text('PaymentMethod'));
  draft.fill('DeliveryModeCode', text('DeliveryMode'));
  draft.fill('DeliveryTermsCode', text('DeliveryTerms'));
  draft.fill('DefaultShippingSiteId', text('SiteId'));
  draft.fill('DefaultShippingWarehouseId', text('WarehouseId'));
  draft.fill('DeliveryAddressName', name);
  draft.fill('DeliveryAddressStreet', text('AddressStreet'));
  draft.fill('DeliveryAddressCity', text('AddressCity'));
  draft.fill('DeliveryAddressZipCode', text('AddressZipCode'));
  draft.fill('DeliveryAddressCountryRegionId', text('AddressCountryRegionId'));
}

export const orderLineRules: EntityRules = {
  tableName: 'SalesLine',
  tableLabel: 'Sales order lines',
  keyLabel: 'Lot ID',
  title: 'ItemNumber',
  labels: { SalesOrderNumber: 'Sales order', InventoryLotId: 'Lot ID' },
  foreignKeys: [
    {
      property: 'SalesOrderNumber',
      label: 'Sales order',
      targetSet: 'SalesOrderHeadersV2',
      targetProperty: 'SalesOrderNumber',
    },
    {
      property: 'ItemNumber',
      label: 'Item number',
      targetSet: 'ReleasedProductsV2',
      targetProperty: 'ItemNumber',
    },
    { property: 'CurrencyCode', label: 'Currency', targetSet: 'Currencies', targetProperty: 'CurrencyCode' },
    toWarehouse('ShippingWarehouseId'),
  ],
  sequence: { property: 'InventoryLotId', format: (_, number) => `LOT-${String(number).padStart(6, '0')}` },
  fillDefaults(draft, scope) {
    draft.fill('SalesOrderLineStatus', 'Backorder');
    const order = scope.related('SalesOrderHeadersV2', 'SalesOrderNumber', draft.text('SalesOrderNumber'));
    if (order !== undefined) fillFromOrder(draft, order, scope);
    const item = scope.related('ReleasedProductsV2', 'ItemNumber', draft.text('ItemNumber'));
    if (item !== undefined) fillFromItem(draft, item);
    fillSite(draft, scope);
  },
  derive(draft) {
    const isPriced = ['OrderedSalesQuantity', 'SalesPrice', 'LineDiscountAmount', 'ItemNumber'].some((name) =>
      draft.wasPosted(name),
    );
    if (!isPriced || draft.wasPosted('LineAmount')) return;
    const price = BigInt(draft.cell('SalesPrice')) - BigInt(draft.cell('LineDiscountAmount'));
    draft.set('LineAmount', (BigInt(draft.cell('OrderedSalesQuantity')) * price) / DECIMAL_SCALE);
  },
  validateWrite: (draft, scope) =>
    draft.text('ShippingSiteId') === '' && isStocked(draft.text('ItemNumber'), scope) ? siteMissing() : [],
};

function fillFromOrder(draft: RowDraft, order: RelatedRow, scope: RuleScope): void {
  const { table, row, text } = order;
  draft.fill('CurrencyCode', text('CurrencyCode'));
  draft.fill('ShippingSiteId', text('DefaultShippingSiteId'));
  draft.fill('ShippingWarehouseId', text('DefaultShippingWarehouseId'));
  for (const date of ['RequestedShippingDate', 'RequestedReceiptDate']) {
    draft.fill(date, table.cell(table.property(date), row));
  }
  const last = lastLineNumber(scope, text('SalesOrderNumber'));
  draft.fill('LineNumber', last + DECIMAL_SCALE);
  draft.fill('LineCreationSequenceNumber', Number(last / DECIMAL_SCALE) + 1);
}

function lastLineNumber({ table, company }: RuleScope, orderNumber: string): bigint {
  const lines = table('SalesOrderLines');
  const number = lines.property('LineNumber');
  return lines
    .rowsWhere(['dataAreaId', 'SalesOrderNumber'], [company.id, orderNumber])
    .map((row) => BigInt(lines.cell(number, row)))
    .reduce((last, each) => (each > last ? each : last), 0n);
}

function fillFromItem(draft: RowDraft, item: RelatedRow): void {
  draft.fill('LineDescription', item.text('SearchName'));
  draft.fill('SalesUnitSymbol', item.text('SalesUnitSymbol'));
  draft.fill('SalesPrice', item.table.cell(item.table.property('SalesPrice'), item.row));
  draft.fill('SalesPriceQuantity', DECIMAL_SCALE);
  draft.fill('OrderedSalesQuantity', DECIMAL_SCALE);
}

/** A warehouse belongs to a site (facts page 3.2: one of them is needed, on the line or on the header). */
function fillSite(draft: RowDraft, scope: RuleScope): void {
  if (draft.text('ShippingSiteId') !== '') return;
  const warehouse = scope.related('Warehouses', 'WarehouseId', draft.text('ShippingWarehouseId'));
  if (warehouse !== undefined) draft.fill('ShippingSiteId', warehouse.text('OperationalSiteId'));
}

function isStocked(itemNumber: string, scope: RuleScope): boolean {
  const item = scope.related('ReleasedProductsV2', 'ItemNumber', itemNumber);
  return item !== undefined && item.text('ProductType') !== 'Service';
}

function toCustomer(property: string, label: string): ForeignKey {
  return { property, label, targetSet: 'CustomersV3', targetProperty: 'CustomerAccount' };
}

function toWarehouse(property: string): ForeignKey {
  return { property, label: 'Warehouse', targetSet: 'Warehouses', targetProperty: 'WarehouseId' };
}

function noonOf(instant: number): number {
  return Math.floor(instant / DAY) * DAY + DAY / 2;
}
