import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Profile } from '../../src/model/entity-set';
import { metadataJson } from '../../src/odata/metadata-json';
import { defaultSyntaxLimits } from '../../src/odata/syntax/syntax-limits';
import { findOasisFile } from '../support/oasis';
import { sampleModel } from '../support/sample-model';

interface Csdl {
  readonly $Version: string;
  readonly $EntityContainer: string;
  readonly 'Gateway.Sales': Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function csdl(profile: Profile = 'dataverse'): Csdl {
  return JSON.parse(metadataJson(sampleModel(profile), { ...defaultSyntaxLimits })) as Csdl;
}

const schemaFile = findOasisFile('csdl.schema.json');
if (schemaFile === undefined) {
  test.skip('is valid: missing csdl.schema.json in the folder of VTG_OASIS', () => undefined);
} else {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(
    JSON.parse(readFileSync(schemaFile, 'utf8')) as object,
  );

  test.each(['dataverse', 'standard'] as const)('is valid by the schema of OASIS (%s)', (profile) => {
    validate(csdl(profile));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('and the schema does bite', () => {
    expect(validate({ ...csdl(), $Kind: 'Schema' })).toBe(false);
  });
}

test('is of version 4.01, the first that has JSON', () => {
  expect(csdl()).toMatchObject({ $Version: '4.01', $EntityContainer: 'Gateway.Sales.Container' });
});

test('null is allowed where it is said, and a text has no type', () => {
  const { Customer } = csdl()['Gateway.Sales'];
  expect(Customer).toMatchObject({ $Kind: 'EntityType', $Key: ['CustomerId'] });
  expect(Customer?.['CustomerId']).not.toHaveProperty('$Nullable');
  expect(Customer?.['CustomerId']).toMatchObject({ $Type: 'Edm.Guid' });
  expect(Customer?.['Name']).toMatchObject({ $Nullable: true, $MaxLength: 100 });
  expect(Customer?.['Name']).not.toHaveProperty('$Type');
  expect(Customer?.['CreditLimit']).toMatchObject({ $Type: 'Edm.Decimal', $Precision: 32, $Scale: 6 });
});

test('annotations say the same as in XML', () => {
  const { Customer, Container } = csdl()['Gateway.Sales'];
  expect(Customer?.['OnHold']).toMatchObject({
    '@Org.OData.Validation.V1.AllowedValues': [
      {
        Value: 0,
        '@Org.OData.Core.V1.SymbolicName': 'No',
        '@Org.OData.Core.V1.Description': 'Free to trade',
      },
      { Value: 1, '@Org.OData.Core.V1.SymbolicName': 'Invoice' },
      { Value: 2, '@Org.OData.Core.V1.SymbolicName': 'All' },
    ],
  });
  expect(Container?.['Customers']).toMatchObject({
    $Collection: true,
    $Type: 'Gateway.Sales.Customer',
    '@Org.OData.Capabilities.V1.FilterRestrictions': {
      RequiresFilter: true,
      RequiredProperties: ['Company'],
    },
  });
  expect(Container).toMatchObject({
    '@Org.OData.Capabilities.V1.ConformanceLevel': 'Intermediate',
    '@Gateway.Sales.QueryLimit#nodes': defaultSyntaxLimits.nodes,
  });
});

test('enumerations have their labels beside the members', () => {
  const { OnHoldStatus, Channels } = csdl('standard')['Gateway.Sales'];
  expect(OnHoldStatus).toEqual({
    $Kind: 'EnumType',
    $UnderlyingType: 'Edm.Int32',
    No: 0,
    'No@Org.OData.Core.V1.Description': 'Free to trade',
    Invoice: 1,
    All: 2,
    'All@Org.OData.Core.V1.Description': 'Stopped & "blocked"',
  });
  expect(Channels).toMatchObject({ $IsFlags: true, Web: 1, Phone: 4 });
});
