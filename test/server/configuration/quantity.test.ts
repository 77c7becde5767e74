import { parseDuration, parseSize } from '../../../src/server/configuration/quantity';
import { suggestName } from '../../../src/model/suggest-name';
import { typeNameOf } from '../../../src/server/configuration/type-name';

test.each([
  ['250ms', 250],
  ['25s', 25_000],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['0s', 0],
  ['1.5s', Number.NaN],
  ['25', Number.NaN],
  ['25 s', Number.NaN],
  ['s', Number.NaN],
  ['5M', Number.NaN],
  ['9999999999s', Number.NaN],
])('the duration %s has %d ms', (text, expected) => expect(parseDuration(text)).toBe(expected));

test.each([
  ['512B', 512],
  ['32KiB', 32_768],
  ['2MiB', 2_097_152],
  ['1GiB', 1_073_741_824],
  ['32KB', Number.NaN],
  ['32', Number.NaN],
])('the size %s has %d bytes', (text, expected) => expect(parseSize(text)).toBe(expected));

test.each([
  ['Customers', 'Customer'],
  ['Currencies', 'Currency'],
  ['Addresses', 'Address'],
  ['Warehouses', 'Warehouse'],
  ['Batches', 'Batch'],
  ['Keys', 'Key'],
  ['Status', 'Status'],
  ['Staff', 'Staff'],
  ['PaymentTerms', 'PaymentTerm'],
  ['S', 'S'],
])('a member of %s is a %s', (set, expected) => expect(typeNameOf(set)).toBe(expected));

test.each([
  ['timout', '; did you mean timeout?'],
  ['TIMEOUT', '; did you mean timeout?'],
  ['profil', '; did you mean profile?'],
  ['colour', '; there are profile, timeout'],
])('%s%s', (name, expected) => expect(suggestName(name, ['timeout', 'profile'])).toBe(expected));
