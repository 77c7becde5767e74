import { entityTag, metadataETag } from '../../src/odata/entity-tag';
import { sampleCustomer, sampleSet } from '../support/sample-model';

const customers = sampleSet('Customers');

describe('entityTag', () => {
  test.each([
    ['W/"JzEsMTIzJw=="', 'W/"JzEsMTIzJw=="'],
    ['"abc"', '"abc"'],
    ['1 "x"\r\nSet-Cookie: a', 'W/"1%20%22x%22%0D%0ASet-Cookie%3A%20a"'],
    ['ü\uD800', 'W/"%C3%BC%EF%BF%BD"'],
    [17, 'W/"17"'],
  ])('%j', (token, expected) => {
    expect(entityTag(customers, { ...sampleCustomer, '@odata.etag': token })).toBe(expected);
  });

  test('none without a token', () => {
    expect(entityTag(customers, { ...sampleCustomer, '@odata.etag': null })).toBeUndefined();
    expect(entityTag(customers, {})).toBeUndefined();
    expect(entityTag(sampleSet('Products'), sampleCustomer)).toBeUndefined();
  });
});

test('metadataETag is weak, the same for the same text and another for another', () => {
  expect(metadataETag('<a/>')).toMatch(/^W\/"[0-9a-f]{16}"$/);
  expect(metadataETag('<a/>')).toBe(metadataETag('<a/>'));
  expect(metadataETag('<a/>')).not.toBe(metadataETag('<b/>'));
});
