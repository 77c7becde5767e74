/** The four legal entities, and how numbered rows are dealt out to them. */
import { scatterOf } from '../rows/random';

export interface Company {
  /** Lower case, as `dataAreaId` is returned. */
  readonly id: string;
  readonly name: string;
  readonly numberPrefix: string;
  readonly currency: string;
  readonly language: string;
  readonly country: string;
  readonly countryIso: string;
  readonly timeZone: string;
}

const usmf: Company = {
  id: 'usmf',
  name: 'Contoso Entertainment System USA',
  numberPrefix: 'US',
  currency: 'USD',
  language: 'en-us',
  country: 'USA',
  countryIso: 'US',
  timeZone: 'GMTMINUS0800PACIFICTIME',
};

const demf: Company = {
  id: 'demf',
  name: 'Contoso Entertainment System Germany',
  numberPrefix: 'DE',
  currency: 'EUR',
  language: 'de',
  country: 'DEU',
  countryIso: 'DE',
  timeZone: 'GMTPLUS0100_AMSTERDAM_BERLIN_BERN_ROME',
};

const usrt: Company = {
  id: 'usrt',
  name: 'Contoso Retail USA',
  numberPrefix: 'RT',
  currency: 'USD',
  language: 'en-us',
  country: 'USA',
  countryIso: 'US',
  timeZone: 'GMTMINUS0800PACIFICTIME',
};

const dat: Company = {
  id: 'dat',
  name: 'Company accounts',
  numberPrefix: 'DAT',
  currency: 'GBP',
  language: 'en-gb',
  country: 'GBR',
  countryIso: 'GB',
  timeZone: 'GMT_DUBLIN_EDINBURGH_LISBON_LONDON',
};

export const seedCompanies: readonly Company[] = [dat, demf, usmf, usrt];

// Nine rows of twenty go to USMF, five to DEMF, four to USRT, two to DAT, interleaved as in a shared table.
const TURNS: readonly string[] =
  'usmf demf usmf usrt usmf demf usmf dat usrt usmf demf usrt usmf demf usmf usrt dat usmf demf usmf'.split(
    ' ',
  );
const rowCompanies = TURNS.map((turn) => seedCompanies.find(({ id }) => id === turn) ?? usmf);

/** The company that the n-th row of a shared table belongs to. */
export function companyOfRow(row: number): Company {
  return rowCompanies[row % rowCompanies.length] ?? usmf;
}

export interface Placement {
  readonly company: Company;
  /** From 1 up, within the company: numbers repeat across companies as number sequences do. */
  readonly number: number;
}

/** Deals `size` rows to the companies; the rows of a company do not stand in the order of their numbers. */
export function* placeRows(size: number, companyOf = companyOfRow): Generator<Placement> {
  const totals = new Map<Company, number>();
  for (let row = 0; row < size; row++) totals.set(companyOf(row), (totals.get(companyOf(row)) ?? 0) + 1);
  const places = new Map(
    [...totals].map(([company, total]) => [company, { next: 0, scatter: scatterOf(total) }]),
  );
  for (let row = 0; row < size; row++) {
    const company = companyOf(row);
    const place = places.get(company);
    if (place !== undefined) yield { company, number: 1 + place.scatter(place.next++) };
  }
}
