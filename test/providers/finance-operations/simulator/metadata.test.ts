import { SimulatorClient } from './simulator-client';

let client: SimulatorClient;
beforeAll(async () => {
  client = await SimulatorClient.start();
});
afterAll(() => client.close());

interface Described {
  readonly Name: string;
  readonly Properties: readonly {
    Name: string;
    TypeName: string;
    DataType: string;
    IsMandatory: boolean;
    IsKey: boolean;
  }[];
}

async function names(path: string): Promise<unknown[]> {
  return ((await client.json(path))['value'] as { Name: string }[]).map((each) => each.Name);
}

async function typeCounts(typeName: string): Promise<Record<string, number>> {
  const { Properties } = (await client.json(
    `/metadata/PublicEntities('${typeName}')`,
  )) as unknown as Described;
  const counts: Record<string, number> = {};
  for (const { TypeName } of Properties) {
    const group = TypeName.startsWith('Edm.') ? TypeName.slice(4) : 'enum';
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return counts;
}

test('the service document lists the entity sets', async () => {
  const { value } = await client.json('/data/');
  expect(value).toContainEqual({ name: 'CustomersV3', kind: 'EntitySet', url: 'CustomersV3' });
});

test('the entities have the properties that were counted on a real tenant', async () => {
  expect(await typeCounts('CustomerV3')).toEqual({
    String: 198,
    enum: 79,
    DateTimeOffset: 13,
    Decimal: 9,
    Int64: 5,
    Int32: 5,
  });
  expect(await typeCounts('CustomerGroup')).toEqual({ String: 11, enum: 2 });
  expect(await typeCounts('SalesOrderHeaderV2')).toEqual({
    String: 107,
    enum: 35,
    Decimal: 13,
    DateTimeOffset: 10,
    Guid: 1,
    Int32: 1,
    Int64: 1,
  });
  expect(await typeCounts('ReleasedProductV2')).toEqual({
    String: 118,
    enum: 82,
    Decimal: 49,
    Int32: 13,
    DateTimeOffset: 11,
  });
});

test('an entity is described by type name, its mandatory fields with it', async () => {
  const found = (await client.json("/metadata/PublicEntities?$filter=EntitySetName eq 'CustomersV3'"))[
    'value'
  ] as Described[];
  expect(found.map((entity) => entity.Name)).toEqual(['CustomerV3']);
  expect(found[0]?.Properties.filter((each) => each.IsMandatory).map((each) => each.Name)).toEqual([
    'dataAreaId',
    'CustomerAccount',
    'CustomerGroupId',
    'SalesCurrencyCode',
  ]);
  expect(found[0]?.Properties.find((each) => each.Name === 'PartyType')?.TypeName).toBe('Edm.String');
  expect(found[0]?.Properties.find((each) => each.Name === 'CredManCustomerSince')).toMatchObject({
    TypeName: 'Edm.DateTimeOffset',
    DataType: 'Date',
  });
  expect((await client.get("/metadata/PublicEntities('CustomersV3')")).status).toBe(404);
});

test('the metadata service filters with functions, and minds case', async () => {
  const filter = encodeURIComponent("contains(tolower(EntitySetName),'customer') and IsReadOnly eq false");
  expect(await names(`/metadata/PublicEntities?$filter=${filter}&$select=Name`)).toEqual([
    'CustomerGroup',
    'CustomerV3',
  ]);
  expect(await names("/metadata/PublicEntities?$filter=contains(EntitySetName,'customer')")).toEqual([]);
  expect(
    await names(
      "/metadata/DataEntities?$filter=Name eq 'CustCustomerV3Entity' or PublicEntityName eq 'Company'",
    ),
  ).toEqual(['CompanyEntity', 'CustCustomerV3Entity']);
  expect((await client.json('/metadata/DataEntities?$top=1&$count=true'))['@odata.count']).toBe(11);
  expect((await client.get('/metadata/Nothing')).status).toBe(404);
});

test('enumerations have their members with values, gaps included', async () => {
  const { Members } = (await client.json("/metadata/PublicEnumerations('SalesStatus')")) as unknown as {
    Members: object[];
  };
  expect(Members[3]).toMatchObject({ Name: 'Invoiced', Value: 3 });
  const gaps = (await client.json("/metadata/PublicEnumerations('PANStatus_IN')")) as unknown as {
    Members: { Value: number }[];
  };
  expect(gaps.Members.map((member) => member.Value)).toEqual([0, 2, 7]);
  expect((await client.get("/metadata/PublicEnumerations('Nothing')")).status).toBe(404);
});

test('$metadata is CSDL: values never nullable, enumerations always, strings unless they are keys', async () => {
  const { text, headers } = await client.get('/data/$metadata');
  expect(headers.get('content-type')).toBe('application/xml');
  expect(text).toContain('<Property Name="CreditLimit" Type="Edm.Decimal" Nullable="false">');
  expect(text).toContain('<Property Name="CustomerAccount" Type="Edm.String" Nullable="false">');
  expect(text).toContain('<Property Name="CustomerGroupId" Type="Edm.String">');
  expect(text).toContain(
    '<Property Name="OnHoldStatus" Type="Microsoft.Dynamics.DataEntities.CustVendorBlocked">',
  );
  expect(text).toContain(
    '<EntitySet Name="CustomersV3" EntityType="Microsoft.Dynamics.DataEntities.CustomerV3"/>',
  );
  expect(text).not.toMatch(/Edm\.Date"|MaxLength/);
});

test('$metadata takes as long as it is told to', async () => {
  client.options.metadataDelay = 60;
  const started = performance.now();
  await client.get('/data/$metadata');
  // A timer may fire a millisecond early.
  expect(performance.now() - started).toBeGreaterThanOrEqual(58);
});
