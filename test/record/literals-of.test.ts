/** Which literals of a request are looked for in what somebody says of it. */
import { literalsOf } from '../../src/record/literals-of';

test.each<[string, readonly string[]]>([
  ["Customers(Company='us(a)mf',Number='1')", ['us(a)mf']],
  ["Customers?%24filter=Name%20eq%20'O''Neil'+and+Size gt 100&$top=500", ["O'Neil", '100']],
  ["Customers?$filter=Size in (5,12,-7) or Flag eq true or Note eq null or Letter eq 'a'", []],
  ["Customers?$filter=Group eq '30' or Group eq @p&@p='Net 30'", ['30', 'Net 30']],
  [
    'Customers(44a49851-1d25-8aa8-9001-b000ef6f0ca2)?$filter=Day ge 2026-01-31',
    ['44a49851-1d25-8aa8-9001-b000ef6f0ca2', '2026-01-31'],
  ],
  ['Customers?$search=ann "lee \\"x\\"" OR NOT (bob)', ['ann', 'lee "x"', 'bob']],
  ["Customers?$orderby=indexof(Name,'ann') desc&$select='x y'", ['ann']],
  ["https://c.example/data/CustomersV3(dataAreaId='usmf')?cross-company=true&$skip=1000", ['usmf']],
])('of %s: %j', (target, literals) => expect(literalsOf(target)).toEqual(literals));
