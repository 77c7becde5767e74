/** The customers: 45 properties filled, the other 264 left at their defaults. */
import { customersV3 } from '../entities/customers-v3';
import { END_OF_TIME } from '../rows/cell';
import { recordIdOf } from '../rows/etag';
import { Random } from '../rows/random';
import { type NewRow, Table } from '../rows/table';
import { type Placement, placeRows } from './companies';
import { drawCreditLimit, drawDate, drawMoment, oftenEmpty, padded } from './draw';
import { organisationName, personName } from './names';
import { formatPlace, placeIn } from './places';
import { CUSTOMER_GROUPS, PAYMENT_TERMS, WAREHOUSES } from './reference-rows';

const HOLDS = ['No', 'No', 'No', 'No', 'No', 'No', 'Invoice', 'All', 'Payment', 'Never', 'PurchOrder'];
const STATEMENTS = ['Always', 'Always', 'Quarter', 'Biannually', 'Yearly', 'Never'];
const RATINGS = ['A', 'B', 'C', 'AAA', 'n/a'];
const FOREIGN_CURRENCIES = ['USD', 'EUR', 'JPY', 'CHF'];
const GROUP_IDS = CUSTOMER_GROUPS.map((group) => group.id);
const TERM_NAMES = PAYMENT_TERMS.map((term) => term.name);
const CONTACT_RECORDS = 35_637_144_576;
const ADDRESS_RECORDS = 45_637_144_576;

export function generateCustomers(count: number, seed: number): Table {
  const table = new Table(customersV3);
  const random = new Random(`${seed}/CustomersV3`);
  for (const placement of placeRows(count)) {
    const row = table.size;
    const account = `${placement.company.numberPrefix}-${padded(placement.number, 6)}`;
    table.append(
      identity(placement, account, random),
      party(random),
      contact(account, row, random),
      address(placement, row, random),
      terms(account, random),
      credit(random),
    );
  }
  return table;
}

function identity({ company, number }: Placement, account: string, random: Random): NewRow {
  return {
    dataAreaId: company.id,
    CustomerAccount: account,
    PartyNumber: padded(number, 9),
    CustomerGroupId: oftenEmpty(random, 0.02, () => random.pick(GROUP_IDS)),
    SalesCurrencyCode: random.chance(0.9) ? company.currency : random.pick(FOREIGN_CURRENCIES),
    LanguageId: company.language,
  };
}

function credit(random: Random): NewRow {
  return {
    CreditLimit: drawCreditLimit(random),
    CreditLimitIsMandatory: random.chance(0.3) ? 'Yes' : 'No',
    CreditRating: oftenEmpty(random, 0.6, () => random.pick(RATINGS)),
    CredManCustomerSince: oftenEmpty(random, 0.25, () => drawDate(random)),
    CredManCreditLimitExpiryDate: oftenEmpty(random, 0.7, () => drawDate(random)),
    CredManEligibleCreditMax: oftenEmpty(random, 0.8, () => drawCreditLimit(random)),
    CredManExclude: random.chance(0.05) ? 'Yes' : 'No',
  };
}

function party(random: Random): NewRow {
  if (random.chance(0.2)) {
    const { first, last } = personName(random);
    return {
      PartyType: 'Person',
      PersonFirstName: first,
      PersonLastName: last,
      PersonGender: random.pick(['Unknown', 'Male', 'Female', 'NonSpecific']),
      NameAlias: `${first} ${last}`.slice(0, 20),
    };
  }
  const name = organisationName(random);
  return {
    PartyType: 'Organization',
    OrganizationName: name,
    NameAlias: name.trim().slice(0, 12),
    KnownAs: oftenEmpty(random, 0.5, () => name),
    OrganizationNumberOfEmployees: oftenEmpty(random, 0.5, () => random.below(5_000)),
    OrganizationABCCode: random.pick(['None', 'A', 'B', 'C']),
  };
}

function contact(account: string, row: number, random: Random): NewRow {
  const hasPhone = !random.chance(0.2);
  return {
    ...(random.chance(0.1)
      ? {}
      : {
          PrimaryContactEmail: `${random.chance(0.1) ? account.toUpperCase() : account.toLowerCase()}@example.com`,
          PrimaryContactEmailRecordId: BigInt(CONTACT_RECORDS + row),
        }),
    PrimaryContactPhone: hasPhone ? `+1 (425) 555-${padded(random.below(10_000), 4)}` : undefined,
    PrimaryContactPhoneRecordId: hasPhone ? BigInt(CONTACT_RECORDS * 2 + row) : undefined,
    PrimaryContactPhoneIsMobile: random.chance(0.3) ? 'Yes' : 'No',
  };
}

function address({ company }: Placement, row: number, random: Random): NewRow {
  if (random.chance(0.05)) return {};
  const place = placeIn(company, random);
  return {
    AddressStreet: place.street,
    AddressCity: place.city,
    AddressState: place.state,
    AddressZipCode: place.zipCode,
    AddressCountryRegionId: company.country,
    AddressCountryRegionISOCode: company.countryIso,
    AddressLatitude: place.latitude,
    AddressLongitude: place.longitude,
    AddressTimeZone: company.timeZone,
    AddressValidFrom: drawMoment(random),
    AddressValidTo: END_OF_TIME,
    AddressRecordId: BigInt(ADDRESS_RECORDS) + BigInt(recordIdOf(customersV3, row)),
    AddressLocationId: padded(row + 1, 9),
    FullPrimaryAddress: formatPlace(place, company),
    AddressBooks: random.chance(0.3) ? 'US;Retail' : undefined,
  };
}

function terms(account: string, random: Random): NewRow {
  return {
    PaymentTerms: oftenEmpty(random, 0.08, () => random.pick(TERM_NAMES)),
    PaymentMethod: oftenEmpty(random, 0.3, () => random.pick(['CHECK', 'ELECTRONIC', 'CASH'])),
    InvoiceAccount: random.chance(0.05) ? account : undefined,
    OnHoldStatus: random.pick(HOLDS),
    AccountStatement: random.pick(STATEMENTS),
    SalesTaxGroup: oftenEmpty(random, 0.4, () => random.pick(['CA', 'NY', 'DE-19', 'EU'])),
    TaxExemptNumber: oftenEmpty(random, 0.7, () => padded(random.below(10 ** 9), 9)),
    DeliveryMode: oftenEmpty(random, 0.4, () => random.pick(['Air', 'Ground', '10'])),
    DeliveryTerms: oftenEmpty(random, 0.5, () => random.pick(['FOB', 'CIF', 'EXW'])),
    WarehouseId: oftenEmpty(random, 0.5, () => random.pick(WAREHOUSES).id),
    IsOneTimeCustomer: random.chance(0.02) ? 'Yes' : 'No',
    AllowOnAccount: random.chance(0.8) ? 'Yes' : 'No',
    DefaultDimensionDisplayValue: random.chance(0.3)
      ? `-${random.pick(['002', '004'])}-${random.below(9)}--`
      : undefined,
    SalesMemo: random.chance(0.02) ? 'Call before delivery.\r\nGate code: "4711"\tnorth side' : undefined,
  };
}
