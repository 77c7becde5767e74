/** Queries that differ in literals only are one query. */
import { fingerprintOf } from '../../src/record/fingerprint';
import { maskTarget } from '../../src/record/mask-literals';

const of = (target: string, service = 'sales', method = 'GET'): string =>
  fingerprintOf(service, method, maskTarget(target, true));

const query = "Customers?$filter=Name eq 'a' and Size in (1,2)&$top=5&$select=Name";

test.each([
  "Customers?$filter=Name eq 'b' and Size in (3)&$top=50&$select=Name",
  "Customers?$select=Name&$top=5&$filter=Name eq 'a' and Size in (1,2)",
  "Customers?%24filter=Name%20eq%20'a'%20and%20Size%20in%20(9,9,9)&$top=1&$select=Name",
])('%s is the same query', (other) => expect(of(other)).toBe(of(query)));

test.each([
  ["Customers?$filter=Name ne 'a' and Size in (1,2)&$top=5&$select=Name", 'sales', 'GET'],
  ["Customers?$filter=Name eq 'a' and Size in (1,2)&$top=5", 'sales', 'GET'],
  [query, 'other', 'GET'],
  [query, 'sales', 'HEAD'],
])('%s of %s by %s is another', (...other) => expect(of(...other)).not.toBe(of(query)));

test('it is short', () => expect(of(query)).toMatch(/^[\da-f]{16}$/));
