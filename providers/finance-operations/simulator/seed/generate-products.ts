/** The released products: the same item numbers stand in several companies. */
import { releasedProductsV2 } from '../entities/released-products-v2';
import { Random } from '../rows/random';
import { type NewRow, Table } from '../rows/table';
import { type Placement, placeRows } from './companies';
import { drawAmount, drawDate, oftenEmpty, padded } from './draw';

const COLOURS = ['BLK', 'WHT', 'RED', 'BLÅ'];
const KINDS = [
  'Speaker',
  'Television',
  'Cable',
  'Verstärker',
  'Écouteurs',
  'Ηχείο',
  'Наушники',
  '音箱',
  'ケーブル',
  'سماعة',
];
const DETAILS = [
  '19" wide',
  'Mid-Range',
  'High*End',
  '50% recycled',
  'R&D_sample',
  "Children's",
  'Ø 3,5 mm',
  'v2/b',
  '',
];

export function generateProducts(count: number, seed: number): Table {
  const table = new Table(releasedProductsV2);
  const random = new Random(`${seed}/ReleasedProductsV2`);
  for (const placement of placeRows(count)) table.append(product(placement, random));
  return table;
}

function product({ company, number }: Placement, random: Random): NewRow {
  const isVariant = number % 5 === 0;
  const itemNumber = isVariant ? `${1000 + number}-${random.pick(COLOURS)}` : `D${padded(number, 4)}`;
  const price = drawAmount(random, 5_000);
  const unit = random.pick(['ea', 'pcs', 'Box', 'kg']);
  return {
    dataAreaId: company.id,
    ItemNumber: itemNumber,
    ProductNumber: itemNumber,
    SearchName: `${random.pick(KINDS)} ${random.pick(DETAILS)}`.trim(),
    ProductSearchName: oftenEmpty(random, 0.3, () => random.pick(KINDS)),
    ProductType: random.chance(0.1) ? 'Service' : 'Item',
    ProductSubType: isVariant ? 'ProductMaster' : 'Product',
    ProductDimensionGroupName: isVariant ? 'Color' : undefined,
    StorageDimensionGroupName: 'SiteWH',
    ItemModelGroupId: random.pick(['FIFO', 'STD', 'AVG']),
    ProductGroupId: random.pick(['Audio', 'TV&Video', 'Services', 'CarAudio']),
    ProductLifecycleStateId: oftenEmpty(random, 0.6, () => random.pick(['Active', 'EndOfLife'])),
    InventoryUnitSymbol: unit,
    SalesUnitSymbol: unit,
    PurchaseUnitSymbol: unit,
    SalesPrice: price,
    SalesPriceDate: oftenEmpty(random, 0.4, () => drawDate(random)),
    PurchasePrice: (price * 6n) / 10n,
    UnitCost: (price * 333_333n) / 1_000_000n,
    NetProductWeight: BigInt(random.below(50_000_000)),
    SalesSalesTaxItemGroupCode: oftenEmpty(random, 0.2, () => random.pick(['ALL', 'RP'])),
    PrimaryVendorAccountNumber: oftenEmpty(
      random,
      0.5,
      () => `V${company.numberPrefix}-${padded(1 + random.below(50), 5)}`,
    ),
    BuyerGroupId: oftenEmpty(random, 0.7, () => '1'),
    DefaultOrderType: random.pick(['Purch', 'Purch', 'Production', 'Kanban']),
    ShelfLifePeriodDays: oftenEmpty(random, 0.8, () => random.below(365)),
    OriginCountryRegionId: oftenEmpty(random, 0.5, () => random.pick(['CHN', 'USA', 'DEU'])),
    SellStartDate: oftenEmpty(random, 0.5, () => drawDate(random)),
    SellEndDate: oftenEmpty(random, 0.9, () => drawDate(random)),
    IsCatchWeightProduct: random.chance(0.05) ? 'Yes' : 'No',
    RevenueABCCode: random.pick(['None', 'A', 'B', 'C']),
    ProductionType: random.chance(0.1) ? 'Formula' : 'None',
  };
}
