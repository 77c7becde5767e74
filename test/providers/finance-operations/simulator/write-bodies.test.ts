import { SimulatorClient } from './simulator-client';

let client: SimulatorClient;
beforeAll(async () => {
  client = await SimulatorClient.start();
});
afterAll(() => client.close());
afterEach(() => client.simulator.resetWrites());

const CUSTOMER = "/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-000001')";

describe('bodies', () => {
  const refusal = async (body: string): Promise<unknown> => {
    const { status, text, type } = await client.writeRefusal('PATCH', CUSTOMER, body);
    expect([status, type]).toEqual([400, 'Microsoft.OData.ODataException']);
    return text;
  };

  test.each([
    ['{"KnownAs":5}', "Cannot convert the literal '5' to the expected type 'Edm.String'."],
    ['{"KnownAs":true}', "Cannot convert the literal 'true' to the expected type 'Edm.String'."],
    ['{"CreditLimit":"5"}', "Cannot convert the literal '5' to the expected type 'Edm.Decimal'."],
    [
      '{"ConsolidationDay":2147483648}',
      "Cannot convert the literal '2147483648' to the expected type 'Edm.Int32'.",
    ],
    ['{"ConsolidationDay":1.5}', "Cannot convert the literal '1.5' to the expected type 'Edm.Int32'."],
    [
      '{"CredManCustomerSince":"2024-03-01"}',
      "Cannot convert the literal '2024-03-01' to the expected type 'Edm.DateTimeOffset'.",
    ],
    [
      '{"CredManCustomerSince":"2024-02-30T12:00:00Z"}',
      "Cannot convert the literal '2024-02-30T12:00:00Z' to the expected type 'Edm.DateTimeOffset'.",
    ],
    [
      '{"CredManCustomerSince":"2024-03-01T12:00:00"}',
      "Cannot convert the literal '2024-03-01T12:00:00' to the expected type 'Edm.DateTimeOffset'.",
    ],
  ])('%s: a wrong type', async (body, text) => {
    expect(await refusal(body)).toBe(text);
  });

  test('null for a value type or a key', async () => {
    expect(await refusal('{"CreditLimit":null}')).toBe(
      "A null value was found for the property named 'CreditLimit', which has the expected type " +
        "'Edm.Decimal[Nullable=False]'. The expected type 'Edm.Decimal[Nullable=False]' does not allow null values.",
    );
    expect(await refusal('{"CredManCustomerSince":null}')).toContain('does not allow null values');
    expect(await refusal('{"CustomerAccount":null}')).toContain('does not allow null values');
  });

  test('unknown properties and members, nested values, links', async () => {
    expect(await refusal('{"knownas":"x"}')).toBe(
      "The property 'knownas' does not exist on type 'Microsoft.Dynamics.DataEntities.CustomerV3'. " +
        'Make sure to only use property names that are defined by the type.',
    );
    expect(await refusal('{"__proto__":{"a":1}}')).toContain("The property '__proto__' does not exist");
    expect(await refusal('{"OnHoldStatus":"Sometimes"}')).toContain("'Sometimes'");
    expect(await refusal('{"OnHoldStatus":"all"}')).toContain("'all'");
    expect(await refusal('{"KnownAs":{"a":[1,{"b":"}"}]}}')).toContain(
      "A 'PrimitiveValue' node was expected.",
    );
    expect(await refusal('{"KnownAs":["a"]}')).toContain("'StartArray'");
    expect(await refusal('{"DimensionSet@odata.bind":"DimensionSets(1)"}')).toContain('does not exist');
    expect(await refusal('{"@odata.type":"#Microsoft.Dynamics.DataEntities.Vendor"}')).toContain(
      'not assignable',
    );
    expect(await refusal('{"KnownAs":"a","KnownAs":"b"}')).toContain('Multiple properties');
  });

  test.each(['', '{', '{"KnownAs":"x"', '{"KnownAs":01}', '[]', '"x"', 'null', '['.repeat(100_000)])(
    'what is no JSON object: %.20s',
    async (body) => {
      await refusal(body);
    },
  );

  test('annotations are let through, escapes are read', async () => {
    const body =
      '{ "@odata.type" : "#Microsoft.Dynamics.DataEntities.CustomerV3", "KnownAs@odata.type":"#String",\n' +
      '"Known\\u0041s":"a \\"quote\\" \\\\ {\\u00e9}, \\"x\\":1" }';
    expect((await client.send('PATCH', CUSTOMER, body)).status).toBe(204);
    expect((await client.json(CUSTOMER))['KnownAs']).toBe('a "quote" \\ {é}, "x":1');
  });

  test('in another form than JSON are 415', async () => {
    for (const type of [
      'text/plain',
      'application/xml',
      'application/jsonp',
      'application/x-www-form-urlencoded',
    ]) {
      const reply = await client.send('PATCH', CUSTOMER, '{"KnownAs":"x"}', { 'content-type': type });
      expect(reply.status).toBe(415);
    }
    const typed = { 'content-type': 'Application/JSON; odata.metadata=minimal; charset=utf-8' };
    expect((await client.send('PATCH', CUSTOMER, '{"KnownAs":"x"}', typed)).status).toBe(204);
  });

  test('that are too long are 413', async () => {
    client.options.maxBodyLength = 100;
    const long = JSON.stringify({ SalesMemo: 'x'.repeat(100_000) });
    expect((await client.send('PATCH', CUSTOMER, long)).status).toBe(413);
    expect((await client.send('PATCH', CUSTOMER, { SalesMemo: 'x'.repeat(50) })).status).toBe(204);
    client.options.maxBodyLength = 30_000_000;
  });

  test('change nothing when they are refused', async () => {
    const before = await client.get(CUSTOMER);
    await refusal('{"KnownAs":"half","CreditLimit":"x"}');
    expect((await client.get(CUSTOMER)).text).toBe(before.text);
    expect(client.simulator.writes).toEqual([]);
  });
});
