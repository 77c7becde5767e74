/** What requests mean to the model, and what those that mean nothing are told. */
import { printExpression } from '../../../src/plan/print-expression';
import { RequestError } from '../../../src/errors';
import { bindCollection, bindUrl, NOW } from '../../support/plan-url';
import { sampleModel } from '../../support/sample-model';

const GUID = '0f3c0f5e-8a51-8b7a-9f59-6d1b5c0e2a11';

function filterOf(filter: string, standard = false): string {
  const { query } = bindCollection(
    `Customers?$filter=${encodeURIComponent(filter)}`,
    standard ? sampleModel('standard') : undefined,
  );
  return query.filter === undefined ? '' : printExpression(query.filter);
}

function errorOf(target: string): RequestError {
  try {
    bindUrl(target);
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error(`${target} was accepted.`);
}

describe('addresses', () => {
  test.each([
    ['', 'serviceDocument'],
    ['$metadata', 'metadata'],
    ['Customers', 'collection'],
    ['Customers/$count', 'count'],
    [`Customers(${GUID})`, 'entity'],
    [`Customers(CustomerId=${GUID})`, 'entity'],
    [`Customers(CustomerId=@k)?@k=${GUID}`, 'entity'],
    [`Customers(${GUID})/Name`, 'entity'],
    [`Customers(${GUID})/Name/$value`, 'entity'],
  ])('%s is %s', (target, kind) => {
    expect(bindUrl(target).kind).toBe(kind);
  });

  test.each([
    ['Nothing', 'UnknownResource'],
    ['customers', 'UnknownResource'],
    ['Customers/Name', 'UnknownResource'],
    [`Customers(${GUID})/Nothing`, 'UnknownResource'],
    [`Customers(${GUID})/Name/$count`, 'UnknownResource'],
    ["Customers('US-001')", 'InvalidValue'],
    ['Customers(1)', 'InvalidValue'],
    [`Customers(Id=${GUID})`, 'InvalidValue'],
    ['Customers/$ref', 'NotImplemented'],
    ['$batch', 'NotImplemented'],
    ['Customers?$expand=Group', 'NotImplemented'],
    ['Customers?$apply=aggregate($count as n)', 'NotImplemented'],
    ['Customers?$compute=1 as One', 'NotImplemented'],
    ['Customers?$unknown=1', 'NotImplemented'],
    ['$metadata?$filter=true', 'InvalidQueryOption'],
    [`Customers(${GUID})?$filter=true`, 'InvalidQueryOption'],
    ['Customers?$top=1&$top=2', 'InvalidQueryOption'],
    ['Customers?$top=-1', 'InvalidSyntax'],
    ['Customers?$select=Hidden', 'UnknownProperty'],
    ['Customers?$orderby=Hidden', 'UnknownProperty'],
    ['Customers?$filter=Name%zz', 'MalformedUrl'],
    ['Customers?$filter=Name eq', 'InvalidSyntax'],
  ])('%s is refused: %s', (target, code) => {
    expect(errorOf(target)).toMatchObject({ code });
  });

  test('a hidden column and a made-up name get the same answer', () => {
    const hidden = errorOf("Customers?$filter=dataAreaId eq 'usmf'").message;
    const madeUp = errorOf("Customers?$filter=dataAreaXX eq 'usmf'").message;
    expect(hidden.replace('dataAreaId', '?')).toBe(madeUp.replace('dataAreaXX', '?'));
  });

  test('a single row may carry $top, and other plain options mean nothing', () => {
    expect(bindUrl(`Customers(${GUID})?$top=1&cross-company=true&code=abc`).kind).toBe('entity');
  });
});

describe('types of literals follow what they stand next to', () => {
  test.each([
    ['CreditLimit eq 5', 'CreditLimit eq 5'],
    ['CreditLimit eq 12345678901234567890.123456', 'CreditLimit eq 12345678901234567890.123456'],
    ['RecId eq 9223372036854775807', 'RecId eq 9223372036854775807'],
    ['Employees gt 1.5', 'Employees gt 1.5'],
    ['Latitude eq 5', 'Latitude eq 5'],
    ['ModifiedOn ge 2026-01-31', 'ModifiedOn ge 2026-01-31T00:00:00Z'],
    ['ModifiedOn ge 2026-01-31T01:00:00+01:00', 'ModifiedOn ge 2026-01-31T00:00:00Z'],
    ['ModifiedOn lt now()', `ModifiedOn lt ${NOW}`],
    ['PartyId eq 0F3C0F5E-8A51-8B7A-9F59-6D1B5C0E2A11', `PartyId eq ${GUID}`],
    ['null eq Name', 'null eq Name'],
    ['CreditLimit in (1,2,2)', 'CreditLimit in (1,2)'],
    [
      "tolower(Name) eq 'x' and year(ModifiedOn) eq 2026",
      "tolower(Name) eq 'x' and year(ModifiedOn) eq 2026",
    ],
    ['CreditLimit add 1 mul 2 gt Employees', 'CreditLimit add 1 mul 2 gt Employees'],
    ["cast(Employees,Edm.String) eq '5'", "cast(Employees,Edm.String) eq '5'"],
    ['Gateway.Sales.Customer/Name eq null', 'Name eq null'],
    ['$it/Name eq null', 'Name eq null'],
    ['missing eq null', ''],
  ])('%s', (written, bound) => {
    if (bound === '') expect(() => filterOf(written)).toThrow(RequestError);
    else expect(filterOf(written)).toBe(bound);
  });

  test.each([
    ["OnHold eq Gateway.Sales.OnHoldStatus'All'", "OnHold eq 'All'"],
    ["OnHold eq 'All'", "OnHold eq 'All'"],
    ["Channels has 'Web,Phone'", "Channels has 'Web,Phone'"],
    ['CustomerSince gt 2026-01-31', 'CustomerSince gt 2026-01-31'],
    ["PaymentTime gt duration'PT1H'", "PaymentTime gt duration'PT1H'"],
  ])('in a standard service: %s', (written, bound) => {
    expect(filterOf(written, true)).toBe(bound);
  });

  test.each([
    ['Name eq 5', 'InvalidType'],
    ["Employees eq '5'", 'InvalidType'],
    ["PartyId eq '0f3c0f5e-8a51-8b7a-9f59-6d1b5c0e2a11'", 'InvalidType'],
    ['Name', 'InvalidType'],
    ['not Employees', 'InvalidType'],
    ["contains(Employees,'5')", 'InvalidType'],
    ['contains(Name)', 'InvalidSyntax'],
    ['Name add 1 eq 2', 'InvalidType'],
    ['-Name eq 2', 'InvalidType'],
    ["Name has 'x'", 'InvalidType'],
    ['Name/Length eq 2', 'UnknownProperty'],
    ["Customers/any(c:c/Name eq 'x')", 'NotImplemented'],
    ["matchesPattern(Name,'a+')", 'NotImplemented'],
    ['geo.length(Name) gt 1', 'NotImplemented'],
    ['isof(Name,Edm.String)', 'NotImplemented'],
    ['ModifiedOn eq 2026-02-30T00:00:00Z', 'InvalidSyntax'],
  ])('%s: %s, naming $filter', (filter, code) => {
    const error = errorOf(`Customers?$filter=${encodeURIComponent(filter)}`);
    expect(error).toMatchObject({ code, target: '$filter' });
  });

  test('aliases, one in another, but not without end', () => {
    expect(bindCollection("Customers?$filter=Name eq @a&@a='x'").query.filter).toMatchObject({
      right: { value: 'x' },
    });
    const doubling = Array.from(
      { length: 30 },
      (_, index) => `&@a${index}=(@a${index + 1} eq @a${index + 1})`,
    ).join('');
    expect(errorOf(`Customers?$filter=@a0${doubling}&@a30=true`)).toMatchObject({ code: 'LimitExceeded' });
    expect(errorOf('Customers?$filter=@a&@a=not @a')).toMatchObject({ code: 'LimitExceeded' });
  });
});

describe('$select and $search', () => {
  test('the key is always selected, and first', () => {
    const { query, selected } = bindCollection('Customers?$select=Name,Company,Name');
    expect(query.select.map(({ name }) => name)).toEqual(['CustomerId', 'Name', 'Company']);
    expect(selected).toBe('CustomerId,Name,Company');
    expect(bindCollection('Customers?$select=*').selected).toBeUndefined();
  });

  test('NOT includes rows where nothing is written', () => {
    const { query } = bindCollection('Products?$search=NOT wheel');
    expect(query.search).toMatchObject({ kind: 'not', operand: { kind: 'comparison', operator: 'eq' } });
  });
});
