/** What the client reads: metadata by its own scanner, JSON to the last digit, and its command line. */
import { readCommand, UsageError } from '../support/dataverse-client/command-line';
import { valueFault } from '../support/dataverse-client/judge-value';
import { JsonNumber, parseLosslessJson, sameJson } from '../support/dataverse-client/lossless-json';
import { profileNames } from '../support/dataverse-client/profiles';
import { readServiceModel } from '../support/dataverse-client/service-model';
import { scanXml } from '../support/dataverse-client/xml-scanner';

describe('the XML scanner', () => {
  test('reads attributes in either quotes, with entities and a > inside', () => {
    const root = scanXml(
      `<?xml version="1.0"?><!-- <no/> --><x:a b='1 > 0' c="&lt;&#65;&#x42;&amp;"><d/><![CDATA[<e>]]></x:a >`,
    );
    expect(root.name).toBe('a');
    expect([...root.attributes]).toEqual([
      ['b', '1 > 0'],
      ['c', '<AB&'],
    ]);
    expect(root.children.map((child) => child.name)).toEqual(['d']);
  });

  test.each(['<a>', '<a></b>', '<a b=c/>', '', '<a', '</a>'])('refuses %j', (text) => {
    expect(() => scanXml(text)).toThrow(Error);
  });
});

test('metadata with an alias, an enum and an inherited key', () => {
  const model = readServiceModel(`<Edmx Version="4.0"><DataServices><Schema Namespace="N.S" Alias="self">
    <EnumType Name="Colour"><Member Name="Red" Value="0"/></EnumType>
    <EntityType Name="Thing"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Guid" Nullable="false"/></EntityType>
    <EntityType Name="Ball" BaseType="self.Thing"><Property Name="Colour" Type="self.Colour"/></EntityType>
    <EntityContainer Name="C"><EntitySet Name="Balls" EntityType="self.Ball"/></EntityContainer></Schema></DataServices></Edmx>`);
  const unsaid = { allowed: undefined, except: [] };
  expect(model.enums.get('N.S.Colour')).toEqual(['Red']);
  expect(model.tables).toEqual([
    {
      set: 'Balls',
      typeName: 'N.S.Ball',
      keyNames: ['Id'],
      properties: [
        { name: 'Id', type: 'Edm.Guid', nullable: false },
        { name: 'Colour', type: 'N.S.Colour', nullable: true },
      ],
      writes: { insert: unsaid, update: unsaid, delete: unsaid },
    },
  ]);
});

test('what may be written, said inside the entity set or apart from it', () => {
  const model = readServiceModel(`<Edmx Version="4.0"><DataServices><Schema Namespace="N">
    <EntityType Name="Thing"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Guid" Nullable="false"/>
      <Property Name="Short" Type="Edm.String" MaxLength="10"/><Property Name="Long" Type="Edm.String" MaxLength="max"/></EntityType>
    <EntityContainer Name="C"><EntitySet Name="Things" EntityType="N.Thing">
      <Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record><PropertyValue Property="NonInsertableProperties">
        <Collection><PropertyPath>A</PropertyPath><PropertyPath> B&#x43; </PropertyPath></Collection></PropertyValue></Record></Annotation>
      <Annotation Term="Org.OData.Capabilities.V1.DeleteRestrictions"><Record><PropertyValue Property="Deletable"><Bool>false</Bool></PropertyValue></Record></Annotation>
    </EntitySet></EntityContainer>
    <Annotations Target="N.C/Things"><Annotation Term="Capabilities.UpdateRestrictions"><Record><PropertyValue Property="Updatable" Bool="true"/></Record></Annotation></Annotations>
    </Schema></DataServices></Edmx>`);
  expect(model.tables[0]?.writes).toEqual({
    insert: { allowed: true, except: ['A', 'BC'] },
    update: { allowed: true, except: [] },
    delete: { allowed: false, except: [] },
  });
  expect(model.tables[0]?.properties.map(({ maxLength }) => maxLength)).toEqual([undefined, 10, undefined]);
});

test('JSON numbers keep their digits and compare by value', () => {
  const value = parseLosslessJson('{"big":12345678901234567890.10}');
  expect(value).toEqual({ big: new JsonNumber('12345678901234567890.10') });
  expect(sameJson(new JsonNumber('1.50'), new JsonNumber('1.5'))).toBe(true);
  expect(sameJson(new JsonNumber('12345678901234567890'), new JsonNumber('12345678901234567891'))).toBe(
    false,
  );
  expect(sameJson({ a: null, b: 'x' }, { b: 'x', a: null })).toBe(true);
});

describe('values against their types', () => {
  const number = (text: string): JsonNumber => new JsonNumber(text);
  test.each([
    ['Edm.Int32', number('2147483647'), false, true],
    ['Edm.Int32', number('2147483648'), false, false],
    ['Edm.Int32', number('1.0'), false, false],
    ['Edm.Int64', '9007199254740993', true, true],
    ['Edm.Int64', '9007199254740993', false, false],
    ['Edm.Decimal', number('1.5'), false, true],
    ['Edm.Decimal', number('1.5'), true, false],
    ['Edm.Double', 'INF', false, true],
    ['Edm.Guid', '{0f3c0f5e-8a51-4b7a-9f59-6d1b5c0e2a11}', false, false],
    ['Edm.DateTimeOffset', '2026-01-01T00:00:00Z', false, true],
    ['Edm.DateTimeOffset', '2026-01-01', false, false],
    ['Edm.DateTimeOffset', '2026-13-01T00:00:00Z', false, false],
    ['Edm.Boolean', number('1'), false, false],
    ['N.Colour', 'Red', false, true],
  ] as const)('%s %j, IEEE754Compatible %s: %s', (type, value, wideAsText, right) => {
    const fault = valueFault({ name: 'P', type, nullable: true }, value, wideAsText);
    expect(fault === undefined).toBe(right);
  });
});

describe('the command line', () => {
  test('reads every option', () => {
    const args = [
      '--profile',
      'encoded',
      '--url',
      'https://gw.example/odata/main',
      '--header',
      'x-api-key: a:b',
    ];
    const more = [
      '--query',
      'code=c=d',
      '--set',
      'Customers',
      '--set',
      'Vendors',
      '--timeout',
      '5',
      '--json',
    ];
    expect(readCommand([...args, ...more])).toEqual({
      json: true,
      runs: [
        {
          profile: 'encoded',
          url: 'https://gw.example/odata/main',
          headers: { 'x-api-key': 'a:b' },
          query: { code: 'c=d' },
          entitySets: ['Customers', 'Vendors'],
          timeoutMs: 5000,
        },
      ],
    });
  });

  test('"all" runs every profile that only reads, and the others with --writes; help runs none', () => {
    const namesOf = (...more: readonly string[]): readonly string[] =>
      readCommand(['--profile', 'all', '--url', 'http://h/', ...more])?.runs.map((run) => run.profile) ?? [];
    expect(namesOf()).toEqual(profileNames.filter((name) => name !== 'write-refresh'));
    expect(namesOf('--writes')).toEqual(profileNames);
    expect(readCommand(['--help'])).toBeUndefined();
  });

  test('takes the address of an admin port', () => {
    const args = ['--profile', 'n-plus-one', '--url', 'http://h/', '--admin', 'http://h:3001'];
    expect(readCommand(args)?.runs[0]?.admin).toBe('http://h:3001');
  });

  test.each([
    [[]],
    [['--profile', 'nonsense', '--url', 'http://h/']],
    [['--profile', 'n-plus-one', '--url', 'http://h/', '--admin', '3001']],
    [['--profile', 'encoded']],
    [['--profile', 'encoded', '--url', 'ftp://h/']],
    [['--profile', 'encoded', '--url', 'http://h/?code=x']],
    [['--profile', 'encoded', '--url', 'http://h/', '--header', 'broken']],
    [['--profile', 'encoded', '--url', 'http://h/', '--timeout', 'soon']],
    [['--profile', 'encoded', '--url', 'http://h/', '--unknown']],
  ])('refuses %j', (args) => {
    expect(() => readCommand(args)).toThrow(UsageError);
  });
});
