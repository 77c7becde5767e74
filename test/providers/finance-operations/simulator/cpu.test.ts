import { SimulatorClient } from './simulator-client';
test('cpu', async () => {
  const client = await SimulatorClient.start({ customers: 20_000, orders: 60_000, products: 10_000, vendors: 2_000 });
  const out: string[] = [];
  for (const set of ['CustomersV3', 'ReleasedProductsV2', 'SalesOrderHeadersV2', 'SalesOrderLines', 'VendorsV3']) {
    const t = process.cpuUsage();
    await client.get(`/data/${set}/$count?cross-company=true`);
    const c = process.cpuUsage(t);
    out.push(`${set} ${(c.user + c.system) / 1000}`);
  }
  console.log(out.join('\n'));
  await client.close();
});
