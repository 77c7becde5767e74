/** Every operator of FetchXML: the term it becomes, or the reason why it becomes none. */
import { operatorRules } from '../../src/fetchxml/operators';
import { condition, customers, filterOf, refusalOf, translate } from './view';

const guid = '6F9619FF-8B86-D011-B42D-00C04FC964FF';

/** Attribute, operator, value or values, and the term. */
const translated: readonly (readonly [string, string, string | readonly string[], string])[] = [
  ['new_name', 'eq', "O'Neil & Søn", "Name eq 'O''Neil & Søn'"],
  ['new_name', 'eq', '', "Name eq ''"],
  ['new_employees', 'eq', '-12', 'Employees eq -12'],
  ['new_recid', 'eq', '9223372036854775807', 'RecId eq 9223372036854775807'],
  ['new_creditlimit', 'eq', '1000.50', 'CreditLimit eq 1000.50'],
  ['new_creditlimit', 'eq', '1000', 'CreditLimit eq 1000'],
  ['new_latitude', 'eq', '47', 'Latitude eq 47.0'],
  ['new_isonetime', 'eq', '1', 'IsOneTime eq true'],
  ['new_isonetime', 'eq', 'false', 'IsOneTime eq false'],
  ['new_partyid', 'eq', `{${guid}}`, `PartyId eq ${guid.toLowerCase()}`],
  ['new_group', 'eq', guid, `Group eq ${guid.toLowerCase()}`],
  ['new_customerid', 'eq', guid, `CustomerId eq ${guid.toLowerCase()}`],
  ['new_onhold', 'eq', '1', 'OnHold eq 1'],
  ['new_modifiedon', 'eq', '2026-01-31', 'ModifiedOn eq 2026-01-31T00:00:00Z'],
  ['new_modifiedon', 'eq', '2026-01-31 08:30', 'ModifiedOn eq 2026-01-31T08:30:00Z'],
  ['new_modifiedon', 'eq', '2026-01-31T08:30:00.50+02:00', 'ModifiedOn eq 2026-01-31T06:30:00.5Z'],
  ['new_name', 'ne', 'x', "Name ne 'x'"],
  ['new_name', 'neq', 'x', "Name ne 'x'"],
  ['new_employees', 'gt', '5', 'Employees gt 5'],
  ['new_employees', 'ge', '5', 'Employees ge 5'],
  ['new_modifiedon', 'lt', '2026-01-31', 'ModifiedOn lt 2026-01-31T00:00:00Z'],
  ['new_name', 'le', 'm', "Name le 'm'"],
  ['new_name', 'null', [], 'Name eq null'],
  ['new_name', 'not-null', [], 'Name ne null'],
  ['new_onhold', 'in', ['0', '2'], 'OnHold eq 0 or OnHold eq 2'],
  ['new_onhold', 'in', ['0'], 'OnHold eq 0'],
  ['new_onhold', 'not-in', ['0', '2'], 'OnHold ne 0 and OnHold ne 2'],
  ['new_employees', 'between', ['1', '9'], 'Employees ge 1 and Employees le 9'],
  ['new_employees', 'not-between', ['1', '9'], 'Employees lt 1 or Employees gt 9'],
  ['new_name', 'like', 'con%', "startswith(Name,'con')"],
  ['new_name', 'like', '%con', "endswith(Name,'con')"],
  ['new_name', 'like', '%con%', "contains(Name,'con')"],
  ['new_name', 'like', '%%con%%', "contains(Name,'con')"],
  ['new_name', 'like', 'con', "Name eq 'con'"],
  ['new_name', 'like', '', "Name eq ''"],
  ['new_name', 'like', '%', 'Name ne null'],
  ['new_name', 'like', '50[%]%', "startswith(Name,'50%')"],
  ['new_name', 'like', '%[_][[]', "endswith(Name,'_[')"],
  ['new_name', 'not-like', 'con%', "not startswith(Name,'con')"],
  ['new_name', 'not-like', 'con', "Name ne 'con'"],
  ['new_name', 'not-like', '%', 'Name eq null'],
  ['new_name', 'begins-with', 'con', "startswith(Name,'con')"],
  ['new_name', 'begins-with', '', 'Name ne null'],
  ['new_name', 'not-begin-with', "con'", "not startswith(Name,'con''')"],
  ['new_name', 'ends-with', 'con', "endswith(Name,'con')"],
  ['new_name', 'not-end-with', 'con', "not endswith(Name,'con')"],
];

/** On `ModifiedOn`: operator, value, first instant, and what comes after it. */
const times: readonly (readonly [string, string | undefined, string | undefined, string | undefined])[] = [
  ['on', '2026-02-28', 'ge 2026-02-28T00:00:00Z', 'lt 2026-03-01T00:00:00Z'],
  ['on', '2026-02-28T23:30:00Z', 'ge 2026-02-28T00:00:00Z', 'lt 2026-03-01T00:00:00Z'],
  ['on-or-after', '2026-02-28', 'ge 2026-02-28T00:00:00Z', undefined],
  ['on-or-before', '2026-02-28', undefined, 'lt 2026-03-01T00:00:00Z'],
  ['yesterday', undefined, 'ge 2026-11-24T00:00:00Z', 'lt 2026-11-25T00:00:00Z'],
  ['today', undefined, 'ge 2026-11-25T00:00:00Z', 'lt 2026-11-26T00:00:00Z'],
  ['tomorrow', undefined, 'ge 2026-11-26T00:00:00Z', 'lt 2026-11-27T00:00:00Z'],
  ['last-week', undefined, 'ge 2026-11-15T00:00:00Z', 'lt 2026-11-22T00:00:00Z'],
  ['this-week', undefined, 'ge 2026-11-22T00:00:00Z', 'lt 2026-11-29T00:00:00Z'],
  ['next-week', undefined, 'ge 2026-11-29T00:00:00Z', 'lt 2026-12-06T00:00:00Z'],
  ['last-month', undefined, 'ge 2026-10-01T00:00:00Z', 'lt 2026-11-01T00:00:00Z'],
  ['this-month', undefined, 'ge 2026-11-01T00:00:00Z', 'lt 2026-12-01T00:00:00Z'],
  ['next-month', undefined, 'ge 2026-12-01T00:00:00Z', 'lt 2027-01-01T00:00:00Z'],
  ['last-year', undefined, 'ge 2025-01-01T00:00:00Z', 'lt 2026-01-01T00:00:00Z'],
  ['this-year', undefined, 'ge 2026-01-01T00:00:00Z', 'lt 2027-01-01T00:00:00Z'],
  ['next-year', undefined, 'ge 2027-01-01T00:00:00Z', 'lt 2028-01-01T00:00:00Z'],
  ['last-seven-days', undefined, 'ge 2026-11-18T00:00:00Z', 'le 2026-11-25T10:30:00.5Z'],
  ['next-seven-days', undefined, 'ge 2026-11-25T10:30:00.5Z', 'lt 2026-12-03T00:00:00Z'],
  ['last-x-hours', '3', 'ge 2026-11-25T07:30:00.5Z', 'le 2026-11-25T10:30:00.5Z'],
  ['last-x-days', '3', 'ge 2026-11-22T00:00:00Z', 'le 2026-11-25T10:30:00.5Z'],
  ['last-x-weeks', '2', 'ge 2026-11-11T00:00:00Z', 'le 2026-11-25T10:30:00.5Z'],
  ['last-x-months', '9', 'ge 2026-02-25T00:00:00Z', 'le 2026-11-25T10:30:00.5Z'],
  ['last-x-years', '2', 'ge 2024-11-25T00:00:00Z', 'le 2026-11-25T10:30:00.5Z'],
  ['next-x-hours', '14', 'ge 2026-11-25T10:30:00.5Z', 'le 2026-11-26T00:30:00.5Z'],
  ['next-x-days', '1', 'ge 2026-11-25T10:30:00.5Z', 'lt 2026-11-27T00:00:00Z'],
  ['next-x-weeks', '1', 'ge 2026-11-25T10:30:00.5Z', 'lt 2026-12-03T00:00:00Z'],
  ['next-x-months', '2', 'ge 2026-11-25T10:30:00.5Z', 'lt 2027-01-26T00:00:00Z'],
  ['next-x-years', '1', 'ge 2026-11-25T10:30:00.5Z', 'lt 2027-11-26T00:00:00Z'],
  ['olderthan-x-minutes', '31', undefined, 'lt 2026-11-25T09:59:00.5Z'],
  ['olderthan-x-hours', '11', undefined, 'lt 2026-11-24T23:30:00.5Z'],
  ['olderthan-x-days', '25', undefined, 'lt 2026-10-31T00:00:00Z'],
  ['olderthan-x-weeks', '1', undefined, 'lt 2026-11-18T00:00:00Z'],
  ['olderthan-x-months', '12', undefined, 'lt 2025-11-25T00:00:00Z'],
  ['olderthan-x-years', '1', undefined, 'lt 2025-11-25T00:00:00Z'],
];

const refused = [...operatorRules].flatMap(([name, rule]) => (rule.kind === 'refused' ? [name] : []));

test.each(translated)('%s %s %j', (attribute, operator, values, term) => {
  expect(filterOf(attribute, operator, values)).toBe(term);
});

test.each(times)('ModifiedOn %s %s', (operator, value, from, until) => {
  const terms = [from, until].filter((term) => term !== undefined).map((term) => `ModifiedOn ${term}`);
  expect(filterOf('new_modifiedon', operator, value ?? [])).toBe(terms.join(' and '));
});

test.each(refused)('%s is refused by its name, with the reason', (operator) => {
  const { code, message } = refusalOf(customers(condition('new_name', operator)));
  expect(code).toBe('UntranslatableFetchXml');
  expect(message).toMatch(/^line 1, column \d+, <condition attribute="new_name" operator="[a-z-]+">: /);
  expect(message).toMatch(new RegExp(`: ${operator}: .{40,}\\.$`));
});

test('no operator is left out of these tables', () => {
  const tested = new Set([...translated.map(([, name]) => name), ...times.map(([name]) => name), ...refused]);
  expect([...operatorRules.keys()].filter((name) => !tested.has(name))).toEqual([]);
  expect(refused).toHaveLength(31);
});

describe('values that do not fit', () => {
  const cases: readonly (readonly [string, string, string | readonly string[], string, RegExp])[] = [
    ['new_name', 'like', 'a_c', 'UntranslatableFetchXml', /wildcard _ .*write \[_\]/],
    ['new_name', 'like', 'a%c', 'UntranslatableFetchXml', /wildcard %/],
    ['new_name', 'like', '[a-c]%', 'UntranslatableFetchXml', /wildcard \[/],
    ['new_name', 'like', '_%', 'UntranslatableFetchXml', /wildcard _/],
    ['new_name', 'begins-with', 'a%c', 'UntranslatableFetchXml', /wildcard %/],
    ['new_employees', 'like', '1%', 'InvalidFetchXml', /only text matches a pattern/],
    ['new_name', 'contains', 'x', 'InvalidFetchXml', /operator='like' with value='%text%'/],
    ['new_name', 'liek', 'x', 'InvalidFetchXml', /no operator 'liek'\. The nearest: .*like/],
    ['new_name', 'constructor', 'x', 'InvalidFetchXml', /no operator 'constructor'/],
    ['new_name', 'EQ', 'x', 'InvalidFetchXml', /no operator 'EQ'/],
    ['new_name', 'eq', [], 'InvalidFetchXml', /takes one value, and has 0/],
    ['new_name', 'eq', ['a', 'b'], 'InvalidFetchXml', /takes one value, and has 2/],
    ['new_name', 'null', 'x', 'InvalidFetchXml', /takes no value/],
    ['new_name', 'in', [], 'InvalidFetchXml', /at least one <value>/],
    ['new_employees', 'between', ['1'], 'InvalidFetchXml', /takes 2 values, and has 1/],
    ['new_employees', 'eq', '1.5', 'InvalidValue', /'1\.5' is no value of Employees \(Edm\.Int32\)/],
    ['new_employees', 'eq', '1 or 1 eq 1', 'InvalidValue', /whole number/],
    ['new_creditlimit', 'eq', '1,000', 'InvalidValue', /number/],
    ['new_latitude', 'eq', 'NaN', 'InvalidValue', /number/],
    ['new_isonetime', 'eq', 'yes', 'InvalidValue', /1 or 0/],
    ['new_isonetime', 'gt', '1', 'InvalidFetchXml', /none is greater/],
    ['new_partyid', 'between', ['a', 'b'], 'InvalidFetchXml', /none is greater/],
    ['new_partyid', 'eq', 'x', 'InvalidValue', /Guid/],
    ['new_modifiedon', 'eq', '31/01/2026', 'InvalidValue', /2026-01-31/],
    ['new_modifiedon', 'eq', '2026-02-30', 'InvalidValue', /2026-01-31/],
    ['new_modifiedon', 'on', [], 'InvalidFetchXml', /one date/],
    ['new_modifiedon', 'today', '1', 'InvalidFetchXml', /takes no value/],
    ['new_modifiedon', 'last-seven-days', '1', 'InvalidFetchXml', /takes no value/],
    ['new_modifiedon', 'last-x-days', [], 'InvalidFetchXml', /one number/],
    ['new_modifiedon', 'last-x-days', '0', 'InvalidValue', /from 1 on/],
    ['new_modifiedon', 'last-x-days', '-1', 'InvalidValue', /from 1 on/],
    ['new_modifiedon', 'last-x-years', '3000', 'InvalidValue', /0001 to 9999/],
    ['new_modifiedon', 'next-x-weeks', '999999999', 'InvalidValue', /0001 to 9999/],
    ['new_name', 'today', [], 'InvalidFetchXml', /Edm\.String, and the operator is for dates/],
  ];

  test.each(cases)('%s %s %j', (attribute, operator, values, code, message) => {
    const error = refusalOf(customers(condition(attribute, operator, values)));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.target).toBe('condition');
  });

  test('both kinds of values at once', () => {
    const both =
      '<filter><condition attribute="new_name" operator="eq" value="a"><value>b</value></condition></filter>';
    expect(refusalOf(customers(both)).message).toMatch(/not both/);
  });
});

describe('in a service with all types', () => {
  const view = (attribute: string, operator: string, value: string): string =>
    customers(condition(attribute, operator, value));

  test('the number of an option is the member of the enumeration', () => {
    const { target } = translate(view('new_onhold', 'eq', '2'), 'standard');
    expect(decodeURIComponent(target)).toContain("$filter=OnHold eq Gateway.Sales.OnHoldStatus'All'&");
    expect(refusalOf(view('new_onhold', 'eq', '7'), 'standard').code).toBe('InvalidValue');
    expect(refusalOf(view('new_onhold', 'gt', '1'), 'standard').code).toBe('InvalidFetchXml');
  });

  test.each(['new_customersince', 'new_opensat', 'new_paymenttime'])('%s has no column', (attribute) => {
    expect(refusalOf(view(attribute, 'eq', '2026-01-31'), 'standard')).toMatchObject({
      code: 'UntranslatableFetchXml',
      message: expect.stringContaining('maps to no column') as string,
    });
  });
});

test.each([
  ['new_name', 'ne', 'x', /keeps them in/],
  ['new_name', 'not-like', 'x', /keeps them in/],
  ['new_onhold', 'not-in', ['1'], /keeps them in/],
  ['new_group', 'in', [guid], /known to fail on 'in' over a lookup/],
  ['new_modifiedon', 'on', '2026-01-31T08:00:00Z', /not published/],
  ['new_modifiedon', 'gt', '2026-01-31', /read as UTC/],
])('%s %s %j comes with a note', (attribute, operator, values, note) => {
  const { notes } = translate(customers(condition(attribute, operator, values)));
  expect(notes).toEqual([expect.stringMatching(note)]);
});

test('what needs no note has none', () => {
  const conditions =
    condition('new_name', 'eq', 'x') + condition('new_modifiedon', 'gt', '2026-01-31T08:00:00Z');
  expect(translate(customers(conditions)).notes).toEqual([]);
});
