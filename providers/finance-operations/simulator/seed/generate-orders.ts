/** The sales orders and their lines: one to four lines to an order, customers and items of the same company. */
import { salesOrderHeadersV2 } from '../entities/sales-order-headers-v2';
import { salesOrderLines } from '../entities/sales-order-lines';
import { DECIMAL_SCALE } from '../rows/cell';
import { mix, Random } from '../rows/random';
import { type NewRow, Table } from '../rows/table';
import { companyOfRow, type Placement, placeRows, seedCompanies } from './companies';
import { drawAmount, drawDate, drawMoment, oftenEmpty, padded } from './draw';

const PROCESSING = [
  'Active',
  'Confirmed',
  'Picked',
  'Delivered',
  'Invoiced',
  'Canceled',
  'PartiallyDelivered',
];
const STATUSES = [
  'Backorder',
  'Backorder',
  'Delivered',
  'Invoiced',
  'Invoiced',
  'Invoiced',
  'Canceled',
  'None',
];

export function generateOrderHeaders(count: number, seed: number, customers: Table): Table {
  const table = new Table(salesOrderHeadersV2);
  const random = new Random(`${seed}/SalesOrderHeadersV2`);
  const ofCompany = rowsByCompany(customers);
  for (const placement of placeRows(count)) {
    const candidates = ofCompany.get(placement.company.id) ?? [];
    // Some customers order often, most hardly ever.
    const customer = candidates[random.skewedBelow(candidates.length)];
    table.append(header(placement, customer, customers, random), totals(random));
  }
  return table;
}

function header(
  placement: Placement,
  customer: number | undefined,
  customers: Table,
  random: Random,
): NewRow {
  const { company, number } = placement;
  const read = (name: string): string => (customer === undefined ? '' : customers.text(name, customer));
  const created = drawMoment(random);
  return {
    dataAreaId: company.id,
    SalesOrderNumber: `SO-${padded(number, 7)}`,
    SalesOrderStatus: random.pick(STATUSES),
    SalesOrderProcessingStatus: random.pick(PROCESSING),
    OrderingCustomerAccountNumber: read('CustomerAccount'),
    InvoiceCustomerAccountNumber: oftenEmpty(random, 0.04, () => read('CustomerAccount')),
    SalesOrderName: read('OrganizationName') || `${read('PersonFirstName')} ${read('PersonLastName')}`,
    CurrencyCode: company.currency,
    LanguageId: company.language,
    Email: read('PrimaryContactEmail'),
    CustomersOrderReference: oftenEmpty(random, 0.5, () => `PO ${random.below(99_999)}/${random.below(99)}`),
    OrderCreationDateTime: created,
    RequestedShippingDate: drawDate(random),
    ConfirmedShippingDate: oftenEmpty(random, 0.4, () => drawDate(random)),
    RequestedReceiptDate: drawDate(random),
    FixedDueDate: oftenEmpty(random, 0.9, () => drawDate(random)),
    PaymentTermsName: read('PaymentTerms'),
    CustomerPaymentMethodName: read('PaymentMethod'),
    DeliveryModeCode: read('DeliveryMode'),
    DefaultShippingWarehouseId: read('WarehouseId'),
    DeliveryAddressName: read('OrganizationName'),
    DeliveryAddressStreet: read('AddressStreet'),
    DeliveryAddressCity: read('AddressCity'),
    DeliveryAddressZipCode: read('AddressZipCode'),
    DeliveryAddressCountryRegionId: read('AddressCountryRegionId'),
    IsOneTimeCustomer: customer === undefined ? undefined : customers.text('IsOneTimeCustomer', customer),
    TransportationDocumentLineId: oftenEmpty(random, 0.95, () => drawGuid(random)),
  };
}

/** Header totals are often 0: nobody calculated them (facts page 2.6). */
function totals(random: Random): NewRow {
  if (random.chance(0.7)) return { AreTotalsCalculated: 'No' };
  return {
    AreTotalsCalculated: 'Yes',
    OrderTotalAmount: drawAmount(random, 50_000),
    OrderTotalTaxAmount: drawAmount(random, 5_000),
    TotalDiscountPercentage: BigInt(random.below(25)) * DECIMAL_SCALE,
  };
}

export function generateOrderLines(seed: number, headers: Table, products: Table): Table {
  const table = new Table(salesOrderLines);
  const random = new Random(`${seed}/SalesOrderLines`);
  const ofCompany = rowsByCompany(products);
  const orders = ordersOfLines(headers.size, seed);
  let previousOrder = -1;
  let lineNumber = 0;
  for (const placement of placeRows(orders.length, (row) => companyOfRow(orders[row] ?? 0))) {
    const order = orders[table.size] ?? 0;
    lineNumber = order === previousOrder ? lineNumber + 1 : 1;
    previousOrder = order;
    const items = ofCompany.get(placement.company.id) ?? [];
    const item = items.length === 0 || random.chance(0.03) ? undefined : random.pick(items);
    table.append(lineOf(placement, headers, order, lineNumber, random), itemOf(item, products, random));
  }
  return table;
}

/** For each line the row of its order. */
function ordersOfLines(orderCount: number, seed: number): number[] {
  const orders: number[] = [];
  for (let order = 0; order < orderCount; order++) {
    const lines = 1 + (mix(order, seed) % 4);
    for (let line = 0; line < lines; line++) orders.push(order);
  }
  return orders;
}

function lineOf(
  placement: Placement,
  headers: Table,
  order: number,
  lineNumber: number,
  random: Random,
): NewRow {
  return {
    dataAreaId: placement.company.id,
    InventoryLotId: `LOT-${padded(placement.number, 6)}`,
    SalesOrderNumber: headers.text('SalesOrderNumber', order),
    LineNumber: BigInt(lineNumber) * DECIMAL_SCALE,
    LineCreationSequenceNumber: lineNumber,
    SalesOrderLineStatus: headers.text('SalesOrderStatus', order),
    CurrencyCode: placement.company.currency,
    ShippingWarehouseId: headers.text('DefaultShippingWarehouseId', order),
    RequestedShippingDate: drawDate(random),
    ConfirmedShippingDate: oftenEmpty(random, 0.5, () => drawDate(random)),
    RequestedReceiptDate: drawDate(random),
    IsLineStopped: random.chance(0.02) ? 'Yes' : 'No',
  };
}

function itemOf(item: number | undefined, products: Table, random: Random): NewRow {
  const quantity = drawAmount(random, 100);
  const price = drawAmount(random, 2_000);
  return {
    ItemNumber: item === undefined ? '' : products.text('ItemNumber', item),
    LineDescription: item === undefined ? 'Freight' : products.text('SearchName', item),
    SalesUnitSymbol: item === undefined ? '' : products.text('SalesUnitSymbol', item),
    OrderedSalesQuantity: quantity,
    SalesPrice: price,
    SalesPriceQuantity: DECIMAL_SCALE,
    LineAmount: (quantity * price) / DECIMAL_SCALE,
  };
}

function rowsByCompany(table: Table): ReadonlyMap<string, readonly number[]> {
  return new Map(seedCompanies.map(({ id }) => [id, table.rowsWhere(['dataAreaId'], [id])]));
}

function drawGuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
