/** The vendors. */
import { vendorsV3 } from '../entities/vendors-v3';
import { END_OF_TIME } from '../rows/cell';
import { Random } from '../rows/random';
import { type NewRow, Table } from '../rows/table';
import { type Placement, placeRows } from './companies';
import { drawCreditLimit, drawDate, drawMoment, oftenEmpty, padded } from './draw';
import { organisationName } from './names';
import { formatPlace, placeIn } from './places';
import { PAYMENT_TERMS } from './reference-rows';

const TERM_NAMES = PAYMENT_TERMS.map((term) => term.name);

export function generateVendors(count: number, seed: number): Table {
  const table = new Table(vendorsV3);
  const random = new Random(`${seed}/VendorsV3`);
  for (const placement of placeRows(count)) table.append(vendor(placement, random));
  return table;
}

function vendor({ company, number }: Placement, random: Random): NewRow {
  const name = organisationName(random);
  const place = placeIn(company, random);
  const account = `V${company.numberPrefix}-${padded(number, 5)}`;
  return {
    dataAreaId: company.id,
    VendorAccountNumber: account,
    VendorPartyType: 'Organization',
    VendorPartyNumber: padded(number, 9),
    VendorOrganizationName: name,
    VendorSearchName: name.trim().slice(0, 20),
    VendorGroupId: random.pick(['10', '20', '30', '40']),
    CurrencyCode: company.currency,
    LanguageId: company.language,
    PrimaryEmailAddress: oftenEmpty(random, 0.2, () => `${account.toLowerCase()}@example.org`),
    PrimaryPhoneNumber: oftenEmpty(random, 0.3, () => `555-${padded(random.below(10_000), 4)}`),
    AddressStreet: place.street,
    AddressCity: place.city,
    AddressStateId: place.state,
    AddressZipCode: place.zipCode,
    AddressCountryRegionId: company.country,
    AddressCountryRegionISOCode: company.countryIso,
    AddressLatitude: place.latitude,
    AddressLongitude: place.longitude,
    AddressTimeZone: company.timeZone,
    AddressValidFrom: drawMoment(random),
    AddressValidTo: END_OF_TIME,
    FormattedPrimaryAddress: formatPlace(place, company),
    DefaultPaymentTermsName: oftenEmpty(random, 0.1, () => random.pick(TERM_NAMES)),
    OnHoldStatus: random.pick(['No', 'No', 'No', 'Invoice', 'All', 'Requisition']),
    CreditLimit: drawCreditLimit(random),
    NumberOfEmployees: oftenEmpty(random, 0.5, () => random.below(2_000)),
    VendorHoldReleaseDate: oftenEmpty(random, 0.9, () => drawDate(random)),
    IsOneTimeVendor: random.chance(0.03) ? 'Yes' : 'No',
  };
}
