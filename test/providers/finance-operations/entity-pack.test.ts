import { entityPack } from '../../../providers/finance-operations/entity-pack';

const sets = Object.entries(entityPack);

describe('the entity pack', () => {
  test('has the seven sets', () => {
    expect(Object.keys(entityPack)).toEqual([
      'Customers',
      'CustomerGroups',
      'SalesOrderHeaders',
      'SalesOrderLines',
      'ReleasedProducts',
      'Vendors',
      'PaymentTerms',
    ]);
  });

  test('Customers has the promised names', () => {
    expect([
      entityPack['Customers']?.key.name,
      ...Object.keys(entityPack['Customers']?.properties ?? {}),
    ]).toEqual(
      expect.arrayContaining([
        'CustomerId',
        'Company',
        'AccountNumber',
        'Name',
        'PartyType',
        'CustomerGroupId',
        'CustomerGroup',
        'Currency',
        'CreditLimit',
        'PaymentTermsId',
        'PaymentTerms',
        'Email',
        'Phone',
        'Street',
        'City',
        'CountryRegion',
        'LanguageId',
        'OnHoldStatus',
        'IsCreditLimitMandatory',
        'CustomerSince',
      ]),
    );
  });

  test.each(sets)('%s: no property is called as the key is', (_name, { key, properties }) => {
    expect(Object.keys(properties)).not.toContain(key.name);
    expect(Object.keys(properties).length).toBeGreaterThanOrEqual(12);
  });

  test.each(sets)(
    '%s: each lookup leads into the pack, from as many columns as its target has key columns',
    (_name, { properties }) => {
      for (const property of Object.values(properties)) {
        if (typeof property === 'string') continue;
        expect(entityPack[property.lookup]?.key.from).toHaveLength(property.from.length);
        expect(property.from[0]).toBe('dataAreaId');
      }
    },
  );
});
