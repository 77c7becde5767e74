/** Addresses: streets and cities of the country a company trades in. */
import type { Random } from '../rows/random';
import type { Company } from './companies';

export interface Place {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly zipCode: string;
  readonly latitude: bigint;
  readonly longitude: bigint;
}

const CITIES: Readonly<Record<string, readonly string[]>> = {
  USA: ['Seattle', 'Redmond', 'New York', 'San José', 'Coeur d’Alene', 'St. Paul', "O'Fallon"],
  DEU: ['München', 'Köln', 'Gießen', 'Berlin', 'Düsseldorf', 'Görlitz'],
  GBR: ['London', 'Edinburgh', "King's Lynn", 'Westward Ho!', 'Ynys Môn'],
};

const STREETS: Readonly<Record<string, readonly string[]>> = {
  USA: ['Main Street', 'Pine Ave.', '1st Ave. #', 'Martin Luther King Jr. Blvd'],
  DEU: ['Hauptstraße', 'Große Gasse', 'Am Römerhügel', 'Straße des 17. Juni'],
  GBR: ["Queen's Road", 'High Street', 'Upper & Lower Mews'],
};

const STATES: Readonly<Record<string, readonly string[]>> = { USA: ['WA', 'NY', 'CA', 'ID', 'MN'] };

/** Draws an address; degrees have six fractional digits, as the database keeps them. */
export function placeIn(company: Company, random: Random): Place {
  return {
    street: `${1 + random.below(900)} ${random.pick(STREETS[company.country] ?? ['Street'])}`,
    city: random.pick(CITIES[company.country] ?? ['City']),
    state: random.pick(STATES[company.country] ?? ['']),
    zipCode: String(10_000 + random.below(89_999)),
    latitude: BigInt(35_000_000 + random.below(20_000_000)),
    longitude: BigInt(random.below(240_000_000) - 120_000_000),
  };
}

/** The formatted address: several lines in one property. */
export function formatPlace(place: Place, company: Company): string {
  return `${place.street}\n${place.city}, ${place.state} ${place.zipCode}\n${company.country}`;
}
