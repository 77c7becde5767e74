import { type JsonRow, SimulatorClient } from './simulator-client';

let client: SimulatorClient;
beforeEach(async () => {
  client = await SimulatorClient.start();
});
afterEach(() => client.close());

const CUSTOMER = "/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-000001')";
const customer = { OrganizationName: 'Adatum', CustomerGroupId: '20', SalesCurrencyCode: 'USD' };

/** `[RecVersion, RecId]` of each data source. */
function pairsOf(row: JsonRow): (readonly [string, string])[] {
  const [, payload = ''] = /^W\/"(.*)"$/.exec(String(row['@odata.etag'])) ?? [];
  const text = Buffer.from(payload, 'base64').toString();
  expect(text).toMatch(/^'.*'$/);
  return text
    .slice(1, -1)
    .split(';')
    .map((pair) => {
      const [version = '', recordId = ''] = pair.split(',');
      return [version, recordId];
    });
}

async function etag(): Promise<string> {
  return String((await client.json(CUSTOMER))['@odata.etag']);
}

function patch(body: JsonRow, ifMatch?: string): Promise<{ status: number; text: string }> {
  return client.send('PATCH', CUSTOMER, body, ifMatch === undefined ? {} : { 'if-match': ifMatch });
}

describe('versions', () => {
  test('a new row has version 1 and the next RecId of its table', async () => {
    const first = pairsOf(await client.create('CustomersV3', customer));
    const second = pairsOf(await client.create('CustomersV3', { ...customer, AddressCity: 'Bonn' }));
    expect(first.map(([version]) => version)).toEqual(['1', '1', '0', '0', '0', '0']);
    expect(second.map(([version]) => version)).toEqual(['1', '1', '1', '0', '0', '0']);
    expect(Number(first[0]?.[1])).toBe(5_637_144_576 + 400);
    expect(Number(second[0]?.[1])).toBe(5_637_144_576 + 401);
  });

  test('an update draws 31 random bits, and the RecId stays', async () => {
    const versions: number[] = [];
    const [, recordId] = pairsOf(await client.json(CUSTOMER))[0] ?? [];
    for (let update = 0; update < 5; update++) {
      await patch({ CreditRating: 'A' });
      const [version, id] = pairsOf(await client.json(CUSTOMER))[0] ?? [];
      versions.push(Number(version));
      expect(id).toBe(recordId);
    }
    expect(new Set(versions).size).toBe(5);
    expect(versions.every((version) => version > 1 && version < 2 ** 31)).toBe(true);
    expect(versions.some((version, index) => version < (versions[index - 1] ?? 0))).toBe(true);
  });

  test('a change of the party or the address alters a later pair too', async () => {
    const row = await client.create('CustomersV3', customer);
    const path = `/data/CustomersV3(dataAreaId='usmf',CustomerAccount='${String(row['CustomerAccount'])}')`;
    const changed = async (body: JsonRow): Promise<number[]> => {
      const before = pairsOf(await client.json(path));
      expect((await client.send('PATCH', path, body)).status).toBe(204);
      const after = pairsOf(await client.json(path));
      return after.flatMap((pair, index) => (pair.join() === before[index]?.join() ? [] : [index]));
    };
    expect(await changed({ CreditRating: 'B' })).toEqual([0]);
    expect(await changed({ OrganizationName: 'Adatum 2' })).toEqual([0, 1]);
    expect(await changed({ AddressCity: 'Köln' })).toEqual([0, 2]);
    expect(await changed({ AddressCity: 'Bonn', PrimaryContactPhone: '1' })).toEqual([0, 2, 3]);
  });

  test('the same seed draws the same versions', async () => {
    const other = await SimulatorClient.start();
    for (const each of [client, other]) await each.send('PATCH', CUSTOMER, { KnownAs: 'x' });
    expect((await client.json(CUSTOMER))['@odata.etag']).toBe((await other.json(CUSTOMER))['@odata.etag']);
    await other.close();
  });
});

describe('If-Match', () => {
  test('the current etag, a list with it, * and no header at all go through', async () => {
    expect((await patch({ KnownAs: 'a' }, await etag())).status).toBe(204);
    expect((await patch({ KnownAs: 'b' }, `W/"old", ${await etag()}`)).status).toBe(204);
    expect((await patch({ KnownAs: 'c' }, '*')).status).toBe(204);
    expect((await patch({ KnownAs: 'd' })).status).toBe(204);
  });

  test('another one is 412 and changes nothing, for PUT and DELETE too', async () => {
    const old = await etag();
    await patch({ KnownAs: 'newer' });
    const before = await client.get(CUSTOMER);
    for (const method of ['PATCH', 'PUT', 'DELETE'] as const) {
      const body = method === 'DELETE' ? undefined : { KnownAs: 'lost' };
      expect((await client.send(method, CUSTOMER, body, { 'if-match': old })).status).toBe(412);
    }
    expect((await client.get(CUSTOMER)).text).toBe(before.text);
    expect(client.simulator.writes).toHaveLength(1);
  });

  test('a row that is not there is 404, whatever was to match', async () => {
    const path = "/data/CustomersV3(dataAreaId='usmf',CustomerAccount='none')";
    expect((await client.send('DELETE', path, undefined, { 'if-match': '*' })).status).toBe(404);
  });

  test('50 writers at once lose no update', async () => {
    await patch({ ConsolidationDay: 0 });
    client.options.latency = { ...client.options.latency, base: 1 };
    const increment = async (): Promise<void> => {
      for (;;) {
        const row = await client.json(CUSTOMER);
        const body = { ConsolidationDay: Number(row['ConsolidationDay']) + 1 };
        const { status } = await patch(body, String(row['@odata.etag']));
        if (status === 204) return;
        expect(status).toBe(412);
      }
    };
    await Promise.all(Array.from({ length: 50 }, increment));
    expect(await client.json(CUSTOMER)).toMatchObject({ ConsolidationDay: 50 });
    expect(client.simulator.writes.slice(1).map(({ values }) => values['ConsolidationDay'])).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
  });
});
