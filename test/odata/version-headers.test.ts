import { checkVersionHeaders } from '../../src/odata/version-headers';

test.each([
  [undefined, undefined],
  ['4.0', '4.0'],
  ['4.01', '4.01'],
  ['4.0;NetFx', '4.0;NetFx'],
  [undefined, '5.0'],
])('OData-Version %s, OData-MaxVersion %s', (version, maxVersion) => {
  expect(() => checkVersionHeaders(version, maxVersion)).not.toThrow();
});

test.each([
  ['3.0', undefined, 'OData-Version'],
  ['4.1', undefined, 'OData-Version'],
  ['5.0', undefined, 'OData-Version'],
  ['', undefined, 'OData-Version'],
  ['latest', undefined, 'OData-Version'],
  [undefined, '3.0', 'OData-MaxVersion'],
  [undefined, '3.0;NetFx', 'OData-MaxVersion'],
  [undefined, '4', 'OData-MaxVersion'],
  [undefined, 'x', 'OData-MaxVersion'],
])('OData-Version %s, OData-MaxVersion %s is refused', (version, maxVersion, target) => {
  expect(() => checkVersionHeaders(version, maxVersion)).toThrow(
    expect.objectContaining({ code: 'InvalidHeader', status: 400, target }) as Error,
  );
});
