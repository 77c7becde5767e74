/** The rows of the environment: each set is generated when it is first read. */
import type { Table } from '../rows/table';
import { generateCustomers } from './generate-customers';
import { generateOrderHeaders, generateOrderLines } from './generate-orders';
import { generateProducts } from './generate-products';
import { generateVendors } from './generate-vendors';
import {
  generateCompanies,
  generateCurrencies,
  generateCustomerGroups,
  generateLegalEntities,
  generatePaymentTerms,
  generateWarehouses,
} from './reference-rows';

export interface DatabaseSizes {
  readonly seed: number;
  readonly customers: number;
  readonly orders: number;
  readonly products: number;
  readonly vendors: number;
}

/** The same sizes and seed give the same rows, whatever the order in which the sets are read. */
export class Database {
  readonly #tables = new Map<string, Table>();
  readonly #generators: ReadonlyMap<string, () => Table>;

  constructor({ seed, customers, orders, products, vendors }: DatabaseSizes) {
    this.#generators = new Map([
      ['Companies', generateCompanies],
      ['Currencies', generateCurrencies],
      ['CustomerGroups', generateCustomerGroups],
      ['CustomersV3', () => generateCustomers(customers, seed)],
      ['LegalEntities', generateLegalEntities],
      ['PaymentTerms', generatePaymentTerms],
      ['ReleasedProductsV2', () => generateProducts(products, seed)],
      ['SalesOrderHeadersV2', () => generateOrderHeaders(orders, seed, this.#asGenerated('CustomersV3'))],
      [
        'SalesOrderLines',
        () =>
          generateOrderLines(
            seed,
            this.#asGenerated('SalesOrderHeadersV2'),
            this.#asGenerated('ReleasedProductsV2'),
          ),
      ],
      ['VendorsV3', () => generateVendors(vendors, seed)],
      ['Warehouses', generateWarehouses],
    ]);
  }

  /** The rows of a published set. */
  table(setName: string): Table {
    let table = this.#tables.get(setName);
    if (table === undefined) {
      table = this.#generate(setName);
      this.#tables.set(setName, table);
    }
    return table;
  }

  /** Writes must not change what other sets are generated from, so that a set that has some is generated once more. */
  #asGenerated(setName: string): Table {
    const table = this.table(setName);
    return table.isAsGenerated ? table : this.#generate(setName);
  }

  #generate(setName: string): Table {
    const generate = this.#generators.get(setName);
    if (generate === undefined) throw new Error(`No rows are known for ${setName}`);
    return generate();
  }
}
