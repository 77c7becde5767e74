/** Finds the business logic of an entity set, and the sets whose rows keep one of its rows from being deleted. */
import { entityOfSet } from '../../entities/all-entities';
import {
  customerGroupRules,
  customerRules,
  paymentTermRules,
  productRules,
  vendorRules,
} from './customer-rules';
import type { EntityRules, ForeignKey } from './entity-rules';
import { orderHeaderRules, orderLineRules } from './order-rules';

const rules: ReadonlyMap<string, EntityRules> = new Map([
  ['Companies', plain('DataArea', 'Companies', 'Company', 'Name')],
  ['Currencies', plain('Currency', 'Currencies', 'Currency', 'Name')],
  ['CustomerGroups', customerGroupRules],
  ['CustomersV3', customerRules],
  ['LegalEntities', plain('CompanyInfo', 'Legal entities', 'Company', 'Name')],
  ['PaymentTerms', paymentTermRules],
  ['ReleasedProductsV2', productRules],
  ['SalesOrderHeadersV2', orderHeaderRules],
  ['SalesOrderLines', orderLineRules],
  ['VendorsV3', vendorRules],
  ['Warehouses', plain('InventLocation', 'Warehouses', 'Warehouse', 'WarehouseName')],
]);

export function rulesOf(setName: string): EntityRules {
  const found = rules.get(setName);
  if (found === undefined) throw new Error(`${setName} has no business logic`);
  return found;
}

interface Dependent {
  readonly setName: string;
  readonly foreignKey: ForeignKey;
}

/**
 * Every relation restricts deletes, that of lines to their order too: the only capture of a refused delete that the
 * facts page has comes from orders (3.4), and nothing there speaks of lines that go with their header.
 */
export function dependentsOf(setName: string): readonly Dependent[] {
  return [...rules].flatMap(([child, { foreignKeys = [] }]) =>
    foreignKeys
      .filter((foreignKey) => foreignKey.targetSet === setName)
      .map((foreignKey) => ({ setName: child, foreignKey })),
  );
}

/** The label of a property in InfoLog texts. */
export function labelOf(setName: string, property: string): string {
  const { labels, foreignKeys = [], keyLabel } = rulesOf(setName);
  const given = labels?.[property] ?? foreignKeys.find((each) => each.property === property)?.label;
  if (given !== undefined) return given;
  if (property === 'dataAreaId') return 'Company';
  if (entityOfSet(setName)?.keyNames.includes(property) === true) return keyLabel;
  const words = property.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function plain(tableName: string, tableLabel: string, keyLabel: string, title: string): EntityRules {
  return { tableName, tableLabel, keyLabel, title };
}
