import { serviceDocument } from '../../src/odata/service-document';
import { sampleModel } from '../support/sample-model';

const root = 'https://gw.example.com/odata/sales/';

test('names the entity sets', () => {
  expect(JSON.parse(serviceDocument(sampleModel(), root, { metadata: 'minimal' }))).toEqual({
    '@odata.context': `${root}$metadata`,
    value: [
      { name: 'Customers', kind: 'EntitySet', url: 'Customers' },
      { name: 'CustomerGroups', kind: 'EntitySet', url: 'CustomerGroups' },
      { name: 'Products', kind: 'EntitySet', url: 'Products' },
    ],
  });
});

test('without control information there is no context', () => {
  expect(JSON.parse(serviceDocument(sampleModel(), root, { metadata: 'none' }))).not.toHaveProperty([
    '@odata.context',
  ]);
});
