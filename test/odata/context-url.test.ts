import { type ContextTarget, contextUrl } from '../../src/odata/context-url';

const root = 'https://gw.example.com/odata/sales/';

test.each<[ContextTarget, string]>([
  [{ kind: 'service' }, ''],
  [{ kind: 'collection', entitySet: 'Customers' }, '#Customers'],
  [{ kind: 'collection', entitySet: 'Customers', selected: 'Id, Name' }, '#Customers(Id,Name)'],
  [{ kind: 'entity', entitySet: 'Customers' }, '#Customers/$entity'],
  [{ kind: 'entity', entitySet: 'Customers', selected: 'Id,Name' }, '#Customers(Id,Name)/$entity'],
  [
    {
      kind: 'property',
      entitySet: 'Customers',
      key: 'ec086998-ce51-4569-b81c-68cc51687d09',
      property: 'Name',
    },
    '#Customers(ec086998-ce51-4569-b81c-68cc51687d09)/Name',
  ],
  [{ kind: 'collection', entitySet: 'Größen', selected: 'Länge' }, '#Größen(Länge)'],
])('%j', (target, fragment) => {
  expect(contextUrl(root, target)).toBe(`${root}$metadata${fragment}`);
});
