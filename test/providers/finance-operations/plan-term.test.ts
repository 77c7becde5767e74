import { Experience } from '../../../providers/finance-operations/experience';
import { planTerm } from '../../../providers/finance-operations/plan-term';
import type { Expression } from '../../../src/provider-sdk/index';
import { compare, isIn, search } from './terms';

const refusal = { refused: expect.any(String) };

describe('planTerm', () => {
  const experience = new Experience(() => 0);

  test.each<[string, Expression, unknown]>([
    ['plain eq', compare('OrganizationName', 'eq', 'Contoso & Sons %_[\\'), undefined],
    ['plain ne', compare('OrganizationName', 'ne', "O'Brien"), undefined],
    ['plain in', isIn('OrganizationName', 'a', 'b', null), undefined],
    ['numbers', compare('CreditLimit', 'ge', 1), undefined],
    ['eq with a wildcard', compare('OrganizationName', 'eq', 'a*'), 'superset'],
    ['eq with a question mark', compare('OrganizationName', 'eq', 'why?'), 'superset'],
    ['in with a wildcard', isIn('OrganizationName', 'a', 'b*'), 'superset'],
    ['eq with a blank at the end', compare('OrganizationName', 'eq', 'a '), 'superset'],
    ['eq beyond ASCII', compare('OrganizationName', 'eq', 'Straße'), 'superset'],
    ['ne with a wildcard would leave rows out', compare('OrganizationName', 'ne', 'a*'), refusal],
    ['ne beyond ASCII', compare('OrganizationName', 'ne', 'Ａ'), refusal],
    ['ne with a blank at the end', compare('OrganizationName', 'ne', 'a '), refusal],
    ['plain search', search('OrganizationName', 'contains', 'abc'), undefined],
    ['search with a wildcard', search('OrganizationName', 'contains', 'a*c'), 'superset'],
    ['search with an ampersand', search('OrganizationName', 'startswith', 'A&B'), 'superset'],
    ['search with a percent sign', search('OrganizationName', 'endswith', '5%'), 'superset'],
    ['search with a bracket', search('OrganizationName', 'contains', '[a]'), refusal],
    ['search with a backslash', search('OrganizationName', 'contains', 'a\\b'), refusal],
    ['eq with a sigma', compare('OrganizationName', 'eq', 'ΟΔΟΣ'), refusal],
    ['search for a final sigma', search('OrganizationName', 'endswith', 'ος'), refusal],
    ['a control character', compare('OrganizationName', 'eq', 'a\u0000b'), refusal],
    ['half a surrogate pair', compare('OrganizationName', 'eq', '\ud800'), refusal],
    ['a text that no URL holds', compare('OrganizationName', 'eq', 'x'.repeat(401)), refusal],
    ['what is no term', { kind: 'not', operand: compare('CreditLimit', 'eq', 1) }, refusal],
  ])('%s', (_name, term, expected) => {
    const opinion = planTerm('CustomersV3', term, experience);
    if (expected === undefined) expect(opinion).toBeUndefined();
    else expect(opinion).toEqual(expected);
  });
});

describe('what was learned', () => {
  test('refuses a whole virtual field, and forgets after an hour', () => {
    let now = 1_000;
    const experience = new Experience(() => now);
    experience.rememberRefusal('CustomersV3', 'FullPrimaryAddress', 'equality');
    const term = search('FullPrimaryAddress', 'contains', 'x');

    expect(planTerm('CustomersV3', term, experience)).toEqual({
      refused: expect.stringContaining('FullPrimaryAddress'),
      hint: expect.any(String),
    });
    expect(experience.refusalOf('CustomersV3', 'FullPrimaryAddress', 'sort')).toBeDefined();
    expect(planTerm('VendorsV3', term, experience)).toBeUndefined();
    now += 3_600_000;
    expect(planTerm('CustomersV3', term, experience)).toBeUndefined();
  });

  test('a refused search leaves the other comparisons alone', () => {
    const experience = new Experience(() => 0);
    experience.rememberRefusal('CustomersV3', 'OrganizationName', 'wildcard');

    expect(planTerm('CustomersV3', search('OrganizationName', 'contains', 'x'), experience)).toBeDefined();
    expect(planTerm('CustomersV3', compare('OrganizationName', 'eq', 'x'), experience)).toBeUndefined();
  });
});
