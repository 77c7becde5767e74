import { writePredicate } from '../../../providers/finance-operations/predicate';
import { translateFilter } from '../../../providers/finance-operations/translate-filter';
import { encodeOption } from '../../../providers/finance-operations/write-literal';
import { UnsupportedQuery, type Expression } from '../../../src/provider-sdk/index';
import { columnsByName } from './scripted-environment';
import { and, column, compare, isIn, or, search } from './terms';

function translate(filter: Expression): string | boolean {
  const predicate = translateFilter(filter, columnsByName);
  return typeof predicate === 'boolean' ? predicate : writePredicate(predicate);
}

const NAMESPACE = 'Microsoft.Dynamics.DataEntities';

/** Each row of the facts page's table (section 8): what comes in, what F&O is asked. */
const golden: readonly (readonly [string, Expression, string | boolean])[] = [
  ['text eq', compare('OrganizationName', 'eq', "O'Brien"), "OrganizationName eq 'O''Brien'"],
  [
    'text eq with an asterisk, as it is',
    compare('OrganizationName', 'eq', 'A*B'),
    "OrganizationName eq 'A*B'",
  ],
  ['text ne keeps the empty ones', compare('OrganizationName', 'ne', 'x'), "OrganizationName ne 'x'"],
  ['contains', search('OrganizationName', 'contains', 'x'), "OrganizationName eq '*x*'"],
  ['startswith', search('OrganizationName', 'startswith', 'x'), "OrganizationName eq 'x*'"],
  ['endswith', search('OrganizationName', 'endswith', 'x'), "OrganizationName eq '*x'"],
  [
    'contains nothing is true of every text',
    search('OrganizationName', 'contains', ''),
    "OrganizationName ne ''",
  ],
  ['text eq null', compare('OrganizationName', 'eq', null), "OrganizationName eq ''"],
  ['text ne null', compare('OrganizationName', 'ne', null), "OrganizationName ne ''"],
  ['no text is empty, empty is null', compare('OrganizationName', 'eq', ''), false],
  ['every text differs from empty', compare('OrganizationName', 'ne', ''), true],
  ['an empty key part is not null', compare('CustomerAccount', 'eq', ''), "CustomerAccount eq ''"],
  ['a key part is never null', compare('CustomerAccount', 'eq', null), false],
  [
    'date eq null',
    compare('CredManCustomerSince', 'eq', null),
    'CredManCustomerSince lt 1900-01-02T00:00:00Z',
  ],
  [
    'date ne null',
    compare('CredManCustomerSince', 'ne', null),
    'CredManCustomerSince ge 1900-01-02T00:00:00Z',
  ],
  ['instant eq null', compare('AddressValidFrom', 'eq', null), 'AddressValidFrom lt 1900-01-02T00:00:00Z'],
  ['number eq null', compare('CreditLimit', 'eq', null), false],
  ['number ne null', compare('CreditLimit', 'ne', null), true],
  [
    'date eq covers the noon that it is kept at',
    compare('CredManCustomerSince', 'eq', '2024-02-29'),
    'CredManCustomerSince ge 2024-02-29T00:00:00Z and CredManCustomerSince lt 2024-03-01T00:00:00Z',
  ],
  [
    'date ne keeps the empty ones',
    compare('CredManCustomerSince', 'ne', '2024-12-31'),
    'CredManCustomerSince lt 2024-12-31T00:00:00Z or CredManCustomerSince ge 2025-01-01T00:00:00Z',
  ],
  [
    'date gt',
    compare('CredManCustomerSince', 'gt', '2024-05-31'),
    'CredManCustomerSince ge 2024-06-01T00:00:00Z',
  ],
  [
    'date ge',
    compare('CredManCustomerSince', 'ge', '2024-05-31'),
    'CredManCustomerSince ge 2024-05-31T00:00:00Z',
  ],
  [
    'date lt leaves the empty ones out',
    compare('CredManCustomerSince', 'lt', '2024-05-31'),
    'CredManCustomerSince ge 1900-01-02T00:00:00Z and CredManCustomerSince lt 2024-05-31T00:00:00Z',
  ],
  [
    'date le leaves the empty ones out',
    compare('CredManCustomerSince', 'le', '2024-05-31'),
    'CredManCustomerSince ge 1900-01-02T00:00:00Z and CredManCustomerSince lt 2024-06-01T00:00:00Z',
  ],
  [
    'date gt before all dates',
    compare('CredManCustomerSince', 'gt', '1800-01-01'),
    'CredManCustomerSince ge 1900-01-02T00:00:00Z',
  ],
  ['date lt the first date', compare('CredManCustomerSince', 'lt', '1900-01-02'), false],
  [
    'date le 1900-01-01 is nobody: that date means empty',
    compare('CredManCustomerSince', 'le', '1900-01-01'),
    false,
  ],
  ['date eq 1900-01-01 is nobody', compare('CredManCustomerSince', 'eq', '1900-01-01'), false],
  ['date gt the last day', compare('CredManCustomerSince', 'gt', '9999-12-31'), false],
  [
    'date le the last day',
    compare('CredManCustomerSince', 'le', '9999-12-31'),
    'CredManCustomerSince ge 1900-01-02T00:00:00Z',
  ],
  [
    'date eq the last day',
    compare('CredManCustomerSince', 'eq', '9999-12-31'),
    'CredManCustomerSince ge 9999-12-31T00:00:00Z',
  ],
  [
    'instant eq',
    compare('AddressValidFrom', 'eq', '2024-05-31T08:30:00.5Z'),
    'AddressValidFrom eq 2024-05-31T08:30:00.5Z',
  ],
  [
    'instant ne',
    compare('AddressValidFrom', 'ne', '2024-05-31T08:30:00Z'),
    'AddressValidFrom ne 2024-05-31T08:30:00Z',
  ],
  [
    'instant gt',
    compare('AddressValidFrom', 'gt', '2024-05-31T08:30:00Z'),
    'AddressValidFrom gt 2024-05-31T08:30:00Z',
  ],
  [
    'instant le',
    compare('AddressValidFrom', 'le', '2024-05-31T08:30:00Z'),
    'AddressValidFrom ge 1900-01-02T00:00:00Z and AddressValidFrom le 2024-05-31T08:30:00Z',
  ],
  [
    'half a second after the first instant is not before it',
    compare('AddressValidFrom', 'gt', '1900-01-02T00:00:00.5Z'),
    'AddressValidFrom gt 1900-01-02T00:00:00.5Z',
  ],
  [
    'option set eq',
    compare('OnHoldStatus', 'eq', 'All'),
    `OnHoldStatus eq ${NAMESPACE}.CustVendorBlocked'All'`,
  ],
  [
    'option set ne',
    compare('OnHoldStatus', 'ne', 'All'),
    `OnHoldStatus ne ${NAMESPACE}.CustVendorBlocked'All'`,
  ],
  [
    'option set in',
    isIn('OnHoldStatus', 'No', 'All'),
    `OnHoldStatus eq ${NAMESPACE}.CustVendorBlocked'No' or OnHoldStatus eq ${NAMESPACE}.CustVendorBlocked'All'`,
  ],
  ['yes', compare('CreditLimitIsMandatory', 'eq', true), `CreditLimitIsMandatory eq ${NAMESPACE}.NoYes'Yes'`],
  ['no', compare('CreditLimitIsMandatory', 'eq', false), `CreditLimitIsMandatory eq ${NAMESPACE}.NoYes'No'`],
  [
    'a column that is a condition',
    column('CreditLimitIsMandatory'),
    `CreditLimitIsMandatory eq ${NAMESPACE}.NoYes'Yes'`,
  ],
  ['a real Boolean', compare('IsActive', 'ne', true), 'IsActive ne true'],
  ['text in', isIn('CustomerGroupId', '10', '20'), "CustomerGroupId eq '10' or CustomerGroupId eq '20'"],
  [
    'text in with null',
    isIn('CustomerGroupId', '10', null),
    "CustomerGroupId eq '10' or CustomerGroupId eq ''",
  ],
  ['text in, twice the same but for case', isIn('CustomerGroupId', 'a', 'A'), "CustomerGroupId eq 'A'"],
  ['number in with null', isIn('ConsolidationDay', 1, null), 'ConsolidationDay eq 1'],
  [
    'guid eq',
    compare('DocumentId', 'eq', '6f9619ff-8b86-d011-b42d-00c04fc964ff'),
    'DocumentId eq 6f9619ff-8b86-d011-b42d-00c04fc964ff',
  ],
  [
    'lookup',
    and(compare('dataAreaId', 'eq', 'usmf'), compare('CustomerGroupId', 'eq', '10')),
    "dataAreaId eq 'usmf' and CustomerGroupId eq '10'",
  ],
  ['number', compare('CreditLimit', 'gt', 1500.5), 'CreditLimit gt 1500.5'],
  ['a number below zero', compare('CreditLimit', 'lt', -0.25), 'CreditLimit lt -0.25'],
  [
    'a number with all its digits',
    compare('CreditLimit', 'ge', '123456789012345678.123456'),
    'CreditLimit ge 123456789012345678.123456',
  ],
  ['a small number without exponent', compare('CreditLimit', 'le', 1e-7), 'CreditLimit le 0.0000001'],
  [
    'a large number without exponent',
    compare('AddressRecordId', 'eq', 1e21),
    'AddressRecordId eq 1000000000000000000000',
  ],
  [
    'or below and is bracketed',
    and(
      compare('dataAreaId', 'eq', 'usmf'),
      or(compare('CustomerGroupId', 'eq', '10'), compare('CreditLimit', 'gt', 0)),
    ),
    "dataAreaId eq 'usmf' and (CustomerGroupId eq '10' or CreditLimit gt 0)",
  ],
  [
    'and below or is bracketed',
    or(
      and(compare('dataAreaId', 'eq', 'usmf'), compare('CreditLimit', 'gt', 0)),
      compare('CustomerGroupId', 'eq', '10'),
    ),
    "(dataAreaId eq 'usmf' and CreditLimit gt 0) or CustomerGroupId eq '10'",
  ],
  [
    'an or with a date',
    or(compare('CredManCustomerSince', 'eq', '2024-01-01'), compare('CreditLimit', 'eq', 0)),
    '(CredManCustomerSince ge 2024-01-01T00:00:00Z and CredManCustomerSince lt 2024-01-02T00:00:00Z) or CreditLimit eq 0',
  ],
  [
    'and with what is never true',
    and(compare('OrganizationName', 'eq', ''), compare('CreditLimit', 'eq', 0)),
    false,
  ],
  [
    'or with what is never true',
    or(compare('OrganizationName', 'eq', ''), compare('CreditLimit', 'eq', 0)),
    'CreditLimit eq 0',
  ],
  [
    'or with what is always true',
    or(compare('OrganizationName', 'ne', ''), compare('CreditLimit', 'eq', 0)),
    true,
  ],
];

describe('translateFilter', () => {
  test.each(golden)('%s', (_name, filter, expected) => {
    expect(translate(filter)).toBe(expected);
  });

  test.each<[string, Expression]>([
    ['not', { kind: 'not', operand: search('OrganizationName', 'contains', 'x') }],
    ['a function', compareLength()],
    [
      'two columns',
      { kind: 'comparison', operator: 'eq', left: column('CreditLimit'), right: column('ConsolidationDay') },
    ],
  ])('refuses %s', (_name, filter) => {
    expect(() => translate(filter)).toThrow(UnsupportedQuery);
  });

  test('encodes once what must be encoded in a URL', () => {
    expect(encodeOption("A eq 'x & y/z #1? + ü'")).toBe(
      'A%20eq%20%27x%20%26%20y%2Fz%20%231%3F%20%2B%20%C3%BC%27',
    );
  });
});

function compareLength(): Expression {
  const length: Expression = {
    kind: 'call',
    function: 'length',
    type: 'Int32',
    arguments: [column('OrganizationName')],
  };
  return {
    kind: 'comparison',
    operator: 'gt',
    left: length,
    right: { kind: 'literal', type: 'Int32', value: 3 },
  };
}
