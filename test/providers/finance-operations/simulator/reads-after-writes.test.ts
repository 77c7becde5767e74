import { Random } from '../../../../providers/finance-operations/simulator/rows/random';
import { type JsonRow, listReply, SimulatorClient } from './simulator-client';

/** What a set must hold, kept beside the simulator and changed with it. */
type Model = Map<string, JsonRow>;

const SELECT = '$select=dataAreaId,CustomerAccount,OrganizationName,CreditLimit,CustomerGroupId,SalesMemo';
const NAMES = ['Alfa', 'alfa', 'Ålfa', 'Beta & Co', 'b*ta', 'gamma', 'Ωmega', ''];
const collator = new Intl.Collator('en-US', { sensitivity: 'accent' });

let client: SimulatorClient;
beforeAll(async () => {
  client = await SimulatorClient.start({ customers: 700, orders: 0 });
});
afterAll(() => client.close());

const keyOf = (row: JsonRow): string => `${String(row['dataAreaId'])}|${String(row['CustomerAccount'])}`;
const plain = (row: JsonRow): JsonRow => ({ ...row, '@odata.etag': undefined });

async function readAll(query: string): Promise<readonly JsonRow[]> {
  const rows: JsonRow[] = [];
  let path: string | undefined = `/data/CustomersV3?${SELECT}&cross-company=true&${query}`;
  while (path !== undefined) {
    const page = listReply(await client.json(path));
    rows.push(...page.rows);
    path = page.nextLink === undefined ? undefined : page.nextLink.slice(client.simulator.url.length);
  }
  return rows;
}

async function change(model: Model, random: Random, step: number): Promise<void> {
  const keys = [...model.keys()];
  const key = random.pick(keys);
  const [dataAreaId = '', account = ''] = key.split('|');
  const path = `/data/CustomersV3(dataAreaId='${dataAreaId}',CustomerAccount='${account}')?cross-company=true`;
  const values = {
    CreditLimit: random.below(50),
    CustomerGroupId: random.pick(['10', '20', '30']),
    SalesMemo: random.pick(['', 'memo']),
  };
  const kind = random.next();
  if (kind < 0.3) {
    const OrganizationName = random.pick(NAMES.slice(0, -1));
    const company = random.pick(['usmf', 'demf']);
    const row = { dataAreaId: company, OrganizationName, SalesCurrencyCode: 'EUR', ...values };
    const created = await client.create('CustomersV3', { ...row, CustomerAccount: `N-${step}` });
    model.set(keyOf(created), {
      dataAreaId: company,
      CustomerAccount: `N-${step}`,
      OrganizationName,
      ...values,
    });
  } else if (kind < 0.5) {
    expect((await client.send('DELETE', path)).status).toBe(204);
    model.delete(key);
  } else {
    const changes = random.chance(0.5)
      ? { ...values, OrganizationName: random.pick(NAMES) }
      : { SalesMemo: 'late' };
    expect((await client.send('PATCH', path, changes)).status).toBe(204);
    model.set(key, { ...model.get(key), ...changes });
  }
}

function by(name: string): (left: JsonRow, right: JsonRow) => number {
  return (left, right) =>
    collator.compare(String(left[name]), String(right[name])) || collator.compare(keyOf(left), keyOf(right));
}

async function compare(model: Model): Promise<void> {
  const all = [...model.values()];
  const expected = (rows: readonly JsonRow[]): string[] => rows.map(keyOf).toSorted();
  const found = await readAll('');
  expect(new Map(found.map((row) => [keyOf(row), plain(row)]))).toEqual(
    new Map(all.map((row) => [keyOf(row), plain(row)])),
  );
  expect(found).toHaveLength(all.length);
  const filters: readonly (readonly [string, (row: JsonRow) => boolean])[] = [
    ["OrganizationName eq 'alfa'", (row) => String(row['OrganizationName']).toLowerCase() === 'alfa'],
    ["OrganizationName eq '*ta*'", (row) => String(row['OrganizationName']).toLowerCase().includes('ta')],
    ['CreditLimit gt 25', (row) => Number(row['CreditLimit']) > 25],
    [
      "CustomerGroupId eq '20' and SalesMemo ne ''",
      (row) => row['CustomerGroupId'] === '20' && row['SalesMemo'] !== '',
    ],
    ["SalesMemo eq 'late'", (row) => row['SalesMemo'] === 'late'],
  ];
  for (const [filter, passes] of filters) {
    const rows = await readAll(`$filter=${encodeURIComponent(filter)}`);
    expect([filter, expected(rows)]).toEqual([filter, expected(all.filter(passes))]);
  }
  const tied = await readAll('$orderby=CreditLimit desc');
  expect(tied.map(keyOf)).toEqual(
    found.toSorted((left, right) => Number(right['CreditLimit']) - Number(left['CreditLimit'])).map(keyOf),
  );
  const ordered = await readAll('$orderby=OrganizationName,dataAreaId,CustomerAccount');
  expect(ordered.map(keyOf)).toEqual(all.toSorted(by('OrganizationName')).map(keyOf));
}

test('every filter, order and page shows all writes at once', async () => {
  client.options.pageSize = 97;
  const model: Model = new Map((await readAll('')).map((row) => [keyOf(row), plain(row)]));
  const random = new Random('reads-after-writes');
  // Asked once before, so that orders, indexes and folded texts exist that the writes must keep right.
  await compare(model);
  for (let round = 0; round < 12; round++) {
    for (let step = 0; step < 25; step++) await change(model, random, round * 100 + step);
    await compare(model);
  }
});

test('navigations and expands see writes of either side', async () => {
  const small = await SimulatorClient.start();
  const order = "/data/SalesOrderHeadersV2(dataAreaId='usmf',SalesOrderNumber='SO-0000001')";
  const lots = async (): Promise<unknown[]> =>
    ((await small.json(`${order}/SalesOrderLines`))['value'] as JsonRow[]).map(
      (line) => line['InventoryLotId'],
    );
  const before = await lots();
  const created = await small.create('SalesOrderLines', {
    SalesOrderNumber: 'SO-0000001',
    LineDescription: 'Freight',
  });
  expect(await lots()).toEqual([...before, created['InventoryLotId']]);
  const [expanded] = (
    await small.list(
      `SalesOrderHeadersV2?$filter=${encodeURIComponent("dataAreaId eq 'usmf' and SalesOrderNumber eq 'SO-0000001'")}&$expand=SalesOrderLines`,
    )
  ).rows;
  expect(expanded?.['SalesOrderLines']).toHaveLength(before.length + 1);
  await small.send(
    'DELETE',
    `/data/SalesOrderLines(dataAreaId='usmf',InventoryLotId='${String(created['InventoryLotId'])}')`,
  );
  expect(await lots()).toEqual(before);
  await small.close();
});
