import type { Profile, ServiceModel } from '../../src/model/entity-set';
import { metadataXml } from '../../src/odata/metadata-xml';
import { defaultSyntaxLimits } from '../../src/odata/syntax/syntax-limits';
import { findOasisFile, hasXmllint, lintXml } from '../support/oasis';
import { sampleModel, sampleProperty, sampleSet } from '../support/sample-model';

const profiles: readonly Profile[] = ['dataverse', 'standard'];

/** The element of a property, the first of that name. */
function property(name: string, profile: Profile = 'dataverse'): string {
  const element = new RegExp(`<Property Name="${name}"(?:[^>]*/>|.*?</Property>)`);
  return element.exec(metadataXml(sampleModel(profile)))?.[0] ?? '';
}

/** Its name and facets only. */
function start(name: string, profile?: Profile): string {
  return /^<Property [^>]*?(?=\/?>)/.exec(property(name, profile))?.[0] ?? '';
}

describe('the document', () => {
  const schema = findOasisFile('edmx.xsd');
  if (schema === undefined || !hasXmllint()) {
    test.skip('is valid: missing xmllint (Debian package libxml2-utils), or edmx.xsd in the folder of VTG_OASIS', () =>
      undefined);
  } else {
    test.each(profiles)('is valid by the schema of OASIS (%s)', (profile) => {
      expect(lintXml(metadataXml(sampleModel(profile), { ...defaultSyntaxLimits }), schema)).toBe('');
    });

    test('stays valid with names and texts that XML has to escape', () => {
      const hostile = `<a href="x">&amp;'\u0000\u0007\uFFFE\uD800]]>\n\t`;
      expect(lintXml(metadataXml(describedModel(hostile)), schema)).toBe('');
    });

    test('and the schema does bite', () => {
      const broken = metadataXml(sampleModel()).replace('<Key>', '<Kex>').replace('</Key>', '</Kex>');
      expect(lintXml(broken, schema)).toContain('Kex');
    });
  }

  test('is of version 4.0, never higher: Dataverse reads no other', () => {
    expect(metadataXml(sampleModel('standard'))).toMatch(
      /^<\?xml version="1.0" encoding="utf-8"\?>\n<edmx:Edmx Version="4.0"/,
    );
  });

  test('has only types that Dataverse maps, and no enumeration or navigation property', () => {
    const xml = metadataXml(sampleModel());
    const types = new Set([...xml.matchAll(/<Property [^>]*Type="([^"]+)"/g)].map((match) => match[1]));
    expect([...types].toSorted()).toEqual(
      ['Boolean', 'DateTimeOffset', 'Decimal', 'Double', 'Guid', 'Int32', 'Int64', 'String'].map(
        (type) => `Edm.${type}`,
      ),
    );
    expect(xml).not.toContain('<EnumType');
    expect(xml).not.toContain('NavigationProperty');
  });
});

function describedModel(description: string): ServiceModel {
  const model = sampleModel();
  const sets = [...model.entitySets.values()].map((set) => ({ ...set, description }));
  return { ...model, entitySets: new Map(sets.map((set) => [set.name, set])) };
}

describe('properties', () => {
  test('the key comes first and is the only one without null', () => {
    const xml = metadataXml(sampleModel());
    expect(xml).toContain(
      '<EntityType Name="Customer"><Key><PropertyRef Name="CustomerId"/></Key><Property Name="CustomerId" Type="Edm.Guid" Nullable="false">',
    );
    expect(xml.match(/Nullable="false"/g)).toHaveLength(3);
  });

  test.each([
    ['Name', '<Property Name="Name" Type="Edm.String" MaxLength="100"'],
    ['CreditLimit', '<Property Name="CreditLimit" Type="Edm.Decimal" Precision="32" Scale="6"'],
    ['Turnover', '<Property Name="Turnover" Type="Edm.Decimal" Scale="variable"'],
    ['CustomerSince', '<Property Name="CustomerSince" Type="Edm.DateTimeOffset" Precision="0"'],
    ['ModifiedOn', '<Property Name="ModifiedOn" Type="Edm.DateTimeOffset" Precision="7"'],
    ['Grade', '<Property Name="Grade" Type="Edm.Int32"'],
    ['OnHold', '<Property Name="OnHold" Type="Edm.Int32"'],
    ['Group', '<Property Name="Group" Type="Edm.Guid"'],
  ])('%s for Dataverse', (name, expected) => {
    expect(start(name)).toBe(expected);
  });

  test.each([
    ['Grade', '<Property Name="Grade" Type="Edm.Byte"'],
    ['CustomerSince', '<Property Name="CustomerSince" Type="Edm.Date"'],
    ['OpensAt', '<Property Name="OpensAt" Type="Edm.TimeOfDay" Precision="3"'],
    ['OnHold', '<Property Name="OnHold" Type="Gateway.Sales.OnHoldStatus"'],
    ['Channels', '<Property Name="Channels" Type="Gateway.Sales.Channels"'],
  ])('%s for others', (name, expected) => {
    expect(start(name, 'standard')).toBe(expected);
  });

  test('an enumeration has its members, and says whether several count at once', () => {
    const xml = metadataXml(sampleModel('standard'));
    expect(xml).toContain(
      '<EnumType Name="OnHoldStatus" UnderlyingType="Edm.Int32"><Member Name="No" Value="0"><Annotation Term="Org.OData.Core.V1.Description" String="Free to trade"/></Member><Member Name="Invoice" Value="1"/>',
    );
    expect(xml).toContain('<EnumType Name="Channels" IsFlags="true" UnderlyingType="Edm.Int32">');
  });

  test('an option says what its numbers stand for', () => {
    expect(metadataXml(sampleModel())).toContain(
      '<Property Name="OnHold" Type="Edm.Int32"><Annotation Term="Org.OData.Validation.V1.AllowedValues"><Collection>' +
        '<Record><PropertyValue Property="Value" Int="0"/><Annotation Term="Org.OData.Core.V1.SymbolicName" String="No"/>' +
        '<Annotation Term="Org.OData.Core.V1.Description" String="Free to trade"/></Record>',
    );
    expect(metadataXml(sampleModel())).toContain('String="Stopped &amp; &#34;blocked&#34;"');
  });
});

describe('what works where', () => {
  test('what the source does with a property', () => {
    expect(property('Name')).toContain(
      '<Annotation Term="Gateway.Sales.SourceFilter"><Collection><String>eq</String><String>ne</String><String>in</String><String>eq null</String>' +
        '<String>gt</String><String>ge</String><String>lt</String><String>le</String></Collection></Annotation>' +
        '<Annotation Term="Gateway.Sales.SourceFilterSuperset"><Collection><String>contains</String></Collection></Annotation>' +
        '<Annotation Term="Gateway.Sales.SourceSort" Bool="true"/>',
    );
    expect(property('Latitude')).toBe('<Property Name="Latitude" Type="Edm.Double"/>');
  });

  test('where a lookup points to', () => {
    expect(property('Group')).toContain(
      '<Annotation Term="Gateway.Sales.LookupTarget" String="CustomerGroups"/>',
    );
  });

  test('what a set insists on, and what it refuses', () => {
    const [, set = ''] =
      /<EntitySet Name="Customers"(.*?)<\/EntitySet>/.exec(metadataXml(sampleModel())) ?? [];
    expect(set).toContain(
      'FilterRestrictions"><Record><PropertyValue Property="Filterable" Bool="true"/><PropertyValue Property="RequiresFilter" Bool="true"/>' +
        '<PropertyValue Property="RequiredProperties"><Collection><PropertyPath>Company</PropertyPath></Collection></PropertyValue></Record>',
    );
    expect(set).toContain(
      'ExpandRestrictions"><Record><PropertyValue Property="Expandable" Bool="false"/></Record>',
    );
    expect(set).toContain(
      'InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="false"/></Record>',
    );
    expect(set).toContain(
      '<String>$filter</String><String>$orderby</String><String>$top</String><String>$skip</String><String>$count</String>',
    );
  });

  test('of several sets of columns one is enough, so no property is required by itself', () => {
    const model = sampleModel();
    const customers = sampleSet('Customers');
    const capabilities = { filter: { required: [['dataAreaId'], ['CustomerAccount']] } };
    const set = { ...customers, declaration: { ...customers.declaration, capabilities } };
    const xml = metadataXml({ ...model, entitySets: new Map([[set.name, set]]) });
    expect(xml).toContain('<PropertyValue Property="RequiresFilter" Bool="true"/></Record>');
  });

  test('limits are annotations of the container, by qualifier', () => {
    expect(metadataXml(sampleModel(), { nodes: 5000 })).toContain(
      '<Annotation Term="Gateway.Sales.QueryLimit" Qualifier="nodes" Int="5000"/>',
    );
  });
});

describe('names', () => {
  test('terms and the container give way to types of the same name', () => {
    const model = sampleModel();
    const [customers, ...rest] = [...model.entitySets.values()];
    if (customers === undefined) throw new Error('no customers');
    const sets = [
      { ...customers, typeName: 'Container' },
      ...rest.map((set, index) => (index === 0 ? { ...set, typeName: 'SourceSort' } : set)),
    ];
    const xml = metadataXml({ ...model, entitySets: new Map(sets.map((set) => [set.name, set])) });
    expect(xml).toContain('<EntityContainer Name="Container_">');
    expect(xml).toContain('<Term Name="SourceSort_"');
    expect(xml).toContain('<Annotation Term="Gateway.Sales.SourceSort_" Bool="true"/>');
  });

  test('two types of one name are a fault', () => {
    const model = sampleModel();
    const sets = [...model.entitySets.values()].map((set) => ({ ...set, typeName: 'Same' }));
    const clash = { ...model, entitySets: new Map(sets.map((set) => [set.name, set])) };
    expect(() => metadataXml(clash)).toThrow('Two types of the service are called Same.');
  });

  test('an enumeration without members, or with an odd one, is a fault', () => {
    const status = sampleProperty(sampleSet('Customers', 'standard'), 'OnHold');
    if (status.kind !== 'column') throw new Error('no column');
    const withMembers = (
      members: readonly { readonly name: string; readonly value: number }[],
    ): ServiceModel => {
      const set = sampleSet('Customers', 'standard');
      const properties = [set.key, { ...status, column: { ...status.column, members } }];
      return { ...sampleModel('standard'), entitySets: new Map([['Customers', { ...set, properties }]]) };
    };
    expect(() => metadataXml(withMembers([]))).toThrow('has no members');
    expect(() => metadataXml(withMembers([{ name: 'On hold', value: 1 }]))).toThrow('"On hold"');
    expect(metadataXml(withMembers([{ name: 'Big', value: 5_000_000_000 }]))).toContain(
      'UnderlyingType="Edm.Int64"',
    );
  });
});
