/** The entities that this environment publishes, and the ways to find one. */
import type { EntitySchema } from '../schema/entity-schema';
import { customerGroups } from './customer-groups';
import { customersV3 } from './customers-v3';
import { paymentTerms } from './payment-terms';
import { companies, currencies, legalEntities, warehouses } from './reference-entities';
import { releasedProductsV2 } from './released-products-v2';
import { salesOrderHeadersV2 } from './sales-order-headers-v2';
import { salesOrderLines } from './sales-order-lines';
import { vendorsV3 } from './vendors-v3';

export const allEntities: readonly EntitySchema[] = [
  companies,
  currencies,
  customerGroups,
  customersV3,
  legalEntities,
  paymentTerms,
  releasedProductsV2,
  salesOrderHeadersV2,
  salesOrderLines,
  vendorsV3,
  warehouses,
];

const bySetName = new Map(allEntities.map((entity) => [entity.setName, entity]));

/** Entity-set names are case sensitive, as on the real service. */
export function entityOfSet(setName: string): EntitySchema | undefined {
  return bySetName.get(setName);
}
