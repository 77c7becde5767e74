/** The rows of the small sets: companies, currencies, customer groups, payment terms, warehouses. */
import { customerGroups } from '../entities/customer-groups';
import { paymentTerms } from '../entities/payment-terms';
import { companies, currencies, legalEntities, warehouses } from '../entities/reference-entities';
import { decimal } from '../rows/cell';
import { type NewRow, Table } from '../rows/table';
import type { EntitySchema } from '../schema/entity-schema';
import { type Company, seedCompanies } from './companies';

export const CUSTOMER_GROUPS = [
  { id: '30', description: 'Retail customers', term: 'Net30' },
  { id: '10', description: 'Wholesales customers', term: 'Net30' },
  { id: '100', description: 'Intercompany & internal', term: '' },
  { id: '20', description: 'Major customers', term: 'Net45' },
  { id: '50', description: 'Großkunden', term: 'Net60' },
  { id: '40', description: "Director's accounts", term: 'Net10' },
  { id: '90', description: '', term: '' },
  { id: '80', description: 'Other *misc*', term: 'COD' },
  { id: '60', description: '100% prepaid_online', term: 'COD' },
  { id: '70', description: 'Κυβέρνηση', term: 'EOM+15' },
] as const;

/** Names with a plus, a percent sign and a blank: a key that is not percent-encoded reads another row or none. */
export const PAYMENT_TERMS = [
  { name: 'Net30', description: 'Net 30 days', days: 30, months: 0, method: 'Net' },
  { name: 'Net10', description: 'Net 10 days', days: 10, months: 0, method: 'Net' },
  { name: 'COD', description: 'Cash on delivery', days: 0, months: 0, method: 'COD' },
  { name: 'Net45', description: 'Net 45 days', days: 45, months: 0, method: 'Net' },
  { name: 'Net60', description: 'Zahlbar in 60 Tagen', days: 60, months: 0, method: 'Net' },
  { name: '2%10 Net30', description: '2 % within 10 days, net 30', days: 30, months: 0, method: 'Net' },
  { name: 'EOM+15', description: 'End of month plus 15 days', days: 15, months: 1, method: 'CurrentMth' },
] as const;

export const WAREHOUSES = [
  { id: '24', name: 'Main warehouse', site: '2' },
  { id: '11', name: 'Small parts', site: '1' },
  { id: '51', name: 'Südlager', site: '5' },
] as const;

const CURRENCIES: readonly NewRow[] = [
  { CurrencyCode: 'USD', Name: 'US Dollar', Symbol: '$' },
  { CurrencyCode: 'EUR', Name: 'Euro', Symbol: '€', ReferenceCurrencyForTriangulation: 'Yes' },
  { CurrencyCode: 'JPY', Name: 'Japanese Yen', Symbol: '¥' },
  { CurrencyCode: 'CHF', Name: 'Swiss Franc', Symbol: 'CHF' },
  { CurrencyCode: 'GBP', Name: 'Pound Sterling', Symbol: '£' },
];

export function generateCompanies(): Table {
  return fill(
    companies,
    seedCompanies.map((company, index) => ({
      DataArea: company.id,
      Name: company.name,
      KnownAs: company.name,
      LanguageId: company.language,
      PartyNumber: `00000000${index + 1}`,
    })),
  );
}

export function generateLegalEntities(): Table {
  return fill(
    legalEntities,
    seedCompanies.map((company, index) => ({
      LegalEntityId: company.id.toUpperCase(),
      Name: company.name,
      PartyNumber: `00000000${index + 1}`,
      LanguageId: company.language,
      AddressCountryRegionId: company.country,
    })),
  );
}

export function generateCurrencies(): Table {
  return fill(
    currencies,
    CURRENCIES.map((row) => ({ ...row, GeneralRoundingRule: decimal('0.01') })),
  );
}

export function generateCustomerGroups(): Table {
  return fill(
    customerGroups,
    inEachCompany((company) =>
      CUSTOMER_GROUPS.map((group) => ({
        dataAreaId: company.id,
        CustomerGroupId: group.id,
        Description: group.description,
        PaymentTermId: group.term,
        ClearingPeriodPaymentTermName: group.term,
        IsSalesTaxIncludedInPrice: company.id === 'demf' ? 'Yes' : 'No',
      })),
    ),
  );
}

export function generatePaymentTerms(): Table {
  return fill(
    paymentTerms,
    inEachCompany((company) =>
      PAYMENT_TERMS.map((term) => ({
        dataAreaId: company.id,
        Name: term.name,
        Description: term.description,
        NumberOfDays: term.days,
        NumberOfMonths: term.months,
        PaymentMethodType: term.method,
        IsCashPayment: term.method === 'COD' ? 'Yes' : 'No',
        IsDefaultPaymentTerm: term.name === 'Net30' ? 'Yes' : 'No',
      })),
    ),
  );
}

export function generateWarehouses(): Table {
  return fill(
    warehouses,
    inEachCompany((company) =>
      WAREHOUSES.map((warehouse) => ({
        dataAreaId: company.id,
        WarehouseId: warehouse.id,
        WarehouseName: warehouse.name,
        OperationalSiteId: warehouse.site,
        PrimaryAddressCountryRegionId: company.country,
      })),
    ),
  );
}

function fill(entity: EntitySchema, rows: readonly NewRow[]): Table {
  const table = new Table(entity);
  for (const row of rows) table.append(row);
  return table;
}

function inEachCompany(rowsOf: (company: Company) => NewRow[]): NewRow[] {
  return seedCompanies.flatMap(rowsOf);
}
