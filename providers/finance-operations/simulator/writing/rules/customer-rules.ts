/** Business logic of customers and of what they point at: groups and payment terms. */
import { DECIMAL_SCALE, END_OF_TIME } from '../../rows/cell';
import { recordIdOf } from '../../rows/etag';
import { mustBeFilled } from '../info-log';
import type { RowDraft } from '../row-draft';
import type { EntityRules, RuleScope } from './entity-rules';

const ADDRESS = /^Address/;
// Generated rows number their addresses and contacts by the same ranges, from the row's own number.
const ADDRESS_RECORDS = 45_637_144_576n;
const CONTACT_RECORDS = 35_637_144_576;

export const customerRules: EntityRules = {
  tableName: 'CustTable',
  tableLabel: 'Customers',
  keyLabel: 'Customer account',
  title: 'OrganizationName',
  labels: { CustomerGroupId: 'Customer group', SalesCurrencyCode: 'Currency', OrganizationName: 'Name' },
  foreignKeys: [
    {
      property: 'CustomerGroupId',
      label: 'Customer group',
      targetSet: 'CustomerGroups',
      targetProperty: 'CustomerGroupId',
    },
    {
      property: 'PaymentTerms',
      label: 'Terms of payment',
      targetSet: 'PaymentTerms',
      targetProperty: 'Name',
    },
    {
      property: 'SalesCurrencyCode',
      label: 'Currency',
      targetSet: 'Currencies',
      targetProperty: 'CurrencyCode',
    },
    { property: 'WarehouseId', label: 'Warehouse', targetSet: 'Warehouses', targetProperty: 'WarehouseId' },
  ],
  sequence: {
    property: 'CustomerAccount',
    format: ({ numberPrefix }, number) => `${numberPrefix}-${String(number).padStart(6, '0')}`,
  },
  joined: [
    /^(?:Party|Person|Organization|NameAlias$|KnownAs$)/,
    ADDRESS,
    /^PrimaryContact/,
    /^DeliveryAddress/,
    /^InvoiceAddress./,
  ],
  fillDefaults(draft, scope) {
    draft.fill('PartyType', 'Organization');
    draft.fill('PartyNumber', String(scope.row + 1).padStart(9, '0'));
    draft.fill('NameAlias', nameOf(draft).trim().slice(0, 20));
    draft.fill('LanguageId', scope.company.language);
    const group = scope.related('CustomerGroups', 'CustomerGroupId', draft.text('CustomerGroupId'));
    if (group === undefined) return;
    draft.fill('PaymentTerms', group.text('PaymentTermId'));
    draft.fill('IsSalesTaxIncludedInPrices', group.text('IsSalesTaxIncludedInPrice') || 'No');
  },
  derive(draft, scope) {
    if ([...draft.posted.keys()].some((name) => ADDRESS.test(name))) deriveAddress(draft, scope);
    if (draft.wasPosted('PrimaryContactEmail')) {
      draft.set(
        'PrimaryContactEmailRecordId',
        contactRecord(draft.text('PrimaryContactEmail'), 1, scope.row),
      );
    }
    if (draft.wasPosted('PrimaryContactPhone')) {
      draft.set(
        'PrimaryContactPhoneRecordId',
        contactRecord(draft.text('PrimaryContactPhone'), 2, scope.row),
      );
    }
  },
  validateWrite: (draft) => (nameOf(draft).trim() === '' ? [mustBeFilled('Name')] : []),
};

function nameOf(draft: RowDraft): string {
  if (draft.text('PartyType') !== 'Person') return draft.text('OrganizationName');
  return `${draft.text('PersonFirstName')} ${draft.text('PersonLastName')}`.trim();
}

/** An address is a record of its own, and the formatted one follows from its parts. */
function deriveAddress(draft: RowDraft, { company, now, row }: RuleScope): void {
  if (draft.cell('AddressRecordId') === 0n) {
    draft.set('AddressRecordId', ADDRESS_RECORDS + BigInt(recordIdOf(draft.table.entity, row)));
    draft.fill('AddressLocationId', String(row + 1).padStart(9, '0'));
    draft.fill('AddressValidFrom', now);
    draft.fill('AddressValidTo', END_OF_TIME);
    draft.fill('AddressCountryRegionId', company.country);
    draft.fill('AddressTimeZone', company.timeZone);
  }
  if (draft.text('AddressCountryRegionId') === company.country) {
    draft.fill('AddressCountryRegionISOCode', company.countryIso);
  }
  const town = `${draft.text('AddressCity')}, ${draft.text('AddressState')} ${draft.text('AddressZipCode')}`;
  draft.set(
    'FullPrimaryAddress',
    `${draft.text('AddressStreet')}\n${town}\n${draft.text('AddressCountryRegionId')}`,
  );
}

function contactRecord(contact: string, range: number, row: number): bigint {
  return contact === '' ? 0n : BigInt(CONTACT_RECORDS * range + row);
}

export const customerGroupRules: EntityRules = {
  tableName: 'CustGroup',
  tableLabel: 'Customer groups',
  keyLabel: 'Customer group',
  title: 'Description',
  foreignKeys: [
    {
      property: 'PaymentTermId',
      label: 'Terms of payment',
      targetSet: 'PaymentTerms',
      targetProperty: 'Name',
    },
    {
      property: 'ClearingPeriodPaymentTermName',
      label: 'Settle period',
      targetSet: 'PaymentTerms',
      targetProperty: 'Name',
    },
  ],
};

export const paymentTermRules: EntityRules = {
  tableName: 'PaymTerm',
  tableLabel: 'Terms of payment',
  keyLabel: 'Terms of payment',
  title: 'Description',
};

export const vendorRules: EntityRules = {
  tableName: 'VendTable',
  tableLabel: 'Vendors',
  keyLabel: 'Vendor account',
  title: 'VendorOrganizationName',
  labels: { VendorGroupId: 'Vendor group', CurrencyCode: 'Currency' },
  foreignKeys: [
    {
      property: 'DefaultPaymentTermsName',
      label: 'Terms of payment',
      targetSet: 'PaymentTerms',
      targetProperty: 'Name',
    },
    { property: 'CurrencyCode', label: 'Currency', targetSet: 'Currencies', targetProperty: 'CurrencyCode' },
  ],
  joined: [/^(?:VendorParty|VendorOrganization|Person)/, ADDRESS, /^Primary/],
  fillDefaults(draft, { company }) {
    draft.fill('VendorPartyType', 'Organization');
    draft.fill('VendorSearchName', draft.text('VendorOrganizationName').trim().slice(0, 20));
    draft.fill('LanguageId', company.language);
  },
};

export const productRules: EntityRules = {
  tableName: 'InventTable',
  tableLabel: 'Released products',
  keyLabel: 'Item number',
  title: 'SearchName',
  joined: [/^Product(?:Number|SearchName|Type|SubType)$/],
  fillDefaults(draft) {
    draft.fill('SearchName', draft.text('ProductNumber'));
    draft.fill('SalesPriceQuantity', DECIMAL_SCALE);
  },
};
